"""つなぎ: asked on a basis, answered by a named person with a date, or back with the sender.

Seed 第3節(2): 「部門における支援に切れ目があり」— a referral never expires into nobody's hands.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from ikue.audit.perform import begin, perform
from ikue.casework.domain.cases import Next, open_case, open_case_in, set_next_action
from ikue.casework.domain.clocks import answer_limit, first_contact_limit, urgent_until
from ikue.casework.domain.destinations import is_staffed, kind_for
from ikue.casework.domain.packets import packet_contents
from ikue.casework.domain.receiving import receiving_circle, stays_apart
from ikue.casework.domain.responsibility import require_serving
from ikue.casework.domain.speaking import Spoken, SpokenTo, record_spoken
from ikue.casework.enums import ReferralClock, ReferralKind
from ikue.casework.models import Case, NextAction, Packet, Referral, ReferralOutcome
from ikue.casework.rules import leads
from ikue.casework.states import REFERRAL
from ikue.directory.models import Agency, Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import format_wareki
from ikue.sharing.domain.bases import Passage, agreed_on, require_basis
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import (
    Extent,
    GroundFacts,
    end_ground,
    grant_to_window,
    open_ground,
    opening_on,
)
from ikue.sharing.enums import Act, FieldClass
from ikue.sharing.models import Circle
from ikue.tally.counting import Keys, count


class ReferralNotPossible(Expected):
    """The referral cannot be sent or answered like this; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is asked, and the sender's own part: a referral hands nobody over."""

    question: str
    done_already: str = ""
    keep_doing: str = ""
    complaint: str = ""


ASKED_OF_ALL = (("question", "お願いしたいことを書いてください。"),)
ASKED_OF_SENDER = (
    (
        "done_already",
        "こちらでしたことを書いてください。まだ何もしていないときは、その訳を書きます。",
    ),
    ("keep_doing", "こちらで続けることを書いてください。つないでも、手は離れません。"),
)


def words_lacking(kind: str, words: Words) -> list[tuple[str, str]]:
    """(field, sentence) of what is still to be written; 多機関協働 takes nothing off the sender's
    hands, so the sender's own part is asked for there."""
    besides = ASKED_OF_SENDER if kind == ReferralKind.MULTI_AGENCY else ()
    asked = (*ASKED_OF_ALL, *besides)
    return [(name, sentence) for name, sentence in asked if not getattr(words, name).strip()]


@dataclass(frozen=True, kw_only=True)
class Sending:
    """To whom, about whom, on which row of the law's table, by which clock."""

    person_ids: tuple[UUID, ...]
    basis: str
    words: Words
    to_window: Window | None = None
    to_agency: Agency | None = None
    kind: str = ReferralKind.LINK
    clock: str = ReferralClock.ORDINARY
    purpose: str = ""
    spoken: tuple[Spoken, ...] = ()
    """Consents to this receiver that were said just now."""

    @property
    def spoken_to(self) -> SpokenTo:
        receiver = self.to_window or self.to_agency
        code, name = (receiver.code, receiver.name) if receiver else ("", "")
        return SpokenTo(code=code, purpose=self.purpose or f"{name}につなぐため")


PACKET_CLOSES = "返事（辞退・取下げ）か、つなぎの終わり"


