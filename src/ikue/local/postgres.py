"""Start, find and stop the private PostgreSQL. Imports no app, no Django, no driver.

The server listens on a Unix socket only and lets in nobody but the operating-system user that
started it (`peer`), so it needs no password. It serves the demo and the tests; a ward in
operation points `IKUE_DATABASE_URL` at a PostgreSQL of its own.
"""

import os
import pwd
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ikue.local.locks import locked
from ikue.local.place import SOCKET_NAME, OsUser, Place, StartError

PATIENCE_SECONDS = 15.0
"""After kill -9 the dead server's children and lock file may linger this long."""
ROLES = ("postgres", "ikue_owner", "ikue_app")
IMPOSSIBLE_PID = 2**31 - 1
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # The log must not repeat what a statement or a violated constraint says about a person.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Server:
    place: Place
    started: bool
    """Whether this call started it; otherwise it was running already."""

    def url(self, role: str, database: str = "ikue") -> str:
        return url(self.place, role, database)


def url(place: Place, role: str, database: str = "ikue") -> str:
    """The address is the same before the start, so that it can be handed on early."""
    return f"postgresql://{role}@/{database}?host={quote(str(place.socket), safe='')}&port=5432"


def ensure_running(place: Place, settings: Mapping[str, str] | None = None) -> Server:
    """Find the server of `place` or start it; safe to call from several processes at once."""
    place.make_folders()
    with locked(place.lock):
        if is_answering(place):
            return Server(place, started=False)
        refuse_other_version(place)
        if not place.data.exists():
            initialise(place)
        configure(place, settings or {})
        start(place)
    return Server(place, started=True)


def stop(place: Place) -> bool:
    """Fast shutdown. False when it was not running."""
    if not place.home.exists():
        return False
    with locked(place.lock):
        if running_pid(place) is None:
            return False
        done = place.run("pg_ctl", "-D", str(place.data), "-m", "fast", "-w", "-t", "60", "stop")
        if done.returncode:
            raise StartError(f"PostgreSQL が停止しません: {done.stderr.strip()}")
    return True


def initialise(place: Place) -> None:
    """Make the cluster aside and rename it: an interrupted initdb leaves nothing half done."""
    partial = place.home / "data.partial"
    shutil.rmtree(partial, ignore_errors=True)
    done = place.run(
        "initdb", "-D", str(partial), "-U", "postgres", "--auth=peer", "--encoding=UTF8",
        *locale_options(version_of_programs(place)),
    )  # fmt: skip
    if done.returncode:
        raise StartError(f"データベースの器を作れません（initdb）: {done.stderr.strip()}")
    with (partial / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("include 'ikue.conf'\n")
    partial.rename(place.data)


def locale_options(version: int) -> list[str]:
    """Under any other character type PostgreSQL finds no trigram in Japanese text at all."""
    if version >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def configure(place: Place, extra: Mapping[str, str]) -> None:
    """Written anew at each start: the socket may move, another user may start it."""
    folder = str(place.socket).replace('"', '""')
    settings = {**SETTINGS, **extra, "unix_socket_directories": f'"{folder}"'}
    write(place, "ikue.conf", "".join(f"{name} = {literal(v)}\n" for name, v in settings.items()))
    write(place, "pg_hba.conf", "local all all peer map=ikue\n")
    users = sorted({place.user.name, pwd.getpwuid(os.geteuid()).pw_name})
    lines = [f'ikue "{user}" {role}\n' for user in users for role in ROLES]
    write(place, "pg_ident.conf", "".join(lines))


def write(place: Place, name: str, content: str) -> None:
    file = place.data / name
    file.write_text(content, encoding="utf-8")
    give(file, place.user)


def literal(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def start(place: Place) -> None:
    """Start; go on trying while the lock file of a killed predecessor is in the way."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        disown_dead_locks(place)
        done = place.run(
            "pg_ctl", "-D", str(place.data), "-l", str(place.log), "-w", "-t", "60", "start"
        )
        if done.returncode == 0:
            return
        in_the_way = any(file.exists() for file in lock_files(place))
        if time.monotonic() > deadline or not in_the_way:
            raise StartError(f"PostgreSQL が起動しません。{place.log} の終わり:\n{tail(place)}")
        time.sleep(0.3)


def is_answering(place: Place) -> bool:
    """False when no server lives; one that is starting or dying is waited for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while running_pid(place) is not None:
        if place.run("pg_isready", "-q", "-h", str(place.socket)).returncode == 0:
            return True
        if time.monotonic() > deadline:
            raise StartError(f"PostgreSQL は動いていますが応答しません。{place.log} を見てください")
        time.sleep(0.1)
    return False


def lock_files(place: Place) -> tuple[Path, Path]:
    return place.data / "postmaster.pid", place.socket / f"{SOCKET_NAME}.lock"


def running_pid(place: Place) -> int | None:
    pid = recorded_pid(lock_files(place)[0])
    return pid if pid is not None and is_postgres(pid) else None


def recorded_pid(file: Path) -> int | None:
    try:
        first = file.read_text(encoding="utf-8").partition("\n")[0]
    except FileNotFoundError:
        return None
    return int(first) if first.isdigit() else None


def is_postgres(pid: int) -> bool:
    """A zombie is dead, and a number may have passed to another program since."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    name, state = re.fullmatch(r"\d+ \((.*)\) (\S).*", stat, re.DOTALL).groups()  # type: ignore[union-attr]
    return name == "postgres" and state not in "ZX"


def disown_dead_locks(place: Place) -> None:
    """Put an impossible number in place of a dead owner that PostgreSQL would believe alive.

    PostgreSQL takes a zombie, or a stranger who got the number, for its predecessor. The rest of
    the file stays, so that its own check for surviving children (shared memory) still stands.
    """
    for file in lock_files(place):
        pid = recorded_pid(file)
        if pid is not None and not is_postgres(pid):
            _, _, rest = file.read_text(encoding="utf-8").partition("\n")
            file.write_text(f"{IMPOSSIBLE_PID}\n{rest}", encoding="utf-8")


def refuse_other_version(place: Place) -> None:
    try:
        found = int((place.data / "PG_VERSION").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    programs = version_of_programs(place)
    if found != programs:
        raise StartError(
            f"{place.data} は PostgreSQL {found} のデータですが、"
            f"{place.programs} は {programs} です。"
            "データには触れていません。"
            f"IKUE_PG_BIN で PostgreSQL {found} を指定するか、空の IKUE_VAR で始めて"
            " `ikue restore` で移してください"
        )


def version_of_programs(place: Place) -> int:
    done = place.run("postgres", "--version")
    found = re.search(r"\b(\d+)(\.|beta|rc|devel)", done.stdout)
    if done.returncode or not found:
        raise StartError(f"{place.programs / 'postgres'} が動きません: {done.stderr.strip()}")
    return int(found.group(1))


def give(file: Path, user: OsUser) -> None:
    if os.geteuid() == 0:
        os.chown(file, user.uid, user.gid)


def tail(place: Place) -> str:
    try:
        lines = place.log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return "（記録はありません）"
    return "\n".join(lines[-5:])
