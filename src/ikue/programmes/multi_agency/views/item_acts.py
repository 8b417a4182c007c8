"""What can be done with an item and its members, one row each."""

from typing import Any
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.domain import items, members
from ikue.programmes.multi_agency.domain.agenda import (
    find_member,
    member_lines,
    open_meetings,
)
from ikue.programmes.multi_agency.domain.agreeing import agree_role
from ikue.programmes.multi_agency.domain.answers import answer_item, answers_for
from ikue.programmes.multi_agency.domain.custody import custodians
from ikue.programmes.multi_agency.domain.moving import move_to_multilayer
from ikue.programmes.multi_agency.domain.papers import attach_papers, candidates, papers_of
from ikue.programmes.multi_agency.domain.recording import record_item
from ikue.programmes.multi_agency.forms import items as forms
from ikue.programmes.multi_agency.forms.recording import RECORD_FORMS, RecordForm, RoleForm
from ikue.programmes.multi_agency.forms.recording import initial_of as record_initial
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, MemberAnswer
from ikue.programmes.multi_agency.phrases import ENDS_HERE, WITHIN
from ikue.programmes.multi_agency.views.acts import Act, keeps_its_item
from ikue.programmes.multi_agency.views.items import answered
from ikue.sharing.domain.showing import nameable
from ikue.ui.forms import BaseForm

INVITE = "multi_agency:item_invite"
AGAIN = "招いた構成員は名簿に残り、あらためて招くまで、この案件を読めません。"


def naming(kind: type[forms.NamingForm]) -> Any:
    """A form that names persons of the household and a meeting of the own window."""

    def make(viewer: Viewer, item: AgendaItem, **options: Any) -> BaseForm:
        return kind(
            at=viewer.at, members=nameable(viewer, item.circle_id),
            meetings=open_meetings(viewer), **options,
        )  # fmt: skip

    return make


def plain(kind: type[BaseForm]) -> Any:
    return lambda viewer, subject, **options: kind(at=viewer.at, **options)


