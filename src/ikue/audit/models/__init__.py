from ikue.audit.models.base import OwnedRow, VersionedRow
from ikue.audit.models.changes import Change
from ikue.audit.models.forms import SentForm
from ikue.audit.models.looking import ReadEvent, ReadLine, Seen

__all__ = [
    "Change",
    "OwnedRow",
    "ReadEvent",
    "ReadLine",
    "Seen",
    "SentForm",
    "VersionedRow",
]
