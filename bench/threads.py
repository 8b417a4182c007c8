"""Cases, entries and referrals of one circle, as the verbs leave them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bench.copying import fresh
from bench.households import Home, duty_ground, grant, ground, take_duty
from bench.staff import Clerk, Place
from bench.stock import Stock
from ikue.casework.domain.referrals import PACKET_CLOSES
from ikue.casework.enums import Counterpart, EntryMethod, ReferralKind, ReferralState
from ikue.kernel import clock
from ikue.people.domain.persons import PersonFacts
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Urgency
from ikue.sharing.enums import Act, Basis, FieldClass

COMPLAINTS = (
    "家賃を三か月滞納していて、出ていくように言われている。",
    "母の物忘れがひどく、仕事を続けられるか不安がある。",
    "息子が長く部屋から出てこない。親も年をとってきた。",
    "電気が止まりそうで、食べるものも足りない。",
    "子どもが学校に行けていない。家の中のことも手につかない。",
)
WORDS = (
    "電話で様子を聞いた。夜は眠れているが、食事は一日一回とのこと。",
    "訪問した。玄関先で二十分ほど話す。郵便物がたまっていた。",
    "来週の面談を約束した。家計の書類を持ってきてもらう。",
    "家計改善の相談員に同席を頼んだ。本人も「一度聞いてみたい」と話す。",
    "きょうだいと連絡がとれ、通院の付き添いを分担することになった。",
    "担当の医療機関に照会した。次の受診は来月の初め。",
    "不在のため手紙を置いた。近所の方によると、朝は見かけるとのこと。",
)
NEXT = ("電話で様子を聞く", "訪問する", "書類を一緒に書く", "面談に同席する", "受診の結果を聞く")
METHODS, COUNTERPARTS = tuple(EntryMethod.values), tuple(Counterpart.values)
CHANNELS, CALLERS = tuple(Channel.values), tuple(Caller.values)
SUSPENDED = 0.08
OVERDUE, DUE_TODAY = 0.04, 0.03


def reception(
    stock: Stock, home: Home, *, number: str, at: datetime, state: str, case_id: str | None = None
) -> None:
    """相談受付 in that state, with its ground; what is still open has a date."""
    random, record_id, closed = stock.random, fresh(stock.random), case_id is not None
    urgent = not closed and random.random() < 0.08
    stock.add(
        "consultation.Consultation", id=record_id, number=number, state=state,
        ground_id=duty_ground(stock, home, place=home.place, clerk=home.clerk, at=at),
        received_at=at, responsible_id=home.clerk.appointment_id,
        next_on=None if closed else clock.today(stock.now) + timedelta(days=random.randint(-1, 4)),
        channel=random.choice(CHANNELS), caller=random.choice(CALLERS),
        person_id=home.principal_id, household_id=home.household_id,
        complaint=random.choice(COMPLAINTS), consent_variant=ConsentVariant.NOT_ASKED,
        urgency=Urgency.TODAY if urgent else Urgency.ORDINARY,
        urgency_reason="所持金がない" if urgent else "",
        screened_at=at + timedelta(hours=2) if closed else None, case_id=case_id,
        **home.lying(at),
    )  # fmt: skip
    stock.change(home, "相談受付", record_id, "receive", "", "received", "相談を受け付けた", at)
    if state != "received":
        name = "support" if closed else "work_toward_consent"
        later = at + timedelta(hours=2)
        stock.change(home, "相談受付", record_id, name, "received", state, "振り分けた", later)


def case(
    stock: Stock, home: Home, *, number: str, opened: datetime, ended: datetime | None, notes: int
) -> str:
    """支援ケース with its reception, next action and entries; `ended` for a completed one."""
    case_id, random = fresh(stock.random), stock.random
    suspended = ended is None and random.random() < SUSPENDED
    state = "completed" if ended else "suspended" if suspended else "open"
    next_on = None if ended else next_date(stock)
    stock.add(
        "casework.Case", id=case_id, number=number, state=state, opened_at=opened,
        lead_window_id=home.place.window_id, responsible_id=home.clerk.appointment_id,
        opened_with_id=home.clerk.appointment_id, next_on=next_on,
        suspended_reason="no_contact" if suspended else "",
        completed_reason="stable" if ended else "", completed_at=ended,
        lead_afterwards="民生委員の見守り" if ended else "",
        follow_up_on=clock.today(ended) + timedelta(days=60) if ended else None,
        **home.lying(opened),
    )  # fmt: skip
    stock.add(
        "casework.NextAction", case_id=case_id, what=random.choice(NEXT), set_at=opened,
        due_on=next_on or clock.today(opened), done_at=ended, **home.lying(opened),
    )  # fmt: skip
    received = opened - timedelta(hours=2)
    reception(stock, home, number=number, at=received, state="supporting", case_id=case_id)
    stock.change(home, "支援ケース", case_id, "open", "", "open", "支援を始めた", opened)
    if state != "open":
        name = "complete" if ended else "suspend"
        stock.change(
            home, "支援ケース", case_id, name, "open", state, "支援を終えた",
            ended or stock.between(opened, stock.now),
        )  # fmt: skip
    for _ in range(notes):
        _entry(stock, home, case_id, stock.between(opened, ended or stock.now))
    return case_id


def next_date(stock: Stock) -> date:
    """Few are late: the lists must show what a working window really has before it."""
    today, lot = clock.today(stock.now), stock.random.random()
    if lot < OVERDUE:
        return today - timedelta(days=stock.random.randint(1, 10))
    if lot < OVERDUE + DUE_TODAY:
        return today
    return today + timedelta(days=stock.random.randint(1, 60))


def _entry(stock: Stock, home: Home, case_id: str, at: datetime) -> None:
    random = stock.random
    place = random.choice(home.standing) if random.random() < 0.3 else home.place
    clerk = home.clerk if place is home.place else place.somebody(random)
    stock.add(
        "casework.Entry", case_id=case_id, person_id=home.principal_id, at=at,
        method=random.choice(METHODS), counterpart=random.choice(COUNTERPARTS),
        body="\n".join(random.choices(WORDS, k=random.randint(2, 6))),
        **home.lying(at, place, clerk),
    )  # fmt: skip


ROADS: dict[str, tuple[tuple[str, str], ...]] = {
    ReferralState.SENT: (),
    ReferralState.ACCEPTED: (("accept", "accepted"),),
    ReferralState.ARRIVED: (("accept", "accepted"), ("arrive", "arrived")),
    ReferralState.DONE: (("accept", "accepted"), ("arrive", "arrived"), ("finish", "done")),
    ReferralState.DECLINED: (("decline", "declined"),),
    ReferralState.RECALLED: (("recall", "recalled"),),
}
"""The verbs that led to each state, after sending."""


STEP = timedelta(hours=30)
"""Between two verbs of a つなぎ."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked of whom; of 多機関協働 until it `left` the circle again."""

    to: Place
    named: Clerk
    state: str
    sent: datetime
    kind: str = ReferralKind.LINK
    left: datetime | None = None

    @property
    def answered(self) -> datetime:
        return self.sent + STEP

    @property
    def closed(self) -> datetime | None:
        """When the packet closed: with a refusal, or as the window left."""
        refused = self.state in (ReferralState.DECLINED, ReferralState.RECALLED)
        return self.answered if refused else self.left


