"""プランを決定する: 主管課長 puts the edition in force that the conference found fitting."""

from uuid import UUID

from django.urls import reverse

from ikue.casework.domain.plan_queries import PlanPage, show_plan
from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act, NotNow, screen
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.decisions import adopt_plan_after_conference
from ikue.programmes.multi_agency.forms.coordinations import AdoptForm
from ikue.programmes.multi_agency.rules import decides_it


def may_adopt(viewer: Viewer, page: PlanPage) -> None:
    if not decides_it(viewer, page.plan):
        raise NotAllowed("adopt")
    if not any(row.name == "adopt" for row in page.acts):
        raise NotNow("このプランは、いまは決定できません。状態を確かめてください。")


def carry_adopt(page: PlanPage, form: AdoptForm, viewer: Viewer) -> object:
    decided_on = form.cleaned_data["decided_on"]
    return adopt_plan_after_conference(
        plan=page.plan, decided_on=decided_on, by=viewer, at=viewer.at
    )


def back(page: PlanPage) -> str:
    return reverse("casework:plan", args=[page.plan.pk])


def key(viewer: Viewer, page: PlanPage) -> UUID:
    return page.plan.pk


adopt = screen(
    Act(
        name="adopt", title="プランを決定する", button="プランを決定する", form=AdoptForm,
        lead="支援決定と、重層的支援会議で「適切」とされたことを確かめてから、区としてこの版を"
        "実施すると決めます。決定すると、役割を担う窓口にお願いが届き、プランと自分の役割を"
        "読めるようになります。",
        find=show_plan, may=may_adopt, carry_out=carry_adopt, back=back, key=key, family="plan-",
        template="multi_agency/adopt.html", beside=lambda visit, form: {"page": visit.subject},
        done="プランを決定しました。役割を担う窓口が、プランと自分の役割を読めるようになりました。",
    )
)  # fmt: skip
