"""Expected failures: what a clerk can act on, said in one Japanese sentence."""

from typing import Any


class Expected(Exception):
    """Base of every failure the domain foresees; `str()` is shown to the clerk as it stands.

    A view turns it into a message beside the form: nothing typed is lost, nothing was done.
    """


class EditedMeanwhile(Expected):
    """Somebody else changed the record first; `current` is what stands there now, as of `version`.

    A view answers 409 with both texts; what is sent again carries `version` as the one seen.
    """

    def __init__(self, current: Any, *, version: int) -> None:
        super().__init__(
            "ほかの人が先に書き換えました。両方の内容を見比べて、もう一度保存してください。"
        )
        self.current = current
        self.version = version
