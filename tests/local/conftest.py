import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ikue.local import place, postgres

DEBIAN = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def open_folder():
    """A folder that every user of the machine may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="ikue-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def clusters():
    """Make places; whatever runs there is stopped and removed at the end."""
    made = []

    def find(var, programs=None):
        made.append(place.find(var, programs))
        return made[-1]

    yield find
    for found in made:
        postgres.stop(found)
        for folder in (found.home, found.socket):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["wheel", "debian"])
def programs(request):
    if request.param == "wheel":
        return None
    if not DEBIAN.exists():
        pytest.skip("postgresql-15 is not installed")
    return DEBIAN


@pytest.fixture
def as_root():
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
