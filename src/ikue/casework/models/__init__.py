from ikue.casework.models.case import Case, HandOver, HandOverNote, NextAction
from ikue.casework.models.entry import Entry
from ikue.casework.models.plan import Plan, PlanEvaluation, PlanGoal, RoleAssignment, RoleNote
from ikue.casework.models.referral import Packet, Referral, ReferralNote, ReferralOutcome

__all__ = [
    "Case",
    "Entry",
    "HandOver",
    "HandOverNote",
    "NextAction",
    "Packet",
    "Plan",
    "PlanEvaluation",
    "PlanGoal",
    "Referral",
    "ReferralNote",
    "ReferralOutcome",
    "RoleAssignment",
    "RoleNote",
]
