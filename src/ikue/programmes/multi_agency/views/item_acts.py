"""What can be done with an item and its members, one row each."""

from typing import Any
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import only
from ikue.programmes.multi_agency.domain import items, members
from ikue.programmes.multi_agency.domain.agenda import (
    find_member,
    member_lines,
)
from ikue.programmes.multi_agency.domain.agreeing import agree_role, member_name
from ikue.programmes.multi_agency.domain.answers import answer_item, answers_for
from ikue.programmes.multi_agency.domain.custody import custodians
from ikue.programmes.multi_agency.domain.decisions import standing_decision
from ikue.programmes.multi_agency.domain.moving import move_to_multilayer
from ikue.programmes.multi_agency.domain.papers import attach_papers, candidates, papers_of
from ikue.programmes.multi_agency.domain.recording import record_item
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.forms import items as forms
from ikue.programmes.multi_agency.forms.recording import RECORD_FORMS, RecordForm, RoleForm
from ikue.programmes.multi_agency.forms.recording import initial_of as record_initial
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, MemberAnswer
from ikue.programmes.multi_agency.phrases import ENDS_HERE, WITHIN
from ikue.programmes.multi_agency.views.acts import (
    keeps_its_item,
    on_item,
    on_member,
    telling_what_left,
    to_invite,
    to_the_new_item,
    walks,
)
from ikue.programmes.multi_agency.views.items import answered, persons_and_meetings

AGAIN = "招いた構成員は名簿に残り、あらためて招くまで、この案件を読めません。"