def send_referral(*, circle_id: UUID, sending: Sending, by: Viewer, at: datetime) -> Referral:
    """Send from a circle in which the window of `by` owes its work.

    Raises NotAllowed, NoBasis (nothing leaves without a row of the law's table), ConsentNotValid
    (of what was spoken), ReferralNotPossible.
    """
    if not rights_of(by, [circle_id]).on_duty_in(circle_id):
        raise NotAllowed("send_referral")
    _check_sending(sending, by, at)
    record_spoken(circle_id=circle_id, spoken=sending.spoken, to=sending.spoken_to, by=by, at=at)
    passage = passage_of(sending, by, at)
    basis = require_basis(sending.basis, passage)
    facts = GroundFacts(
        basis=basis.code, what=ReferralKind(sending.kind).label, purpose=sending.purpose
    )
    ground = open_ground(circle_id=circle_id, facts=facts, by=by, at=at)
    referral = Referral(
        circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        kind=sending.kind, ground=ground, sender_id=by.appointment_id,
        to_window_id=sending.to_window.pk if sending.to_window else None,
        to_agency_code=sending.to_agency.code if sending.to_agency else "",
        clock=sending.clock, sent_at=at,
        limit_at=answer_limit(sending.clock, at, asked=sending.kind),
    )  # fmt: skip
    begin(machine=REFERRAL, name="send", record=referral, by=by, at=at)
    _copy_packet(referral, sending, by)
    if sending.to_window is not None:
        wanted = Extent(classes=FieldClass.PACKET, acts=Act.READ, end_event=PACKET_CLOSES)
        agreed = agreed_on(basis.code, passage)
        opening = opening_on(basis.code, wanted, on=passage.on, agreed=agreed)
        grant_to_window(
            ground=ground, window_id=sending.to_window.pk, opening=opening, by=by, at=at
        )
    _count("referral_sent", referral, by, at)
    return referral


FIRST_CONTACT = "最初の連絡をする"
AFTER_ARRIVAL = "支援の進め方を決める"


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """引き受ける: who, and when that person first makes contact."""

    named: Appointment
    first_contact_on: date


def accept_referral(
    *, referral: Referral, acceptance: Acceptance, by: Viewer, at: datetime
) -> Referral:
    """The receiving window takes the duty; the lead stays where it is.

    Raises NotAllowed, NotPossible (answered meanwhile), NobodyToAnswer, ReferralNotPossible.
    """
    if referral.to_window_id is None:
        raise ReferralNotPossible("この宛先の返事は、先方から聞いた内容として記録してください。")
    _check_first_contact(referral, acceptance.first_contact_on, at)
    require_serving(acceptance.named, window_id=referral.to_window_id, at=at)
    referral.named_id = acceptance.named.pk
    referral.first_contact_on = acceptance.first_contact_on
    referral.answered_at, referral.answered_by = at, by.name
    perform(machine=REFERRAL, name="accept", record=referral, by=by, at=at)
    referral.receiving_circle_id = receiving_circle(referral=referral, by=by, at=at)
    referral.save(update_fields=["receiving_circle_id"])
    if open_case_in(referral.receiving_circle_id) is None:
        contact = Next(what=FIRST_CONTACT, due_on=acceptance.first_contact_on)
        open_case(
            circle_id=referral.receiving_circle_id, responsible=acceptance.named,
            next_action=contact, by=by, at=at,
        )  # fmt: skip
    _count("referral_accepted", referral, by, at)
    return referral


@dataclass(frozen=True, kw_only=True)
class PartnerAnswer:
    """What a partner without an account said: who, how, and when they make contact."""

    who: str
    how: str
    first_contact_on: date


def record_partner_acceptance(
    *, referral: Referral, answer: PartnerAnswer, by: Viewer, at: datetime
) -> Referral:
    """The sender writes down that the partner takes it. Raises ReferralNotPossible."""
    if referral.to_window_id is not None:
        raise ReferralNotPossible("この宛先は自分で返事ができる窓口です。返事をお待ちください。")
    if not answer.who:
        raise ReferralNotPossible("先方のどなたが引き受けたかを書いてください。")
    _check_first_contact(referral, answer.first_contact_on, at)
    referral.answered_at = at
    referral.answered_by = f"{answer.who}（{answer.how}）" if answer.how else answer.who
    referral.first_contact_on = answer.first_contact_on
    perform(machine=REFERRAL, name="accept", record=referral, by=by, at=at)
    _count("referral_accepted", referral, by, at)
    return referral


