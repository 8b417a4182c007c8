"""Every hit and every page leaves what it showed: also where only the involvement (F0) was shown,
and where the words of an earlier packet stand in a form."""

from ikue.audit.models import ReadEvent, ReadLine
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import FieldClass
from tests.factories.referrals import send
from tests.sharing.test_self_granting import consented


def looked(ward, name):
    with ward.cast.acting(name) as by:
        events = ReadEvent.objects.filter(account_id=by.account_id)
        return [
            (event.screen, {row.classes for row in ReadLine.objects.filter(event=event)})
            for event in events.order_by("number")
        ]


def test_the_words_of_the_packet_before_are_recorded_as_shown(ward, visit):
    case = ward.case()
    referral = send(ward.cast, case.circle_id)
    ward.decline(referral)
    page = visit("desk", "get", f"/desk/cases/{case.pk}/refer/?after={referral.pk}")
    assert "母の物忘れがひどい" in page.content.decode()
    screen, classes = looked(ward, "desk")[-1]
    assert screen == "casework:send"
    assert FieldClass.F1 | FieldClass.PACKET in classes


def test_a_hit_by_number_without_a_name_is_recorded_as_involvement(ward, visit):
    case = ward.case()
    with ward.cast.acting("desk"):
        reception = Consultation.objects.get(circle_id=case.circle_id)
    consented(ward.cast, reception)
    page = visit("elderly", "post", "/desk/search/", {"q": case.number})
    assert str(case.pk) in page.content.decode()
    assert looked(ward, "elderly") == [("desk:search", {FieldClass.F0})]


def test_what_is_not_there_leaves_nothing(ward, visit):
    case = ward.case()
    page = visit("elderly", "post", "/desk/search/", {"q": case.number})
    assert str(case.pk) not in page.content.decode()
    assert looked(ward, "elderly") == []


def test_a_row_about_a_closed_referral_is_recorded_as_involvement(ward, visit):
    ward.decline(ward.referral())
    text = visit("desk", "get", "/desk/").content.decode()
    assert "引き受けられないとの返事" in text
    assert any(classes & {3, 1} for _, classes in looked(ward, "desk"))