def item_initial(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    return forms.initial_of(item)


def carry_edit(item: AgendaItem, form: forms.PreparationForm, viewer: Viewer) -> object:
    seen = form.cleaned_data["seen_version"] or 0
    items.edit_item(
        item=items.unchanged_item(item.pk, seen_version=seen),
        preparation=form.to_preparation(), meeting=form.to_meeting(), by=viewer, at=viewer.at,
    )  # fmt: skip
    return item


def papers_offered(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    """What lies in it already comes first, as the copy it is, if it could still be offered."""
    offered = {paper.id: paper for paper in candidates(item, by=viewer)}
    own = {paper.id: paper for paper in papers_of(item) if paper.id in offered}
    return {"offered": (own | offered | own).values()}


def carry_papers(item: AgendaItem, form: forms.PapersForm, viewer: Viewer) -> object:
    return attach_papers(
        item=item, chosen=form.cleaned_data["chosen"], by=viewer, at=viewer.at
    )  # fmt: skip


def invitable(viewer: Viewer, subject: AgendaItem | ItemMember) -> dict[str, Any]:
    return {"staff": members.invitable(by=viewer, at=viewer.at)}


def carry_member(item: AgendaItem, form: forms.MemberForm, viewer: Viewer) -> object:
    return members.add_member(item=item, appointment=form.chosen, by=viewer, at=viewer.at)


def partners(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    return {"agencies": members.partner_agencies(at=viewer.at)}


def carry_partner(item: AgendaItem, form: forms.PartnerForm, viewer: Viewer) -> object:
    return members.add_partner(
        item=item, agency=form.chosen, name=form.cleaned_data["name"],
        secrecy=form.cleaned_data["secrecy"], by=viewer, at=viewer.at,
    )  # fmt: skip


def to_be_heard(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    unheard = [
        (str(line.member.pk), line.words)
        for line in member_lines(viewer, item)
        if not line.has_left and line.member.appointment_id and line.secrecy_on is None
    ]
    keep = [(str(one.pk), one.account.name) for one in custodians(viewer)]
    return {"unheard": unheard, "custodians": keep}


def invite_initial(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    return {"custodian": str(item.custodian_id or viewer.appointment_id)}


def carry_invite(item: AgendaItem, form: forms.InviteForm, viewer: Viewer) -> object:
    return members.invite_item(
        item=item, heard=form.to_heard(), custodian_id=form.to_custodian(), by=viewer, at=viewer.at
    )


def standing(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    lines = [line for line in member_lines(viewer, item) if not line.has_left]
    return {"members": [(str(line.member.pk), line.words) for line in lines]}


def those_who_came(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    lines = [line for line in member_lines(viewer, item) if not line.has_left]
    return {"members": [(str(one.member.pk), one.words) for one in lines if one.member.attended]}


def record_options(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    return {"conference": item.conference, **standing(viewer, item)}


def undecided(item: AgendaItem) -> str:
    """Said before the opinion is written down, so that nobody waits for a decision in vain."""
    if item.plan_id is None or standing_decision(item.case_id) is not None:
        return ""
    return (
        "この世帯の支援決定がまだありません。「支援プランの適否」は、所管課長が「支援を決定する」"
        "（同じ日でもかまいません）まで記録できません。ほかの欄は記録できます。"
    )


def record_form(*data: Any, conference: Conference, **options: Any) -> RecordForm:
    return RECORD_FORMS[conference](*data, **options)


def carry_record(item: AgendaItem, form: RecordForm, viewer: Viewer) -> object:
    current = items.unchanged_item(item.pk, seen_version=form.cleaned_data["seen_version"])
    return record_item(item=current, discussion=form.to_discussion(), by=viewer, at=viewer.at)


def carry_role(item: AgendaItem, form: RoleForm, viewer: Viewer) -> object:
    member = find_member(UUID(form.cleaned_data["member"]))
    return agree_role(item=item, member=member, agreed=form.to_agreed(), by=viewer, at=viewer.at)


def carry_again(item: AgendaItem, form: forms.AgainForm, viewer: Viewer) -> object:
    return items.call_again(
        item=item, meeting=form.to_meeting(), person_ids=form.to_persons(), by=viewer,
        at=viewer.at,
    )  # fmt: skip


def carry_move(item: AgendaItem, form: forms.PreparationForm, viewer: Viewer) -> object:
    return move_to_multilayer(
        item=item, preparation=form.to_preparation(), meeting=form.to_meeting(), by=viewer,
        at=viewer.at,
    )  # fmt: skip


def carry_answer(member: ItemMember, form: forms.AnswerForm, viewer: Viewer) -> object:
    return answer_item(member=member, answers=form.to_answers(), by=viewer, at=viewer.at)


def whose_answer(member: ItemMember) -> str:
    """By name: whoever prepares the meeting writes down what it heard from several of them."""
    name = member_name(member)
    return (
        f"{name}さんの答えです。会議までに書いておくと、会議の時間を話し合いに使えます。"
        "書けるところだけでかまいません。"
    )


def carry_replace(member: ItemMember, form: forms.SuccessorForm, viewer: Viewer) -> object:
    return members.replace_member(
        member=member, successor=form.chosen, reason=form.cleaned_data["reason"], by=viewer,
        at=viewer.at,
    )  # fmt: skip


def is_member_or_keeper(viewer: Viewer, member: ItemMember) -> bool:
    return member.appointment_id == viewer.appointment_id or keeps_its_item(viewer, member)


def answers_it(viewer: Viewer, member: ItemMember) -> bool:
    return answers_for(member, viewer)


def said_before(viewer: Viewer, member: ItemMember) -> dict[str, Any]:
    return answered(MemberAnswer.objects.filter(member=member).first())


PAPERS = on_item(
    name="papers", title="案件の資料", button="この資料を入れる",
    lead="写しを案件に入れます。元の記録は、これまでどおり開きません。"
    "所在は、あることだけを伝えます。",
    form=forms.PapersForm, options=papers_offered, carry_out=carry_papers,
    done="案件の資料を入れ替えました。",
    first=lambda viewer, item: {"chosen": [paper.id for paper in papers_of(item)]},
)  # fmt: skip
ITEM_ACTS = (PAPERS, *telling_what_left((
    on_item(
        name="edit", title="案件の準備を直す", button="保存する",
        lead="構成員を招いた後は、書き直した内容がそのまま構成員に見えます。",
        form=forms.PreparationForm, options=persons_and_meetings, first=item_initial,
        carry_out=carry_edit, done="案件の準備を直しました。",
    ),
    on_item(
        name="member", title="構成員を加える", button="名簿に入れる",
        lead="職員を名前で挙げます。関わりを伏せる窓口の職員は、ここには出ません。",
        form=forms.MemberForm, options=invitable, carry_out=carry_member,
        done="構成員を名簿に入れました。", back=to_invite,
    ),
    on_item(
        name="partner", title="アカウントのない構成員を加える", button="名簿に入れる",
        lead="病院や学校などの方です。この画面からは読めません。資料は印刷して、会議の場で渡します。",
        form=forms.PartnerForm, options=partners, carry_out=carry_partner,
        done="構成員を名簿に入れました。", back=to_invite,
    ),
    on_item(
        name="invite", title="構成員を招く", button="構成員を招く", lead=WITHIN,
        form=forms.InviteForm, options=to_be_heard, carry_out=carry_invite, keeps_draft=False,
        template="multi_agency/invite.html",
        done="構成員を招きました。四つの問いへの答えを待っています。", first=invite_initial,
    ),
    on_item(
        name="record", title="話し合いを記録する", button="記録する", lead=undecided,
        form=record_form, options=record_options, carry_out=carry_record,
        template="multi_agency/record.html",
        first=lambda viewer, item: record_initial(item, viewer.at),
        done="話し合いを記録しました。案件を終えるまで、構成員もこの記録を読めます。",
    ),
    on_item(
        name="role", title="役割を決める", button="役割表に加える",
        lead="会議の場で引き受けたこととして残ります。案件を終えても、役割は引き受けた方の手元に残ります。",
        form=RoleForm, options=those_who_came, carry_out=carry_role, done="役割表に加えました。",
    ),
    on_item(
        name="adjourn", title="次の会議に延ばす", button="延ばす", may=walks("adjourn"),
        lead=f"{ENDS_HERE}{AGAIN}", form=forms.ReasonForm,
        done="案件を次の会議に延ばしました。",
        carry_out=lambda item, form, viewer: items.adjourn_item(
            item=item, by=viewer, at=viewer.at, **form.cleaned_data
        ),
    ),
    on_item(
        name="again", title="あらためて準備する", button="準備する", may=walks("call_again"),
        lead=AGAIN, form=forms.AgainForm, options=persons_and_meetings, first=item_initial,
        carry_out=carry_again, leads_to=to_the_new_item,
        done="あらためて準備しました。構成員を招き直してください。",
    ),
    on_item(
        name="withdraw", title="案件を取り下げる", button="取り下げる", may=walks("withdraw"),
        lead=f"{ENDS_HERE}記録は残ります。", form=forms.ReasonForm,
        done="案件を取り下げました。",
        carry_out=lambda item, form, viewer: items.withdraw_item(
            item=item, by=viewer, at=viewer.at, **form.cleaned_data
        ),
    ),
    on_item(
        name="close", title="案件を終える", button="終える", may=walks("close"),
        lead=f"{ENDS_HERE}決めたことと、引き受けた役割は、それぞれの手元に残ります。",
        form=forms.SureForm, done="案件を終えました。",
        carry_out=lambda item, form, viewer: items.close_item(item=item, by=viewer, at=viewer.at),
    ),
    on_item(
        name="move", title="重層的支援会議に移す", button="移す",
        lead="いまの支援会議の案件はここで終わり、その構成員は読めなくなります。"
        "新しい案件には、あらためて招いてください。"
        "同意が得られた方についてだけ、新しい案件にします。書いてあったことを写しています。"
        "同意のない方のことが書かれていれば、消してください。資料は同意の及ぶものだけが移ります。",
        form=forms.PreparationForm, options=persons_and_meetings, first=item_initial,
        carry_out=carry_move, leads_to=to_the_new_item,
        done="重層的支援会議の案件に移しました。前の案件は終わりました。",
    ),
)))  # fmt: skip

MEMBER_ACTS = telling_what_left((
    on_member(
        name="answer", title="四つの問いに答える", button="答える",
        lead=whose_answer,
        form=forms.AnswerForm, first=said_before, carry_out=carry_answer,
        may=only(answers_it),
        done="答えを残しました。会議までは、何度でも書き直せます。",
    ),
    on_member(
        name="leave", title="構成員から外す", button="外す",
        lead="この瞬間から、この方は案件を読めません。答えと引き受けた役割は残ります。",
        form=forms.ReasonForm, done="構成員から外しました。", back=to_invite,
        carry_out=lambda member, form, viewer: members.member_leaves(
            member=member, by=viewer, at=viewer.at, **form.cleaned_data
        ),
    ),
    on_member(
        name="replace", title="構成員を交代する", button="交代する",
        lead="前の方は、この瞬間から案件を読めません。新しい方が、前の答えも含めて読めます。",
        form=forms.SuccessorForm, options=invitable, carry_out=carry_replace,
        done="構成員を交代しました。", back=to_invite,
    ),
    on_member(
        name="secrecy", title="守秘を確認した", button="確認したと記録する",
        lead="会議で知ったことを、正当な理由なく漏らしてはならないこと"
        "（社会福祉法106条の6第5項）を確かめました。構成員でなくなった後も同じです。",
        form=forms.SureForm, may=only(is_member_or_keeper), done="守秘の確認を記録しました。",
        carry_out=lambda member, form, viewer: members.note_secrecy(
            member=member, by=viewer, at=viewer.at
        ),
    ),
))  # fmt: skip
