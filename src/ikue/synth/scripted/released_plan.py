"""出所, the second act: a plan with a 保護司 in it, its evaluation, and the hand-back."""

from datetime import timedelta
from uuid import UUID

from ikue.casework.domain.evaluating import Evaluation, evaluate_plan
from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.plans import end_plan
from ikue.casework.domain.roles import RoleAnswer
from ikue.casework.enums import AcceptedHow, Achievement, Change, Counterpart, EntryMethod, Verdict
from ikue.casework.models import Case, Plan
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.domain.decisions import end_support
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.programmes.multi_agency.domain.recording import Discussion
from ikue.programmes.multi_agency.enums import CompletionOpinion, Conference
from ikue.programmes.multi_agency.models import Coordination, SupportDecision
from ikue.synth.scripted import sittings
from ikue.synth.scripted.planning import (
    Conferring,
    accept_for_partner,
    accept_roles,
    adopt,
    by_goal,
    closed,
    found_fitting,
    monitor,
    propose,
)
from ikue.synth.scripted.together import (
    COORDINATOR,
    MANAGER,
    Members,
    convene,
    present_at,
    talked_over,
)
from ikue.synth.ward import Ward
from ikue.synth.writing import Note

DESK, WELFARE, COMMUNITY = "ogubashi.rei", "kaede.kotaro", "enishi.wakana"
TOLD = (
    "self_reliance", "public_assistance_nippori", "community_welfare", "probation_officers",
    "multi_agency",
)  # fmt: skip
PURPOSE = "出所の後の住まい・仕事・健康を一緒に支えるため"
WORK, PEOPLE = "月に十日、木工の仕事を続ける", "困ったときに電話できる人が二人いる"
MEMBERS = Members(
    staff=(DESK, WELFARE, COMMUNITY),
    partners=(("probation_officers", "担当の保護司", "保護司法による。書面で確かめた"),),
)


def carried_through(ward: Ward, case: Case, person_id: UUID) -> None:
    plan = propose(ward, case, _writing(ward, person_id), at=ward.ago(60, 14, 0))
    found_fitting(
        ward, case, plan, _conferring(person_id), sits_at=sittings.first(ward),
        at=ward.ago(59, 10, 0),
    )  # fmt: skip
    adopt(ward, plan, at=ward.ago(57, 9, 0))
    accept_roles(ward, plan, (
        (DESK, "仕事の相談", ward.ago(56, 10, 0)),
        (WELFARE, "暮らしの費用", ward.ago(56, 11, 0)),
        (COMMUNITY, "木工サロン", ward.ago(55, 10, 0)),
    ))  # fmt: skip
    told = RoleAnswer(how=AcceptedHow.TOLD, who="担当の保護司")
    accept_for_partner(ward, plan, "月二回の面接", told, at=ward.ago(55, 16, 0))
    _carried_on(ward, case, person_id)
    _last_conference(ward, case, person_id)
    _evaluated(ward, plan)
    _handed_back(ward, case)


def _writing(ward: Ward, person_id: UUID) -> Writing:
    windows = ward.windows
    facts = PlanFacts(
        person_ids=(person_id,), wishes="静かに働いて、だれにも迷惑をかけずに暮らしたい。",
        challenges="頼れる人がなく、住まいと収入が同時に始まる",
        long_goal="荒川で働きながら暮らす", direction="最初の三か月は、会う日を切らさない",
        own_part="面談の日に来る。行けない日は電話する。",
        community_part="木工サロンで、棚の直しを手伝ってもらう",
        period_from=ward.on(-57), period_to=ward.on(-4),
        lead_window_id=windows["self_reliance"].pk, next_review_on=ward.on(-4),
        explained_on=ward.on(-61), agreed_how="本人と一行ずつ読み、署名した",
    )  # fmt: skip
    goals = (
        GoalFacts(text=WORK, measure="木工所の出勤簿"),
        GoalFacts(text=PEOPLE, measure="本人が名前を言える"),
    )
    roles = (
        RoleFacts(what="仕事の相談", window_id=windows["self_reliance"].pk, frequency="週1回"),
        RoleFacts(
            what="暮らしの費用", window_id=windows["public_assistance_nippori"].pk,
            content="働きはじめた月の収入の届けを一緒に書く",
        ),
        RoleFacts(what="木工サロン", window_id=windows["community_welfare"].pk, frequency="月2回"),
        RoleFacts(
            what="月二回の面接", agency_code="probation_officers", partner_name="担当の保護司",
            frequency="月2回",
        ),
    )  # fmt: skip
    return Writing(facts=facts, goals=goals, roles=roles)


