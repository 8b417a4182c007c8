"""What the screens of ① read: a reception with its person, whereabouts on request, who is known."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.accounts.models import Account
from ikue.audit.models import Change
from ikue.casework.domain.clocks import arrival_limit, overdue_since
from ikue.casework.domain.responsibility import Responsible, responsible_now
from ikue.casework.enums import TAKEN, UNANSWERED, ReferralClock, ReferralState
from ikue.casework.models import Referral
from ikue.directory.domain.queries import town_at
from ikue.directory.models import Agency, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.models import ContactPoint, SafeContact
from ikue.programmes.consultation.domain.adding import Added, additions_of
from ikue.programmes.consultation.domain.waiting import due_of, on_the_clock
from ikue.programmes.consultation.models import Advice, Consultation
from ikue.sharing.domain.deciding import Decision, Information, rights_of
from ikue.sharing.domain.showing import (
    ShownHousehold,
    ShownPerson,
    note_shown,
    show_households,
    show_persons,
)
from ikue.sharing.domain.standing import leading
from ikue.sharing.enums import Basis, FieldClass
from ikue.sharing.models import Consent


@dataclass(frozen=True, kw_only=True)
class ShownConsultation:
    """A reception as this viewer may read it; everything in it has been noted as shown."""

    record: Consultation
    principal: ShownPerson | None
    households: tuple[ShownHousehold, ...]
    consent: Consent | None
    responsible: Responsible
    names_caller: bool
    """Who told of the person (F6a) stays with the window that wrote it down."""
    due: date | datetime | None
    next_what: str
    additions: tuple[Added, ...]
    decision: Decision
    on_duty: bool

    @property
    def why(self) -> Decision | None:
        """なぜ見られるのか, for whoever reads by something else than the own window's work."""
        return None if self.decision.basis == Basis.OWN_DUTY else self.decision

    @property
    def members(self) -> list[ShownPerson]:
        """Everybody of the circle's households, the principal first."""
        everybody = [one for household in self.households for one in household.members]
        return sorted(everybody, key=lambda one: one.person_id != self.record.person_id)


def show_consultation(viewer: Viewer, consultation_id: UUID) -> ShownConsultation:
    """F3 of the principal, and F1 of whoever may be named. Raises DoesNotExist."""
    rows = on_the_clock(Consultation.objects.select_related("referral", "case"))
    record = rows.get(pk=consultation_id)
    rights = rights_of(viewer, [record.circle_id])
    decision = rights.decide(Information.of(record, FieldClass.F3, person_id=record.person_id))
    if not decision.allowed:
        raise Consultation.DoesNotExist
    note_shown(
        decision,
        circle_id=record.circle_id,
        person_id=record.person_id,
        classes=FieldClass.F0 | FieldClass.F3,
    )
    households = show_households(viewer, record.circle_id, rights=rights)
    everybody = {one.person_id: one for household in households for one in household.members}
    due, next_what = _next_step(record)
    return ShownConsultation(
        record=record,
        principal=_principal(viewer, record, everybody),
        households=households,
        consent=_standing_consent(record, clock.today(viewer.at)),
        responsible=responsible_now(
            appointment_id=record.responsible_id, window_id=record.owner_window_id, at=viewer.at
        ),
        names_caller=record.owner_window_id in viewer.window_ids,
        due=due,
        next_what=next_what,
        additions=additions_of(record),
        decision=decision,
        on_duty=rights.on_duty_in(record.circle_id),
    )


def _next_step(record: Consultation) -> tuple[date | datetime | None, str]:
    """Once somebody has taken what was sent, no answer is owed: only that they really met."""
    referral = record.referral
    if referral is None or referral.state not in TAKEN:
        return due_of(record), record.next_what
    if referral.state == ReferralState.ACCEPTED:
        return arrival_limit(referral), "本人とつながったかを確かめる"
    return None, ""


