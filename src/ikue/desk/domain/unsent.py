"""書きかけ: what this account has begun and not sent, with the page on which it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ikue.casework.models import Case
from ikue.directory.viewers import Viewer
from ikue.drafts.keeping import draft_of, drafts_of, first_words
from ikue.drafts.models import Draft
from ikue.kernel.identifiers import identifier
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.naming import naming

FORMS = {
    # form: (what the clerk calls it, address of the page, whether the address names a record)
    "reception": ("相談受付", "consultation:reception", True),
    "reception-addition": ("相談受付の追記", "consultation:add", True),
    "ask-advice": ("名前を出さずに求める助言", "consultation:ask_advice", False),
    "answer-advice": ("助言の返事", "consultation:advice_one", True),
    "case-refer": ("つなぎ", "casework:send", True),
    "entry": ("経過の記録", "desk:case", True),
    "correct": ("記録の訂正", "desk:entry_correct", True),
    "hold": ("記録の保留", "desk:entry_hold", True),
    "marks": ("段落の印", "desk:entry_marks", True),
    "next": ("次の行動", "desk:next", True),
    "suspend": ("中断", "desk:suspend", True),
    "reopen": ("再開", "desk:reopen", True),
    "complete": ("終結", "desk:complete", True),
    "hand_over": ("担当の引継ぎ", "desk:hand_over", True),
    "move_away": ("転出", "desk:move_away", True),
    "split": ("世帯の分離", "desk:split", True),
    "follow_up": ("終結後のフォロー", "desk:follow_up", True),
    "death": ("死亡の記録", "desk:add_death", True),
    "death_taken_back": ("死亡の記録の取り消し", "desk:add_death_taken_back", True),
    "plan-adopt": ("プランの決定", "multi_agency:adopt_plan", True),
    "coordination-decide": ("支援決定", "multi_agency:decide", True),
    "coordination-step_out": ("多機関協働の手離れ", "multi_agency:step_out", True),
    "coordination-follow_up": ("手離れ後のフォロー", "multi_agency:follow_up", True),
    "coordination-end_decision": ("支援決定の終わり", "multi_agency:end_decision", True),
    "member": ("世帯員", "desk:add_member", True),
    "other_name": ("別の名前", "desk:add_other_name", True),
    "whereabouts": ("住所・電話", "desk:add_whereabouts", True),
    "relation": ("関係", "desk:add_relation", True),
    "leave": ("世帯を離れた人", "desk:add_leave", True),
    "life_event": ("節目", "desk:add_life_event", True),
    "note": ("引継ぎ簿", "desk:note", True),
    "consent_record": ("同意", "desk:consent_record", True),
    "consent_change": ("同意の範囲", "desk:consent_change", True),
    "consent_withdraw": ("同意の撤回", "desk:consent_withdraw", True),
    "consent_add": ("同意の相手", "desk:consent_add", True),
    "consent_told": ("同意の相手の知らせ", "desk:consent_told", True),
    "cover": ("不在代理", "desk:covers", False),
    "name-caller": ("名前・生年月日の直し", "consultation:person", True),
    "assessment": ("アセスメント", "consultation:assessment_edit", True),
    "plan": ("支援プランの案", "casework:plan_edit", True),
    "plan-progress": ("目標の様子", "casework:plan_progress", True),
    "plan-evaluate": ("プランの評価", "casework:plan_evaluate", True),
    "role-note": ("役割の経過", "casework:role_note", True),
    "plan-role": ("役割を加える", "casework:role_add", True),
    "item_prepare": ("案件の準備", "multi_agency:prepare", True),
    "item_edit": ("案件の準備", "multi_agency:item_edit", True),
    "item_move": ("重層的支援会議への移し替え", "multi_agency:item_move", True),
    "item_record": ("話し合いの記録", "multi_agency:item_record", True),
    "item_partner": ("構成員", "multi_agency:item_partner", True),
    "item_role": ("会議で決めた役割", "multi_agency:item_role", True),
    "item_adjourn": ("案件の延期", "multi_agency:item_adjourn", True),
    "item_withdraw": ("案件の取下げ", "multi_agency:item_withdraw", True),
    "item_answer": ("会議の問いへの答え", "multi_agency:member_answer", True),
    "item_leave": ("構成員の交代・離脱", "multi_agency:member_leave", True),
    "item_replace": ("構成員の交代・離脱", "multi_agency:member_replace", True),
    "meeting_plan": ("会議の予定", "multi_agency:plan_meeting", False),
    "meeting_move": ("会議の予定の変更", "multi_agency:meeting_move", True),
    "staff_move": ("異動の引継ぎ", "desk:move", True),
}


OF_A_CIRCLE = "assessment"
"""Its draft is kept under the circle."""
ANSWERS = {
    "accept": "（引き受ける）",
    "hold": "（保留）",
    "decline": "（引き受けられない）",
    "recall": "（取り下げ）",
    "arrive": "（本人とつながった）",
    "finish": "（結果を伝える）",
    "call": "（電話で確かめた）",
}


@dataclass(frozen=True, kw_only=True)
class Unsent:
    form: str
    subject: str
    label: str
    words: str
    """The first of the words typed: which of two calls this is. Its author alone reads it."""
    saved_at: datetime
    route: str
    """Name of the page's address, empty where it cannot be opened again by itself."""
    argument: UUID | None
    household: str = ""
    """Where the page is about a case, a reception or a circle, and it was asked for."""


