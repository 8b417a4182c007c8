"""支援プランの用紙: one sheet with rows for goals and roles, which grow by a button without script.

A row left empty, or ticked 「外す」, goes. Carriers can be chosen once a window is: the sheet is
shown again with the people who serve there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from ikue.casework.domain.destinations import Destination
from ikue.casework.domain.plan_facts import COLUMNS, GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.plan_holders import role_partners, role_staff, role_windows
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.showing import nameable
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, WarekiDateField

AHEAD = "例：r9.2.24、2027-02-24"
MOST_ROWS = 30
MANY = ("persons",)
CHOOSE = "選んでください"
PARTNERS = "アカウントのない機関（返事はこちらで記録します）"


ROLE_CONTENT_MAX = 2000
"""How long the content of a role may be, in a plan as in a conference."""


class MainForm(BaseForm):
    """Everything of an edition but its goals and roles."""

    persons = forms.MultipleChoiceField(
        label="プランに載せる方", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="担い手に伝えることに同意した方だけです。ほかの方は続柄だけが載ります。",
    )  # fmt: skip
    wishes = CleanTextField(
        label="本人の希望（本人の言葉）", max_length=4000, required=False,
        help_text="かぎ括弧を付けて、いちばん上に載ります。言ったとおりに書いてください。",
    )  # fmt: skip
    family_wishes = CleanTextField(label="家族の希望", max_length=4000, required=False)
    challenges = CleanTextField(label="世帯の課題", max_length=4000, required=False)
    long_goal = CleanTextField(label="長期目標", max_length=2000, required=False)
    direction = CleanTextField(label="支援の方向性", max_length=4000, required=False)
    own_part = CleanTextField(label="本人がすること", max_length=2000, required=False)
    family_part = CleanTextField(label="家族がすること", max_length=2000, required=False)
    community_part = CleanTextField(label="地域がすること", max_length=2000, required=False)
    uses_participation = forms.BooleanField(label="参加支援を使う", required=False)
    uses_outreach = forms.BooleanField(label="アウトリーチを使う", required=False)
    request_to_programmes = CleanTextField(
        label="参加支援・アウトリーチへの依頼", max_length=2000, required=False
    )
    lead_window_id = forms.ChoiceField(label="主担当機関", required=False)
    period_from = WarekiDateField(label="期間の始まり", required=False, help_text=AHEAD)
    period_to = WarekiDateField(label="期間の終わり", required=False, help_text=AHEAD)
    next_review_on = WarekiDateField(label="次の見直しの日", required=False, help_text=AHEAD)
    explained_on = WarekiDateField(label="本人に説明した日", required=False, help_text=AHEAD)
    agreed_how = CleanCharField(
        label="本人の同意のしかた", max_length=200, required=False,
        help_text="例：説明を聞いて署名した、口頭で「それでいい」",
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def to_facts(self) -> PlanFacts:
        typed = self.cleaned_data
        lead = typed["lead_window_id"]
        plain = {name: typed[name] for name in COLUMNS if name != "lead_window_id"}
        return PlanFacts(
            person_ids=tuple(UUID(pk) for pk in typed["persons"]),
            lead_window_id=UUID(lead) if lead else None, **plain,
        )  # fmt: skip


class Row(BaseForm):
    """One row of the sheet; `is_gone` when it was left empty or ticked off."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    drop = forms.BooleanField(label="この行を外す", required=False)

    main_field = ""

    @property
    def is_gone(self) -> bool:
        typed = self.cleaned_data
        said = [value for name, value in typed.items() if name not in ("id", "drop")]
        return bool(typed.get("drop")) or not any(said)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.is_gone and not cleaned.get(self.main_field):
            self.add_error(
                self.main_field, f"「{self.fields[self.main_field].label}」を書いてください。"
            )
        return cleaned


class GoalRow(Row):
    text = CleanCharField(label="目標", max_length=300, required=False)
    measure = CleanCharField(label="どうなれば達成か", max_length=300, required=False)

    main_field = "text"
    field_order = ("text", "measure", "drop")

    def to_facts(self) -> GoalFacts:
        typed = self.cleaned_data
        return GoalFacts(id=typed["id"], text=typed["text"], measure=typed["measure"])


