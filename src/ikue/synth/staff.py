"""職員: who works at the windows of the made-up ward, from `data/staff.csv`."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ikue.accounts.models import Account
from ikue.directory.domain.appointments import appoint, cover
from ikue.directory.domain.queries import setting_words
from ikue.directory.enums import Role
from ikue.directory.models import Appointment
from ikue.kernel import clock
from ikue.synth.ward import OPENING, Ward

FILE = Path(__file__).parent / "data" / "staff.csv"
RETIRED = "natsukashi.tabiko"
CONCURRENT = ("asahina.ren", "childcare_information")
DEPUTY_MANAGER = "takenotsuka.go"
ABSENT, DEPUTY = "asagaya.yui", "momijida.fumi"


@dataclass(frozen=True, kw_only=True)
class Member:
    """One line of the file. `main`: shown at the end of the command."""

    username: str
    name: str
    window: str
    role: str
    main: bool
    note: str

    @property
    def role_label(self) -> str:
        """As the cast names it."""
        return "退職した職員" if self.username == RETIRED else str(Role(self.role).label)


def members() -> tuple[Member, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Member(**{**row, "main": row["main"] == "yes"})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )


def are_appointed() -> bool:
    """Whether the made-up staff works here already."""
    return Account.objects.filter(username__in=[one.username for one in members()]).exists()


def appoint_all(ward: Ward) -> None:
    """発令 of everybody, with 兼務, an absence that is covered, and one who has left."""
    factor_roles = setting_words("second_factor_roles", ward.today)
    ward.join({one.username: _appoint(one, ward, factor_roles) for one in members()})
    username, window = CONCURRENT
    appoint(
        account=ward.appointments[username].account, window=ward.windows[window],
        role=Role.COUNSELLOR, starts_at=OPENING, concurrent=True, by=None,
    )  # fmt: skip
    cover(
        absent=ward.appointments[ABSENT], deputy=ward.appointments[DEPUTY],
        from_on=ward.today - timedelta(days=2), to_on=ward.today + timedelta(days=5),
        reason="年次休暇",
    )  # fmt: skip


def _appoint(member: Member, ward: Ward, factor_roles: tuple[str, ...]) -> Appointment:
    account = Account.objects.create_account(
        username=member.username, name=member.name, password=None
    )
    account.second_factor_required = member.role in factor_roles
    account.save(update_fields=["second_factor_required"])
    return appoint(
        account=account,
        window=ward.windows[member.window],
        role=Role(member.role),
        starts_at=OPENING,
        ends_at=_end(member, ward.now),
        concurrent=member.username == DEPUTY_MANAGER,
        secrecy_acknowledged_on=clock.today(OPENING),
        by=None,
    )


def _end(member: Member, now: datetime) -> datetime | None:
    if member.username != RETIRED:
        return None
    return max(now - timedelta(days=30), OPENING + timedelta(hours=1))


def join_appointed(ward: Ward) -> None:
    """Take up the staff that an earlier command appointed."""
    rows = Appointment.objects.filter(account__username__in=[one.username for one in members()])
    found: dict[str, Appointment] = {}
    for row in rows.select_related("account", "window__field").order_by("concurrent", "starts_at"):
        found.setdefault(row.account.username, row)
    ward.join(found)
