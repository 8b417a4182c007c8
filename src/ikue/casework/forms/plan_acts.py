"""What the steps of a plan and the answers to a role ask of the clerk."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from ikue.casework.domain.evaluating import Evaluation, Progress
from ikue.casework.domain.plan_holders import role_staff
from ikue.casework.domain.roles import RoleAnswer
from ikue.casework.enums import AcceptedHow, Achievement, Change, Verdict
from ikue.casework.models import Plan, PlanGoal, RoleAssignment
from ikue.casework.rules import holds_role
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, WarekiDateField

AHEAD = "例：r9.5.24、2027-05-24"
FOR_ANOTHER = (AcceptedHow.IN_MEETING, AcceptedHow.TOLD)


class StepForm(BaseForm):
    """A step that only has to be confirmed."""

    def __init__(self, *args: Any, plan: Plan, by: Viewer, **kwargs: Any) -> None:
        self.plan, self.by = plan, by
        super().__init__(*args, **kwargs)


class CarryOnForm(StepForm):
    next_review_on = WarekiDateField(label="次の見直しの日", help_text=AHEAD)


class ProgressForm(StepForm):
    """目標の様子: one choice and one line per goal."""

    achieved_required = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals: list[PlanGoal] = list(self.plan.goals.all())
        for goal in self.goals:
            self.fields |= self._goal_fields(goal)

    def _goal_fields(self, goal: PlanGoal) -> dict[str, forms.Field]:
        label = f"「{goal.text}」の達成の度合い"
        return {
            f"achieved_{goal.order}": forms.ChoiceField(
                label=label, choices=Achievement.choices, widget=forms.RadioSelect,
                initial=goal.achieved, required=self.achieved_required,
                error_messages={"required": f"{label}を選んでください。"},
            ),
            f"note_{goal.order}": CleanCharField(
                label="達成の様子", max_length=300, required=False, initial=goal.achieved_note
            ),
        }  # fmt: skip

    def goal_rows(self) -> Iterator[tuple[PlanGoal, BoundField, BoundField]]:
        for goal in self.goals:
            yield goal, self[f"achieved_{goal.order}"], self[f"note_{goal.order}"]

    def rest(self) -> list[BoundField]:
        return [field for field in self if not field.name.startswith(("achieved_", "note_"))]

    def to_progress(self) -> dict[UUID, Progress]:
        typed = self.cleaned_data
        return {
            goal.pk: Progress(
                achieved=typed[f"achieved_{goal.order}"], note=typed[f"note_{goal.order}"]
            )
            for goal in self.goals
            if typed[f"achieved_{goal.order}"]
        }


class EvaluateForm(ProgressForm):
    evaluated_on = WarekiDateField(label="評価した日")
    own_voice = CleanTextField(
        label="本人の評価（本人の言葉）", max_length=4000, required=False,
        help_text="よくなったこと、まだ困っていることを、言ったとおりに。",
    )  # fmt: skip
    changes = forms.MultipleChoiceField(
        label="見られた変化", choices=Change.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    remaining = CleanTextField(label="残る課題", max_length=4000, required=False)
    verdict = forms.ChoiceField(label="判定", choices=Verdict.choices, widget=forms.RadioSelect)
    reason = CleanTextField(
        label="判定の理由", max_length=2000, required=False,
        help_text="再プランと中断のときは、必ず書いてください。",
    )  # fmt: skip

    achieved_required = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("evaluated_on", clock.today(self.by.at))

    def to_evaluation(self) -> Evaluation:
        typed = self.cleaned_data
        names = ("evaluated_on", "own_voice", "remaining", "verdict", "reason")
        return Evaluation(
            progress=self.to_progress(), changes=tuple(typed["changes"]),
            **{name: typed[name] for name in names},
        )  # fmt: skip


class AnswerRoleForm(BaseForm):
    """The holder answers in its own name; whoever asked writes another's answer down."""

    how = forms.ChoiceField(
        label="どう聞いたか", widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in FOR_ANOTHER],
    )  # fmt: skip
    who = CleanCharField(
        label="先方のどなたの返事か", max_length=60, help_text="例：地域連携室 山本さん"
    )

    def __init__(self, *args: Any, role: RoleAssignment, by: Viewer, **kwargs: Any) -> None:
        self.role, self.by = role, by
        super().__init__(*args, at=by.at, **kwargs)
        if role.window_id is not None and holds_role(by, role):
            del self.fields["how"], self.fields["who"]

    def to_answer(self) -> RoleAnswer:
        typed = self.cleaned_data
        carrier = typed.get("carrier")
        return RoleAnswer(
            how=typed.get("how", AcceptedHow.ITSELF.value), who=typed.get("who", ""),
            appointment_id=UUID(carrier) if carrier else None,
        )  # fmt: skip


class AcceptRoleForm(AnswerRoleForm):
    carrier = forms.ChoiceField(label="担当する職員", required=False)

    field_order = ("carrier", "how", "who")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["carrier"]
        if self.role.window_id is None or not isinstance(field, forms.ChoiceField):
            del self.fields["carrier"]
            return
        staff = role_staff([self.role.window_id], self.by.at)
        field.choices = [
            ("", "窓口で受ける（だれとは決めない）"),
            *((str(one.pk), f"{one.account.name}（{one.get_role_display()}）") for one in staff),
        ]
        self.initial.setdefault("carrier", str(self._first_carrier([one.pk for one in staff])))

    def _first_carrier(self, staff: list[UUID]) -> UUID | str:
        named = self.role.appointment_id
        return next((pk for pk in (named, self.by.appointment_id) if pk in staff), "")


class DeclineRoleForm(AnswerRoleForm):
    reason = CleanCharField(label="引き受けられない理由", max_length=300)

    field_order = ("reason", "how", "who")


class RoleNoteForm(BaseForm):
    done_on = WarekiDateField(label="した日", help_text="例：きょう、きのう、r8.4.1")
    body = CleanTextField(
        label="したこと・分かったこと", max_length=4000,
        help_text="主担当機関と、役割をお願いした多機関協働が読みます。ほかの担い手は読みません。",
    )  # fmt: skip


class EndRoleForm(AnswerRoleForm):
    """Only confirmed: by whoever keeps the role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.clear()