def hold_referral(
    *, referral: Referral, reason: str, until: date, by: Viewer, at: datetime
) -> Referral:
    if not reason:
        raise ReferralNotPossible("保留の理由を書いてください。")
    _check_hold(referral, until, at)
    referral.reason, referral.hold_until = reason, until
    perform(machine=REFERRAL, name="hold", record=referral, by=by, at=at)
    _count("referral_held", referral, by, at)
    return referral


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """引き受けられない: why, and who instead. No one is sent away without a next place to ask."""

    reason: str
    proposed_window: Window | None = None
    proposed_note: str = ""


def decline_referral(*, referral: Referral, refusal: Refusal, by: Viewer, at: datetime) -> Referral:
    """The packet closes to the receiver; the sender has the answer and the proposal."""
    if not refusal.reason:
        raise ReferralNotPossible("引き受けられない理由を書いてください。")
    if refusal.proposed_window is None and not refusal.proposed_note:
        raise ReferralNotPossible("代わりにあたる窓口か、案を書いてください。")
    referral.reason, referral.answered_at, referral.answered_by = refusal.reason, at, by.name
    referral.proposed_window_id = refusal.proposed_window.pk if refusal.proposed_window else None
    referral.proposed_note = refusal.proposed_note
    perform(machine=REFERRAL, name="decline", record=referral, by=by, at=at)
    end_ground(ground_id=referral.ground_id, at=at)
    _count("referral_declined", referral, by, at)
    return referral


def recall_referral(*, referral: Referral, reason: str, by: Viewer, at: datetime) -> Referral:
    if not reason:
        raise ReferralNotPossible("取り下げる理由を書いてください。")
    referral.reason = reason
    perform(machine=REFERRAL, name="recall", record=referral, by=by, at=at)
    end_ground(ground_id=referral.ground_id, at=at)
    _count("referral_recalled", referral, by, at)
    return referral


def confirm_arrival(
    *,
    referral: Referral,
    met_at: datetime,
    how: str,
    next_action: Next | None = None,
    by: Viewer,
    at: datetime,
) -> Referral:
    """The person was really met: when and how. A referral is no success before that.

    The first contact is done with it: `next_action`, or the one proposed, takes its place in the
    case that was waiting for it. Raises NotAllowed, ReferralNotPossible, CaseNotPossible.
    """
    if met_at > at:
        raise ReferralNotPossible("まだ来ていない日時は記録できません。")
    if clock.today(met_at) < clock.today(referral.sent_at):
        raise ReferralNotPossible("つなぎを送る前の日は記録できません。日付を確かめてください。")
    if not how:
        raise ReferralNotPossible("どのように会えたか（訪問・来所など）を書いてください。")
    referral.arrived_at, referral.arrived_how = met_at, how
    perform(machine=REFERRAL, name="arrive", record=referral, by=by, at=at)
    case = case_before_contact(referral, by)
    if case is not None:
        following = next_action or next_after_arrival(at)
        set_next_action(case=case, next_action=following, by=by, at=at)
    _count("referral_arrived", referral, by, at)
    return referral


def case_before_contact(referral: Referral, by: Viewer) -> Case | None:
    """The receiver's case in which the first contact still stands as the next action."""
    if referral.receiving_circle_id is None:
        return None
    case = open_case_in(referral.receiving_circle_id)
    if case is None or not leads(by, case):
        return None
    waits = NextAction.objects.filter(case=case, done_at=None, what=FIRST_CONTACT).exists()
    return case if waits else None


def next_after_arrival(at: datetime) -> Next:
    """What is proposed once the person was met: a next step, so that the case keeps its date."""
    return Next(what=AFTER_ARRIVAL, due_on=first_contact_limit(at))


def finish_referral(*, referral: Referral, outcome: str, by: Viewer, at: datetime) -> Referral:
    """結果を伝える: what became of it, told to the sender."""
    if not outcome:
        raise ReferralNotPossible("送り元に伝える結果を書いてください。")
    referral.done_at = at
    perform(machine=REFERRAL, name="finish", record=referral, by=by, at=at)
    ReferralOutcome.objects.create(
        circle_id=referral.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, referral=referral, text=outcome, told_at=at,
    )  # fmt: skip
    _count("referral_done", referral, by, at)
    return referral


