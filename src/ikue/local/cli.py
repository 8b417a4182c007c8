"""The `ikue` command: a thin door over Django's management that brings its own database."""

import argparse
import json
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands
from psycopg import OperationalError
from psycopg.conninfo import conninfo_to_dict

from ikue.local import place, postgres, serve
from ikue.local.environment import (
    OWNER_COMMANDS,
    WITHOUT_DATABASE,
    UsageError,
    become_owner,
    configure,
    find_django,
    start,
)
from ikue.local.place import StartError
from ikue.local.provision import ProvisionError, provision

OWN_COMMANDS = ("demo", "dsn", "provision", "serve", "stop")
EXPECTED = (StartError, ProvisionError, UsageError, OperationalError, ImproperlyConfigured)


def main(arguments: list[str] | None = None) -> int:
    """0 on success, 1 on findings, 2 on bad usage or a start that is not possible."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if not words or words[0] in ("-h", "--help", "help"):
            return overview()
        return run_own(words) if words[0] in OWN_COMMANDS else run_django(words)
    except EXPECTED as error:
        print(f"ikue: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0 if words[0] in ("serve", "demo") else 130


def run_django(words: list[str]) -> int:
    command, rest = words[0], words[1:]
    private = configure()
    if command in OWNER_COMMANDS:
        become_owner()
    name = called(command)
    reads_help = bool({"-h", "--help"} & set(rest))
    if private and not reads_help and command not in WITHOUT_DATABASE:
        start(private)
    execute_from_command_line(["ikue", name, *rest])
    return 0


def called(command: str) -> str:
    """A file of Python has no dash in its name: `verify-audit` may live in `verify_audit.py`."""
    known = django_commands()
    for name in (command, command.replace("-", "_")):
        if name in known:
            return name
    raise UsageError(f"{command} という操作はありません。`ikue --help` で一覧が出ます")


def django_commands() -> dict[str, str]:
    find_django()
    django.setup()
    return get_commands()


def overview() -> int:
    configure()
    ours = [name for name, app in django_commands().items() if str(app).startswith("ikue.")]
    print("使い方: ikue 操作 [...]  （それぞれの説明は ikue 操作 --help）\n")
    for name in sorted({*OWN_COMMANDS, *(name.replace("_", "-") for name in ours)}):
        print(f"  {name}")
    print("\nDjango の操作（migrate、shell など）もそのまま使えます。")
    return 0


def run_own(words: list[str]) -> int:
    options = parser().parse_args(words)
    match options.command:
        case "dsn":
            return print_dsn(owner=options.owner, as_json=options.json)
        case "provision":
            return provision_once(options.superuser_url, options.database)
        case "serve":
            return serve.serve(host=options.host, port=options.port)
        case "demo":
            return serve.demo(host=options.host, port=options.port, reset=options.reset)
        case _:
            return stop()


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="ikue")
    commands = top.add_subparsers(dest="command", required=True)
    dsn = commands.add_parser("dsn", help="使っているデータベースの接続先を出します。")
    dsn.add_argument("--owner", action="store_true", help="ikue_owner の接続先を出します。")
    dsn.add_argument("--json", action="store_true", help="JSON で出します。")
    add_provision(commands.add_parser("provision", help="役割と空のデータベースを用意します。"))
    add_address(commands.add_parser("serve", help="Ctrl-C まで動かします。"))
    demo = commands.add_parser("demo", help="架空の区を用意して動かします。")
    demo.add_argument("--reset", action="store_true", help="架空の区を作り直します。")
    add_address(demo)
    commands.add_parser("stop", help="手元の PostgreSQL を止めます。")
    return top


def add_provision(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--superuser-url",
        help="管理者の接続先。なければ手元の PostgreSQL を使います。パスワードは "
        "IKUE_OWNER_URL と IKUE_DATABASE_URL にあるものを役割に付けます。",
    )
    command.add_argument("--database", default="ikue", help="データベースの名前（既定 ikue）。")


def add_address(command: argparse.ArgumentParser) -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    command.add_argument("--host", default=host, help="待ち受けるアドレス（既定 HOST）。")
    command.add_argument("--port", default=port, type=int, help="番号（既定 PORT、8000）。")


def print_dsn(*, owner: bool, as_json: bool) -> int:
    private = configure()
    if private:
        start(private)
    if owner:
        become_owner()
    dsn = os.environ["IKUE_DATABASE_URL"]
    print(json.dumps({"dsn": dsn}) if as_json else dsn)
    return 0


def provision_once(superuser_url: str | None, database: str) -> int:
    if superuser_url:
        provision(superuser_url, database, passwords_from_environment())
    else:
        start(place.from_environment())
    print(f"データベース {database} と役割 ikue_owner・ikue_keeper・ikue_app を用意しました")
    return 0


def passwords_from_environment() -> dict[str, str]:
    """The passwords that Ikue will log in with are the ones its own addresses carry."""
    addresses = {"ikue_owner": "IKUE_OWNER_URL", "ikue_app": "IKUE_DATABASE_URL"}
    found = {
        role: conninfo_to_dict(os.environ.get(name) or "").get("password")
        for role, name in addresses.items()
    }
    return {role: str(password) for role, password in found.items() if password}


def stop() -> int:
    stopped = postgres.stop(place.from_environment())
    print("手元の PostgreSQL を止めました" if stopped else "手元の PostgreSQL は動いていません")
    return 0


if __name__ == "__main__":
    sys.exit(main())
