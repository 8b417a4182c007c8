"""Write the initial migration of some apps anew, as their models stand: one each until 0.1.

    .venv/bin/python tools/initial_migration.py sharing casework

No database is touched. Afterwards `make check` compares models with migrations.
"""

import sys

from ikue.local import environment

environment.configure()
environment.find_django()

import django  # noqa: E402 - needs the environment

django.setup()

from django.apps import apps  # noqa: E402
from django.db.migrations.autodetector import MigrationAutodetector  # noqa: E402
from django.db.migrations.graph import MigrationGraph  # noqa: E402
from django.db.migrations.questioner import MigrationQuestioner  # noqa: E402
from django.db.migrations.state import ProjectState  # noqa: E402
from django.db.migrations.writer import MigrationWriter  # noqa: E402


def main(labels: list[str]) -> None:
    """From nothing to the models of today, for all apps; only those asked for are written."""
    asked = MigrationQuestioner(specified_apps={config.label for config in apps.get_app_configs()})
    detector = MigrationAutodetector(ProjectState(), ProjectState.from_apps(apps), asked)
    changes = detector.changes(graph=MigrationGraph())
    for label in labels:
        (migration,) = changes[label]
        writer = MigrationWriter(migration, include_header=False)
        with open(writer.path, "w", encoding="utf-8") as file:
            file.write(writer.as_string())
        print(writer.path)


if __name__ == "__main__":
    main(sys.argv[1:])
