"""アセスメント: own words first, nothing typed twice, what is confirmed is not rewritten."""

import uuid
from functools import reduce
from operator import or_

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikue.audit.models import ReadEvent
from ikue.casework.domain.referrals import Acceptance, accept_referral
from ikue.kernel import clock
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.programmes.consultation.domain.assessing import (
    AssessmentFacts,
    confirm_assessment,
    draft_of,
    first_facts,
    save_assessment,
    show_assessments,
)
from ikue.programmes.consultation.enums import AssessmentState
from ikue.programmes.consultation.forms.assessment import initial_of, sheet_form
from ikue.programmes.consultation.models import Assessment, AssessmentField
from ikue.programmes.consultation.states import ASSESSMENT
from ikue.sharing.enums import FieldClass
from tests.cast import ROLES, assemble
from tests.client import keyed, sign_in
from tests.factories.referrals import received_8050, send
from tests.sharing.raw import REFUSED, insert

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

FACTS = AssessmentFacts(
    wishes="「ここで息子と暮らしたい」", strengths="「味噌汁なら今も作れる」",
    answers={"housing_kind": "rented", "eviction_on": "2027-01-31", "challenges": ["dementia"]},
    summary="火の元が心配。息子は母のために動くことがある。",
)  # fmt: skip


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def consultation(cast):
    return received_8050(cast)


def save(cast, circle_id, facts=FACTS, *, by="desk", seen=0) -> Assessment:
    with cast.acting(by) as viewer:
        return save_assessment(
            circle_id=circle_id, facts=facts, seen_version=seen, by=viewer, at=cast.at
        )


def confirm(cast, circle_id, *, by="desk") -> Assessment:
    with cast.acting(by) as viewer:
        draft = draft_of(circle_id=circle_id, by=viewer)
        return confirm_assessment(assessment=draft, by=viewer, at=cast.at)


def seen_by(cast, name, circle_id) -> int:
    with cast.acting(name) as viewer:
        return len(show_assessments(viewer, circle_id))


class TestEditions:
    def test_the_first_begins_with_what_the_reception_heard(self, cast, consultation):
        with cast.acting("desk") as by:
            facts = first_facts(circle_id=consultation.circle_id, by=by)
        assert facts.complaint == consultation.complaint
        assert facts.answers == {"challenges": ["dementia", "withdrawal", "income"]}

    def test_each_later_one_with_the_one_before(self, cast, consultation):
        save(cast, consultation.circle_id)
        confirm(cast, consultation.circle_id)
        with cast.acting("desk") as by:
            assert first_facts(circle_id=consultation.circle_id, by=by) == FACTS
        second = save(cast, consultation.circle_id)
        with cast.acting("desk"):
            first = Assessment.objects.get(edition=1)
        assert (second.edition, second.replaces_id, second.state) == (2, first.pk, "draft")

    def test_what_is_confirmed_is_not_rewritten(self, cast, consultation):
        save(cast, consultation.circle_id)
        done = confirm(cast, consultation.circle_id)
        assert (done.state, done.confirmed_at) == (AssessmentState.CONFIRMED, cast.at)
        with cast.acting("desk") as by, pytest.raises(NotPossible):
            confirm_assessment(assessment=done, by=by, at=cast.at)

    @pytest.mark.parametrize(
        "change",
        ["summary = 'x'", "state = 'draft'", "version = version + 1", "confirmed_at = NULL"],
    )
    def test_nor_by_hostile_sql_of_the_own_window(self, cast, consultation, change):
        """The next edition can still be written, until it is confirmed itself."""
        save(cast, consultation.circle_id)
        done = confirm(cast, consultation.circle_id)
        save(cast, consultation.circle_id)
        with cast.acting("desk"), connection.cursor() as cursor:
            statement = f"UPDATE consultation_assessment SET {change} WHERE id = %s"
            with (
                pytest.raises(DatabaseError, match="a row stays where it lies"),
                transaction.atomic(),
            ):
                cursor.execute(statement, [done.pk])
            if change == "summary = 'x'":
                cursor.execute(statement, [Assessment.objects.get(state="draft").pk])
                assert cursor.rowcount == 1

    def test_two_people_writing_one_sheet(self, cast, consultation):
        draft = save(cast, consultation.circle_id)
        save(cast, consultation.circle_id, AssessmentFacts(summary="同僚の文"),
             by="desk_colleague", seen=draft.version)  # fmt: skip
        with pytest.raises(EditedMeanwhile) as changed:
            save(cast, consultation.circle_id, seen=draft.version)
        assert changed.value.current.summary == "同僚の文"

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            (AssessmentFacts(summary="まとめ"),
             "どうなりたいか、できることのどちらかを、ご本人の言葉で書いてください。"),
            (AssessmentFacts(wishes="「眠りたい」"), "まとめ（背景・要因）を書いてください。"),
        ],
        ids=["no own words", "no summary"],
    )  # fmt: skip
    def test_what_a_confirmed_sheet_needs(self, cast, consultation, facts, sentence):
        save(cast, consultation.circle_id, facts)
        with pytest.raises(NotPossible) as refusal:
            confirm(cast, consultation.circle_id)
        assert str(refusal.value) == sentence


