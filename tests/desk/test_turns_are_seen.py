"""What a death and a split leave on the pages of the old case, and on the home of the new one."""

from datetime import timedelta

import pytest

from ikue.casework.domain.cases import Next
from ikue.casework.domain.ending import record_death
from ikue.casework.domain.splitting import Leaving, Split, split_case
from ikue.casework.models import Case
from ikue.desk.domain.casefile import open_file
from ikue.desk.domain.home import home
from ikue.kernel import clock
from ikue.people.domain.persons import support_person
from ikue.people.models import Person
from ikue.sharing.domain.consents import ConsentNotValid, ask_consent
from tests.client import keyed
from tests.standing import standing

DIED = "令和8年11月24日</time> 死亡"


@standing
def case(ward):
    return ward.case()


def text(visit, address, name="desk"):
    return visit(name, "get", address).content.decode()


def dies(ward, name):
    with ward.cast.acting("desk") as by:
        person = Person.objects.get(given_name=name)
        record_death(person=person, on=clock.today(by.at), by=by, at=by.at)
    ward.cast.later(minutes=1)
    return person


def support_the_son(ward):
    with ward.cast.acting("desk") as by:
        son = Person.objects.get(given_name="一郎")
        support_person(person_id=son.pk, circle_id=son.circle_id, by=by, at=by.at)
    return son


def test_a_death_is_seen_on_the_case_and_nobody_is_asked_any_more(ward, visit, case):
    son, mother = support_the_son(ward), dies(ward, "トメ")
    address = f"/desk/cases/{case.pk}/"
    assert DIED in text(visit, address)
    assert DIED in text(visit, f"{address}?tab=household")
    assert "死亡で終える" not in text(visit, address)
    consents = text(visit, f"/desk/consents/{case.circle_id}/")
    assert f"/desk/consents/person/{mother.pk}/record/" not in consents
    assert f"/desk/consents/person/{son.pk}/record/" in consents
    with ward.cast.acting("desk") as by, pytest.raises(ConsentNotValid, match="亡くなった方"):
        ask_consent(person_id=mother.pk, circle_id=case.circle_id, by=by, at=by.at)
    with ward.cast.acting("desk") as viewer:
        assert open_file(viewer, case.pk).principal_id == son.pk


def test_where_all_who_are_supported_have_died_the_way_to_the_end_stands_there(ward, visit, case):
    address = f"/desk/cases/{case.pk}/"
    assert "死亡で終える" not in text(visit, address)
    dies(ward, "トメ")
    shown = text(visit, address)
    assert f'{address}complete/?reason=died">死亡で終える' in shown
    form = visit("desk", "get", f"{address}complete/?reason=died").context["form"]
    assert form["reason"].value() == "died"
    done = visit("desk", "post", f"{address}complete/", keyed(reason="died"))
    assert done.status_code == 302
    assert "死亡で終える" not in text(visit, address)


def split(ward, case):
    son = support_the_son(ward)
    ward.cast.later(days=1)
    with ward.cast.acting("desk") as by:
        mother = Person.objects.get(given_name="トメ")
        wanted = Split(
            leaving=(Leaving(person_id=mother.pk, relationship="self"),),
            on=clock.today(by.at), reason="避難した",
            responsible=ward.cast.appointment("desk_colleague"),
            next_action=Next(what="避難先で会う", due_on=clock.today(by.at) + timedelta(days=3)),
        )  # fmt: skip
        return son, split_case(case=Case.objects.get(), split=wanted, by=by, at=by.at)


def test_who_answers_for_the_new_side_finds_it_on_the_first_page(ward, case):
    son, made = split(ward, case)
    with ward.cast.acting("desk_colleague") as viewer:
        rows = [row for row in home(viewer).new if row.record_id == made.pk]
        assert [row.what for row in rows] == ["相田 まどかさんから引き継ぎました：避難先で会う"]
    with ward.cast.acting("desk") as viewer:
        assert [row for row in home(viewer).new if row.record_id == case.pk] == []
        assert open_file(viewer, case.pk).principal_id == son.pk


def test_the_page_of_a_split_says_who_leaves_and_what_stays(ward, visit, case):
    shown = text(visit, f"/desk/cases/{case.pk}/split/")
    assert "世帯を出る方は、新しい世帯での続柄を選びます。" in shown
    assert "先に「担当を引き継ぐ」で、このケースをほかの人に渡してください。" in shown
    assert "動いている支援プランと多機関協働は、残る側のものとして続きます。" in shown


def test_a_move_that_is_passed_on_to_nobody_is_called_so(ward, visit, case):
    address = f"/desk/cases/{case.pk}/"
    late = visit("desk", "post", f"{address}move_away/", keyed(how="sent")).content.decode()
    assert "先にその自治体へつなぐか、「転出を引き継ぐ」の画面で「引き継がない」を選んで" in late
    visit("desk", "post", f"{address}move_away/", keyed(how="not", not_transferred="望まない"))
    shown = text(visit, address)
    assert "転出先への引継ぎ：引き継がない（望まない）" in shown
    assert "その後の主担当" not in shown
