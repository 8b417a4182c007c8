"""スクリーニング: what becomes of a reception — information, another window, support here,
多機関協働, working toward consent, or a stop before a judgement."""

from datetime import date, datetime

from ikue.audit.perform import perform
from ikue.casework.domain.cases import Next, open_case
from ikue.casework.domain.referrals import Sending, send_referral
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Referral
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.programmes.consultation.domain.figures import take_back_counted
from ikue.programmes.consultation.enums import StopReason
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.states import CONSULTATION
from ikue.sharing.domain.counting import count_in_circle
from ikue.tally.counting import Keys


class ScreeningIncomplete(Expected):
    """Something the outcome needs is missing; the message is for the clerk."""


def close_with_information(
    *, consultation: Consultation, told: str, by: Viewer, at: datetime
) -> Consultation:
    """情報提供のみで終了: what was told is the record."""
    if not told:
        raise ScreeningIncomplete("伝えたこと（制度・窓口・助言）を書いてください。")
    _screen(consultation, told, at)
    consultation.next_on, consultation.next_what = None, ""
    _perform("inform", consultation, by, at)
    return consultation


def support_here(
    *,
    consultation: Consultation,
    responsible: Appointment,
    next_action: Next,
    reason: str,
    by: Viewer,
    at: datetime,
) -> Case:
    """この窓口で支援: opens the household's case, led by this window."""
    _screen(consultation, reason, at)
    case = open_case(
        circle_id=consultation.circle_id, responsible=responsible, next_action=next_action,
        by=by, at=at,
    )  # fmt: skip
    consultation.case = case
    consultation.next_on, consultation.next_what = None, ""
    _perform("support", consultation, by, at)
    return case


def refer(*, consultation: Consultation, sending: Sending, by: Viewer, at: datetime) -> Referral:
    """ほかの窓口（多機関協働を含む）へつなぐ: stays on this window's list until it is accepted."""
    name = "request_multi_agency" if sending.kind == ReferralKind.MULTI_AGENCY else "refer"
    _screen(consultation, sending.words.question, at)
    referral = send_referral(circle_id=consultation.circle_id, sending=sending, by=by, at=at)
    consultation.referral = referral
    consultation.next_on = clock.today(referral.limit_at)
    consultation.next_what = "つないだ先の返事を確かめる"
    _perform(name, consultation, by, at)
    return referral


def work_toward_consent(
    *, consultation: Consultation, next_what: str, next_on: date, by: Viewer, at: datetime
) -> Consultation:
    """同意に向けて関わる: with a next date, so that nobody is forgotten while they say no."""
    if not next_what or next_on <= clock.today(at):
        raise ScreeningIncomplete("次にすることと、きょうより後の期日を書いてください。")
    _screen(consultation, next_what, at)
    consultation.next_on, consultation.next_what = next_on, next_what
    _perform("work_toward_consent", consultation, by, at)
    return consultation


def stop_before_judgement(
    *, consultation: Consultation, reason: str, by: Viewer, at: datetime
) -> Consultation:
    """判断の前に中断: the caller hung up, or does not want to go on."""
    if not reason:
        raise ScreeningIncomplete("中断の理由を書いてください。")
    _screen(consultation, reason, at)
    consultation.next_on, consultation.next_what = None, ""
    _perform("stop", consultation, by, at)
    return consultation


def close_as_misregistered(
    *, consultation: Consultation, reason: str, by: Viewer, at: datetime
) -> Consultation:
    """誤登録: nothing is deleted; whatever its verbs counted is taken back."""
    if not reason:
        raise ScreeningIncomplete("どうして誤登録なのかを、ひとこと書いてください。")
    _screen(consultation, reason, at)
    consultation.stop_reason = StopReason.MISREGISTERED
    consultation.next_on, consultation.next_what = None, ""
    perform(machine=CONSULTATION, name="misregister", record=consultation, by=by, at=at)
    take_back_counted(consultation)
    return consultation


def _screen(consultation: Consultation, note: str, at: datetime) -> None:
    consultation.screened_at = at
    consultation.screening_note = note


def _perform(name: str, consultation: Consultation, by: Viewer, at: datetime) -> None:
    perform(machine=CONSULTATION, name=name, record=consultation, by=by, at=at)
    count_in_circle(
        "consultation_screened", circle_id=consultation.circle_id, by=by, at=at,
        keys=Keys(record=consultation.tally_key), outcome=consultation.state,
    )  # fmt: skip
