from ikue.programmes.multi_agency.models.conference import (
    AgendaItem,
    ItemMember,
    Meeting,
    MemberAnswer,
)
from ikue.programmes.multi_agency.models.coordination import Coordination, SupportDecision

__all__ = [
    "AgendaItem",
    "Coordination",
    "ItemMember",
    "Meeting",
    "MemberAnswer",
    "SupportDecision",
]
