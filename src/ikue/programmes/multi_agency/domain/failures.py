"""What the domain of conferences foresees, in the clerk's words."""

from ikue.kernel.expected import EditedMeanwhile, Expected
from ikue.programmes.multi_agency.models import AgendaItem, Meeting


class ItemNotPossible(Expected):
    """The item cannot be brought to this; the message says what is missing and what to do."""


class MemberNotPossible(Expected):
    """This person cannot be invited, replaced or heard like this."""


class MeetingChanged(EditedMeanwhile):
    """Somebody was faster; `current` is the meeting as it stands."""

    def __init__(self, *, now: Meeting) -> None:
        super().__init__(now, version=now.version)


class ItemChanged(EditedMeanwhile):
    """Somebody was faster; `current` is the item as it stands."""

    def __init__(self, *, now: AgendaItem) -> None:
        super().__init__(now, version=now.text_version)
