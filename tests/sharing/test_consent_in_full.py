"""本人同意 as it lives: changed, widened one receiver at a time, taken back anywhere, lapsed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from ikue.casework.domain.referrals import Acceptance, accept_referral
from ikue.directory.enums import AgencyKind
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.models import Person
from ikue.sharing.consent_sql import consent_covers, consent_in_force, end_of_consent
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentNotValid,
    ConsentScope,
    add_receiver,
    ask_consent,
    change_consent,
    give_consent,
    tell_addition,
    withdraw_consent,
)
from ikue.sharing.domain.coverage import Receiver, covers, not_covered, receiving_window
from ikue.sharing.domain.opening import GroundFacts, open_ground
from ikue.sharing.enums import DISCUSSED, Basis, ConsentGiver, ConsentState, FieldClass
from ikue.sharing.models import Circle, Consent, ConsentAddition, Grant, Ground
from ikue.sharing.states import CONSENT
from tests.cast import ROLES
from tests.factories.receptions import household_8050

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

F1_F3 = int(FieldClass.F1 | FieldClass.F3)
SPOKEN = ConsentAnswer(words="包括さんには話していいよ")


def scope(**changes) -> ConsentScope:
    values = {"window_codes": ("support_center_arakawa",), "purpose": "相談",
              "until": date(2027, 3, 31)}  # fmt: skip
    return ConsentScope(**(values | changes))


def consent_to(cast, consultation, **changes) -> Consent:
    with cast.acting("desk") as by:
        asked = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=cast.at
        )
        return give_consent(consent=asked, answer=SPOKEN, scope=scope(**changes), by=by, at=cast.at)


def read_by(cast, name) -> int:
    with cast.acting(name):
        return Person.objects.count()


class TestChanging:
    def test_the_old_scope_closes_as_the_new_one_opens(self, cast, consultation):
        given = consent_to(cast, consultation)
        assert (read_by(cast, "elderly"), read_by(cast, "disability")) == (1, 0)
        cast.later(minutes=5)
        with cast.acting("desk") as by:
            changed = change_consent(
                consent=given, answer=SPOKEN, by=by, at=cast.at,
                scope=scope(window_codes=("core_consultation_center",)),
            )  # fmt: skip
        assert (read_by(cast, "elderly"), read_by(cast, "disability")) == (0, 1)
        with cast.acting("desk"):
            states = dict(Consent.objects.values_list("pk", "state"))
        assert states == {given.pk: ConsentState.CHANGED, changed.pk: ConsentState.GIVEN}
        assert changed.replaces_id == given.pk

    def test_what_makes_no_consent_leaves_the_old_one_standing(self, cast, consultation):
        given = consent_to(cast, consultation)
        with cast.acting("desk") as by, pytest.raises(ConsentNotValid):
            change_consent(
                consent=given, answer=SPOKEN, by=by, at=cast.at, scope=scope(window_codes=())
            )
        assert read_by(cast, "elderly") == 1


class TestScope:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"window_codes": ()}, "伝えてよい窓口か、機関の種類を選んでください。"),
            ({"classes": FieldClass(0)}, "伝えてよい情報を選んでください。"),
            ({"until": date(2027, 11, 25)}, "同意の期限は、12か月以内の日にしてください。"),
        ],
        ids=["to nobody", "nothing", "longer than a year"],
    )
    def test_is_said_to_the_clerk(self, cast, consultation, changes, sentence):
        with pytest.raises(ConsentNotValid) as refusal:
            consent_to(cast, consultation, **changes)
        assert str(refusal.value) == sentence

    def test_a_year_to_the_day_is_allowed(self, cast, consultation):
        assert consent_to(cast, consultation, until=date(2027, 11, 24)).state == ConsentState.GIVEN


class TestAddingAReceiver:
    """A consent names kinds of agency: each window of that kind is added by itself, and told."""

    @pytest.fixture
    def to_entrusted(self, cast, consultation):
        return consent_to(cast, consultation, window_codes=(), agency_kinds=(AgencyKind.ENTRUSTED,))

    def add(self, cast, consent, code="support_center_arakawa", by="desk") -> ConsentAddition:
        with cast.acting(by) as viewer:
            window = Window.objects.get(code=code)
            return add_receiver(consent=consent, window=window, by=viewer, at=cast.at)

    def test_nobody_reads_by_the_kind_alone(self, cast, to_entrusted):
        assert read_by(cast, "elderly") == 0
        self.add(cast, to_entrusted)
        assert (read_by(cast, "elderly"), read_by(cast, "outsider")) == (1, 0)

    def test_the_person_is_told_within_five_business_days(self, cast, to_entrusted):
        addition = self.add(cast, to_entrusted)
        assert (addition.tell_by, addition.told_at) == (date(2026, 12, 1), None)
        with cast.acting("desk") as by:
            with pytest.raises(ConsentNotValid):
                tell_addition(addition=addition, how="", by=by, at=cast.at)
            tell_addition(addition=addition, how="電話", by=by, at=cast.at)
            stored = ConsentAddition.objects.select_related("telling").get()
        assert (stored.told_at, stored.telling.how) == (cast.at, "電話")

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("tax_collection",
             "この同意では、その種類の機関に伝えられません。同意を変えてください。"),
            ("support_center_arakawa", "この窓口は、もう伝える相手に入っています。"),
        ],
    )  # fmt: skip
    def test_another_kind_or_the_same_again(self, cast, to_entrusted, code, sentence):
        self.add(cast, to_entrusted)
        with pytest.raises(ConsentNotValid) as refusal:
            self.add(cast, to_entrusted, code)
        assert str(refusal.value) == sentence

    def test_not_to_a_consent_that_lapsed(self, cast, to_entrusted):
        cast.later(days=200)
        with pytest.raises(ConsentNotValid) as refusal:
            self.add(cast, to_entrusted)
        assert str(refusal.value).startswith("この同意は、もう終わっています。")

    def test_only_the_window_that_keeps_it(self, cast, to_entrusted):
        with pytest.raises(NotAllowed):
            self.add(cast, to_entrusted, "support_center_machiya", by="elderly")


class TestTakingBack:
    @pytest.fixture
    def shared(self, cast, consultation, sent):
        """包括 荒川 took the referral: it is on duty in the circle too."""
        given = consent_to(cast, consultation, window_codes=("core_consultation_center",))
        with cast.acting("elderly") as by:
            taken = Acceptance(
                named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 30)
            )
            accept_referral(referral=sent, acceptance=taken, by=by, at=cast.at)
        return given

    def test_holds_at_whichever_window_it_is_said(self, cast, shared):
        assert read_by(cast, "disability") == 1
        cast.later(minutes=1)
        with cast.acting("elderly") as by:
            heard = Consent.objects.get(pk=shared.pk)
            withdraw_consent(consent=heard, by=by, at=cast.at)
        assert read_by(cast, "disability") == 0

    def test_its_receiver_alone_cannot_take_it_back(self, cast, shared):
        with cast.acting("disability") as by, pytest.raises((NotAllowed, Consent.DoesNotExist)):
            withdraw_consent(consent=shared, by=by, at=cast.at)

    def test_a_parent_does_not_take_back_what_the_child_gave(self, cast, shared):
        with cast.acting("desk") as by, pytest.raises(ConsentNotValid):
            withdraw_consent(consent=shared, by=by, at=cast.at, said_by=ConsentGiver.PARENTAL)
        assert read_by(cast, "disability") == 1

    @pytest.mark.parametrize("verb", ["withdraw", "change"])
    def test_every_ground_that_rests_on_it_ends(self, cast, shared, verb):
        with cast.acting("desk") as by:
            resting, other = (
                open_ground(
                    circle_id=shared.circle_id, by=by, at=cast.at,
                    facts=GroundFacts(basis=Basis.WARD_PURPOSE, what="案件", rests_on=consents),
                )
                for consents in ((shared.pk,), ())
            )  # fmt: skip
        cast.later(minutes=1)
        with cast.acting("desk") as by:
            if verb == "withdraw":
                withdraw_consent(consent=shared, by=by, at=cast.at)
            else:
                change_consent(consent=shared, answer=SPOKEN, scope=scope(), by=by, at=cast.at)
            ended = dict(Ground.objects.values_list("pk", "ended_at"))
        assert (ended[resting.pk], ended[other.pk]) == (cast.at, None)


class TestCoverage:
    """Who of the household agrees that whom is told: one consents, another does not."""

    def test_each_person_must_cover_each_receiver(self, cast, consultation):
        consent_to(cast, consultation)
        with cast.acting("desk") as by:
            mother, son = Person.objects.order_by("birth_year").values_list("pk", flat=True)
            elderly, disability = (
                receiving_window(cast.appointment(name).window)
                for name in ("elderly", "disability")
            )
            today = cast.at.date()
            assert not_covered([mother], [elderly], today) == ()
            assert not_covered([mother], [elderly, disability], today) == (disability,)
            assert not_covered([mother, son], [elderly], today) == (elderly,)
            assert not_covered([], [elderly], today) == (elderly,)
            assert not_covered([mother], [elderly], date(2027, 4, 1)) == (elderly,)
            assert by.window_id == consultation.owner_window_id

    def test_a_kind_covers_and_names_alone_do_not_suffice(self, cast, consultation):
        consent_to(cast, consultation, window_codes=(), agency_kinds=(AgencyKind.ENTRUSTED,))
        with cast.acting("desk"):
            elderly = receiving_window(cast.appointment("elderly").window)
            assert not_covered([consultation.person_id], [elderly], cast.at.date()) == ()
        cast.later(minutes=1)
        with cast.acting("desk") as by:
            change_consent(
                consent=Consent.objects.get(), answer=SPOKEN, by=by, at=cast.at,
                scope=scope(classes=FieldClass.F1),
            )  # fmt: skip
            uncovered = not_covered([consultation.person_id], [elderly], cast.at.date())
        assert uncovered == (elderly,)

    @pytest.mark.parametrize(("seconds", "holds"), [(-1, True), (0, False)])
    def test_python_and_the_database_end_it_with_its_last_day(
        self, cast, consultation, seconds, holds
    ):
        given = consent_to(cast, consultation, until=date(2027, 3, 31))
        at = clock.end_of(date(2027, 3, 31)) + timedelta(seconds=seconds)
        on = clock.today(at)
        with cast.acting("desk"):
            said_by_sql = asked(consent_in_force("c", at="%(at)s::timestamptz"), at=at)
            ended_by_sql = asked(f"{end_of_consent('c')} <= %(at)s::timestamptz", at=at)
            found = Consent.objects.in_force(on).filter(pk=given.pk).exists()
        assert (given.is_in_force(on), found, said_by_sql) == (holds, holds, holds)
        assert ended_by_sql is not holds

    @pytest.mark.parametrize("withdrawn", [False, True])
    def test_in_force_only_while_it_stands(self, cast, consultation, withdrawn):
        given = consent_to(cast, consultation)
        with cast.acting("desk") as by:
            if withdrawn:
                withdraw_consent(consent=given, by=by, at=cast.at)
            today = clock.today(cast.at)
            said = asked(consent_in_force("c", at="%(at)s::timestamptz"), at=cast.at)
            found = Consent.objects.in_force(today).exists()
        assert {given.is_in_force(today), found, said} == {not withdrawn}

    @pytest.mark.parametrize("code", ["support_center_arakawa", "child_and_family"])
    @pytest.mark.parametrize("kind", [AgencyKind.ENTRUSTED, AgencyKind.PRIVATE_PARTNER])
    @pytest.mark.parametrize("classes", [DISCUSSED, DISCUSSED | FieldClass.F2])
    def test_python_and_the_database_agree_whom_it_covers(
        self, cast, consultation, code, kind, classes
    ):
        given = consent_to(cast, consultation, agency_kinds=(AgencyKind.ENTRUSTED.value,))
        rule = consent_covers("c", classes, code="%(code)s", kind="%(kind)s")
        with cast.acting("desk"):
            said_by_sql = asked(rule, code=code, kind=kind)
        receiver = Receiver(code=code, kind=kind, name="")
        assert covers(given, receiver, classes) is said_by_sql


def asked(rule: str, **circumstances: object) -> bool:
    """What the rule, in SQL, says of the one consent."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {rule} FROM sharing_consent c", circumstances)
        ((answer,),) = cursor.fetchall()
    return bool(answer)


