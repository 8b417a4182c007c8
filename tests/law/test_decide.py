"""判断の真理値表, written from the law's tables by hand: `Rights.decide` is pure, so no database.

Own duty and consent, the order of deciding, F1 of the supported alone, the acts of each basis; F4
needs a grant that names F4 and the tag, F6a has no release (docs/law.md).
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from ikue.directory.enums import Role
from ikue.directory.viewers import Viewer
from ikue.kernel.clock import TOKYO
from ikue.sharing.domain.deciding import ABSENT, HeldGrant, Information, Rights
from ikue.sharing.domain.opening import own_duty
from ikue.sharing.enums import Act, FieldClass, StrictTag

AT = datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)
OUR_WINDOW, OTHER_WINDOW = uuid.uuid4(), uuid.uuid4()
CIRCLE, OTHER_CIRCLE = uuid.uuid4(), uuid.uuid4()
MOTHER, SON = uuid.uuid4(), uuid.uuid4()

VIEWER = Viewer(
    account_id=uuid.uuid4(), appointment_id=uuid.uuid4(), window_id=OUR_WINDOW,
    role=Role.COUNSELLOR, at=AT, name="相田 まどか", window_name="サポートデスク",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    circle_id: uuid.UUID = CIRCLE
    owner_window_id: uuid.UUID = OTHER_WINDOW


OURS = Row(owner_window_id=OUR_WINDOW)
THEIRS = Row()

GRANT = HeldGrant(
    id=uuid.uuid4(), circle_id=CIRCLE, basis="consent", classes=FieldClass.F1 | FieldClass.F3,
    acts=Act.READ | Act.PRINT, tags=frozenset(), person_id=None, until=None, end_event="撤回",
)  # fmt: skip
DUTY = replace(GRANT, basis="own_duty", classes=FieldClass.F0, end_event="窓口が離れる")

ACTS = ("READ", "REVEAL", "WRITE", "PRINT", "EXPORT", "DISCLOSE")
CLASSES = ("F0", "F1", "F2", "F3", "F4", "F5", "F6A", "F6B", "PACKET")


def allowed(rights: Rights, row: Row, field_class: str, act: str = "READ", **more: object) -> bool:
    return rights.decide(Information.of(row, FieldClass[field_class], **more), act=Act[act]).allowed


# --- own rows: 自窓口の相談支援, acts READ REVEAL WRITE PRINT
OWN_ACTS = {
    "READ": True, "REVEAL": True, "WRITE": True, "PRINT": True, "EXPORT": False, "DISCLOSE": False,
}  # fmt: skip


@pytest.mark.parametrize("field_class", ["F0", "F1", "F2", "F3", "F4", "F6A", "F6B"])
@pytest.mark.parametrize(("act", "expected"), OWN_ACTS.items())
def test_own_rows(field_class, act, expected):
    decision = Rights(viewer=VIEWER).decide(
        Information.of(OURS, FieldClass[field_class], tag=""), act=Act[act]
    )
    assert (decision.allowed, decision.basis) == (expected, "own_duty" if expected else "")


@pytest.mark.parametrize("tag", StrictTag.values)
def test_own_strict_rows_are_readable_with_any_tag(tag):
    assert allowed(Rights(viewer=VIEWER), OURS, "F4", tag=tag)


@pytest.mark.parametrize("field_class", CLASSES)
@pytest.mark.parametrize("act", ACTS)
def test_without_anything_in_hand_others_rows_do_not_exist(field_class, act):
    decision = Rights(viewer=VIEWER).decide(
        Information.of(THEIRS, FieldClass[field_class], person_id=MOTHER), act=Act[act]
    )
    assert decision == ABSENT


OWN_DUTY_ACTS = Act.READ | Act.PRINT

# --- own duty in a circle: F0 of the others, to read and to print; writing is for own rows alone
DUTY_TABLE = {
    ("F0", "READ"): True, ("F0", "PRINT"): True, ("F0", "REVEAL"): False, ("F0", "WRITE"): False,
    ("F0", "EXPORT"): False, ("F0", "DISCLOSE"): False,
    ("F1", "READ"): False, ("F2", "READ"): False, ("F2", "REVEAL"): False, ("F3", "READ"): False,
    ("F4", "READ"): False, ("F5", "READ"): False, ("F6A", "READ"): False, ("F6B", "READ"): False,
    ("PACKET", "READ"): False,
}  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), DUTY_TABLE.items())
def test_own_duty_in_the_circle(cell, expected):
    from_opening = replace(DUTY, acts=OWN_DUTY_ACTS)
    assert allowed(Rights(viewer=VIEWER, grants=(from_opening,)), THEIRS, *cell) is expected


@pytest.mark.django_db
def test_the_opening_of_own_duty_is_the_one_of_the_table():
    opening = own_duty(AT.date())
    assert (opening.classes, opening.acts) == (FieldClass.F0, OWN_DUTY_ACTS)


# --- supported persons: F1 in full, of nobody else
SUPPORT_TABLE = {
    (MOTHER, "F1", "READ"): True,
    (MOTHER, "F1", "PRINT"): True,
    (MOTHER, "F1", "WRITE"): False,
    (MOTHER, "F1", "EXPORT"): False,
    (MOTHER, "F1", "DISCLOSE"): False,
    (MOTHER, "F0", "READ"): False,
    (MOTHER, "F2", "READ"): False,
    (MOTHER, "F2", "REVEAL"): False,
    (MOTHER, "F3", "READ"): False,
    (MOTHER, "F4", "READ"): False,
    (SON, "F1", "READ"): False,
    (None, "F1", "READ"): False,
}


@pytest.mark.parametrize(("cell", "expected"), SUPPORT_TABLE.items())
def test_supported_persons(cell, expected):
    person_id, field_class, act = cell
    rights = Rights(viewer=VIEWER, supported=frozenset({MOTHER}))
    assert allowed(rights, THEIRS, field_class, act, person_id=person_id) is expected


# --- grants: circle × class × act × person
GRANT_TABLE = {
    "its classes and acts": (GRANT, THEIRS, "F3", "READ", None, True),
    "printing where it is covered": (GRANT, THEIRS, "F1", "PRINT", None, True),
    "a class not named": (GRANT, THEIRS, "F2", "READ", None, False),
    "an act not named": (GRANT, THEIRS, "F3", "DISCLOSE", None, False),
    "another circle": (GRANT, Row(circle_id=OTHER_CIRCLE), "F3", "READ", None, False),
    "reveal needs F2 and the act": (
        replace(GRANT, classes=FieldClass.F2, acts=Act.READ), THEIRS, "F2", "REVEAL", None, False
    ),
    "reveal with both": (
        replace(GRANT, classes=FieldClass.F2, acts=Act.READ | Act.REVEAL),
        THEIRS, "F2", "REVEAL", None, True,
    ),
    "one person's consent, that person": (
        replace(GRANT, person_id=MOTHER), THEIRS, "F3", "READ", MOTHER, True
    ),
    "one person's consent, another of the household": (
        replace(GRANT, person_id=MOTHER), THEIRS, "F3", "READ", SON, False
    ),
    "one person's consent, about nobody in particular": (
        replace(GRANT, person_id=MOTHER), THEIRS, "F3", "READ", None, False
    ),
    "writing others' rows by a grant": (
        replace(GRANT, acts=Act.READ | Act.WRITE), THEIRS, "F3", "WRITE", None, False
    ),
    "the informant has no release path": (
        replace(GRANT, classes=FieldClass.F3 | FieldClass.F6A), THEIRS, "F6A", "READ", None, False
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GRANT_TABLE)
def test_grants(name):
    grant, row, field_class, act, person_id, expected = GRANT_TABLE[name]
    rights = Rights(viewer=VIEWER, grants=(grant,))
    assert allowed(rights, row, field_class, act, person_id=person_id) is expected


# --- F4: a grant that names F4 and the tag
SOGI, HIV = StrictTag.SOGI.value, StrictTag.HIV.value
F34 = FieldClass.F3 | FieldClass.F4
STRICT_TABLE = {
    # (classes of the grant, its tags, class asked, tag of the record): expected
    (F34, frozenset({SOGI}), "F4", SOGI): True,
    (F34, frozenset({SOGI, HIV}), "F4", HIV): True,
    (F34, frozenset({SOGI}), "F4", HIV): False,
    (F34, frozenset(), "F4", SOGI): False,
    (F34, frozenset(), "F4", ""): False,
    (F34, frozenset({SOGI}), "F4", ""): False,
    (FieldClass.F3, frozenset({SOGI}), "F4", SOGI): False,
    (FieldClass.F3, frozenset({SOGI}), "F3", SOGI): False,
    (FieldClass.F3, frozenset(), "F3", ""): True,
    (F34, frozenset({SOGI}), "F3", ""): True,
}


@pytest.mark.parametrize("cell", STRICT_TABLE, ids=lambda c: f"{c[0]!r}-{sorted(c[1])}-{c[2:]}")
def test_strict_content(cell):
    classes, tags, field_class, tag = cell
    rights = Rights(viewer=VIEWER, grants=(replace(GRANT, classes=classes, tags=tags),))
    assert allowed(rights, THEIRS, field_class, tag=tag) is STRICT_TABLE[cell]


# --- exclusions beat every role
EVERYTHING = replace(GRANT, classes=FieldClass(511), acts=Act(63), tags=frozenset(StrictTag.values))


@pytest.mark.parametrize("row", [OURS, THEIRS], ids=["own row", "other's row"])
@pytest.mark.parametrize("field_class", CLASSES)
def test_exclusion_before_all(row, field_class):
    rights = Rights(
        viewer=VIEWER, grants=(EVERYTHING, DUTY), supported=frozenset({MOTHER}),
        excluded=frozenset({CIRCLE}),
    )  # fmt: skip
    decision = rights.decide(Information.of(row, FieldClass[field_class], person_id=MOTHER))
    assert decision == ABSENT
    assert rights.on_duty_in(CIRCLE) is False


def test_exclusion_of_another_circle_changes_nothing():
    rights = Rights(viewer=VIEWER, grants=(GRANT,), excluded=frozenset({OTHER_CIRCLE}))
    assert allowed(rights, THEIRS, "F3")
    assert allowed(rights, OURS, "F4", tag=SOGI)


# --- roles: who holds own duty at all
ROLE_TABLE = {
    Role.COUNSELLOR: True, Role.CHIEF: True, Role.SECTION_MANAGER: True, Role.COORDINATOR: True,
    Role.OUTREACH_WORKER: True, Role.PARTICIPATION_WORKER: True,
    Role.COMMUNITY_SOCIAL_WORKER: True,
    Role.CONFERENCE_MEMBER: False, Role.WELFARE_COMMISSIONER: False, Role.PRIVACY_OFFICER: False,
    Role.AUDITOR: False, Role.SYSTEM_ADMINISTRATOR: False, Role.OUTSIDER: False,
}  # fmt: skip


def test_the_table_of_roles_is_complete():
    assert set(ROLE_TABLE) == set(Role)


@pytest.mark.parametrize(("role", "expected"), ROLE_TABLE.items())
def test_own_duty_by_role(role, expected):
    rights = Rights(viewer=replace(VIEWER, role=role))
    assert allowed(rights, OURS, "F3") is expected


# --- the answer says on what and until when
def test_the_answer_names_basis_grant_end_and_sentence():
    until = datetime(2027, 11, 25, tzinfo=TOKYO)
    grant = replace(GRANT, until=until)
    decision = Rights(viewer=VIEWER, grants=(grant,)).decide(Information.of(THEIRS, FieldClass.F3))
    assert (decision.basis, decision.grant_id, decision.until) == ("consent", grant.id, until)
    assert decision.sentence == "「本人同意」を根拠として、撤回まで"
    own = Rights(viewer=VIEWER).decide(Information.of(OURS, FieldClass.F3))
    assert own.sentence == "自分の窓口の相談支援として"


def test_on_duty_is_own_duty_alone():
    assert Rights(viewer=VIEWER, grants=(DUTY,)).on_duty_in(CIRCLE) is True
    assert Rights(viewer=VIEWER, grants=(GRANT,)).on_duty_in(CIRCLE) is False
    assert Rights(viewer=VIEWER, grants=(DUTY,)).on_duty_in(OTHER_CIRCLE) is False
