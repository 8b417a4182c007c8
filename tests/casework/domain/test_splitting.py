"""世帯を分ける: before and after, on both sides, and for whoever stands outside.

The mother flees from the son; the desk goes on with him, a colleague takes her up.
"""

from dataclasses import replace

import pytest

from ikue.casework.domain.cases import CaseNotPossible, HandOverBook, Next, hand_over_case
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.referrals import Acceptance, accept_referral
from ikue.casework.domain.splitting import Leaving, Split, split_case
from ikue.casework.models import Case, Entry, Referral
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.domain.households import relate
from ikue.people.domain.persons import add_name, support_person
from ikue.people.models import ContactPoint, Membership, Person, Relation, SafeContact, Support
from ikue.sharing.models import Circle, Exclusion
from tests.factories.coordination import in_days, supported_8050
from tests.factories.referrals import send
from tests.standing import standing

pytestmark = pytest.mark.django_db
OUTSIDERS = ("elderly", "coordinator", "women", "outsider", "auditor", "administrator")


@standing
def before(cast):
    """Both supported; an entry and another name from the time before."""
    case = supported_8050(cast)
    with cast.acting("desk") as by:
        son = Person.objects.get(given_name="一郎")
        mother = Person.objects.get(given_name="トメ")
        support_person(person_id=son.pk, circle_id=case.circle_id, by=by, at=by.at)
        add_name(person=mother, kind="common", name="おトメさん", by=by)
        relate(person=mother, other=son, kind="parent_of", by=by)
        facts = EntryFacts(at=by.at, body="二人の様子を聞いた")
        write_entry(circle_id=case.circle_id, case=case, facts=facts, by=by, at=by.at)
    cast.later(days=1)
    return case


def split(cast, *, by="desk", leaving=None, **changes):
    with cast.acting(by) as viewer:
        case = Case.objects.get()
        mother = Person.objects.get(given_name="トメ")
        wanted = Split(
            leaving=leaving or (Leaving(person_id=mother.pk, relationship="self"),),
            on=in_days(cast, 0), reason="長男の暴力から避難した",
            responsible=cast.appointment("desk_colleague"),
            next_action=Next(what="避難先で会う", due_on=in_days(cast, 1)),
        )  # fmt: skip
        return split_case(case=case, split=replace(wanted, **changes), by=viewer, at=viewer.at)


def known(cast, name):
    """(persons, bodies of entries, cases) as that member of the cast reads them."""
    with cast.acting(name):
        return (
            sorted(f"{one.given_name}@{one.circle_id}" for one in Person.objects.all()),
            sorted(Entry.objects.values_list("body", flat=True)),
            set(Case.objects.values_list("pk", flat=True)),
        )


def test_each_side_sees_its_own_and_the_outsider_nothing(cast, before):
    made = split(cast)
    cast.later(minutes=1)
    old, new = before.circle_id, made.circle_id
    assert known(cast, "desk") == (
        sorted([f"トメ@{old}", f"一郎@{old}"]), ["二人の様子を聞いた"], {before.pk},
    )  # fmt: skip
    assert known(cast, "desk_colleague") == (
        [f"トメ@{new}"], ["世帯を分けて支援を始めた。長男の暴力から避難した"], {made.pk},
    )  # fmt: skip
    assert known(cast, "chief")[2] == {before.pk, made.pk}
    for name in OUTSIDERS:
        assert known(cast, name) == ([], [], set()), name


def test_before_it_both_worked_on_one_side(cast, before):
    assert known(cast, "desk") == known(cast, "desk_colleague")
    assert known(cast, "desk")[2] == {before.pk}


def test_who_leaves_is_written_down_anew(cast, before):
    made = split(cast)
    cast.later(minutes=1)
    with cast.acting("desk_colleague"):
        mother = Person.objects.get()
        assert (mother.name, [one.name for one in mother.other_names.all()]) == (
            "髙橋 トメ", ["おトメさん"],
        )  # fmt: skip
        assert SafeContact.objects.get().sentence() == "留守番電話に残さない／時間: 午前中"
        assert (ContactPoint.objects.count(), Relation.objects.count()) == (0, 0)
        membership = Membership.objects.get()
        assert (membership.relationship, membership.since) == ("self", in_days(cast, 0))
        assert Case.objects.get().responsible_id == cast["desk_colleague"].appointment_id
        assert Support.objects.get().person_id == mother.pk
    assert made.lead_window_id == cast["desk"].window_id


def test_on_the_side_that_stays_a_membership_has_ended_and_nothing_more(cast, before):
    split(cast)
    cast.later(minutes=1)
    with cast.acting("desk"):
        until = dict(Membership.objects.values_list("person__given_name", "until"))
        assert until == {"トメ": in_days(cast, 0), "一郎": None}
        standing = Support.objects.filter(until=None)
        assert [one.person.given_name for one in standing] == ["一郎"]
        assert ContactPoint.objects.count() == 2
        assert Circle.objects.count() == 1


def test_a_membership_that_another_window_wrote_ends_too(cast, before):
    """The lead has moved to 地域包括, which supports both of them by now."""
    sent = send(cast, before.circle_id, names=("トメ", "一郎"))
    with cast.acting("elderly") as by:
        taken = Acceptance(named=cast.appointment("elderly"), first_contact_on=in_days(cast, 1))
        accept_referral(
            referral=Referral.objects.get(pk=sent.pk), acceptance=taken, by=by, at=by.at
        )
    with cast.acting("desk") as by:
        hand_over_case(
            case=Case.objects.get(), to=cast.appointment("elderly"), reason="近い窓口へ",
            book=HandOverBook(), by=by, at=by.at,
        )  # fmt: skip
    made = split(cast, by="elderly", responsible=cast.appointment("elderly_manager"))
    cast.later(minutes=1)
    with cast.acting("elderly"):
        until = dict(Membership.objects.values_list("relationship", "until"))
        assert until == {"self": in_days(cast, 0), "child": None}
    assert known(cast, "elderly_manager")[2] == {made.pk}
    assert made.pk not in known(cast, "desk")[2]


