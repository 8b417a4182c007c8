"""多機関協働の調整: a request is taken up or returned, and given back to a lead that accompanies.

Seed 第3節(3): 「課題の解決に向けた事例全体の調整を行います」. 多機関協働 supports the supporters:
nobody throws a household over, and it steps out when the roles are agreed and a lead is named.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from ikue.audit.perform import begin, lock, perform, record_change
from ikue.casework.domain.cases import HandOverBook, hand_over_case, hand_over_follow_up
from ikue.casework.domain.ending import close_follow_up
from ikue.casework.domain.plan_afterwards import ended_plans, open_afterwards
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    accept_referral,
    decline_referral,
    finish_referral,
)
from ikue.casework.enums import RUNNING, TAKEN, CaseState, ReferralKind, ReferralState
from ikue.casework.models import Case, Plan, Referral
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.decisions import HANDED_BACK, end_with_hand_back
from ikue.programmes.multi_agency.enums import ENDED_ITEMS, CoordinationState
from ikue.programmes.multi_agency.models import AgendaItem, Coordination
from ikue.programmes.multi_agency.rules import keeps_conferences, keeps_it
from ikue.programmes.multi_agency.states import COORDINATION
from ikue.sharing.domain.circles import windows_in_circle
from ikue.sharing.domain.counting import count_in_circle
from ikue.sharing.domain.opening import end_ground, leave_circle
from ikue.tally.counting import Keys

TO_BE_TOLD = (ReferralState.ACCEPTED, ReferralState.ARRIVED)


class CoordinationNotPossible(Expected):
    """The coordination cannot be brought to this; the message is for the clerk."""


def take_up_request(
    *, referral: Referral, acceptance: Acceptance, by: Viewer, at: datetime
) -> Coordination:
    """引き受ける: one standing coordination per household; a further request joins it.

    The requester stays in the circle, and with it the lead, until it is handed over. Raises
    NotAllowed, NotPossible, NobodyToAnswer, ReferralNotPossible.
    """
    _require_request(referral, by)
    accept_referral(referral=referral, acceptance=acceptance, by=by, at=at)
    working = Case.objects.exclude(state=CaseState.COMPLETED)
    case = working.get(circle_id__in=[referral.receiving_circle_id])
    standing = standing_coordination(case.circle_id)
    return standing or _begin(referral, case, by, at)


def _begin(referral: Referral, case: Case, by: Viewer, at: datetime) -> Coordination:
    coordination = Coordination(
        circle_id=case.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        referral=referral, case=case, taken_up_at=at,
    )  # fmt: skip
    begin(machine=COORDINATION, name="take_up", record=coordination, by=by, at=at)
    _count("coordination_begun", coordination, by, at)
    return coordination


def return_request(
    *,
    referral: Referral,
    reason: str,
    advice: str,
    by: Viewer,
    at: datetime,
    proposed_window: Window | None = None,
) -> Referral:
    """差し戻す: why, and how the requester can go on. Raises NotAllowed, CoordinationNotPossible,
    ReferralNotPossible, NotPossible."""
    _require_request(referral, by)
    if not reason.strip():
        raise CoordinationNotPossible("差し戻す理由を書いてください。")
    if not advice.strip():
        raise CoordinationNotPossible(
            "助言を書いてください。依頼した窓口が、これを読んで次に進みます。"
        )
    refusal = Refusal(reason=reason, proposed_window=proposed_window, proposed_note=advice)
    return decline_referral(referral=referral, refusal=refusal, by=by, at=at)


def _require_request(referral: Referral, by: Viewer) -> None:
    if referral.kind != ReferralKind.MULTI_AGENCY or not keeps_conferences(by, referral):
        raise NotAllowed("take_up")


def standing_coordination(circle_id: UUID) -> Coordination | None:
    return Coordination.objects.filter(
        circle_id=circle_id, state=CoordinationState.COORDINATING
    ).first()


def coordinated(case: Case) -> str | None:
    """The lead does not end what 多機関協働 still coordinates."""
    if standing_coordination(case.circle_id) is None:
        return None
    return "多機関協働で調整しています。先に、多機関協働の担当者に手を離してもらってください。"


@dataclass(frozen=True, kw_only=True)
class HandBack:
    """手離れ: what the requester is told, when we ask again, and who accompanies from now on.

    `to` is needed while 多機関協働 itself leads; else the lead stays where it is.
    """

    words: str
    follow_up_on: date
    to: Appointment | None = None
    book: HandOverBook = field(default_factory=HandOverBook)


def step_out(
    *, coordination: Coordination, hand_back: HandBack, by: Viewer, at: datetime
) -> Coordination:
    """主担当に戻して手を離す: in one transaction the lead is named, the support decision ends, the
    requesters are told, and the window of `by` leaves the circle. Its own rows stay readable to it.

    Raises NotAllowed, NotPossible, CoordinationNotPossible, CaseNotPossible, NobodyToAnswer.
    """
    COORDINATION.check("step_out", record=coordination, viewer=by)
    if coordination.owner_window_id != by.window_id:
        raise NotAllowed("step_out")
    case = Case.objects.get(pk=coordination.case_id)
    _check_hand_back(case, hand_back, at)
    lead = coordination.lead_window_id = _hand_back_lead(case, hand_back, by, at)
    for plan in ended_plans(case.pk):
        open_afterwards(plan=plan, window_id=lead, by=by, at=at)
    coordination.stepped_out_at = at
    coordination.follow_up_on = hand_back.follow_up_on
    perform(machine=COORDINATION, name="step_out", record=coordination, by=by, at=at)
    _count("coordination_stepped_out", coordination, by, at)
    end_with_hand_back(case_id=case.pk, by=by, at=at)
    _leave(coordination, hand_back.words, by, at)
    return coordination


def _check_hand_back(case: Case, hand_back: HandBack, at: datetime) -> None:
    if not hand_back.words.strip():
        raise CoordinationNotPossible("依頼した窓口に伝える結果を書いてください。")
    if hand_back.follow_up_on <= clock.today(at):
        raise CoordinationNotPossible("フォローの日は、きょうより後の日にしてください。")
    if AgendaItem.objects.filter(case=case).exclude(state__in=ENDED_ITEMS).exists():
        raise CoordinationNotPossible(
            "終わっていない案件があります。先に、案件を終えるか取り下げてください。"
        )
    if Plan.objects.filter(case=case, state__in=RUNNING).exists():
        raise CoordinationNotPossible(
            "実施中の支援プランがあります。先に評価をして、プランを終えてください。"
        )


def _hand_back_lead(case: Case, hand_back: HandBack, by: Viewer, at: datetime) -> UUID:
    """The lead from now on. Of a case that has ended it is whoever still asks how they are."""
    if case.lead_window_id != by.window_id:
        if hand_back.to is not None and hand_back.to.window_id != case.lead_window_id:
            raise CoordinationNotPossible(
                "主担当は、もう別の窓口です。主担当を替えるときは、その窓口が担当を引き継ぎます。"
            )
        return case.lead_window_id
    if case.state == CaseState.COMPLETED:
        _pass_follow_up_on(case, hand_back, by, at)
        return case.lead_window_id
    if hand_back.to is None or hand_back.to.window_id == by.window_id:
        raise CoordinationNotPossible("主担当に戻す窓口の担当者を選んでください。")
    hand_over_case(
        case=case, to=hand_back.to, reason=HANDED_BACK, book=hand_back.book, by=by, at=at
    )
    return case.lead_window_id


def _pass_follow_up_on(case: Case, hand_back: HandBack, by: Viewer, at: datetime) -> None:
    """A window that stands outside records nothing: the follow-up goes to one that stays."""
    if not case.awaits_follow_up:
        return
    if hand_back.to is not None and hand_back.to.window_id != by.window_id:
        hand_over_follow_up(
            case=case, to=hand_back.to, reason=HANDED_BACK, book=hand_back.book, by=by, at=at
        )
    elif set(windows_in_circle(case.circle_id)) - {by.window_id}:
        raise CoordinationNotPossible("終結後のフォローを引き継ぐ窓口の担当者を選んでください。")
    else:
        close_follow_up(case=case, by=by, at=at)


def requests_taken(coordination: Coordination) -> list[Referral]:
    """Every request to the window that this coordination answers, the first one first."""
    return list(
        Referral.objects.filter(
            kind=ReferralKind.MULTI_AGENCY, state__in=TAKEN,
            receiving_circle_id=coordination.circle_id,
            to_window_id=coordination.owner_window_id,
        ).order_by("sent_at")
    )  # fmt: skip


def _leave(coordination: Coordination, words: str, by: Viewer, at: datetime) -> None:
    """Each requester is told, each packet closes, and the own duty here ends."""
    for referral in requests_taken(coordination):
        if referral.state in TO_BE_TOLD:
            finish_referral(referral=referral, outcome=words, by=by, at=at)
        end_ground(ground_id=referral.ground_id, at=at)
    leave_circle(circle_id=coordination.circle_id, at=at)


def follow_up_after(
    *, coordination: Coordination, next_on: date | None, by: Viewer, at: datetime
) -> Coordination:
    """手離れの後に主担当に様子を聞いた: ask again on that day, or let it be. What was learnt is the
    lead's to write. Raises NotAllowed, CoordinationNotPossible, NotPossible (an older copy)."""
    if not keeps_it(by, coordination):
        raise NotAllowed("follow_up_after")
    lock(coordination)
    if coordination.state != CoordinationState.STEPPED_OUT or coordination.followed_up_at:
        raise CoordinationNotPossible("残っているフォローはありません。画面を開き直してください。")
    if next_on is not None and next_on <= clock.today(at):
        raise CoordinationNotPossible("次のフォローの日は、きょうより後の日にしてください。")
    coordination.follow_up_on = next_on or coordination.follow_up_on
    coordination.followed_up_at = None if next_on else at
    coordination.version += 1
    coordination.save(update_fields=["follow_up_on", "followed_up_at", "version"])
    record_change(
        noun=COORDINATION.noun, record=coordination, name="follow_up", by=by, at=at,
        source=coordination.state, target=coordination.state, sentence="手離れ後の様子を聞いた",
    )  # fmt: skip
    return coordination


def _count(what: str, coordination: Coordination, by: Viewer, at: datetime) -> None:
    keys = Keys(record=coordination.tally_key, case=coordination.case.tally_key)
    count_in_circle(what, circle_id=coordination.circle_id, keys=keys, by=by, at=at)