class TestWhoReads:
    def test_its_window_and_nobody_else(self, cast, consultation):
        save(cast, consultation.circle_id)
        assert {name: seen_by(cast, name, consultation.circle_id)
                for name in ("desk", "manager", "elderly", "women", "outsider")} == {
            "desk": 1, "manager": 1, "elderly": 0, "women": 0, "outsider": 0,
        }  # fmt: skip

    def test_a_window_on_duty_writes_its_own_and_reads_its_own(self, cast, consultation):
        save(cast, consultation.circle_id)
        referral = send(cast, consultation.circle_id)
        with cast.acting("elderly") as by:
            taken = Acceptance(named=cast.appointment("elderly"), first_contact_on=cast.at.date())
            accept_referral(referral=referral, acceptance=taken, by=by, at=cast.at)
        save(cast, consultation.circle_id, by="elderly")
        assert seen_by(cast, "elderly", consultation.circle_id) == 1
        assert seen_by(cast, "desk", consultation.circle_id) == 1

    @pytest.mark.parametrize("name", ["elderly", "outsider", "commissioner", "auditor"])
    def test_who_owes_nothing_there_writes_nothing(self, cast, consultation, name):
        with pytest.raises(NotAllowed):
            save(cast, consultation.circle_id, by=name)

    def test_raw_sql_puts_no_sheet_into_a_strangers_circle(self, cast, consultation):
        draft = save(cast, consultation.circle_id)
        with cast.acting("elderly") as by:
            done = insert(
                "consultation_assessment", id=uuid.uuid4(), circle_id=draft.circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=cast.at,
                version=1, edition=9, state="draft", wishes="", strengths="", complaint="",
                history="", answers="{}", member_answers="{}", summary="", direction="",
                begun_at=cast.at, tally_key=uuid.uuid4(),
            )  # fmt: skip
        assert done == REFUSED


STATES = {"draft": ["confirm"], "confirmed": []}


@pytest.mark.parametrize("state", STATES)
def test_state_verb_and_cast(cast, state):
    own = cast["desk"].window_id
    record = Assessment(state=state, owner_window_id=own, wishes="「はい」", summary="はい")
    keepers = {"desk", "desk_colleague", "chief", "manager"}
    for name in ROLES:
        if name == "retired":
            continue
        verbs = [row.name for row in ASSESSMENT.open_to(record=record, viewer=cast[name])]
        assert verbs == (STATES[state] if name in keepers else []), name


class TestForm:
    def form(self, cast, data=None):
        rows = list(AssessmentField.objects.in_force(cast.at.date()))
        return sheet_form(rows, (("p1", "トメ（本人）"),))(at=cast.at, data=data)

    def test_what_was_typed_comes_back_as_it_was_stored(self, cast):
        typed = {
            "seen_version": "0", "wishes": "「眠りたい」", "housing_kind": "rented",
            "eviction_on": "R9.1.31", "rent": "52000", "benefits": ["old_age", "disability"],
            "care_level-p1": "care2", "doctor-p1": "月一回",
        }  # fmt: skip
        form = self.form(cast, typed)
        assert form.is_valid(), form.errors
        facts = form.to_facts()
        assert facts.answers == {
            "housing_kind": "rented", "eviction_on": "2027-01-31", "rent": 52000,
            "benefits": ["old_age", "disability"],
        }  # fmt: skip
        assert facts.member_answers == {"p1": {"care_level": "care2", "doctor": "月一回"}}
        initial = initial_of(facts, form.rows)
        assert initial["eviction_on"] == "令和9年1月31日"
        assert initial["care_level-p1"] == "care2"

    def test_bad_input_is_said_at_its_field(self, cast):
        form = self.form(
            cast, {"seen_version": "0", "rent": "五万", "eviction_on": "令和8年2月30日"}
        )
        assert sorted(form.errors) == ["eviction_on", "rent"]


