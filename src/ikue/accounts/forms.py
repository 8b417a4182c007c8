"""The door's form: typing begins at the name, also after a wrong password."""

from typing import Any

from allauth.account.forms import LoginForm


class StaffLoginForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True