WORKERS = (
    "desk", "desk_colleague", "chief", "manager", "elderly", "elderly_manager", "disability",
    "children", "women", "coordinator", "coordination_manager", "outreach",
    "participation", "community", "night_duty",
)  # fmt: skip
KEEPERS = ("desk", "desk_colleague", "chief", "manager")
BY_KEEPER = {
    "asked": ["give", "refuse"],
    "refused": ["give", "refuse"],
    "given": ["change", "withdraw"],
    "changed": [],
    "withdrawn": [],
    "died": [],
}
BY_OTHER_WORKERS = {"asked": [], "refused": [], "given": ["withdraw"], "changed": [],
                    "withdrawn": [], "died": []}  # fmt: skip


def test_the_table_names_every_state():
    assert set(BY_KEEPER) == set(BY_OTHER_WORKERS) == set(ConsentState.values)


@pytest.mark.parametrize("state", BY_KEEPER)
def test_state_verb_and_cast(cast, state):
    record = Consent(state=state, owner_window_id=cast["desk"].window_id)

    def verbs(name: str) -> list[str]:
        return [row.name for row in CONSENT.open_to(record=record, viewer=cast[name])]

    others = [name for name in WORKERS if name not in KEEPERS]
    nobody = [name for name in ROLES if name not in WORKERS and name != "retired"]
    assert [verbs(name) for name in KEEPERS] == [BY_KEEPER[state]] * 4
    assert [verbs(name) for name in others] == [BY_OTHER_WORKERS[state]] * 11
    assert [verbs(name) for name in nobody] == [[]] * 6


