"""What stands in the way of a plan's next step, in the clerk's words; nothing of authority."""

from typing import Any


def carried(plan: Any) -> str | None:
    """A plan that is proposed or runs has a lead, a next review, a period, a goal, a role and
    the persons it names."""
    if not plan.persons:
        return "プランの対象の人を選んでください。"
    if plan.lead_window_id is None:
        return "主担当機関を決めてください。"
    if plan.period_from is None or plan.period_to is None:
        return "プランの期間を決めてください。"
    if plan.next_review_on is None:
        return "次の見直しの日を決めてください。"
    if not plan.goals.exists():
        return "達成目標を一つ以上書いてください。"
    if not plan.roles.exists():
        return "役割分担を一つ以上書いてください。"
    return None


def evaluated(plan: Any) -> str | None:
    return None if hasattr(plan, "evaluation") else "先に評価を書いてください。"