def test_what_they_are_to_each_other_goes_along_where_both_leave(cast, before):
    with cast.acting("desk") as by:
        third = Person.objects.create(
            circle_id=before.circle_id, owner_window_id=by.window_id, known_as="二男",
            written_by_id=by.appointment_id,
        )  # fmt: skip
        support_person(person_id=third.pk, circle_id=before.circle_id, by=by, at=by.at)
        pair = [Person.objects.get(given_name=name) for name in ("トメ", "一郎")]
    both = (
        Leaving(person_id=pair[0].pk, relationship="self"),
        Leaving(person_id=pair[1].pk, relationship="child"),
    )
    split(cast, leaving=both)
    cast.later(minutes=1)
    with cast.acting("desk_colleague"):
        tie = Relation.objects.get()
        assert (tie.person.given_name, tie.kind, tie.other.given_name) == (
            "トメ", "parent_of", "一郎",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "世帯を分ける理由を書いてください"),
        ({"on": 1}, "世帯が分かれた日は、きょうまでの日にしてください"),
        ({"leaving": "as_child"}, "新しい世帯の「本人」を、一人選んでください"),
        ({"leaving": "everybody"}, "支援している方が、だれも残りません"),
        ({"leaving": "stranger"}, "この窓口で支援していない方が選ばれています"),
        ({"responsible": "desk"}, "両方の世帯を同じ人が担当することはできません"),
        ({"responsible": "elderly"}, "選んだ担当者は、この窓口に今は所属していない"),
    ],
)
def test_what_does_not_make_two_households(cast, before, changes, sentence):
    with cast.acting("desk"):
        mother, son = (Person.objects.get(given_name=name) for name in ("トメ", "一郎"))
    leaving = {
        "as_child": (Leaving(person_id=mother.pk, relationship="child"),),
        "everybody": (
            Leaving(person_id=mother.pk, relationship="self"),
            Leaving(person_id=son.pk, relationship="child"),
        ),
        "stranger": (Leaving(person_id=before.pk, relationship="self"),),
    }
    if "leaving" in changes:
        changes = {"leaving": leaving[changes["leaving"]]}
    if "on" in changes:
        changes = {"on": in_days(cast, 1)}
    if "responsible" in changes:
        changes = {"responsible": cast.appointment(changes["responsible"])}
    with pytest.raises(Expected, match=sentence):
        split(cast, **changes)
    with cast.acting("desk"):
        assert (Circle.objects.count(), Exclusion.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_splits_it(cast, before, name):
    with cast.acting("desk"):
        mother = Person.objects.get(given_name="トメ")
    wanted = Split(
        leaving=(Leaving(person_id=mother.pk, relationship="self"),), on=in_days(cast, 0),
        reason="r", responsible=cast.appointment("chief"),
        next_action=Next(what="w", due_on=in_days(cast, 1)),
    )  # fmt: skip
    with cast.acting(name) as by, pytest.raises(NotAllowed):
        split_case(case=before, split=wanted, by=by, at=by.at)


def test_neither_side_is_handed_to_who_serves_the_other(cast, before):
    split(cast)
    cast.later(minutes=1)
    for holder, other in (("desk", "desk_colleague"), ("desk_colleague", "desk")):
        with cast.acting(holder) as by, pytest.raises(Expected, match="この世帯には関われません"):
            hand_over_case(
                case=Case.objects.get(), to=cast.appointment(other), reason="異動",
                book=HandOverBook(), by=by, at=by.at,
            )  # fmt: skip


def test_who_takes_up_the_new_side_may_do_it_alone(cast, before):
    """The colleague splits it: from that instant on the old side is closed to them."""
    made = split(cast, by="desk_colleague")
    cast.later(minutes=1)
    assert known(cast, "desk_colleague")[2] == {made.pk}
    assert known(cast, "desk")[2] == {before.pk}


def test_who_answers_for_neither_side_asks_somebody_who_does(cast, before):
    """A colleague who is named is shut out of the other side: not by just anybody."""
    chief = cast.appointment("chief")
    with pytest.raises(CaseNotPossible, match="主任か課長に頼んでください"):
        split(cast, by="desk_colleague", responsible=chief)
    assert split(cast, by="manager", responsible=chief).responsible_id == chief.pk


def test_an_old_tab_and_an_ended_case(cast, before):
    with cast.acting("desk"):
        held = Case.objects.get()
        mother = Person.objects.get(given_name="トメ")
    split(cast, by="chief")
    wanted = Split(
        leaving=(Leaving(person_id=mother.pk, relationship="self"),), on=in_days(cast, 0),
        reason="r", responsible=cast.appointment("chief"),
        next_action=Next(what="w", due_on=in_days(cast, 1)),
    )  # fmt: skip
    with (
        cast.acting("desk") as by,
        pytest.raises(NotPossible, match="ほかの人が先に書き換えました"),
    ):
        split_case(case=held, split=wanted, by=by, at=by.at)
    with cast.acting("desk") as by:
        case = Case.objects.get()
        complete_case(case=case, completion=Completion(reason="declined"), by=by, at=by.at)
        with pytest.raises(Expected, match="このケースは終結しています"):
            split_case(case=case, split=wanted, by=by, at=by.at)