def referral(stock: Stock, home: Home, asking: Asking) -> str:
    """つなぎ from the circle's own window, with packet, grant and whatever its answer brought."""
    record_id, lying = fresh(stock.random), home.lying(asking.sent)
    ground_id = ground(
        stock, basis=Basis.WARD_PURPOSE, what="つなぎ", at=asking.sent, ended=asking.closed, **lying
    )
    grant(
        stock, ground_id, window_id=asking.to.window_id, classes=FieldClass.PACKET, acts=Act.READ,
        at=asking.sent, end_event=PACKET_CLOSES, **lying,
    )  # fmt: skip
    stock.add(
        "casework.Referral", id=record_id, kind=asking.kind, state=asking.state,
        ground_id=ground_id, sender_id=home.clerk.appointment_id, to_window_id=asking.to.window_id,
        sent_at=asking.sent, limit_at=asking.sent + timedelta(days=3), **_answer(home, asking),
        **lying,
    )  # fmt: skip
    stock.add(
        "casework.Packet", referral_id=record_id, question="いっしょに支えてください",
        complaint=stock.random.choice(COMPLAINTS), persons=[identity(*home.persons[0])], **lying,
    )  # fmt: skip
    _walk(stock, home, record_id, asking)
    return record_id


def _walk(stock: Stock, home: Home, record_id: str, asking: Asking) -> None:
    to, named = asking.to, asking.named
    stock.change(home, "つなぎ", record_id, "send", "", "sent", "つないだ", asking.sent)
    source, at = "sent", asking.sent
    for name, target in ROADS[asking.state]:
        at = asking.left if asking.left and name == "finish" else at + STEP
        stock.change(home, "つなぎ", record_id, name, source, target, "返事をした", at, to, named)
        source = target
        if name == "accept":
            take_duty(stock, home, place=to, clerk=named, at=at, left=asking.left)
    if asking.state == ReferralState.DONE:
        stock.add(
            "casework.ReferralOutcome", referral_id=record_id, text="面談ができました。",
            told_at=at,
            **home.lying(at, to, named),
        )  # fmt: skip


def _answer(home: Home, asking: Asking) -> dict[str, Any]:
    state, answered = asking.state, asking.answered
    if state == ReferralState.SENT:
        return {"receiving_circle_id": None}
    if state in (ReferralState.DECLINED, ReferralState.RECALLED):
        return {
            "answered_at": answered, "answered_by": "職員", "reason": "圏域がちがう",
            "proposed_note": "隣の圏域の窓口",
        }  # fmt: skip
    found = {
        "answered_at": answered, "answered_by": "職員", "named_id": asking.named.appointment_id,
        "first_contact_on": clock.today(answered) + timedelta(days=3),
        "receiving_circle_id": home.circle_id,
    }  # fmt: skip
    if state != ReferralState.ACCEPTED:
        found |= {"arrived_at": answered + STEP, "arrived_how": "訪問"}
    if state == ReferralState.DONE:
        found |= {"done_at": asking.left or answered + 2 * STEP}
    return found


def identity(person_id: str, facts: PersonFacts) -> dict[str, Any]:
    birth = facts.birth
    return {
        "id": person_id, "relationship": "self", "family_name": facts.family_name,
        "given_name": facts.given_name, "family_kana": facts.family_kana,
        "given_kana": facts.given_kana, "latin_name": "", "known_as": "", "sex": facts.sex,
        "birth": [birth.year, birth.month, birth.day] if birth else [None, None, None],
        "birth_is_approximate": False, "language": facts.language,
        "interpreter": facts.interpreter,
    }  # fmt: skip
