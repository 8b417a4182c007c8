"""Writing on a case: entries, conflicts, verbs, drafts, hand-overs of staff."""

import re
import uuid
from datetime import date

import pytest

from ikue.audit.models import ReadEvent, ReadLine
from ikue.casework.models import Case, Entry, HandOverNote, NextAction
from ikue.drafts.keeping import draft_of
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import FieldClass


def key():
    return str(uuid.uuid4())


def entry(case, **changes):
    return {
        "_key": key(), "body": "午前に電話した。", "method": "phone", "counterpart": "person",
        "on": "きょう", "clock": "09:00", "person": "", "seen_version": case.version,
    } | changes  # fmt: skip


def test_an_entry_with_its_next_action_is_one_form(ward, visit):
    case = ward.case()
    data = entry(case, next_what="薬を届ける", next_on="2026-11-30")
    answer = visit("desk", "post", f"/desk/cases/{case.pk}/", data)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/")
    with ward.cast.acting("desk"):
        assert [row.body for row in Entry.objects.all()] == ["午前に電話した。"]
        action = NextAction.objects.get(done_at=None)
        assert (action.what, action.due_on) == ("薬を届ける", date(2026, 11, 30))
        assert Case.objects.get().next_on == date(2026, 11, 30)


def test_sent_twice_it_is_written_once(ward, visit):
    case = ward.case()
    data = entry(case)
    for _ in range(2):
        assert visit("desk", "post", f"/desk/cases/{case.pk}/", data).status_code == 302
    with ward.cast.acting("desk"):
        assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": ""}, "「内容」がまだ書かれていません"),
        ({"on": "あした"}, "まだ来ていない日時の記録は書けません"),
        ({"next_what": "薬を届ける"}, "両方を書いてください"),
        ({"clock": "九時"}, "「時刻」を時刻として読み取れませんでした"),
    ],
)
def test_what_cannot_be_written_stays_on_the_page(ward, visit, changes, sentence):
    case = ward.case()
    data = entry(case, outcome="残る文", **changes)
    answer = visit("desk", "post", f"/desk/cases/{case.pk}/", data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "残る文" in answer.content.decode()


@pytest.mark.parametrize("page", ["next/", ""])
def test_a_stale_version_shows_both_texts(ward, visit, page):
    case = ward.case()
    address = f"/desk/cases/{case.pk}/{page}"
    first = {"_key": key(), "what": "先の人の文", "due_on": "2026-11-30", "seen_version": "1"}
    case_next = f"/desk/cases/{case.pk}/next/"
    assert visit("desk_colleague", "post", case_next, first).status_code == 302
    mine = entry(case, next_what="私の文", next_on="2026-12-01")
    mine |= {"what": "私の文", "due_on": "2026-12-01"}
    answer = visit("desk", "post", address, mine)
    assert answer.status_code == 409
    for text in ("先の人の文", "私の文", "令和8年11月30日"):
        assert text in answer.content.decode()
    with ward.cast.acting("desk"):
        assert Entry.objects.count() == 0


@pytest.mark.parametrize(("page", "form"), [("next/", "next"), ("", "entry")])
def test_a_draft_that_is_older_than_a_colleagues_text_does_not_replace_it(ward, visit, page, form):
    case = ward.case()
    address = f"/desk/cases/{case.pk}/{page}"
    typed = entry(case, next_what="私の文", next_on="2026-12-01")
    typed |= {"what": "私の文", "due_on": "2026-12-01"}
    assert visit("desk", "post", f"/desk/drafts/{form}/{case.pk}/", typed).status_code == 204
    theirs = {"_key": key(), "what": "先の人の文", "due_on": "2026-11-30", "seen_version": "1"}
    visit("desk_colleague", "post", f"/desk/cases/{case.pk}/next/", theirs)
    seen = seen_version(visit("desk", "get", address))
    answer = visit("desk", "post", address, typed | {"seen_version": seen, "_key": key()})
    assert answer.status_code == 409
    assert "先の人の文" in answer.content.decode()
    again = typed | {"seen_version": seen_version(answer), "_key": key()}
    assert visit("desk", "post", address, again).status_code == 302
    with ward.cast.acting("desk"):
        assert NextAction.objects.get(done_at=None).what == "私の文"


def seen_version(answer):
    return re.search(r'name="seen_version" value="(\d+)"', answer.content.decode()).group(1)


def test_a_correction_stands_below_and_a_held_entry_is_hidden(ward, visit):
    case = ward.case()
    visit("desk", "post", f"/desk/cases/{case.pk}/", entry(case))
    with ward.cast.acting("desk"):
        written = Entry.objects.get()
    data = {"_key": key(), "text": "午後の誤り"}
    visit("desk", "post", f"/desk/entries/{written.pk}/correct/", data)
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "午前に電話した。" in text
    assert "午後の誤り" in text
    hold = {"_key": key(), "reason": "別の世帯"}
    address = f"/desk/entries/{written.pk}/hold/"
    assert visit("desk", "post", address, hold).status_code == 404
    assert visit("manager", "post", address, hold | {"_key": key()}).status_code == 302
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "午前に電話した。" not in text
    assert "保留にしています" in text


def test_the_case_is_suspended_reopened_and_ended(ward, visit):
    case = ward.case()
    responsible = str(ward.cast.appointment("desk").pk)
    follow_up = {"lead_afterwards": "包括 荒川", "follow_up_on": "2027-02-24"}
    for name, data, state in (
        ("suspend", {"reason": "hospital", "look_again_on": "2026-12-20"}, "suspended"),
        ("reopen", {"responsible": responsible, "what": "電話", "due_on": "2026-12-01"}, "open"),
        ("complete", {"reason": "achieved", **follow_up}, "completed"),
    ):
        answer = visit("desk", "post", f"/desk/cases/{case.pk}/{name}/", {"_key": key(), **data})
        assert answer.status_code == 302, name
        with ward.cast.acting("desk"):
            assert Case.objects.get().state == state


def test_after_a_hand_over_to_another_window_its_lead_goes_on(ward, visit):
    case = accepted_by_elderly(ward)
    data = {"_key": key(), "to": str(ward.cast.appointment("desk").pk), "reason": "主担当の交代"}
    assert visit("elderly", "post", f"/desk/cases/{case.pk}/hand_over/", data).status_code == 302
    with ward.cast.acting("desk"):
        version = Case.objects.get().version
    data = {"_key": key(), "what": "訪問", "due_on": "2026-11-30", "seen_version": version}
    assert visit("desk", "post", f"/desk/cases/{case.pk}/next/", data).status_code == 302
    with ward.cast.acting("desk"):
        assert NextAction.objects.get(done_at=None).what == "訪問"


def accepted_by_elderly(ward):
    ward.accept(ward.referral())
    with ward.cast.acting("elderly"):
        return Case.objects.get()


def test_what_is_typed_is_kept_and_comes_back(ward, visit):
    case = ward.case()
    address = f"/desk/drafts/entry/{case.pk}/"
    assert visit("desk", "post", address, {"body": "書きかけの文", "_key": "x"}).status_code == 204
    with ward.cast.acting("desk") as viewer:
        draft = draft_of(account_id=viewer.account_id, form="entry", subject=str(case.pk))
    assert draft.content == {"body": "書きかけの文"}
    assert "書きかけの文" in visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    other = visit("desk_colleague", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "書きかけの文" not in other
    visit("desk", "post", f"/desk/cases/{case.pk}/", entry(case))
    with ward.cast.acting("desk") as viewer:
        assert draft_of(account_id=viewer.account_id, form="entry", subject=str(case.pk)) is None


def test_an_overlong_draft_is_refused_statically(ward, visit):
    answer = visit("desk", "post", "/desk/drafts/entry/x/", {"body": "あ" * 200_001})
    assert answer.status_code == 413


def test_a_draft_is_thrown_away_on_wish(ward, visit):
    """Asked once: the link opens a page, its button throws away."""
    visit("desk", "post", "/desk/drafts/reception/", {"complaint": "電話"})
    assert visit("desk", "get", "/desk/unsent/reception/drop/").status_code == 200
    assert visit("desk_colleague", "get", "/desk/unsent/reception/drop/").status_code == 404
    assert "相談受付" in visit("desk", "get", "/desk/drafts/").content.decode()
    answer = visit("desk", "post", "/desk/unsent/reception/drop/", {"_key": key()})
    assert answer.status_code == 302
    with ward.cast.acting("desk") as viewer:
        assert draft_of(account_id=viewer.account_id, form="reception") is None


def test_a_move_hands_everything_over_and_ends_the_appointment(ward, visit):
    cases = [ward.case(), ward.case()]
    ward.reception()
    leaving = ward.cast.appointment("desk")
    ward.cast.later(minutes=5)
    to = ward.cast.appointment("desk_colleague")
    notes = {f"promise_{case.pk}": f"約束 {case.number}" for case in cases}
    data = {"_key": key(), "to": str(to.pk), "agreed": "on", **notes}
    answer = visit("manager", "post", f"/desk/staff/{leaving.pk}/move/", data)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/staff/")
    with ward.cast.acting("desk_colleague"):
        assert {case.responsible_id for case in Case.objects.all()} == {to.pk}
        open_ones = Consultation.objects.exclude(state="supporting")
        assert {row.responsible_id for row in open_ones} == {to.pk}
        written = {note.case.number: note.promise for note in HandOverNote.objects.all()}
    assert written == {case.number: f"約束 {case.number}" for case in cases}
    leaving.refresh_from_db()
    assert leaving.ends_at == ward.cast.at


def test_a_stopped_account_is_out_at_once_and_the_manager_answers(ward, visit):
    case = ward.case()
    account = ward.cast.appointment("desk").account
    address = f"/desk/accounts/{account.pk}/stop/"
    assert visit("elderly_manager", "get", address).status_code == 404
    stop = visit("manager", "post", address, {"_key": key(), "agreed": "on"})
    assert stop.status_code == 302
    assert visit("desk", "get", "/desk/").status_code == 302
    text = visit("manager", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "江口 課（課長・引継ぎ待ち）" in text


def test_a_member_is_added_named_and_leaves(ward, visit):
    case = ward.case()
    page = f"/desk/cases/{case.pk}/household/"
    household = visit("desk", "get", f"{page}member/").context["form"].fields["household"].choices
    data = {
        "_key": key(), "household": household[0][0], "family_name": "髙橋", "given_name": "花",
        "relationship": "grandchild", "sex": "female", "birth": "h20.5", "lives_there": "on",
        "since": "2026-10-01", "supported": "on",
    }  # fmt: skip
    assert visit("desk", "post", f"{page}member/", data).status_code == 302
    text = visit("desk", "get", f"/desk/cases/{case.pk}/?tab=household").content.decode()
    assert "髙橋 花" in text
    assert "令和8年10月1日" in text
    people = dict(visit("desk", "get", f"{page}leave/").context["form"].fields["person"].choices)
    hana = next(pk for pk, label in people.items() if label == "髙橋 花")
    name = {"_key": key(), "person": hana, "kind": "former", "name": "木村 花", "kana": ""}
    assert visit("desk", "post", f"{page}other_name/", name).status_code == 302
    assert "髙橋 花" in visit("desk", "post", "/desk/search/", {"q": "木村"}).content.decode()
    leave = {"_key": key(), "person": hana, "on": "2026-11-20"}
    assert visit("desk", "post", f"{page}leave/", leave).status_code == 302
    text = visit("desk", "get", f"/desk/cases/{case.pk}/?tab=household").content.decode()
    assert "令和8年11月20日" in text


def test_an_address_is_written_and_opened_on_request_alone(ward, visit):
    """F2: whoever took the case writes what it hears; each opening leaves a line of its own."""
    case = ward.case()
    page = f"/desk/cases/{case.pk}/"
    people = dict(
        visit("desk", "get", f"{page}household/whereabouts/")
        .context["form"]
        .fields["person"]
        .choices
    )
    tome = next(pk for pk, label in people.items() if label == "髙橋 トメ")
    typed = {
        "_key": key(), "person": tome, "kind": "address", "value": "荒川九丁目1番",
        "note": "姉の家",
    }  # fmt: skip
    assert visit("desk", "post", f"{page}household/whereabouts/", typed).status_code == 302
    assert "荒川九丁目" not in visit("desk", "get", f"{page}?tab=household").content.decode()
    opened = visit("desk", "post", f"{page}whereabouts/", {}).content.decode()
    assert "荒川九丁目1番" in opened
    assert "姉の家" in opened
    with ward.cast.acting("desk"):
        event = ReadEvent.objects.order_by("-number").first()
        shown = ReadLine.objects.filter(event=event, person_id=tome).get()
    assert (event.act, FieldClass(shown.classes)) == ("reveal", FieldClass.F1 | FieldClass.F2)
    for name in ("elderly", "coordinator", "outsider"):
        assert visit(name, "post", f"{page}whereabouts/", {}).status_code == 404


def test_a_note_is_written_ahead_and_the_hand_over_begins_with_it(ward, visit):
    case = ward.case()
    note = {"_key": key(), "promise": "火曜に電話", "danger": "犬がいる"}
    assert visit("desk", "post", f"/desk/cases/{case.pk}/note/", note).status_code == 302
    assert "犬がいる" in visit("desk_colleague", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "犬がいる" in visit("desk", "get", "/desk/book/").content.decode()
    initial = visit("desk", "get", f"/desk/cases/{case.pk}/hand_over/").context["form"].initial
    assert initial["promise"] == "火曜に電話\n次の行動：訪問して話を聞く"
    page = f"/desk/staff/{ward.cast.appointment('desk').pk}/move/"
    assert "犬がいる" in visit("manager", "get", page).content.decode()
    with ward.cast.acting("desk"):
        assert Case.objects.get().responsible_id == case.responsible_id


def test_a_safety_plan_is_an_entry_with_a_card_to_print(ward, visit):
    case = ward.case()
    data = entry(case, kind="safety_plan", body="妹に電話する")
    assert visit("desk", "post", f"/desk/cases/{case.pk}/", data).status_code == 302
    visit("desk", "post", f"/desk/cases/{case.pk}/", entry(case))
    with ward.cast.acting("desk"):
        written = {row.kind: row.pk for row in Entry.objects.all()}
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "もう一度本人と話す期限が" in text
    assert text.count("カードを印刷する") == 1
    card = visit("desk", "get", f"/desk/entries/{written['safety_plan']}/card/")
    paper = card.content.decode().partition("<article")[2]
    assert "妹に電話する" in paper
    assert "髙橋" not in paper
    for name, kind in (("desk", "ordinary"), ("elderly", "safety_plan")):
        assert visit(name, "get", f"/desk/entries/{written[kind]}/card/").status_code == 404
    with ward.cast.acting("desk") as viewer:
        printed = ReadEvent.objects.filter(account_id=viewer.account_id, act="print")
        assert [event.screen for event in printed] == ["desk:safety_card"]


def test_a_representative_has_a_scope(ward, visit):
    case = ward.case()
    page = f"/desk/cases/{case.pk}/household/relation/"
    people = dict(visit("desk", "get", page).context["form"].fields["person"].choices)
    tome, ichiro = (next(k for k, v in people.items() if one in v) for one in ("トメ", "一郎"))
    data = {"person": ichiro, "other": tome, "kind": "represents", "until": "2027-03-31"}
    refused = visit("desk", "post", page, data | {"_key": key()})
    assert "「代理の範囲」を書いてください" in refused.content.decode()
    wrong = visit(
        "desk", "post", page, data | {"_key": key(), "kind": "parent_of", "scope": "預金"}
    )
    assert "関係が「代理人」のときだけ" in wrong.content.decode()
    assert visit("desk", "post", page, data | {"_key": key(), "scope": "預金"}).status_code == 302
    text = visit("desk", "get", f"/desk/cases/{case.pk}/?tab=household").content.decode()
    assert "代理の範囲：預金" in text


def test_a_copied_text_is_plain(ward, visit):
    case = ward.case()
    visit("desk", "post", f"/desk/cases/{case.pk}/", entry(case))
    with ward.cast.acting("desk"):
        written = Entry.objects.get()
    assert visit("desk", "get", f"/desk/entries/{written.pk}/copy/").context["text"] == (
        "【支援経過】R8-00001\n日時：令和8年11月24日 09:00\n方法：電話\n相手：本人\n"
        "内容：午前に電話した。\n記録者：相田 まどか"
    )
