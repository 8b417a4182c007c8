"""What stands in the way of a sheet's confirmation, in the clerk's words."""

from typing import Any


def understood(assessment: Any) -> str | None:
    """The person's own words come first; then how the window understands them."""
    if not (assessment.wishes or assessment.strengths):
        return "どうなりたいか、できることのどちらかを、ご本人の言葉で書いてください。"
    if not assessment.summary:
        return "まとめ（背景・要因）を書いてください。"
    return None
