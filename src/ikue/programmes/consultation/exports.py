"""相談受付・申込票 and アセスメントシート as label and value, and as text for other systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import TextChoices

from ikue.kernel import clock
from ikue.kernel.wareki import PartialDate, format_both, format_partial, format_wareki
from ikue.people.enums import Interpreter, Sex
from ikue.people.models import Person
from ikue.programmes.consultation.domain.queries import ShownConsultation
from ikue.programmes.consultation.enums import (
    NOT_GIVEN,
    OFFICIAL_ISSUES,
    Caller,
    ConsentVariant,
    FieldKind,
    FieldScope,
    HealthInsurance,
    Housing,
    Issue,
    Pension,
    Route,
    Work,
)
from ikue.programmes.consultation.models import Assessment, AssessmentField, Consultation
from ikue.sharing.domain.standing import Standing, purpose_of, said_of, standing_of
from ikue.sharing.enums import Basis, ConsentGiver, ConsentMethod, ConsentState
from ikue.sharing.models import Consent

Row = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One box of 相談内容: ○ ticked, ◎ the worst one."""

    label: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The form's blocks in the order of the paper."""

    head: tuple[Row, ...]
    person: tuple[Row, ...]
    caller: tuple[Row, ...]
    official: tuple[Tick, ...]
    further: tuple[Tick, ...]
    consent: tuple[Row, ...]
    second_sheet: tuple[Row, ...]
    further_facts: tuple[Row, ...]


def paper_of(shown: ShownConsultation, *, window_name: str, at: datetime) -> Paper:
    record = shown.record
    ticks = tuple(_tick(issue, record) for issue in Issue)
    return Paper(
        head=(
            ("受付番号", record.number),
            ("受付日", _moment(record.received_at)),
            ("受付した窓口", window_name),
            ("担当者", shown.responsible.name),
        ),
        person=_person_rows(shown, at),
        caller=_caller_rows(shown),
        official=ticks[:OFFICIAL_ISSUES],
        further=tuple(tick for tick in ticks[OFFICIAL_ISSUES:] if tick.mark),
        consent=_consent_rows(shown, at),
        second_sheet=(
            ("仕事", said(Work, record.work)),
            ("住居", said(Housing, record.housing)),
            ("健康保険", said(HealthInsurance, record.health_insurance)),
            ("年金", said(Pension, record.pension)),
        ),
        further_facts=(
            ("相談方法", record.get_channel_display()),
            ("相談経路", said(Route, record.route)),
            ("ほかに知っている人・機関", record.known_by),
            ("他システムの番号", record.other_system_number),
        ),
    )


def said(choices: type[TextChoices], code: str) -> str:
    """The label of a code; what is none (carried over from elsewhere) as it stands."""
    return str(choices(code).label) if code in choices.values else code


def _tick(issue: Issue, record: Consultation) -> Tick:
    ticked = issue.value in record.issues
    mark = "◎" if record.worst_issue == issue.value else "○" if ticked else ""
    return Tick(label=str(issue.label), mark=mark)


def _person_rows(shown: ShownConsultation, at: datetime) -> tuple[Row, ...]:
    principal = shown.principal
    person = principal.person if principal else None
    if principal is None or person is None:
        return (("本人", principal.label if principal else ""),)
    return (
        ("ふりがな", person.kana),
        ("氏名", person.name),
        ("性別", str(Sex(person.sex).label)),
        ("生年月日", _birth(person, principal.age_words)),
        *_language_rows(person),
    )


def _birth(person: Person, age: str) -> str:
    if person.birth is None:
        return ""
    if person.birth_on is not None and not person.birth_is_approximate:
        return f"{format_both(person.birth_on)} {age}"
    known = PartialDate(*_parts(person), about=person.birth_is_approximate)
    return f"{format_partial(known)} {age}"


def _parts(person: Person) -> tuple[int, int | None, int | None]:
    assert person.birth_year is not None
    return person.birth_year, person.birth_month, person.birth_day


def _language_rows(person: Person) -> tuple[Row, ...]:
    rows: list[Row] = []
    if person.latin_name:
        rows.append(("ローマ字の氏名", person.latin_name))
    if person.language:
        rows.append(("使う言葉", person.language))
    if person.interpreter != Interpreter.NONE:
        rows.append(("通訳", str(Interpreter(person.interpreter).label)))
    return tuple(rows)


def _caller_rows(shown: ShownConsultation) -> tuple[Row, ...]:
    record = shown.record
    rows: tuple[Row, ...] = (("だれから", record.get_caller_display()),)
    if record.caller == Caller.PERSON or not shown.names_caller:
        return rows
    return (*rows, ("氏名", record.caller_name), ("本人との関係", record.caller_relation))


def _consent_rows(shown: ShownConsultation, at: datetime) -> tuple[Row, ...]:
    """The track follows the consent records; what was ticked at the reception stays as words."""
    record, consent = shown.record, shown.consent
    now = consent_now(shown, clock.today(at))
    rows: list[Row] = [("同意", now)]
    if now != record.get_consent_variant_display():
        rows.append(("受付のとき", record.get_consent_variant_display()))
    if record.no_consent_reason and now != Standing.IN_FORCE.label:
        rows.append(("同意がない理由", record.no_consent_reason))
    if consent is not None and consent.state == ConsentState.GIVEN:
        rows += [
            ("同意した人", _giver(consent)),
            ("方法", said(ConsentMethod, consent.method)),
            ("言葉・様子", said_of(consent).words),
            ("目的", purpose_of(consent)),
            ("いつまで", format_wareki(consent.until) if consent.until else ""),
        ]
    return tuple(rows)