def item_initial(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    return forms.initial_of(item)


def carry_edit(item: AgendaItem, form: forms.PreparationForm, viewer: Viewer) -> object:
    seen = form.cleaned_data["seen_version"] or 0
    items.edit_item(
        item=items.unchanged_item(item.pk, seen_version=seen),
        preparation=form.to_preparation(), meeting=form.to_meeting(), by=viewer, at=viewer.at,
    )  # fmt: skip
    return item


def make_papers(viewer: Viewer, item: AgendaItem, **options: Any) -> BaseForm:
    """What lies in it already comes first, as the copy it is, if it could still be offered."""
    offered = {paper.id: paper for paper in candidates(item, by=viewer)}
    own = {paper.id: paper for paper in papers_of(item) if paper.id in offered}
    return forms.PapersForm(at=viewer.at, offered=(own | offered | own).values(), **options)


def carry_papers(item: AgendaItem, form: forms.PapersForm, viewer: Viewer) -> object:
    return attach_papers(
        item=item, chosen=form.cleaned_data["chosen"], by=viewer, at=viewer.at
    )  # fmt: skip


def make_member(viewer: Viewer, subject: AgendaItem | ItemMember, **options: Any) -> BaseForm:
    kind = forms.SuccessorForm if isinstance(subject, ItemMember) else forms.MemberForm
    staff = members.invitable(by=viewer, at=viewer.at)
    return kind(at=viewer.at, staff=staff, **options)


def carry_member(item: AgendaItem, form: forms.MemberForm, viewer: Viewer) -> object:
    return members.add_member(item=item, appointment=form.chosen, by=viewer, at=viewer.at)


def make_partner(viewer: Viewer, item: AgendaItem, **options: Any) -> BaseForm:
    agencies = members.partner_agencies(at=viewer.at)
    return forms.PartnerForm(at=viewer.at, agencies=agencies, **options)


def carry_partner(item: AgendaItem, form: forms.PartnerForm, viewer: Viewer) -> object:
    return members.add_partner(
        item=item, agency=form.chosen, name=form.cleaned_data["name"],
        secrecy=form.cleaned_data["secrecy"], by=viewer, at=viewer.at,
    )  # fmt: skip


def make_invite(viewer: Viewer, item: AgendaItem, **options: Any) -> BaseForm:
    unheard = [
        (str(line.member.pk), line.words)
        for line in member_lines(viewer, item)
        if not line.has_left and line.member.appointment_id and line.secrecy_on is None
    ]
    keep = [(str(one.pk), one.account.name) for one in custodians(viewer)]
    return forms.InviteForm(at=viewer.at, unheard=unheard, custodians=keep, **options)


def invite_initial(viewer: Viewer, item: AgendaItem) -> dict[str, Any]:
    return {"custodian": str(item.custodian_id or viewer.appointment_id)}


def carry_invite(item: AgendaItem, form: forms.InviteForm, viewer: Viewer) -> object:
    return members.invite_item(
        item=item, heard=form.to_heard(), custodian_id=form.to_custodian(), by=viewer, at=viewer.at
    )


def make_record(viewer: Viewer, item: AgendaItem, **options: Any) -> BaseForm:
    standing = [line for line in member_lines(viewer, item) if not line.has_left]
    present = [(str(line.member.pk), line.words) for line in standing]
    return RECORD_FORMS[item.conference](at=viewer.at, members=present, **options)


def carry_record(item: AgendaItem, form: RecordForm, viewer: Viewer) -> object:
    current = items.unchanged_item(item.pk, seen_version=form.cleaned_data["seen_version"])
    return record_item(item=current, discussion=form.to_discussion(), by=viewer, at=viewer.at)


def make_role(viewer: Viewer, item: AgendaItem, **options: Any) -> BaseForm:
    standing = [line for line in member_lines(viewer, item) if not line.has_left]
    present = [(str(line.member.pk), line.words) for line in standing]
    return RoleForm(at=viewer.at, members=present, **options)


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


def carry_replace(member: ItemMember, form: forms.SuccessorForm, viewer: Viewer) -> object:
    return members.replace_member(
        member=member, successor=form.chosen, reason=form.cleaned_data["reason"], by=viewer,
        at=viewer.at,
    )  # fmt: skip


def is_member_or_keeper(viewer: Viewer, member: ItemMember) -> bool:
    return member.appointment_id == viewer.appointment_id or keeps_its_item(viewer, member)


def said_before(viewer: Viewer, member: ItemMember) -> dict[str, Any]:
    return answered(MemberAnswer.objects.filter(member=member).first())


ITEM_ACTS = (
    Act(
        name="edit", title="案件の準備を直す", button="保存する",
        lead="構成員を招いた後は、書き直した内容がそのまま構成員に見えます。",
        make=naming(forms.PreparationForm), first=item_initial, carry_out=carry_edit,
        done="案件の準備を直しました。",
    ),
    Act(
        name="papers", title="案件の資料", button="この資料を入れる",
        lead="写しを案件に入れます。元の記録は、これまでどおり開きません。"
        "所在は、あることだけを伝えます。",
        make=make_papers, carry_out=carry_papers, chooses_papers=True,
        done="案件の資料を入れ替えました。",
        first=lambda viewer, item: {"chosen": [paper.id for paper in papers_of(item)]},
    ),
    Act(
        name="member", title="構成員を加える", button="名簿に入れる",
        lead="職員を名前で挙げます。関わりを伏せる窓口の職員は、ここには出ません。",
        make=make_member, carry_out=carry_member, done="構成員を名簿に入れました。", after=INVITE,
    ),
    Act(
        name="partner", title="アカウントのない構成員を加える", button="名簿に入れる",
        lead="病院や学校などの方です。この画面からは読めません。資料は印刷して、会議の場で渡します。",
        make=make_partner, carry_out=carry_partner, done="構成員を名簿に入れました。", after=INVITE,
    ),
    Act(
        name="invite", title="構成員を招く", button="構成員を招く", lead=WITHIN,
        make=make_invite, carry_out=carry_invite, template="invite",
        done="構成員を招きました。四つの問いへの答えを待っています。", first=invite_initial,
    ),
    Act(
        name="record", title="話し合いを記録する", button="記録する", lead="",
        make=make_record, carry_out=carry_record, template="record",
        first=lambda viewer, item: record_initial(item, viewer.at),
        done="話し合いを記録しました。案件を終えるまで、構成員もこの記録を読めます。",
    ),
    Act(
        name="role", title="役割を決める", button="役割表に加える",
        lead="会議の場で引き受けたこととして残ります。案件を終えても、役割は引き受けた方の手元に残ります。",
        make=make_role, carry_out=carry_role, done="役割表に加えました。",
    ),
    Act(
        name="adjourn", title="次の会議に延ばす", button="延ばす", verb="adjourn",
        lead=f"{ENDS_HERE}{AGAIN}", make=plain(forms.ReasonForm),
        done="案件を次の会議に延ばしました。",
        carry_out=lambda item, form, viewer: items.adjourn_item(
            item=item, by=viewer, at=viewer.at, **form.cleaned_data
        ),
    ),
    Act(
        name="again", title="あらためて準備する", button="準備する", verb="call_again",
        lead=AGAIN, make=naming(forms.AgainForm), first=item_initial, carry_out=carry_again,
        done="あらためて準備しました。構成員を招き直してください。",
    ),
    Act(
        name="withdraw", title="案件を取り下げる", button="取り下げる", verb="withdraw",
        lead=f"{ENDS_HERE}記録は残ります。", make=plain(forms.ReasonForm),
        done="案件を取り下げました。",
        carry_out=lambda item, form, viewer: items.withdraw_item(
            item=item, by=viewer, at=viewer.at, **form.cleaned_data
        ),
    ),
    Act(
        name="close", title="案件を終える", button="終える", verb="close",
        lead=f"{ENDS_HERE}決めたことと、引き受けた役割は、それぞれの手元に残ります。",
        make=plain(forms.SureForm), done="案件を終えました。",
        carry_out=lambda item, form, viewer: items.close_item(item=item, by=viewer, at=viewer.at),
    ),
    Act(
        name="move", title="重層的支援会議に移す", button="移す",
        lead="同意が得られた方についてだけ、新しい案件にします。書いてあったことを写しています。"
        "同意のない方のことが書かれていれば、消してください。資料は同意の及ぶものだけが移ります。",
        make=naming(forms.PreparationForm), first=item_initial, carry_out=carry_move,
        done="重層的支援会議の案件に移しました。前の案件は終わりました。",
    ),
)  # fmt: skip

MEMBER_ACTS = (
    Act(
        name="answer", title="四つの問いに答える", button="答える", find=find_member,
        lead="会議までに書いておくと、会議の時間を話し合いに使えます。書けるところだけでかまいません。",
        make=plain(forms.AnswerForm), first=said_before, carry_out=carry_answer,
        may=lambda viewer, member: answers_for(member, viewer),
        done="答えを残しました。会議までは、何度でも書き直せます。",
    ),
    Act(
        name="leave", title="構成員から外す", button="外す", find=find_member,
        lead="この瞬間から、この方は案件を読めません。答えと引き受けた役割は残ります。",
        make=plain(forms.ReasonForm), done="構成員から外しました。", after=INVITE,
        carry_out=lambda member, form, viewer: members.member_leaves(
            member=member, by=viewer, at=viewer.at, **form.cleaned_data
        ),
    ),
    Act(
        name="replace", title="構成員を交代する", button="交代する", find=find_member,
        lead="前の方は、この瞬間から案件を読めません。新しい方が、前の答えも含めて読めます。",
        make=make_member, carry_out=carry_replace, done="構成員を交代しました。", after=INVITE,
    ),
    Act(
        name="secrecy", title="守秘を確認した", button="確認したと記録する", find=find_member,
        lead="会議で知ったことを、正当な理由なく漏らしてはならないこと"
        "（社会福祉法106条の6第5項）を確かめました。構成員でなくなった後も同じです。",
        make=plain(forms.SureForm), may=is_member_or_keeper, done="守秘の確認を記録しました。",
        carry_out=lambda member, form, viewer: members.note_secrecy(
            member=member, by=viewer, at=viewer.at
        ),
    ),
)  # fmt: skip