def _principal(
    viewer: Viewer, record: Consultation, everybody: dict[UUID, ShownPerson]
) -> ShownPerson | None:
    """本人, also for a reader by consent, to whom the household is not open."""
    if record.person_id is None or record.person_id in everybody:
        return everybody.get(record.person_id) if record.person_id else None
    person = show_persons(viewer, [record.person_id]).get(record.person_id)
    if person is None:
        return None
    safe = SafeContact.objects.filter(person_id=person.pk).order_by("recorded_at").last()
    age = person.age(clock.today(viewer.at))
    about = "くらい" if person.birth_is_approximate or person.birth_on is None else ""
    return ShownPerson(
        person_id=person.pk,
        person=person,
        label=person.name,
        age_words="年齢不明" if age is None else f"{age}歳{about}",
        safe_contact=safe.sentence() if safe else "",
    )


def _standing_consent(record: Consultation, on: date) -> Consent | None:
    """The consent of 本人 that holds today, else the last one; wherever it was written down."""
    if record.person_id is None:
        return None
    return leading(Consent.objects.in_full().filter(person_id=record.person_id), on)


def has_contacts(record: Consultation) -> bool:
    """Whether 「住所・電話を開く」 would open anything: the wall shows what the viewer may open."""
    if record.person_id is None:
        return False
    return ContactPoint.objects.filter(person_id=record.person_id, ended_on=None).exists()


def town_of(address: str, on: date) -> str:
    """町丁目 of an address, or nothing; counted by, never shown to anybody without the address."""
    town = town_at(address, on) if address else None
    return town.name if town else ""


def coordinators_window(on: date) -> Window | None:
    """多機関協働の窓口: where advice is asked and cases of many agencies go."""
    return Window.objects.in_force(on).filter(programme__code="multi_agency").first()


@dataclass(frozen=True, kw_only=True)
class SentOn:
    """What became of the referral, as the sender's page says it."""

    referral: Referral
    to_name: str
    came_back: str = ""
    """Why it lies with the sender again, as a word; empty while it stands."""
    proposed: Window | None = None
    phone: str = ""

    @property
    def to_call(self) -> bool:
        """Urgent and unanswered: the receiver is told by telephone too."""
        return self.referral.clock != ReferralClock.ORDINARY and self.referral.state in UNANSWERED


def sent_on(referral: Referral, at: datetime) -> SentOn:
    """Declined, recalled or overdue: it is back, with the reason and the window proposed."""
    wanted = [referral.to_window_id, referral.proposed_window_id]
    windows = {window.pk: window for window in Window.objects.filter(pk__in=filter(None, wanted))}
    to_window = windows.get(referral.to_window_id) if referral.to_window_id else None
    return SentOn(
        referral=referral,
        to_name=to_window.name if to_window else _agency_name(referral.to_agency_code),
        came_back=_came_back(referral, at),
        phone=to_window.phone if to_window else "",
        proposed=windows.get(referral.proposed_window_id) if referral.proposed_window_id else None,
    )


def _came_back(referral: Referral, at: datetime) -> str:
    if referral.state == ReferralState.DECLINED:
        return "引き受けられないと返事がありました"
    if referral.state == ReferralState.RECALLED:
        return "こちらで取り下げました"
    return "返事の期限を過ぎ、戻ってきました" if overdue_since(referral, at) else ""


def _agency_name(code: str) -> str:
    return Agency.objects.filter(code=code).values_list("name", flat=True).first() or ""


def advice_of(viewer: Viewer) -> list[Advice]:
    """Questions asked by this window and questions put to it, the unanswered first."""
    rows = Advice.objects.order_by("-asked_at")
    return sorted(rows, key=lambda one: one.answered_at is not None)


@dataclass(frozen=True, kw_only=True)
class LastChange:
    """Who changed a record last, and when: said to the one who was writing meanwhile."""

    who: str
    at: datetime


def last_change(record_id: UUID) -> LastChange | None:
    row = Change.objects.filter(record_id=record_id).order_by("recorded_at").last()
    if row is None:
        return None
    return LastChange(who=Account.objects.get(pk=row.account_id).name, at=row.recorded_at)
