"""つなぐ from a case in two steps: nothing leaves before its sender has read it as the receiver."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from ikue.audit.models import ReadLine
from ikue.casework.domain.cases import Next, open_case
from ikue.casework.models import Case, Packet, Referral
from ikue.directory.models import Window
from ikue.drafts.keeping import save_draft
from ikue.kernel import clock
from ikue.people.models import Person
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import FieldClass
from tests.client import keyed, sign_in
from tests.factories.referrals import received_8050, send
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


@pytest.fixture(autouse=True)
def at_that_moment(cast):
    with clock.frozen(cast.at):
        yield


@standing
def case(cast) -> Case:
    circle_id = received_8050(cast).circle_id
    with cast.acting("desk") as viewer:
        return open_case(
            circle_id=circle_id,
            responsible=cast.appointment("desk"),
            next_action=Next(what="訪問する", due_on=date(2026, 11, 30)),
            by=viewer,
            at=cast.at,
        )


def typed(cast, case, to="support_center_arakawa", **changes) -> dict[str, object]:
    with cast.acting("desk"):
        person = Person.objects.get(circle_id=case.circle_id, given_name="トメ")
        window = Window.objects.get(code=to)
    return {
        "to": f"w-{window.pk}",
        "persons": [str(person.pk)],
        "question": "受診の同行をお願いしたい",
        "clock": "ordinary",
        "act": "preview",
        **changes,
    }


def post(cast, case, fields, name="desk"):
    return sign_in(Client(), cast, name).post(address(case), keyed(**fields))


def address(case) -> str:
    return reverse("casework:send", args=[case.pk])


def confirmed(shown) -> str:
    return re.search(r'name="_confirmed" value="(\w+)"', shown.content.decode()).group(1)


def sent_rows(cast) -> int:
    with cast.acting("desk"):
        return Referral.objects.count()


def test_the_first_step_shows_what_will_be_read_and_sends_nothing(cast, case):
    shown = post(cast, case, typed(cast, case))
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "相手に見える内容" in text
    assert "目的内の庁内共有" in text
    assert "個人情報保護法69条1項" in text
    assert "住所・電話は伏せてあります" in text
    assert "本人同意を、いま口頭で得た" in text
    assert sent_rows(cast) == 0
    with cast.acting("desk"):
        tome = Person.objects.get(given_name="トメ").pk
        assert set(ReadLine.objects.values_list("person_id", "classes")) == {
            (tome, 2 | 256),
            (Person.objects.get(given_name="一郎").pk, 2),
        }


def test_the_second_step_sends(cast, case):
    fields = typed(cast, case)
    seen = confirmed(post(cast, case, fields))
    done = post(cast, case, fields | {"act": "send", "basis": "ward_purpose", "_confirmed": seen})
    assert done.status_code == 302
    with cast.acting("elderly"):
        referral = Referral.objects.get()
        assert done["Location"] == reverse("casework:referral", args=[referral.pk])
        assert Packet.objects.get().question == "受診の同行をお願いしたい"


def test_what_was_changed_after_the_preview_is_looked_at_again(cast, case):
    fields = typed(cast, case)
    seen = confirmed(post(cast, case, fields))
    changed = fields | {"question": "別のお願い", "act": "send", "_confirmed": seen}
    shown = post(cast, case, changed | {"basis": "ward_purpose"})
    assert shown.status_code == 422
    assert "確かめた後に内容が変わりました" in shown.content.decode()
    assert sent_rows(cast) == 0


@pytest.mark.parametrize("basis", ["", "consent", "internal_use", "own_duty"])
def test_nothing_leaves_without_a_basis_that_stands(cast, case, basis):
    fields = typed(cast, case)
    seen = confirmed(post(cast, case, fields))
    shown = post(cast, case, fields | {"act": "send", "basis": basis, "_confirmed": seen})
    assert shown.status_code == 422
    assert "受診の同行をお願いしたい" in shown.content.decode()
    assert sent_rows(cast) == 0


def test_a_hidden_window_offers_no_standing_decision(cast, case):
    text = post(cast, case, typed(cast, case, to="women")).content.decode()
    assert 'value="ward_purpose"' not in text
    assert 'value="abuse_elder"' in text
    assert "checked>" not in text.split('id="sending-fields"')[0]


def test_sent_twice_done_once(cast, case):
    fields = typed(cast, case)
    seen = confirmed(post(cast, case, fields))
    client = sign_in(Client(), cast, "desk")
    once = keyed(**fields | {"act": "send", "basis": "ward_purpose", "_confirmed": seen})
    first, second = client.post(address(case), once), client.post(address(case), once)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert sent_rows(cast) == 1


def test_the_way_on_from_a_refusal_brings_the_words_along(cast, case):
    referral = send(cast, case.circle_id)
    with cast.acting("desk"):
        disability = Window.objects.get(code="core_consultation_center")
    decline = reverse("casework:answer", args=[referral.pk, "decline"])
    refusal = keyed(reason="65歳未満のため", proposed=str(disability.pk))
    assert sign_in(Client(), cast, "elderly").post(decline, refusal).status_code == 302
    client = sign_in(Client(), cast, "desk")
    text = client.get(reverse("casework:referral", args=[referral.pk])).content.decode()
    way_on = f"{address(case)}?to=w-{disability.pk}&amp;after={referral.pk}"
    assert f'href="{way_on}"' in text
    text = client.get(way_on.replace("&amp;", "&")).content.decode()
    assert f'<option value="w-{disability.pk}" selected>' in text
    assert "介護の相談と、母の受診の同行をお願いしたい" in text


def chosen_clock(client, url) -> str:
    text = client.get(url).content.decode()
    return re.search(r'name="clock" value="(\w+)"[^>]* checked', text).group(1)


@pytest.mark.parametrize(("urgency", "expected"), [("today", "today"), ("soon", "ordinary")])
def test_what_came_in_as_today_is_passed_on_as_today(cast, case, urgency, expected):
    with cast.acting("desk"):
        Consultation.objects.update(urgency=urgency, urgency_reason="食べるものがない")
    assert chosen_clock(sign_in(Client(), cast, "desk"), address(case)) == expected


def test_an_urgent_one_that_came_back_stays_urgent_at_the_next_place(cast, case):
    referral = send(cast, case.circle_id, clock="today")
    client = sign_in(Client(), cast, "desk")
    assert chosen_clock(client, address(case)) == "ordinary"
    assert chosen_clock(client, f"{address(case)}?to=&after={referral.pk}") == "today"


@pytest.mark.parametrize(
    ("chosen", "said"), [("today", "電話でも伝えてください：{phone}"), ("ordinary", "")]
)
def test_after_an_urgent_one_the_number_to_call_is_said(cast, case, chosen, said):
    with cast.acting("desk"):
        window = Window.objects.get(code="support_center_arakawa")
    assert window.phone.startswith("03-")
    fields = typed(cast, case, clock=chosen)
    seen = confirmed(post(cast, case, fields))
    done = fields | {"act": "send", "basis": "ward_purpose", "_confirmed": seen}
    answer = sign_in(Client(), cast, "desk").post(address(case), keyed(**done), follow=True)
    (message,) = answer.context["messages"]
    assert str(message) == f"{window.name}へつなぎました。{said.format(phone=window.phone)}"


def test_who_does_not_work_in_the_case_finds_nothing(cast, case):
    nothing = Case(pk=uuid.uuid4())
    fields = typed(cast, case)
    assert sign_in(Client(), cast, "desk_colleague").get(address(case)).status_code == 200
    for name in ("outsider", "elderly", "coordinator", "commissioner"):
        client = sign_in(Client(), cast, name)
        shown, absent = client.get(address(case)), client.get(address(nothing))
        assert (shown.status_code, shown.content) == (404, absent.content), name
        assert post(cast, case, fields, name).status_code == 404
    assert sent_rows(cast) == 0


def test_choices_name_no_window_that_cannot_answer(cast, case):
    text = sign_in(Client(), cast, "desk").get(address(case)).content.decode()
    for absent in ("若者相談", "税務課", "教育委員会 指導室", "仕事・生活サポートデスク</option>"):
        assert absent not in text, absent
    for present in ("地域包括支援センター 荒川", "女性相談", "多機関協働", "荒川まちなか病院"):
        assert present in text, present


def test_what_was_looked_at_or_refused_is_kept_as_it_was_sent(cast, case):
    """The autosave may lie behind the screen: the page that comes back is kept as a whole, and does
    not say of an older text that it is kept."""
    with cast.acting("desk") as by:
        save_draft(by=by, form="case-refer", subject=str(case.pk), content={"question": "先の文"})
    shown = sign_in(Client(), cast, "desk").get(address(case)).content.decode()
    assert "data-draft-whole" not in shown
    assert re.search("書きかけを保存しました [0-9]", shown)
    for act in ("preview", "send"):
        shown = post(cast, case, typed(cast, case, question="あとの文", act=act)).content.decode()
        assert "data-draft-whole" in shown
        assert not re.search("書きかけを保存しました [0-9]", shown)


def test_what_was_told_at_the_reception_is_not_typed_again(cast, case):
    with cast.acting("desk"):
        told = Consultation.objects.get().complaint
        assert not ReadLine.objects.exists()
    form = sign_in(Client(), cast, "desk").get(address(case)).context["form"]
    assert form["complaint"].value() == told != ""
    with cast.acting("desk"):
        assert any(FieldClass.F3 & one.classes for one in ReadLine.objects.all())


def test_what_the_receiver_reads_besides_is_not_denied(cast, case):
    """A consent opens 支援の内容 as well: the sentence above the packet does not say otherwise."""
    text = post(cast, case, typed(cast, case)).content.decode()
    assert "相談の記録や経過は、ご本人の同意などの根拠がある分だけ、別に読めます。" in text
