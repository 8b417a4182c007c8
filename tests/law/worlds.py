"""Small worlds, each from one seed: households, referrals, consents, exclusions, jumps of time."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, transaction

from ikue.casework.domain.cases import HandOverBook, Next, hand_over_case
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    Sending,
    Words,
    accept_referral,
    decline_referral,
    hold_referral,
    recall_referral,
    send_referral,
)
from ikue.casework.domain.responsibility import NobodyToAnswer
from ikue.casework.models import (
    Case,
    Entry,
    HandOverNote,
    NextAction,
    Packet,
    Referral,
)
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.people.models import ContactPoint, Person
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.enums import Basis, ExclusionKind, FieldClass, StrictTag
from ikue.sharing.models import Consent, Exclusion
from tests.cast import Cast
from tests.factories.receptions import household_8050

WINDOWS = {
    "desk": "self_reliance", "elderly": "support_center_arakawa",
    "disability": "core_consultation_center",
}  # fmt: skip
VIEWERS = (
    "desk", "desk_colleague", "manager", "elderly", "elderly_manager", "disability", "women",
    "coordinator", "member", "commissioner", "auditor", "privacy_officer", "administrator",
    "outsider", "retired",
)  # fmt: skip
COMPARED = (
    Person, ContactPoint, Consultation, Case, NextAction, HandOverNote, Entry, Packet,
)  # fmt: skip
SCOPES = (
    FieldClass.F1, FieldClass.F3, FieldClass.F1 | FieldClass.F3,
    FieldClass.F1 | FieldClass.F2 | FieldClass.F3,
)  # fmt: skip


@dataclass
class World:
    """What one seed makes. Verbs are carried out by whoever may; what a state forbids is left."""

    cast: Cast
    seed: int
    told: list[str] = field(default_factory=list)
    walks: bool = True
    """Whether the dice go on after the first reception; else whoever asks takes the steps."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.receptions = [self.receive("desk")]
        if not self.walks:
            return
        if self.dice.random() < 0.4:
            self.receptions.append(self.receive(self.dice.choice(("elderly", "women"))))
        for _ in range(self.dice.randint(4, 8)):
            step = self.dice.choice(
                (self.support, self.support, self.write, self.write, self.refer, self.answer,
                 self.answer, self.hand_over, self.consent, self.withdraw, self.exclude,
                 self.exclude, self.wait)
            )  # fmt: skip
            self.told.append(step.__name__)
            step()

    def receive(self, who: str) -> tuple[str, Consultation]:
        with self.cast.acting(who) as by:
            return who, household_8050(by=by, at=self.cast.at)

    def wait(self) -> None:
        self.cast.later(days=self.dice.choice((1, 9, 40)))

    def support(self) -> None:
        with self.cast.acting("desk") as by:
            consultation = Consultation.objects.get(pk=self.receptions[0][1].pk)
            is_free = not Case.objects.filter(circle_id=consultation.circle_id).exists()
            if is_free and consultation.state == "received":
                support_here(
                    consultation=consultation, responsible=self.cast.appointment("desk"),
                    next_action=Next(what="訪問", due_on=clock.today(by.at) + timedelta(days=2)),
                    reason="", by=by, at=by.at,
                )  # fmt: skip
        if self.dice.random() < 0.6:
            self.hand_over()

    def hand_over(self) -> None:
        """To a colleague at the same window; both ends of the note are that window then."""
        with self.cast.acting("desk") as by:
            case = Case.objects.filter(lead_window_id=by.window_id).first()
            if not case:
                return
            with suppress(NobodyToAnswer):  # whom the dice shut out takes nothing over
                hand_over_case(
                    case=case, to=self.cast.appointment("desk_colleague"), reason="分担",
                    book=HandOverBook(promise="金曜に電話"), by=by, at=by.at,
                )  # fmt: skip

    def write(self) -> None:
        who, consultation = self.dice.choice(self.receptions)
        persons = [None, consultation.person_id]
        with self.cast.acting(who) as by:
            write_entry(
                circle_id=consultation.circle_id, case=None, by=by, at=by.at,
                facts=EntryFacts(
                    at=by.at, body="話を聞いた", person_id=self.dice.choice(persons),
                    tag=self.dice.choice(("", "", StrictTag.MENTAL_HEALTH.value)),
                ),
            )  # fmt: skip

    def refer(self) -> None:
        _, consultation = self.receptions[0]
        with self.cast.acting("desk") as by:
            if not Referral.objects.filter(circle_id=consultation.circle_id).exists():
                receiver = self.dice.choice(("elderly", "disability"))
                send_referral(
                    circle_id=consultation.circle_id, by=by, at=by.at,
                    sending=Sending(
                        person_ids=(consultation.person_id,), basis=Basis.WARD_PURPOSE,
                        to_window=Window.objects.get(code=WINDOWS[receiver]),
                        words=Words(question="お願いします"),
                    ),
                )  # fmt: skip

    def answer(self) -> None:
        for receiver in ("elderly", "disability"):
            with self.cast.acting(receiver) as by:
                waiting = Referral.objects.filter(
                    state__in=("sent", "on_hold"), to_window_id=by.window_id
                ).first()
                if waiting:
                    self._answer(waiting, receiver, by)

    def _answer(self, referral: Referral, receiver: str, by) -> None:
        soon = clock.today(by.at) + timedelta(days=2)
        kind = self.dice.choice(("accept", "accept", "hold", "decline"))
        self.told.append(kind)
        if kind == "accept":
            named = Acceptance(named=self.cast.appointment(receiver), first_contact_on=soon)
            accept_referral(referral=referral, acceptance=named, by=by, at=by.at)
        elif kind == "hold":
            hold_referral(referral=referral, reason="確認中", until=soon, by=by, at=by.at)
        else:
            refusal = Refusal(reason="対象外", proposed_note="わっか")
            decline_referral(referral=referral, refusal=refusal, by=by, at=by.at)

    def recall(self) -> None:
        with self.cast.acting("desk") as by:
            waiting = Referral.objects.filter(state="sent").first()
            if waiting:
                recall_referral(referral=waiting, reason="間違い", by=by, at=by.at)

    def consent(self) -> None:
        who, consultation = self.dice.choice(self.receptions)
        codes = self.dice.sample(sorted(WINDOWS.values()), k=self.dice.choice((1, 2)))
        with self.cast.acting(who) as by:
            asked = ask_consent(
                person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=by.at
            )
            give_consent(
                consent=asked, answer=ConsentAnswer(words="いいよ"), by=by, at=by.at,
                scope=ConsentScope(
                    window_codes=tuple(codes), purpose="相談", classes=self.dice.choice(SCOPES),
                    until=clock.today(by.at) + timedelta(days=self.dice.choice((1, 30, 365))),
                ),
            )  # fmt: skip

    def withdraw(self) -> None:
        for who, _ in self.receptions:
            with self.cast.acting(who) as by:
                given = Consent.objects.filter(state="given", owner_window_id=by.window_id).first()
                if given:
                    withdraw_consent(consent=given, by=by, at=by.at)

    def exclude(self) -> None:
        who, consultation = self.dice.choice(self.receptions)
        shut_out = self.dice.choice(("desk_colleague", "elderly", "disability", "manager"))
        ends_at = self.dice.choice((None, self.cast.at + timedelta(days=5)))
        # Whoever answers for the case is not shut out of it before they hand it over.
        with self.cast.acting(who) as by, suppress(DatabaseError), transaction.atomic():
            Exclusion.objects.create(
                circle_id=consultation.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, account_id=self.cast[shut_out].account_id,
                kind=ExclusionKind.KIN, starts_at=by.at, ends_at=ends_at,
            )  # fmt: skip

    def all_rows(self) -> dict[type, dict]:
        """Every row there is: what each window wrote, as that window reads it."""
        rows: dict[type, dict] = {model: {} for model in COMPARED}
        for who in ("chief", "elderly_manager", "elderly", "disability", "women"):
            with self.cast.acting(who) as by:
                for model, found in rows.items():
                    own = model.objects.filter(owner_window_id=by.window_id)
                    found.update({row.pk: row for row in own})
        return rows
