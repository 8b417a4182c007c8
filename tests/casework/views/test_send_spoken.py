"""口頭の同意 on the page of sending: recorded with the つなぎ, or neither is."""

from datetime import date

import pytest

from ikue.casework.models import Referral
from ikue.kernel import clock
from ikue.people.models import Person
from ikue.sharing.enums import ConsentState
from ikue.sharing.models import Consent
from tests.casework.views.test_send_page import case, confirmed, post, typed  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]
WORDS = "女性相談さんには話していいよ"


@pytest.fixture(autouse=True)
def at_that_moment(cast):
    with clock.frozen(cast.at):
        yield


def sent_with(cast, case, **changes):  # noqa: F811
    """To a window without a standing decision: only consent is missing."""
    fields = typed(cast, case, to="women")
    seen = confirmed(post(cast, case, fields))
    mother = fields["persons"][0]
    spoken = {f"spoken-{mother}-words": WORDS, f"spoken-{mother}-giver": "person"}
    asked = {"act": "send", "basis": "consent", "_confirmed": seen}
    return post(cast, case, fields | asked | spoken | changes)


def rows(cast) -> tuple[int, list[str]]:
    with cast.acting("desk"):
        return Referral.objects.count(), list(Consent.objects.values_list("state", flat=True))


def test_said_now_and_sent_in_one_step(cast, case):  # noqa: F811
    done = sent_with(cast, case)
    assert done.status_code == 302
    assert rows(cast) == (1, [ConsentState.GIVEN])
    with cast.acting("desk"):
        consent = Consent.objects.all().in_full().get()
        mother = Person.objects.get(given_name="トメ")
    assert (consent.person_id, consent.said.words, consent.window_codes, consent.class_names) == (
        mother.pk, WORDS, ["women"], ["F1", "F3"],
    )  # fmt: skip
    assert consent.until == date(2027, 11, 23)
    assert consent.ground.purpose == "女性相談につなぐため"


def test_the_receiver_reads_the_packet_and_the_outsider_nothing(cast, case):  # noqa: F811
    sent_with(cast, case)
    counts = {}
    for name in ("women", "outsider", "disability"):
        with cast.acting(name):
            counts[name] = (Referral.objects.count(), Person.objects.count())
    assert counts == {"women": (1, 1), "outsider": (0, 0), "disability": (0, 0)}


def test_without_words_nothing_is_recorded_and_nothing_sent(cast, case):  # noqa: F811
    with cast.acting("desk"):
        mother = Person.objects.get(given_name="トメ").pk
    shown = sent_with(cast, case, **{f"spoken-{mother}-words": ""})
    assert shown.status_code == 422
    assert "口頭の同意は、ご本人の言葉をひとこと書いてください。" in shown.content.decode()
    assert rows(cast) == (0, [])


def test_what_the_law_does_not_take_is_said_and_undoes_both(cast, case):  # noqa: F811
    with cast.acting("desk"):
        mother = Person.objects.get(given_name="トメ").pk
    parent = {f"spoken-{mother}-giver": "parental", f"spoken-{mother}-giver_name": "髙橋 花"}
    shown = sent_with(cast, case, **parent)
    assert shown.status_code == 422
    text = shown.content.decode()
    assert "成人の方の同意は、親やほかの家族からは得られません。" in text
    assert WORDS in text
    assert rows(cast) == (0, [])


def test_each_person_chosen_speaks_for_themselves(cast, case):  # noqa: F811
    with cast.acting("desk"):
        son = str(Person.objects.get(given_name="一郎").pk)
        mother = str(Person.objects.get(given_name="トメ").pk)
    fields = typed(cast, case, to="women", persons=[mother, son])
    text = post(cast, case, fields).content.decode()
    assert f'name="spoken-{son}-words"' in text
    spoken = {f"spoken-{mother}-words": WORDS, f"spoken-{son}-words": ""}
    seen = confirmed(post(cast, case, fields))
    asked = {"act": "send", "basis": "consent", "_confirmed": seen}
    assert post(cast, case, fields | asked | spoken).status_code == 422
    assert rows(cast) == (0, [])


def test_nobody_is_asked_twice(cast, case):  # noqa: F811
    sent_with(cast, case)
    text = post(cast, case, typed(cast, case, to="women")).content.decode()
    assert "本人同意を、いま口頭で得た" not in text
    assert 'value="consent"' in text