def passage_of(sending: Sending, by: Viewer, at: datetime) -> Passage:
    """What the law's table is asked: from which window to whom, about which persons, today."""
    return Passage(
        from_window=Window.objects.get(pk=by.window_id),
        to_window=sending.to_window,
        to_agency=sending.to_agency,
        person_ids=sending.person_ids,
        on=clock.today(at),
    )


def _check_sending(sending: Sending, by: Viewer, at: datetime) -> None:
    if (sending.to_window is None) == (sending.to_agency is None):
        raise ReferralNotPossible("宛先を一つ選んでください。")
    if sending.to_window is not None and sending.to_window.pk == by.window_id:
        raise ReferralNotPossible("自分の窓口にはつなげません。別の窓口を選んでください。")
    if sending.to_window is not None and not is_staffed(sending.to_window, at):
        raise ReferralNotPossible(
            "この窓口には、いま返事のできる職員がいません。別の窓口を選ぶか、電話で確かめてください。"
        )
    if sending.to_agency is not None and sending.to_agency.has_accounts:
        raise ReferralNotPossible("この機関は、機関ではなく窓口を選んでつないでください。")
    if sending.kind not in (ReferralKind.LINK, kind_for(sending.to_window)):
        raise ReferralNotPossible("この種類の依頼は、その事業の窓口にだけ送れます。")
    for _, sentence in words_lacking(sending.kind, sending.words):
        raise ReferralNotPossible(sentence)
    if not sending.person_ids:
        raise ReferralNotPossible("だれについてのつなぎかを選んでください。")


def _check_first_contact(referral: Referral, on: date, at: datetime) -> None:
    if on < clock.today(at):
        raise ReferralNotPossible("最初に連絡する日は、きょうかそれより後の日にしてください。")
    latest = urgent_until(referral, at)
    if latest is not None and on > latest:
        raise ReferralNotPossible(
            f"急ぎのつなぎです。最初に連絡する日は、{format_wareki(latest)}までにしてください。"
            "それまでにできないときは、代わりにあたる先を書いて「引き受けられない」を選んでください。"
        )


def _check_hold(referral: Referral, until: date, at: datetime) -> None:
    """An ordinary one is held for some days; an urgent one no longer than its clock runs."""
    latest = urgent_until(referral, at)
    if latest is None and until <= clock.today(at):
        raise ReferralNotPossible("保留の期限は、きょうより後の日にしてください。")
    if latest is not None and not clock.today(at) <= until <= latest:
        raise ReferralNotPossible(
            f"急ぎのつなぎです。保留にできるのは{format_wareki(latest)}までで、返事の期限は延びません。"
            "引き受けられないときは、代わりにあたる先を書いて「引き受けられない」を選んでください。"
        )


def _copy_packet(referral: Referral, sending: Sending, by: Viewer) -> Packet:
    contents = packet_contents(circle_id=referral.circle_id, person_ids=sending.person_ids, by=by)
    if len(contents.persons) != len(set(sending.person_ids)):
        raise ReferralNotPossible("この世帯にいない方が選ばれています。選び直してください。")
    return Packet.objects.create(
        circle_id=referral.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, referral=referral, **contents.as_columns(),
        **asdict(sending.words),
    )  # fmt: skip


def _count(what: str, referral: Referral, by: Viewer, at: datetime) -> None:
    count(
        what=what,
        at=at,
        window=by.window_code,
        field=by.field_code,
        outcome=referral.kind,
        keys=_keys(referral),
    )


def _keys(referral: Referral) -> Keys:
    """Where an end is hidden, a key used once: nothing joins it to the household or to itself."""
    if stays_apart(referral):
        return Keys(record=uuid4())
    circle = Circle.objects.filter(pk=referral.circle_id).first()
    return Keys(record=referral.tally_key, household=circle.tally_key if circle else None)