def consent_now(shown: ShownConsultation, on: date) -> str:
    """同意あり・なし as it stands today; whoever reads by consent has it before their eyes."""
    if shown.consent is None and shown.decision.basis == Basis.CONSENT:
        return str(Standing.IN_FORCE.label)
    standing = standing_of(shown.consent, on)
    ticked = ConsentVariant(shown.record.consent_variant)
    if standing == Standing.NOT_ASKED or (standing == Standing.REFUSED and ticked in NOT_GIVEN):
        return str(ticked.label)
    return str(standing.label)


def _giver(consent: Consent) -> str:
    giver = said(ConsentGiver, consent.giver)
    name = said_of(consent).giver_name
    return f"{giver} {name}" if name else giver


def pasted_text(shown: ShownConsultation, *, window_name: str, at: datetime) -> str:
    """他システム貼付文: no whereabouts, no empty lines; pasted once instead of typed twice."""
    record = shown.record
    issues = [str(Issue(one).label) for one in record.issues if one in Issue.values]
    rows = (
        ("相談受付", f"{record.number}（{window_name}）"),
        ("受付日時", _moment(record.received_at)),
        ("受付者", shown.responsible.name),
        ("本人", _named(shown)),
        ("世帯", "、".join(_others(shown))),
        ("だれから", "　".join(filter(None, (value for _, value in _caller_rows(shown))))),
        ("相談方法", record.get_channel_display()),
        ("緊急度", "　".join(filter(None, (record.get_urgency_display(), record.urgency_reason)))),
        ("相談内容", "、".join(issues)),
        ("話されたこと", record.complaint),
        *(("追記", one.body) for one in shown.additions),
        ("希望", record.wish),
        ("同意", consent_now(shown, clock.today(at))),
        ("いまの状態", record.state_label),
        ("次の期日", _next(record)),
        ("他システムの番号", record.other_system_number),
    )
    lines = [f"【{label}】{value}" for label, value in rows if value]
    return "\n".join([*lines, f"（{_moment(at)} 現在）"])


def _named(shown: ShownConsultation) -> str:
    principal = shown.principal
    if principal is None:
        return ""
    kana = principal.person.kana if principal.person else ""
    return "　".join(filter(None, (principal.label, kana, principal.age_words)))


def _others(shown: ShownConsultation) -> list[str]:
    others = (one for one in shown.members if one.person_id != shown.record.person_id)
    return [_member(one.label, one.age_words) for one in others]


def _member(label: str, age: str) -> str:
    return label if age in label else f"{label}（{age}）"


def _next(record: Consultation) -> str:
    if record.next_on is None:
        return ""
    return "　".join(filter(None, (format_wareki(record.next_on), record.next_what)))


def _moment(at: datetime) -> str:
    local = at.astimezone(clock.TOKYO)
    return f"{format_wareki(local.date())} {local:%H:%M}"


def identity_text(**facts: object) -> str:
    """本人の登録 as lines, to be laid beside another version of it."""
    lines = []
    for name, label in IDENTITY.items():
        value = facts.get(name)
        words = _words(name, value)
        if words:
            lines.append(f"{label}：{words}")
    return "\n".join(lines)


def _words(name: str, value: object) -> str:
    if isinstance(value, PartialDate):
        return format_partial(value)
    if name == "sex":
        return said(Sex, str(value or ""))
    if name == "interpreter":
        return said(Interpreter, str(value or ""))
    return str(value or "")


IDENTITY = {
    "family_name": "姓",
    "given_name": "名",
    "family_kana": "せい",
    "given_kana": "めい",
    "latin_name": "ローマ字の氏名",
    "known_as": "呼び名・特徴",
    "birth": "生年月日",
    "sex": "性別",
    "language": "使う言葉",
    "interpreter": "通訳",
}


@dataclass(frozen=True, kw_only=True)
class SheetPart:
    """A titled part of インテーク・アセスメントシート, its answers in words."""

    title: str
    items: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    household: tuple[SheetPart, ...]
    members: tuple[SheetPart, ...]


def sheet_of(
    assessment: Assessment, fields: Sequence[AssessmentField], names: Mapping[str, str]
) -> Sheet:
    """What was answered, by section and by member. Members without a name for this viewer stay
    out; an answer to a box that the form no longer has is kept in the row and not shown."""
    household = [field for field in fields if field.scope == FieldScope.HOUSEHOLD]
    each = [field for field in fields if field.scope == FieldScope.PERSON]
    sections = groupby(household, key=lambda field: field.section)
    parts = (_part(title, list(rows), assessment.answers) for title, rows in sections)
    by_member = (
        _part(name, each, assessment.member_answers.get(person, {}))
        for person, name in names.items()
    )
    return Sheet(
        household=tuple(part for part in parts if part.items),
        members=tuple(part for part in by_member if part.items),
    )


def _part(
    title: str, fields: Sequence[AssessmentField], answers: Mapping[str, object]
) -> SheetPart:
    rows = ((field.label, _answer(field, answers.get(field.code))) for field in fields)
    return SheetPart(title=title, items=tuple((label, said) for label, said in rows if said))


def _answer(field: AssessmentField, value: object) -> str:
    words = dict(field.options)
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "、".join(words.get(str(one), str(one)) for one in value)
    if field.kind == FieldKind.DATE:
        return format_both(date.fromisoformat(str(value)))
    if field.kind == FieldKind.NUMBER:
        return f"{value:,}"
    return words.get(str(value), str(value))
