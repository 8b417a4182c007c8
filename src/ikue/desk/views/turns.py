"""How a case ends or turns, as acts of one form each: 終える, 転出, 世帯を分ける, フォロー."""

from datetime import date
from typing import Any

from django.urls import reverse

from ikue.casework.domain.ending import OTHER_MUNICIPALITY, complete_case, follow_up
from ikue.casework.domain.splitting import split_case
from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.desk.domain.casefile import known_members
from ikue.desk.forms.turns import CompleteForm, FollowUpForm, MoveAwayForm, SplitForm
from ikue.desk.views.verbs import UNDER_WAY, called, leads_while, on_case, to_case, walks
from ikue.directory.domain.queries import setting_numbers, staff_at
from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Visit
from ikue.kernel import clock
from ikue.kernel.businessdays import months_after
from ikue.sharing.domain.showing import show_households


def carry_complete(case: Case, form: CompleteForm, viewer: Viewer) -> object:
    return complete_case(case=case, completion=form.to_completion(), by=viewer, at=viewer.at)


def carry_move_away(case: Case, form: MoveAwayForm, viewer: Viewer) -> object:
    return complete_case(case=case, completion=form.to_completion(), by=viewer, at=viewer.at)


def carry_follow_up(case: Case, form: FollowUpForm, viewer: Viewer) -> object:
    return follow_up(case=case, follow_up=form.to_follow_up(), by=viewer, at=viewer.at)


def carry_split(case: Case, form: SplitForm, viewer: Viewer) -> object:
    return split_case(case=case, split=form.to_split(), by=viewer, at=viewer.at)


def pass_on(visit: Visit, form: object) -> dict[str, Any]:
    """What one may want to do first."""
    address = reverse("casework:send", args=[visit.subject.pk])
    ways = [("転出先の自治体へつなぐ", f"{address}?to=a-{OTHER_MUNICIPALITY}")]
    return {**called(visit, form), "ways": ways}


def next_follow_up(viewer: Viewer, case: Case) -> dict[str, Any]:
    """The next of the ward's months after the end that still lies ahead."""
    today = clock.today(viewer.at)
    days = [
        months_after(clock.today(case.completed_at), months)
        for months in setting_numbers("follow_up_months", today)
        if case.completed_at is not None
    ]
    return {"next_on": next((day for day in days if _is_later(day, case, today)), None)}


def _is_later(day: date, case: Case, today: date) -> bool:
    return day > today and (case.follow_up_on is None or day > case.follow_up_on)


def split_options(viewer: Viewer, case: Case) -> dict[str, Any]:
    """Those whom the window knows and who still belong there; somebody else of the window."""
    staff = staff_at(case.lead_window_id, viewer.at).exclude(pk=case.responsible_id)
    households = show_households(viewer, case.circle_id)
    gone = {one.person_id for each in households for one in each.members if one.has_left}
    members = [(pk, label) for pk, label in known_members(households) if pk not in gone]
    return {"staff": staff, "members": members}


def own_side(viewer: Viewer, case: Case, made: Case) -> str:
    """Whoever takes up the new side sees that one from now on, and nothing of this."""
    return to_case(made if made.responsible_id == viewer.appointment_id else case)


VERBS = (
    on_case(
        name="complete", title="終える", button="終える", form=CompleteForm,
        may=walks("complete"), asked=lambda query: {"reason": query.get("reason", "")},
        lead="終えた後にどこが見守るかと、様子をたずねる日を決めます。記録は消えません。",
        carry_out=carry_complete, done="支援を終えました。",
    ),
    on_case(
        name="move_away", title="転出を引き継ぐ", button="転出で終える", form=MoveAwayForm,
        lead="区の外へ移ったとき、移った先の自治体へつないでから終えます。"
        "つながないときは、その理由を残します。",
        carry_out=carry_move_away, done="転出として、支援を終えました。",
        may=walks("complete"), beside=pass_on,
    ),
    on_case(
        name="split", title="世帯を分ける", button="世帯を分ける", form=SplitForm,
        may=leads_while(*UNDER_WAY),
        lead="離婚や避難などで世帯が分かれたとき、出る方に新しいケースを作ります。"
        "これまでの記録はこのケースに残り、二つの側は互いに見えなくなります。"
        "住所・電話は写しません。動いている支援プランと多機関協働は、残る側のものとして続きます。",
        carry_out=carry_split,
        done="世帯を分けました。出る側の担当者は、担当ケースから新しいケースを開けます。",
        options=split_options, leads_to=own_side,
    ),
    on_case(
        name="follow_up", title="フォローを記録する", button="記録する", form=FollowUpForm,
        lead="終えた後の様子を確かめて書きます。次にたずねる日を決めるか、これで終わりにします。",
        carry_out=carry_follow_up, done="フォローを記録しました。",
        may=leads_while(CaseState.COMPLETED), first=next_follow_up,
    ),
)  # fmt: skip