class TestPages:
    @pytest.fixture
    def visit(self, cast, client):
        def visit(name, method, path, data=None):
            sign_in(client, cast, name)
            with clock.frozen(cast.at):
                return getattr(client, method)(path, data or {})

        return visit

    def address(self, consultation, end=""):
        return f"/desk/consultations/assessments/{consultation.circle_id}/{end}"

    def test_outside_it_looks_like_nothing(self, cast, consultation, visit):
        assert visit("desk", "get", self.address(consultation)).status_code == 200
        for name in ("elderly", "women", "outsider"):
            for end in ("", "edit/"):
                assert visit(name, "get", self.address(consultation, end)).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow_with_editions(self, cast, consultation, count):
        for _ in range(count):
            save(cast, consultation.circle_id)
            confirm(cast, consultation.circle_id)
        with cast.acting("desk") as viewer, CaptureQueriesContext(connection) as captured:
            show_assessments(viewer, consultation.circle_id)
        assert len(captured) == 2

    def test_a_sheet_is_written_confirmed_and_read(self, cast, consultation, visit):
        typed = keyed(seen_version="0", wishes="「眠りたい」", summary="夜に何度も起きている")
        saved = visit("desk", "post", self.address(consultation, "edit/"), typed)
        assert (saved.status_code, saved["Location"]) == (302, self.address(consultation))
        visit("desk", "post", self.address(consultation, "confirm/"), keyed())
        page = visit("desk", "get", self.address(consultation)).content.decode()
        assert "「眠りたい」" in page
        assert "第1版" in page
        assert "確定" in page

    def test_what_keeps_it_from_being_confirmed_is_said(self, cast, consultation, visit):
        save(cast, consultation.circle_id, AssessmentFacts(wishes="「眠りたい」"))
        page = visit("desk", "get", self.address(consultation)).content.decode()
        assert (
            "<strong>アセスメントを確定する前に</strong>　まとめ（背景・要因）を書いてください。"
        ) in page
        assert self.address(consultation, "confirm/") not in page

    def test_an_old_tab_sees_both_texts(self, cast, consultation, visit):
        save(cast, consultation.circle_id, AssessmentFacts(wishes="「先に書いた」"))
        typed = keyed(seen_version="9", wishes="「あとから書いた」")
        page = visit("desk", "post", self.address(consultation, "edit/"), typed)
        assert page.status_code == 409
        text = page.content.decode()
        assert "「先に書いた」" in text
        assert "「あとから書いた」" in text
        assert self.classes_of_last(cast) & FieldClass.F3

    def classes_of_last(self, cast) -> FieldClass:
        with cast.acting("desk"):
            lines = ReadEvent.objects.order_by("number").last().lines
            return FieldClass(reduce(or_, lines.values_list("classes", flat=True)))

    def test_the_form_is_a_look_at_what_it_begins_with(self, cast, consultation, visit):
        """The reception's words, then the draft, then the edition before: F3 each time."""
        edit = self.address(consultation, "edit/")
        shown = []
        for step in (None, save, confirm):
            if step is not None:
                step(cast, consultation.circle_id)
            text = visit("desk", "get", edit).content.decode()
            shown.append((consultation.complaint if step is None else FACTS.summary) in text)
            assert self.classes_of_last(cast) & FieldClass.F3, step
        assert shown == [True, True, True]


def test_its_pages_lead_back_and_name_the_household(client, cast, consultation):
    with clock.frozen(cast.at):
        desk = sign_in(client, cast, "desk")
        shown = desk.get(reverse("consultation:assessment", args=[consultation.circle_id]))
        edit = desk.get(reverse("consultation:assessment_edit", args=[consultation.circle_id]))
    back = reverse("consultation:detail", args=[consultation.pk])
    assert f'href="{back}">相談受付 {consultation.number}' in shown.content.decode()
    assert "髙橋さん世帯" in edit.content.decode()
