"""Two secrets, made at the first start and kept under `var`, readable by their owner alone."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def export_keys(var: Path) -> None:
    """Hand the secrets to Django, unless the environment already brings its own."""
    for variable, name in (("IKUE_SECRET_KEY", "secret.key"), ("IKUE_CONTEXT_KEY", "context.key")):
        if not os.environ.get(variable):
            os.environ[variable] = kept_key(var / name)


def kept_key(file: Path) -> str:
    """Two first starts at once agree: the key appears whole, and the first one stays."""
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
    return file.read_text(encoding="ascii").strip()
