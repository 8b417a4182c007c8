"""アセスメント: the household understood as a whole, in editions (seed 第3節(1): 課題全体を捉える).

Nothing is typed twice: the first edition begins with what the reception heard, each later one with
the one before.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from ikue.audit.perform import begin, lock, perform
from ikue.casework.domain.cases import open_case_in
from ikue.casework.domain.understanding import Understanding
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.enums import AssessmentState
from ikue.programmes.consultation.models import Assessment, Consultation
from ikue.programmes.consultation.states import ASSESSMENT
from ikue.sharing.domain.counting import count_in_circle
from ikue.sharing.domain.deciding import Decision, Information, rights_of
from ikue.sharing.domain.showing import note_shown
from ikue.sharing.enums import FieldClass
from ikue.tally.counting import Keys


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    """What a sheet says. `answers` by a field's code; `member_answers` by person, then code."""

    wishes: str = ""
    strengths: str = ""
    complaint: str = ""
    history: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    member_answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    summary: str = ""
    direction: str = ""


NAMES = tuple(AssessmentFacts.__dataclass_fields__)


def first_facts(*, circle_id: UUID, by: Viewer) -> AssessmentFacts:
    """What the next edition begins with: the own edition before, else the own reception's words;
    recorded as shown."""
    last = _own(circle_id, by).order_by("edition").last()
    if last is not None:
        return shown_facts(last, by=by)
    reception = (
        Consultation.objects.filter(circle_id=circle_id, owner_window_id__in=by.window_ids)
        .order_by("received_at")
        .last()
    )
    if reception is None:
        return AssessmentFacts()
    heard = rights_of(by, [circle_id]).decide(Information.of(reception, FieldClass.F3))
    note_shown(
        heard, circle_id=circle_id, person_id=reception.person_id, classes=FieldClass.F3
    )  # fmt: skip
    return AssessmentFacts(
        wishes=reception.wish, complaint=reception.complaint,
        answers={"challenges": list(reception.issues)} if reception.issues else {},
    )  # fmt: skip


def shown_facts(assessment: Assessment, *, by: Viewer) -> AssessmentFacts:
    """What an own edition says, before whoever writes on it; recorded as shown."""
    rights = rights_of(by, [assessment.circle_id])
    _note(rights.decide(Information.of(assessment, FieldClass.F3)), assessment)
    return facts_of(assessment)


def facts_of(assessment: Assessment) -> AssessmentFacts:
    return AssessmentFacts(**{name: getattr(assessment, name) for name in NAMES})


def draft_of(*, circle_id: UUID, by: Viewer) -> Assessment | None:
    """The one edition that the own window is writing."""
    draft: Assessment | None = _own(circle_id, by).filter(state=AssessmentState.DRAFT).first()
    return draft


def save_assessment(
    *, circle_id: UUID, facts: AssessmentFacts, seen_version: int, by: Viewer, at: datetime
) -> Assessment:
    """Write on, or begin the next edition (`seen_version` 0). Raises EditedMeanwhile, NotAllowed
    for a window that owes nothing in this circle."""
    if not rights_of(by, [circle_id]).on_duty_in(circle_id):
        raise NotAllowed("save_assessment")
    draft = draft_of(circle_id=circle_id, by=by)
    if draft is None:
        return _begin(circle_id, facts, by, at)
    if draft.version != seen_version:
        raise EditedMeanwhile(draft, version=draft.version)
    lock(draft)
    for name, value in asdict(facts).items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save()
    return draft


def confirm_assessment(*, assessment: Assessment, by: Viewer, at: datetime) -> Assessment:
    """確定: from here on it is read, not rewritten. Raises NotPossible where the guard says why."""
    assessment.confirmed_at = at
    perform(machine=ASSESSMENT, name="confirm", record=assessment, by=by, at=at)
    keys = Keys(record=assessment.tally_key)
    count_in_circle("assessment_confirmed", circle_id=assessment.circle_id, keys=keys, by=by, at=at)
    return assessment


def show_assessments(viewer: Viewer, circle_id: UUID) -> list[Assessment]:
    """Every edition this viewer may read, the newest first; recorded as shown."""
    rights = rights_of(viewer, [circle_id])
    shown = []
    for one in Assessment.objects.filter(circle_id=circle_id).order_by("-begun_at"):
        decision = rights.decide(Information.of(one, FieldClass.F3))
        if decision.allowed:
            _note(decision, one)
            shown.append(one)
    return shown


def understood(viewer: Viewer, circle_id: UUID) -> Understanding | None:
    """The newest confirmed edition that this viewer may read, in the words a plan begins with."""
    rights = rights_of(viewer, [circle_id])
    confirmed = Assessment.objects.filter(circle_id=circle_id, state=AssessmentState.CONFIRMED)
    for one in confirmed.order_by("-confirmed_at"):
        decision = rights.decide(Information.of(one, FieldClass.F3))
        if decision.allowed:
            _note(decision, one)
            return Understanding(wishes=one.wishes, challenges=one.summary, direction=one.direction)
    return None


def _note(decision: Decision, assessment: Assessment) -> None:
    """A line for each member the sheet tells of; of the household alone where it names nobody."""
    for person in assessment.member_answers or [""]:
        note_shown(
            decision, circle_id=assessment.circle_id, classes=FieldClass.F3,
            person_id=UUID(person) if person else None,
        )  # fmt: skip


def _own(circle_id: UUID, by: Viewer) -> Any:
    return Assessment.objects.filter(circle_id=circle_id, owner_window_id=by.window_id)


def _begin(circle_id: UUID, facts: AssessmentFacts, by: Viewer, at: datetime) -> Assessment:
    before = _own(circle_id, by).order_by("edition").last()
    last = _own(circle_id, by).aggregate(last=Max("edition"))["last"] or 0
    assessment = Assessment(
        circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        case=open_case_in(circle_id), edition=last + 1, replaces=before, begun_at=at,
        **asdict(facts),
    )  # fmt: skip
    begin(machine=ASSESSMENT, name="draft", record=assessment, by=by, at=at)
    return assessment
