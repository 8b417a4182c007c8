"""One made-up household of a story, received at a window by somebody who works there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.casework.domain.cases import Next
from ikue.casework.domain.referrals import Sending, Words, send_referral
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Referral
from ikue.programmes.consultation.domain.receiving import ConsentGiven, Reception
from ikue.programmes.consultation.domain.screening import refer, support_here
from ikue.programmes.consultation.enums import ConsentVariant, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import Basis
from ikue.synth.stories import Story, draw_cast
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, consent_to, note_down, plan_next, take_in

CONSENT_SHARE = 0.4
WORDS = ("「お願いします」", "「必要なことなら話してください」", "「名前も出して大丈夫です」")


@dataclass
class Home:
    """`days`: business days since the reception; 0 is today."""

    ward: Ward
    story: Story
    window: str
    worker: str
    town: str
    days: int
    consultation: Consultation

    @property
    def hidden(self) -> bool:
        return self.ward.windows[self.window].hidden_involvement

    @property
    def person_id(self) -> UUID:
        assert self.consultation.person_id is not None
        return self.consultation.person_id

    def at(self, days: int) -> datetime:
        """Some working hour so many business days ago; today's lies between reception and now."""
        if days <= 0:
            return self.ward.minutes_ago(5)
        random = self.ward.random
        return self.ward.ago(days, random.randint(9, 16), random.choice((5, 15, 25, 40, 50)))

    def support(self, *, worker: str = "", next_on_days: int = 2, until: int = 1) -> Case:
        """この窓口で支援, the day after the reception, with entries up to `until` days ago."""
        username = worker or self.worker
        with self.ward.acting(username, self.at(self.days - 1)) as viewer:
            case = support_here(
                consultation=self.consultation,
                responsible=self.ward.appointments[username],
                next_action=Next(
                    what=self.ward.random.choice(self.story.next),
                    due_on=self.ward.on(next_on_days),
                ),
                reason="この窓口の相談として続けて関わる。",
                by=viewer,
                at=viewer.at,
            )
        self.write_entries(username, until=until)
        return case

    def write_entries(self, username: str, *, since: int | None = None, until: int = 1) -> None:
        """The story's entries, spread from `since` (or the reception) to `until` days ago."""
        entries = self.story.entries
        first = self.days - 1 if since is None else since
        step = max(1, (first - until) // len(entries))
        days = [max(until, first - step * (i + 1)) for i in range(len(entries))]
        moments = sorted(self.at(day) for day in days)
        notes = tuple(
            Note(at=at, method=method, counterpart=counterpart, body=body, outcome=outcome)
            for at, (method, counterpart, body, outcome) in zip(moments, entries, strict=True)
        )
        consultation = self.consultation
        note_down(self.ward, username, consultation.circle_id, consultation.person_id, notes)

    def plan(self, case: Case, *, due_in: int, worker: str = "") -> None:
        plan_next(
            self.ward, worker or self.worker, case, what=self.ward.random.choice(self.story.next),
            due_on=self.ward.on(due_in), at=self.at(1),
        )  # fmt: skip

    def target(self) -> str:
        """A window the story is linked to, not one's own."""
        found = [self.ward.branch(code, self.town) for code in self.story.to]
        return self.ward.random.choice([code for code in found if code != self.window])

    def link(self, days: int, *, kind: str = ReferralKind.LINK, to: str = "") -> Referral:
        """つなぐ, so many business days ago, to a window of the ward."""
        sending = self._sending(
            to_window=self.ward.windows[to or self.target()], kind=kind, basis=Basis.WARD_PURPOSE
        )
        with self.ward.acting(self.worker, self.at(days)) as viewer:
            return refer(consultation=self.consultation, sending=sending, by=viewer, at=viewer.at)

    def link_partner(self, days: int) -> Referral:
        """つなぐ, to a partner without accounts, from a case that is already supported here."""
        agency = self.ward.agencies[self.story.to_agency]
        public = agency.kind == "other_public_body"
        sending = self._sending(
            to_agency=agency,
            basis=Basis.OTHER_PUBLIC_BODY if public else Basis.SPECIAL_REASON,
        )
        with self.ward.acting(self.worker, self.at(days)) as viewer:
            return send_referral(
                circle_id=self.consultation.circle_id, sending=sending, by=viewer, at=viewer.at
            )

    def _sending(self, **where: object) -> Sending:
        story = self.story
        return Sending(
            person_ids=(self.person_id,),
            purpose="包括的相談支援のつなぎ",
            words=Words(
                question=story.question, done_already=story.done, keep_doing=story.keep,
                complaint=story.complaint,
            ),
            **where,  # type: ignore[arg-type]
        )  # fmt: skip


def receive_home(
    ward: Ward, story: Story, *, window: str, town: str, days: int, variant: str
) -> Home:
    """`variant`: the answer about consent; given where it was asked and nothing else is wanted."""
    worker = ward.worker_at(window)
    home = Home(ward, story, window, worker, town, days, consultation=Consultation())
    received_at = home.at(days) if days else ward.minutes_ago(ward.random.randint(10, 90))
    consent = _consent(home, received_at) if variant == ConsentVariant.GIVEN else None
    reception = _reception(home, received_at, variant)
    cast = draw_cast(story, random=ward.random, town=town, year=ward.today.year)
    home.consultation = take_in(ward, worker, reception, cast.principal, cast.members, consent)
    return home


def _reception(home: Home, received_at: datetime, variant: str) -> Reception:
    story = home.story
    soon = home.ward.random.random() < 0.25
    return Reception(
        received_at=received_at, complaint=story.complaint, channel=story.channel,
        caller=story.caller, caller_name=story.caller_name,
        caller_relation=story.caller_relation, urgency=Urgency.SOON if soon else Urgency.ORDINARY,
        wish=story.wish, issues=story.issues, worst_issue=story.worst, consent_variant=variant,
        no_consent_reason=story.refused if variant == ConsentVariant.REFUSED else "",
        known_by=story.known_by, work=story.work, housing=story.housing,
        health_insurance=story.health_insurance, pension=story.pension, town_code=home.town,
    )  # fmt: skip


def _consent(home: Home, at: datetime) -> ConsentGiven:
    codes = {home.ward.branch(code, home.town) for code in (*home.story.to, "self_reliance")}
    windows = tuple(sorted(codes - {home.window}))
    words = home.ward.random.choice(WORDS)
    return consent_to(windows, words=words, at=at, purpose="関わる窓口の間で支援を考えるため")


def consent_variant(ward: Ward, story: Story) -> str:
    """Given now and then, where there is somebody to tell."""
    asked = bool(story.to) and ward.random.random() < CONSENT_SHARE
    return ConsentVariant.GIVEN if asked else ConsentVariant.NOT_ASKED