class RoleRow(Row):
    holder = forms.ChoiceField(label="機関・窓口", required=False)
    carrier = forms.ChoiceField(label="担当者", required=False)
    partner_name = CleanCharField(
        label="先方の担当（アカウントなし）", max_length=80, required=False
    )
    what = CleanCharField(label="役割", max_length=120, required=False)
    content = CleanTextField(
        label="内容",
        max_length=ROLE_CONTENT_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    frequency = CleanCharField(label="頻度", max_length=60, required=False)
    limit_on = WarekiDateField(label="期限", required=False, help_text=AHEAD)

    main_field = "what"
    field_order = (
        "holder", "what", "content", "frequency", "limit_on", "carrier", "partner_name", "drop",
    )  # fmt: skip

    def __init__(self, *args: Any, holders: "Holders", chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "holder", holders.choices)
        set_choices(self, "carrier", holders.carriers_at(chosen))

    def to_facts(self) -> RoleFacts:
        typed = self.cleaned_data
        kind, _, key = typed["holder"].partition("-")
        return RoleFacts(
            id=typed["id"],
            window_id=UUID(key) if kind == "w" else None,
            agency_code=key if kind == "a" else "",
            appointment_id=UUID(typed["carrier"]) if typed["carrier"] else None,
            partner_name=typed["partner_name"] if kind == "a" else "",
            **{name: typed[name] for name in ("what", "content", "frequency", "limit_on")},
        )


def set_choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class Holders:
    """Who can carry a role today: windows, partners, and the people at the windows chosen."""

    def __init__(self, by: Viewer, chosen: Iterable[str]) -> None:
        self.windows = role_windows(by.at)
        partners = role_partners(by.at)
        own = [(Destination(window=window).key, window.name) for window in self.windows]
        others = [(Destination(agency=agency).key, agency.name) for agency in partners]
        self.choices: list[Any] = [("", CHOOSE), ("窓口", own), (PARTNERS, others)]
        wanted = {key.removeprefix("w-") for key in chosen if key.startswith("w-")}
        known = [window.pk for window in self.windows if str(window.pk) in wanted]
        self.staff: list[Appointment] = role_staff(known, by.at)

    def carriers_at(self, holder: str) -> list[tuple[str, str]]:
        here = [one for one in self.staff if f"w-{one.window_id}" == holder]
        return [
            ("", "窓口で受ける（だれとは決めない）"),
            *((str(one.pk), f"{one.account.name}（{one.get_role_display()}）") for one in here),
        ]

    @property
    def leads(self) -> list[tuple[str, str]]:
        return [("", CHOOSE), *((str(window.pk), window.name) for window in self.windows)]


class Sheet:
    """The whole sheet, from `values` by field name: as it stands, as it was typed, as it is sent.

    Bound only when it is saved: a row added or a window chosen shows it again without complaints.
    """

    def __init__(
        self, values: Mapping[str, Any], *, by: Viewer, circle_id: UUID,
        data: QueryDict | None = None,
    ) -> None:  # fmt: skip
        self.values = values
        self.goal_count, self.role_count = (row_count(values, kind) for kind in ("goal", "role"))
        chosen = [str(values.get(f"role-{n}-holder", "")) for n in range(self.role_count)]
        holders = Holders(by, chosen)
        self.main = MainForm(data, at=by.at, initial=dict(values))
        set_choices(self.main, "persons", nameable(by, circle_id))
        set_choices(self.main, "lead_window_id", holders.leads)
        self.goals = [GoalRow(data, **self._row(f"goal-{n}", by)) for n in range(self.goal_count)]
        self.roles = [
            RoleRow(data, holders=holders, chosen=key, **self._row(f"role-{n}", by))
            for n, key in enumerate(chosen)
        ]

    def _row(self, prefix: str, by: Viewer) -> dict[str, Any]:
        begin = f"{prefix}-"
        initial = {
            name.removeprefix(begin): value
            for name, value in self.values.items()
            if name.startswith(begin)
        }
        return {"prefix": prefix, "at": by.at, "initial": initial}

    def is_valid(self) -> bool:
        """Errors of a row are told in the summary on top as well."""
        sound = self.main.is_valid()
        for label, rows in (("達成目標", self.goals), ("役割分担", self.roles)):
            for place, row in enumerate(rows, 1):
                for failure in [] if row.is_valid() else row.errors.values():
                    self.main.add_error(None, f"{label}{place}行目：{' '.join(map(str, failure))}")
                    sound = False
        return sound

    def to_writing(self) -> Writing:
        return Writing(
            facts=self.main.to_facts(),
            goals=tuple(row.to_facts() for row in self.goals if not row.is_gone),
            roles=tuple(row.to_facts() for row in self.roles if not row.is_gone),
        )


def row_count(values: Mapping[str, Any], kind: str) -> int:
    """How many rows there are: as many as were shown, or as were written in; at least one."""
    written = [
        int(parts[1]) + 1
        for name, value in values.items()
        if value and (parts := f"{name}-".split("-"))[0] == kind and parts[1].isdecimal()
    ]
    shown = str(values.get(f"{kind}_count", ""))
    return min(max(1, int(shown) if shown.isdecimal() else 1, *written), MOST_ROWS)


def values_of(writing: Writing, *, version: int) -> dict[str, Any]:
    """An edition as the values of its sheet."""
    facts = writing.facts
    values: dict[str, Any] = {name: getattr(facts, name) for name in COLUMNS}
    values |= {
        "persons": [str(pk) for pk in facts.person_ids],
        "lead_window_id": str(facts.lead_window_id or ""),
        "goal_count": str(len(writing.goals)), "role_count": str(len(writing.roles)),
        "seen_version": version,
    }  # fmt: skip
    for place, goal in enumerate(writing.goals):
        values |= {f"goal-{place}-{name}": value for name, value in asdict(goal).items()}
    for place, role in enumerate(writing.roles):
        values |= {f"role-{place}-{name}": value for name, value in _role_values(role).items()}
    return values


def _role_values(role: RoleFacts) -> dict[str, Any]:
    holder = f"w-{role.window_id}" if role.window_id else f"a-{role.agency_code}"
    return asdict(role) | {"holder": holder, "carrier": str(role.appointment_id or "")}


def typed_values(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, from a request or from a draft: one value a field, but for the persons."""
    return {name: _typed(name, value) for name, value in content.items()}


def _typed(name: str, value: Any) -> Any:
    listed = value if isinstance(value, list) else [value]
    if name in MANY:
        return [one for one in listed if one]
    return listed[-1] if listed else ""


def with_one_more(values: dict[str, Any], kind: str) -> dict[str, Any]:
    return values | {f"{kind}_count": str(row_count(values, kind) + 1)}
