"""What we stand on and what we hand over: licences, migrations."""

import json
import re
from importlib import metadata

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from django.utils import translation

from tests.house.tree import REPOSITORY, SOURCE

LICENCES = {
    "MIT", "MIT-0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC",
    "MPL-2.0", "LGPL-3.0-only",
}  # fmt: skip
"""May stand beside Apache-2.0. LGPL (psycopg) is linked, not copied: it stays replaceable."""
SPELLINGS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
BY_HAND = {
    "qrcode": ("BSD-3-Clause", "MIT"),  # its second classifier stands for the MIT licence
}
"""Where the metadata is unclear and the licence text was read."""
VENDORED = {"MIT", "OFL-1.1"}


def pinned(lock):
    """(name, version) of every package of a lock."""
    return re.findall(r"^([\w.-]+)==([^ ;\\]+)", lock, flags=re.MULTILINE)


def licences_of(name):
    """As the installed package states them; an expression's parts, else its classifiers."""
    if name in BY_HAND:
        return set(BY_HAND[name])
    stated = metadata.metadata(name)
    expression = stated.get("License-Expression")
    if expression:
        return set(re.split(r" (?:OR|AND) ", expression))
    rows = [
        row.rpartition(":: ")[2] for row in stated.get_all("Classifier", []) if "License" in row
    ]
    return {SPELLINGS.get(row, row) for row in rows or [stated.get("License", "none stated")]}


@pytest.mark.parametrize(
    ("name", "version"), pinned((REPOSITORY / "requirements/run.lock").read_text())
)
def test_every_package_we_install_may_be_used(name, version):
    assert licences_of(name) - LICENCES == set()


def test_the_lock_pins_what_is_installed():
    lock = pinned((REPOSITORY / "requirements/run.lock").read_text("utf-8"))
    assert {(name, metadata.version(name)) for name, _ in lock} == set(lock)


def test_every_vendored_package_may_be_handed_on():
    packages = [
        package
        for manifest in SOURCE.rglob("vendor/manifest.json")
        for package in json.loads(manifest.read_text("utf-8"))["packages"]
    ]
    assert packages != []
    assert {package["licence"] for package in packages} - VENDORED == set()
    for package in packages:
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in package["files"].values())


def test_control_a_licence_that_is_not_listed_is_refused():
    assert pinned("a-b==1.2 \\\n    --hash=sha256:0\n# c==1\n") == [("a-b", "1.2")]
    assert {"GPL-3.0-only", "MIT"} - LICENCES == {"GPL-3.0-only"}
    assert licences_of("cryptography") == {"Apache-2.0", "BSD-3-Clause"}


# Migrations ------------------------------------------------------------------------------------


@translation.override(None)
def missing_migrations(registry):
    """Compared in no language: Django's own labels are written down untranslated."""
    loader = MigrationLoader(None)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(registry))
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("ikue.")}
    return {
        label: [str(operation) for migration in migrations for operation in migration.operations]
        for label, migrations in found.changes(graph=loader.graph).items()
        if label in ours
    }


def test_models_and_migrations_agree():
    assert missing_migrations(apps) == {}


@isolate_apps("ikue.tally")
def test_control_a_new_model_without_a_migration_is_found():
    class Forgotten(models.Model):
        class Meta:
            app_label = "tally"

    registry = Forgotten._meta.apps
    assert "<CreateModel  name='Forgotten'" in missing_migrations(registry)["tally"][0]
