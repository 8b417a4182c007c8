"""知っている方: a new reception joins the person it is about; no second one comes into being."""

import uuid
from datetime import timedelta

import pytest

from ikue.casework.domain.cases import Next
from ikue.kernel import clock
from ikue.people.models import ContactPoint, Household, Membership, Person, PersonName
from ikue.programmes.consultation.domain.screening import close_as_misregistered, support_here
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, ask_consent, give_consent
from ikue.sharing.models import Circle
from tests.cast import assemble
from tests.client import keyed, sign_in
from tests.factories.receptions import household_8050
from tests.standing import standing

pytestmark = pytest.mark.django_db
ASKED = "同じ名前の方がいます。別の方として登録しますか。"
JOIN = "この方として受け付ける"
APART = "ほかの窓口の記録で知っている方です。"


@standing
def cast():
    return assemble()


@standing
def known(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


@pytest.fixture
def desk(client, cast, known):
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk")


def page_address():
    return f"/desk/consultations/new/{uuid.uuid4()}/"


def send(client, address=None, **changes):
    sent = {
        **keyed(), "complaint": "また電話があった。", "urgency": "ordinary", "caller": "person",
        "channel": "phone", "consent_variant": "not_asked", "family_name": "高橋",
        "given_name": "トメ", **changes,
    }  # fmt: skip
    return client.post(address or page_address(), sent)


def rows(cast):
    with cast.acting("desk"):
        return Circle.objects.count(), Person.objects.count(), Consultation.objects.count()


def test_the_chosen_person_is_used_by_the_new_reception(desk, cast, known):
    assert rows(cast) == (1, 2, 1)
    answer = send(desk, known=known.person_id)
    assert answer.status_code == 302
    assert rows(cast) == (1, 2, 2)
    with cast.acting("desk"):
        new = Consultation.objects.exclude(pk=known.pk).get()
        assert (new.circle_id, new.person_id, new.household_id) == (
            known.circle_id, known.person_id, known.household_id,
        )  # fmt: skip
        assert new.ground_id != known.ground_id
        assert new.complaint == "また電話があった。"


def test_a_colleague_opens_both_and_the_outsider_neither(client, cast, known):
    with clock.frozen(cast.at):
        send(sign_in(client, cast, "desk"), known=known.person_id)
        with cast.acting("desk"):
            new = Consultation.objects.exclude(pk=known.pk).get()
        for name, status in (("desk_colleague", 200), ("outsider", 404), ("elderly", 404)):
            sign_in(client, cast, name)
            for record in (known, new):
                answer = client.get(f"/desk/consultations/{record.pk}/")
                assert (name, answer.status_code) == (name, status)


def test_what_was_said_besides_is_added_and_nothing_is_doubled(desk, cast, known):
    send(
        desk, known=known.person_id, family_name="高梁", given_name="とめ子", birth="s20.1.1",
        language="日本語", phone="03-0000-0001", mobile="090-0000-0003",
        **{"m0-family_name": "高橋", "m0-given_name": "一郎", "m0-relationship": "child",
           "m1-relationship": "sibling", "m1-family_name": "", "m2-family_name": ""},
    )  # fmt: skip
    with cast.acting("desk"):
        person = Person.objects.get(pk=known.person_id)
        assert (person.name, person.language) == ("髙橋 トメ", "日本語")
        assert (person.birth_year, person.birth_month) == (1944, 3)
        assert list(PersonName.objects.values_list("kind", "name")) == [("variant", "高梁 とめ子")]
        assert sorted(ContactPoint.objects.values_list("kind", flat=True)) == [
            "address", "mobile", "phone",
        ]  # fmt: skip
        labels = Membership.objects.order_by("recorded_at").values_list("relationship", flat=True)
        assert list(labels) == ["self", "child", "sibling"]
        assert Household.objects.count() == 1


def test_nameless_members_of_a_new_household_are_each_somebody(desk, cast):
    both = {f"m{row}-{name}": value for row in (0, 1)
            for name, value in (("relationship", "child"), ("family_name", ""))}  # fmt: skip
    send(desk, family_name="新井", given_name="", **both)
    with cast.acting("desk"):
        assert Person.objects.filter(known_as__startswith="子").count() == 2


def test_it_asks_once_before_a_second_person_of_that_name(desk, cast, known):
    answer = send(desk)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ASKED in page
    assert "また電話があった。" in page
    assert [one.person.pk for one in answer.context["alike"]] == [known.person_id]
    assert rows(cast) == (1, 2, 1)
    assert send(desk, apart="yes").status_code == 302
    assert rows(cast) == (2, 3, 2)


@pytest.mark.parametrize(
    "typed",
    [
        {"family_name": "見本"},
        {"given_name": ""},
        {"family_name": "", "given_name": "", "unnamed": "on"},
    ],
    ids=["another name", "a part of it", "nobody's name"],
)  # fmt: skip
def test_it_does_not_ask_about_others(desk, typed):
    assert send(desk, **typed).status_code == 302


def test_the_panel_is_filled_when_a_draft_is_opened_again(desk, cast):
    address = page_address()
    assert "名前を書くと" in desk.get(address).content.decode()
    draft = address.strip("/").split("/")[-1]
    desk.post(f"/desk/drafts/reception/{draft}/", {"family_name": "たかはし", "complaint": "母"})
    page = desk.get(address)
    assert {one.person.name for one in page.context["candidates"]} == {"髙橋 トメ", "髙橋 一郎"}
    assert page.content.decode().count(JOIN) == 3


class TestReadableOnly:
    """By consent a window knows the person: its reception stays apart, and the page says so."""

    @pytest.fixture
    def elderly(self, client, cast, known):
        with cast.acting("desk") as by:
            consent = ask_consent(
                person_id=known.person_id, circle_id=known.circle_id, by=by, at=cast.at
            )
            give_consent(
                consent=consent, by=by, at=cast.at, answer=ConsentAnswer(words="どうぞ"),
                scope=ConsentScope(
                    purpose="介護", until=clock.today(cast.at) + timedelta(days=90),
                    window_codes=("support_center_arakawa",),
                ),
            )  # fmt: skip
        with clock.frozen(cast.at):
            yield sign_in(client, cast, "elderly")

    def test_the_page_says_that_nothing_is_joined(self, elderly, known):
        answer = send(elderly)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert [one.person.pk for one in answer.context["alike"]] == [known.person_id]
        assert APART in page
        assert JOIN not in page.replace(f"「{JOIN}」", "")
        assert "続きを書く（" not in page

    def test_it_cannot_be_chosen_by_hand(self, elderly, cast, known):
        assert send(elderly, known=known.person_id).status_code == 404
        assert send(elderly, apart="yes").status_code == 302
        with cast.acting("elderly"):
            new = Consultation.objects.get(complaint="また電話があった。")
            assert new.circle_id != known.circle_id


@pytest.mark.parametrize("who", ["", "x", "\x00", "00000000-0000-4000-8000-000000000001"])
def test_nobody_is_chosen(desk, cast, who):
    assert send(desk, known=who).status_code == 404
    assert rows(cast) == (1, 2, 1)


def test_a_window_of_another_circle_cannot_choose(client, cast, known):
    with clock.frozen(cast.at):
        assert send(sign_in(client, cast, "women"), known=known.person_id).status_code == 404


def test_somebody_chosen_needs_no_name_on_the_page(desk, cast, known):
    answer = send(desk, known=known.person_id, family_name="", given_name="")
    assert answer.status_code == 302
    assert rows(cast) == (1, 2, 2)


def test_a_wrong_entry_proposes_nobody(desk, cast, known):
    with cast.acting("desk") as by:
        record = Consultation.objects.get(pk=known.pk)
        close_as_misregistered(consultation=record, reason="二重", by=by, at=cast.at)
    assert send(desk).status_code == 302


def test_words_may_go_on_in_the_open_case(desk, cast, known):
    with cast.acting("desk") as by:
        support_here(
            consultation=Consultation.objects.get(pk=known.pk),
            responsible=cast.appointment("desk"), reason="", by=by, at=by.at,
            next_action=Next(what="訪問", due_on=clock.today(by.at) + timedelta(days=2)),
        )  # fmt: skip
    page = send(desk).content.decode()
    assert "続きを書く（ケースの経過へ移す）" in page


def test_the_row_of_another_window_is_not_corrected_here(client, cast, known):
    """A person who came with a referral is chosen; the name stays the other window's to correct."""
    with cast.acting("desk") as by:
        mine = Person.objects.get(pk=known.person_id)
        assert mine.owner_window_id == by.window_id
    with clock.frozen(cast.at):
        sign_in(client, cast, "desk")
        assert client.get(f"/desk/consultations/{known.pk}/person/").status_code == 200
        assert (
            "名前・生年月日を直す"
            in client.get(f"/desk/consultations/{known.pk}/").content.decode()
        )
