"""Named recipes of plans: a household that 多機関協働 has taken up, with the mother's consent."""

from dataclasses import replace
from datetime import date

from ikue.casework.domain.cases import Next
from ikue.casework.domain.evaluating import Evaluation, Progress, evaluate_plan
from ikue.casework.domain.plan_editing import edit_plan
from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.plans import adopt_plan, draft_plan, propose_plan
from ikue.casework.domain.referrals import Acceptance
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Plan, Referral, RoleAssignment
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.people.models import Person
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.coordinations import take_up_request
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, ask_consent, give_consent
from ikue.sharing.enums import DISCUSSED, FieldClass
from ikue.sharing.models import Consent
from tests.cast import Cast
from tests.factories.referrals import received_8050, send

CONSENTED = ("self_reliance", "support_center_arakawa", "education", "hospital")
UNTIL = date(2027, 3, 31)
REVIEW = date(2027, 2, 24)


def coordinated_8050(cast: Cast, *, codes: tuple[str, ...] = CONSENTED) -> Case:
    """Supported at the self-reliance desk, taken up by 多機関協働; トメさん consents."""
    reception = received_8050(cast)
    with cast.acting("desk") as by:
        case = support_here(
            consultation=Consultation.objects.get(pk=reception.pk),
            responsible=cast.appointment("desk"),
            next_action=Next(what="訪問", due_on=date(2026, 12, 4)), reason="", by=by, at=cast.at,
        )  # fmt: skip
    kind = ReferralKind.MULTI_AGENCY
    referral = send(cast, case.circle_id, to="multi_agency", kind=kind)
    with cast.acting("coordinator") as by:
        taken = Acceptance(
            named=cast.appointment("coordinator"), first_contact_on=clock.today(cast.at)
        )
        take_up_request(
            referral=Referral.objects.get(pk=referral.pk), acceptance=taken, by=by, at=cast.at
        )
    if codes:
        consented(cast, case, codes=codes)
    return case


def consented(
    cast: Cast, case: Case, *, codes: tuple[str, ...] = CONSENTED, name: str = "トメ",
    until: date = UNTIL, classes: FieldClass = DISCUSSED,
) -> Consent:  # fmt: skip
    with cast.acting("desk") as by:
        person = Person.objects.get(circle_id=case.circle_id, given_name=name)
        asked = ask_consent(person_id=person.pk, circle_id=case.circle_id, by=by, at=cast.at)
        return give_consent(
            consent=asked, answer=ConsentAnswer(words="みんなで考えてもらえるなら"), by=by,
            at=cast.at, scope=ConsentScope(
                window_codes=codes, purpose="支援の調整", until=until, classes=classes
            ),
        )  # fmt: skip


def window(code: str) -> Window:
    return Window.objects.get(code=code)


def a_writing(case: Case, **changes) -> Writing:
    """A whole edition: one goal, a role of the desk, of 地域包括 and of a hospital."""
    person = Person.objects.get(circle_id=case.circle_id, given_name="トメ")
    facts = PlanFacts(
        person_ids=(person.pk,), wishes="この家で、息子と暮らしたい",
        challenges="物忘れと、家計の心配", long_goal="家で安心して暮らす",
        direction="受診と家計を先に整える", own_part="週に一度、包括に電話する",
        period_from=date(2026, 11, 24), period_to=date(2027, 5, 31),
        lead_window_id=window("self_reliance").pk, next_review_on=REVIEW,
    )  # fmt: skip
    roles = (
        RoleFacts(what="家計の相談", window_id=window("self_reliance").pk, frequency="月2回"),
        RoleFacts(
            what="受診の同行", window_id=window("support_center_arakawa").pk,
            content="物忘れ外来に付き添う", limit_on=date(2026, 12, 25),
        ),
        RoleFacts(what="診察", agency_code="hospital", partner_name="地域連携室"),
    )  # fmt: skip
    goals = (GoalFacts(text="物忘れ外来を受診する", measure="診断がつく"),)
    return replace(Writing(facts=facts, goals=goals, roles=roles), **changes)


def drafted(cast: Cast, case: Case, **changes) -> Plan:
    with cast.acting("coordinator") as by:
        case = Case.objects.get(pk=case.pk)
        plan = draft_plan(case=case, facts=None, by=by, at=cast.at)
        writing = a_writing(case, **changes)
        return edit_plan(
            plan_id=plan.pk, writing=writing, seen_version=plan.version, by=by, at=cast.at
        )


def proposed(cast: Cast, case: Case, **changes) -> Plan:
    plan = drafted(cast, case, **changes)
    with cast.acting("coordinator") as by:
        return propose_plan(plan=Plan.objects.get(pk=plan.pk), by=by, at=cast.at)


def in_force(cast: Cast, case: Case | None = None, **changes) -> Plan:
    """Decided the same day by 主管課長; every role is asked for."""
    plan = proposed(cast, case or coordinated_8050(cast), **changes)
    with cast.acting("coordination_manager") as by:
        return adopt_plan(
            plan=Plan.objects.get(pk=plan.pk), decided_on=clock.today(cast.at), by=by, at=cast.at
        )


def evaluated(cast: Cast, plan: Plan, verdict: str = "complete") -> Plan:
    with cast.acting("coordinator") as by:
        plan = Plan.objects.get(pk=plan.pk)
        evaluate_plan(
            plan=plan, by=by, at=cast.at,
            evaluation=Evaluation(
                evaluated_on=clock.today(cast.at), verdict=verdict, changes=("medical",),
                own_voice="病院に行けてよかった", reason="受診できた",
                progress={goal.pk: Progress(achieved="achieved") for goal in plan.goals.all()},
            ),
        )  # fmt: skip
        return Plan.objects.get(pk=plan.pk)


def role(cast: Cast, plan: Plan, what: str, *, by: str = "coordinator") -> RoleAssignment:
    with cast.acting(by):
        return RoleAssignment.objects.get(plan_id=plan.pk, what=what)
