"""What stands in the way of a plan's next step, in the clerk's words; nothing of authority."""

from typing import Any


def carried(plan: Any) -> str | None:
    """A plan that is proposed or runs has a lead, a next review, a period, a goal, a role and
    the persons it names. All that is missing is said at once."""
    missing = (
        "" if plan.persons else "プランの対象の人を選んでください。",
        "" if plan.lead_window_id else "主担当機関を決めてください。",
        "" if plan.period_from and plan.period_to else "プランの期間を決めてください。",
        "" if plan.next_review_on else "次の見直しの日を決めてください。",
        "" if plan.goals.exists() else "達成目標を一つ以上書いてください。",
        "" if plan.roles.exists() else "役割分担を一つ以上書いてください。",
    )
    return "".join(missing) or None


def evaluated(plan: Any) -> str | None:
    return None if hasattr(plan, "evaluation") else "先に評価を書いてください。"
