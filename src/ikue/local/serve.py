"""Serve until Ctrl-C, and the demo: prepare, fill, serve."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from ikue.local import place, postgres
from ikue.local.environment import UsageError, configure, start

DEMO_STEPS = (
    ("prepare", "--open-clock"),
    ("demo-ward",),
    # What is served believes the present moment alone, like a ward in operation.
    ("prepare", "--only-clock"),
    ("collectstatic", "--no-input", "--verbosity", "0"),
)
JOBS_COMMAND = (
    sys.executable, "-m", "ikue.local.cli", "procrastinate", "worker", "--concurrency", "1",
    "--shutdown-graceful-timeout", "5", "--delete-jobs", "successful",
)  # fmt: skip
"""Periodic work (the head of the record of looking goes outside the database every minute)."""
COLUMNS = ("username", "password", "role", "window", "agency")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def serve(*, host: str, port: int) -> int:
    """Until Ctrl-C or a polite kill; stops the private database if this call started it."""
    with private_database(stop_always=False):
        return run_web(host, port)


def demo(*, host: str, port: int, reset: bool) -> int:
    """架空の区 on the private database; stopped with it, whoever started that."""
    os.environ["IKUE_DEMO"] = "1"
    with private_database(stop_always=True, anew=reset):
        for step in DEMO_STEPS:
            done = subprocess.run([sys.executable, "-m", "ikue.local.cli", *step], check=False)
            if done.returncode:
                return done.returncode
        print_accounts()
        return run_web(host, port)


@contextmanager
def private_database(*, stop_always: bool, anew: bool = False) -> Iterator[None]:
    for polite in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(polite, signal.default_int_handler)
    private, server = configure(), None
    try:
        server = start(private, anew=anew) if private else None
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if server and (server.started or stop_always):
            postgres.stop(server.place)


def run_web(host: str, port: int) -> int:
    refuse_taken_port(host, port)
    allow_host(host)
    print(entrances(host, port), flush=True)
    jobs = subprocess.Popen(JOBS_COMMAND, cwd=place.REPOSITORY)
    web = subprocess.Popen(web_command(host, port), cwd=place.REPOSITORY)
    try:
        return web.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (web, jobs):
            process.terminate()
            process.wait()


def entrances(host: str, port: int) -> str:
    """Where to begin: staff and residents have a door each."""
    top = f"http://{bracketed(host)}:{port}/"
    return (
        f"{top} で動いています（Ctrl-C で終わります）\n"
        f"  職員の入口  {top}desk/\n"
        f"  住民の入口  {top}"
    )


def web_command(host: str, port: int) -> list[str]:
    # One worker: what the demo holds in memory is shared, and four threads are ample for it.
    threads = os.environ.get("IKUE_THREADS") or "4"
    return [
        sys.executable, "-m", "gunicorn", "config.wsgi",
        "--bind", f"{bracketed(host)}:{port}",
        "--worker-class", "gthread", "--workers", "1", "--threads", threads,
        "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"{host}:{port} では待ち受けられません（{error.strerror}）。"
                "ほかのプログラムを止めるか、PORT= で別の番号を指定してください"
            ) from None


def allow_host(host: str) -> None:
    """Demo only: answer under the address it was told to listen on."""
    names = "*" if host in EVERYWHERE else f"127.0.0.1,localhost,[::1],{bracketed(host)}"
    if os.environ.get("IKUE_DEMO") == "1":
        os.environ.setdefault("IKUE_ALLOWED_HOSTS", names)


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def print_accounts() -> None:
    file = place.var_folder() / "demo" / "accounts.json"
    if file.exists():
        print("\n架空のアカウント（この見本だけで使えます）")
        for account in json.loads(file.read_text(encoding="utf-8")):
            print("  " + "  ".join(str(account.get(key) or "") for key in COLUMNS))
        print("確認コードを尋ねられたら  .venv/bin/ikue demo-code 利用者ID\n")
