"""What stands in the way of a sheet's confirmation or a 誤登録, in the clerk's words."""

from typing import Any

from ikue.casework.enums import ReferralState


def understood(assessment: Any) -> str | None:
    """The person's own words come first; then how the window understands them."""
    if not (assessment.wishes or assessment.strengths):
        return "どうなりたいか、できることのどちらかを、ご本人の言葉で書いてください。"
    if not assessment.summary:
        return "まとめ（背景・要因）を書いてください。"
    return None


def nothing_is_out(consultation: Any) -> str | None:
    """Another window must not go on working on what was never asked."""
    referral = consultation.referral
    if referral is None or referral.state in (ReferralState.DECLINED, ReferralState.RECALLED):
        return None
    return "つないだ先がまだ持っています。先につなぎを取り下げてから、誤登録として閉じてください。"