def _conferring(person_id: UUID) -> Conferring:
    return Conferring(
        preparation=Preparation(
            purpose="出所の後の計画が、本人に合っているかを話し合う",
            person_ids=(person_id,),
            household_image="一人暮らしを始めたばかり。手先が器用で、口数は少ない。",
            done_now="面談、受診の同行、保護司の面接",
            points="最初のひと月、会う日をどう切らさないか",
        ),
        members=MEMBERS,
        minutes="面接・面談・サロンの日をずらし、週に二度はだれかに会う形にする。",
    )


def _carried_on(ward: Ward, case: Case, person_id: UUID) -> None:
    monitor(ward, DESK, case, person_id, WORK, Note(
        at=ward.ago(40, 18, 10), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
        body="木工所で週三日。「道具の置き場を任された」と初めて自分から話した。",
        outcome="収入の届けは次の面談で一緒に書く。",
    ))  # fmt: skip
    monitor(ward, DESK, case, person_id, PEOPLE, Note(
        at=ward.ago(18, 18, 20), method=EntryMethod.INTERVIEW, counterpart=Counterpart.PERSON,
        body="困ったときに電話する人を聞くと「保護司さんと、サロンの棟梁」。",
        outcome="担当が替わるときの話を、少しずつ始める。",
    ))  # fmt: skip


def _last_conference(ward: Ward, case: Case, person_id: UUID) -> None:
    """重層的支援会議 on how it went, in the meeting that also held a 支援会議 item."""
    item = convene(
        ward, case, Conference.MULTILAYER,
        Preparation(
            purpose="三か月の経過を確かめ、終え方を話し合う", person_ids=(person_id,),
            household_image="木工所で働き、サロンでは教える側に回りはじめた。",
            done_now="週一回の面談、保護司の面接", points="だれが、これからの様子を聞くか",
        ),
        MEMBERS, sits_at=sittings.last(ward), at=ward.ago(10, 11, 0),
    )  # fmt: skip
    ended_at = sittings.last(ward) + timedelta(minutes=80)
    discussion = Discussion(
        discussed_at=ended_at, attended=present_at(ward, item, at=ended_at),
        minutes="仕事とつながりは続いている。計画としては終えてよい。",
        direction="サポートデスクが様子を聞き、保護司の面接は期間の終わりまで続く",
        progress="仕事は月十二日。電話できる人が二人いる。",
        completion_opinion=CompletionOpinion.COMPLETE,
    )  # fmt: skip
    closed(ward, talked_over(ward, item, discussion, at=ended_at + timedelta(minutes=20)))


def _evaluated(ward: Ward, plan: Plan) -> None:
    with ward.acting(COORDINATOR, ward.ago(5, 10, 0)) as viewer:
        plan = Plan.objects.get(pk=plan.pk)
        evaluation = Evaluation(
            evaluated_on=ward.on(-5), verdict=Verdict.COMPLETE,
            changes=(Change.HOUSING, Change.WORK, Change.PARTICIPATION, Change.SUPPORTER),
            remaining="部屋の更新が来年にある",
            own_voice="「棚を直すと、礼を言われる。それがいい」",
            progress=by_goal(plan, {
                WORK: (Achievement.ACHIEVED, "先月は十二日"),
                PEOPLE: (Achievement.ACHIEVED, "保護司と、サロンの棟梁"),
            }),
        )  # fmt: skip
        evaluate_plan(plan=plan, evaluation=evaluation, by=viewer, at=viewer.at)
        end_plan(plan=Plan.objects.get(pk=plan.pk), by=viewer, at=viewer.at)


def _handed_back(ward: Ward, case: Case) -> None:
    """支援決定の終了, then 手離れ: the requester is told, the lead stays, a day is set."""
    with ward.acting(MANAGER, ward.ago(5, 13, 0)) as viewer:
        decision = SupportDecision.objects.get(case_id=case.pk)
        end_support(
            decision=decision, ended_on=ward.on(-5), reason="計画を終え、主担当の窓口で足りるため",
            by=viewer, at=viewer.at,
        )  # fmt: skip
    with ward.acting(COORDINATOR, ward.ago(5, 14, 0)) as viewer:
        step_out(
            coordination=Coordination.objects.get(case_id=case.pk), by=viewer, at=viewer.at,
            hand_back=HandBack(
                words="計画は終わりました。週一回の面談を月一回にし、更新の前に連絡をください。",
                follow_up_on=ward.on(2),
            ),
        )  # fmt: skip