@pytest.mark.parametrize("state", BY_KEEPER)
@pytest.mark.parametrize("verb", ["give", "refuse", "change", "withdraw"])
def test_what_the_table_leaves_out_is_refused(cast, state, verb):
    record = Consent(state=state, owner_window_id=cast["desk"].window_id)
    with pytest.raises(NotAllowed):
        CONSENT.check(verb, record=record, viewer=cast["outsider"])
    if verb in BY_KEEPER[state]:
        assert CONSENT.check(verb, record=record, viewer=cast["desk"]).name == verb
    else:
        with pytest.raises(NotPossible):
            CONSENT.check(verb, record=record, viewer=cast["desk"])


class TestTheReceiversPlaceInTheCircle:
    """Consent brings its receiver the involvement (F0), never that of a hidden window."""

    def opened(self, cast, name):
        with cast.acting(name) as by:
            reception = household_8050(by=by, at=cast.at)
            asked = ask_consent(
                person_id=reception.person_id, circle_id=reception.circle_id, by=by, at=cast.at
            )
            give_consent(consent=asked, answer=SPOKEN, scope=scope(), by=by, at=cast.at)
        with cast.acting("elderly") as by:
            held = Grant.objects.filter(window_id=by.window_id, circle_id=reception.circle_id)
            seen = Circle.objects.filter(pk=reception.circle_id).count()
            return sorted(held.values_list("classes", flat=True)), seen

    def test_of_a_shared_one(self, cast):
        assert self.opened(cast, "desk") == ([int(FieldClass.F0), F1_F3], 1)

    @pytest.mark.parametrize("name", ["women", "children"])
    def test_of_a_hidden_one(self, cast, name):
        assert self.opened(cast, name) == ([F1_F3], 0)


@pytest.mark.parametrize("changes", [{"giver": "aunt"}, {"method": "nod"}])
def test_giver_and_method_are_known_ones(cast, consultation, changes):
    with cast.acting("desk") as by:
        asked = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=cast.at
        )
        answer = replace(SPOKEN, giver_name="髙橋", **changes)
        with pytest.raises(ConsentNotValid, match="同意した人と、同意の方法を"):
            give_consent(consent=asked, answer=answer, scope=scope(), by=by, at=cast.at)