def unsent_of(viewer: Viewer) -> list[Unsent]:
    return [_unsent(draft) for draft in drafts_of(account_id=viewer.account_id)]


def unsent_by_household(viewer: Viewer) -> list[Unsent]:
    """The same, each with whom it is about."""
    found = unsent_of(viewer)
    households = _households(viewer, found)
    return [replace(one, household=households.get(one.subject, "")) for one in found]


def _households(viewer: Viewer, drafts: Iterable[Unsent]) -> dict[str, str]:
    """Subject of a draft → name of the household, as far as this viewer may know it."""
    subjects = {one.subject for one in drafts if identifier(one.subject)}
    circles = {one.subject: UUID(one.subject) for one in drafts if one.form == OF_A_CIRCLE}
    for model in (Case, Consultation):
        rows = model.objects.filter(pk__in=subjects).values_list("pk", "circle_id")
        circles |= {str(pk): circle_id for pk, circle_id in rows}
    names = naming(viewer, set(circles.values()))
    return {subject: names.name(circle, otherwise="") for subject, circle in circles.items()}


def find_unsent(viewer: Viewer, *, form: str, subject: str) -> Unsent | None:
    draft = draft_of(account_id=viewer.account_id, form=form, subject=subject)
    return _unsent(draft) if draft else None


def label_of(form: str) -> str:
    """What the clerk calls the page on which it was typed."""
    label, *_ = FORMS.get(form) or _by_family(form)
    return label


def _unsent(draft: Draft) -> Unsent:
    label, route, takes_subject = FORMS.get(draft.form) or _by_family(draft.form)
    argument = identifier(draft.subject) if takes_subject else None
    return Unsent(
        form=draft.form,
        subject=draft.subject,
        label=label,
        words=first_words(draft),
        saved_at=draft.saved_at,
        route=route if argument or not takes_subject else "",
        argument=argument,
    )


def _by_family(form: str) -> tuple[str, str, bool]:
    """Outcomes of screening and answers to a referral: several forms on the page of one record."""
    family, _, name = form.partition("-")
    if family == "screen":
        return ("相談の振分け", "consultation:detail", True)
    if family == "referral":
        return (f"つなぎの返事{ANSWERS.get(name, '')}", "casework:referral", True)
    if family == "plan":
        return ("支援プランの見直し", "casework:plan", True)
    if family == "role":
        return (f"役割の返事{ANSWERS.get(name, '')}", "casework:role", True)
    return ("書きかけ", "", False)
