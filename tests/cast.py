"""The cast: the people of a ward, each under one appointment, as tests know them by name.

The outsider stands in every test of rights and must see nothing; the test first shows that
somebody inside does see it.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from ikue.accounts.models import Account
from ikue.audit.context import acting_as
from ikue.directory.domain.appointments import appoint
from ikue.directory.enums import Role
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer, viewer_under
from ikue.kernel.clock import TOKYO

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)
"""A Tuesday; the day before is a holiday."""
APPOINTED = datetime(2026, 4, 1, tzinfo=TOKYO)
LEFT = datetime(2026, 11, 1, tzinfo=TOKYO)
PASSWORD = "tsunagari-2026-arakawa"

ROLES = {
    # name in tests: (氏名, window, role)
    "desk": ("相田 まどか", "self_reliance", Role.COUNSELLOR),
    "desk_colleague": ("井上 順", "self_reliance", Role.COUNSELLOR),
    "chief": ("上原 主馬", "self_reliance", Role.CHIEF),
    "manager": ("江口 課", "self_reliance", Role.SECTION_MANAGER),
    "elderly": ("大山 ふみ", "support_center_arakawa", Role.COUNSELLOR),
    "elderly_manager": ("小川 長", "support_center_arakawa", Role.SECTION_MANAGER),
    "disability": ("加藤 あや", "core_consultation_center", Role.COUNSELLOR),
    "children": ("木村 児", "child_family_center", Role.COUNSELLOR),
    "women": ("久保 女", "women", Role.COUNSELLOR),
    "coordinator": ("小林 包", "multi_agency", Role.COORDINATOR),
    "coordination_manager": ("小堀 課", "multi_agency", Role.SECTION_MANAGER),
    "outreach": ("佐野 訪", "outreach", Role.OUTREACH_WORKER),
    "participation": ("清水 参", "participation", Role.PARTICIPATION_WORKER),
    "community": ("須田 地", "community_welfare", Role.COMMUNITY_SOCIAL_WORKER),
    "night_duty": ("瀬川 夜", "night_duty", Role.COUNSELLOR),
    "member": ("曽我 会", "education", Role.CONFERENCE_MEMBER),
    "commissioner": ("田村 民", "welfare_commissioners_office", Role.WELFARE_COMMISSIONER),
    "privacy_officer": ("千葉 守", "privacy_office", Role.PRIVACY_OFFICER),
    "auditor": ("塚本 監", "audit", Role.AUDITOR),
    "administrator": ("寺田 管", "information_systems", Role.SYSTEM_ADMINISTRATOR),
    "outsider": ("戸田 外", "tax_collection", Role.OUTSIDER),
    "retired": ("中井 退", "self_reliance", Role.COUNSELLOR),
}
NEVER_READS = (
    "member", "commissioner", "privacy_officer", "auditor", "administrator", "outsider", "retired",
)  # fmt: skip
"""Whose appointment alone opens no resident's record."""


@dataclass
class Cast:
    """Everybody, appointed since April; `retired` left at the end of October."""

    at: datetime = MORNING
    appointments: dict[str, Appointment] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Viewer:
        """The viewer under that name at the cast's present moment."""
        return viewer_under(self.appointment(name), at=self.at)

    def appointment(self, name: str) -> Appointment:
        return self.appointments[name]

    def later(self, **elapsed: float) -> datetime:
        self.at += timedelta(**elapsed)
        return self.at

    @contextmanager
    def acting(self, name: str):
        """Inside: the database knows this member of staff at the cast's present moment."""
        viewer = self[name]
        with transaction.atomic(), acting_as(viewer.acting):
            yield viewer


def appoint_everybody() -> None:
    """Once, into the database of which each test gets a copy."""
    windows = {window.code: window for window in Window.objects.all()}
    for name, (full_name, window, role) in ROLES.items():
        account = Account.objects.create_account(username=name, name=full_name, password=None)
        appoint(
            account=account,
            window=windows[window],
            role=role,
            starts_at=APPOINTED,
            ends_at=LEFT if name == "retired" else None,
            by=None,
        )


def assemble(**changes) -> Cast:
    """The cast as this test's database has it."""
    found = {
        one.account.username: one
        for one in Appointment.objects.select_related("account", "window__agency")
    }
    return Cast(appointments={name: found[name] for name in ROLES}, **changes)
