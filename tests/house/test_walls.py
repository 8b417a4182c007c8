"""Both walls: what a linter sees, what it cannot see, and what the database must know."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from bench import place
from bench.sizes import S
from ikue.kernel.wall import Function, Table, Wall, statements, walls
from ikue.sharing.grant_sql import grant_in_force
from tests import database
from tests.house.tree import PRIVATE, REPOSITORY, WALLED, our_apps

LINTER = Path(sys.executable).with_name("lint-imports")
"""Beside the interpreter that runs the tests, whichever environment that is."""

# Imports ---------------------------------------------------------------------------------------


def lint(tree):
    environment = os.environ | {"PYTHONPATH": f"{tree}/src:{tree}"}
    return subprocess.run(
        [LINTER, "--no-cache"],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_import_contracts_hold():
    done = lint(REPOSITORY)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.slow
def test_control_one_import_across_the_wall_breaks_the_contracts(tmp_path):
    for name in ("src", "config", "bench", "pyproject.toml"):
        copy = shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy
        copy(REPOSITORY / name, tmp_path / name)
    with (tmp_path / "src/ikue/portal/apps.py").open("a") as portal:
        portal.write("\nimport ikue.people.models\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "ikue.portal.apps -> ikue.people.models" in " ".join(done.stdout.split())


# Relations -------------------------------------------------------------------------------------


def app_of(model):
    return next(
        (name for name in (*PRIVATE, *WALLED) if model.__module__.startswith(f"{name}.")), ""
    )


def relations(models_of_apps):
    """(model, field, model it points to)"""
    for model in models_of_apps:
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and field.related_model is not None:
                yield model, field, field.related_model


def leads_to_persons(models_of_apps):
    return [
        f"{model.__name__}.{field.name} → {target.__name__}"
        for model, field, target in relations(models_of_apps)
        if app_of(model) in WALLED and app_of(target) in PRIVATE
    ]


def can_be_walked_back(models_of_apps):
    """From a place to the people matched to it: `related_name="+"` closes that way."""
    return [
        f"{model.__name__}.{field.name} ← {target.__name__}"
        for model, field, target in relations(models_of_apps)
        if app_of(model) in PRIVATE and app_of(target) in WALLED and not field.remote_field.hidden
    ]


def test_no_relation_leads_from_the_walled_apps_to_persons():
    assert leads_to_persons(apps.get_models()) == []


def test_no_relation_can_be_walked_back_to_persons():
    assert can_be_walked_back(apps.get_models()) == []


@isolate_apps("ikue.people", "ikue.directory")
def test_control_both_kinds_of_relation_are_found():
    def row(name, module, **fields):
        meta = type("Meta", (), {"app_label": module.rpartition(".")[2]})
        return type(
            name, (models.Model,), {"__module__": f"{module}.models", "Meta": meta, **fields}
        )

    place = row("Place", "ikue.directory")
    guest = row(
        "Guest",
        "ikue.people",
        place=models.ForeignKey(place, models.PROTECT),
        quiet=models.ForeignKey(place, models.PROTECT, related_name="+"),
    )
    register = row("Register", "ikue.directory", guest=models.ForeignKey(guest, models.PROTECT))
    found = (place, guest, register)
    assert leads_to_persons(found) == ["Register.guest → Guest"]
    assert can_be_walked_back(found) == ["Guest.place ← Place"]


# Row security ----------------------------------------------------------------------------------


def our_tables():
    return {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("ikue.")
    }


def declared(kind):
    return [table.name for wall in walls() for table in getattr(wall, kind)]


def without_declaration(tables, named):
    return sorted(set(tables) - set(named))


def test_every_table_is_declared_once():
    named = [*declared("tables"), *declared("open_tables")]
    assert without_declaration(our_tables(), named) == []
    assert sorted(name for name in set(named) if named.count(name) > 1) == []


def test_control_a_forgotten_table_is_found():
    assert without_declaration({"people_person", "people_diary"}, ["people_person"]) == [
        "people_diary"
    ]


def carries_a_person(model):
    """Its own app holds persons, or its columns name a circle or one person."""
    names = {field.attname for field in model._meta.fields}
    return app_of(model) in PRIVATE or bool({"circle_id", "person_id", "household_id"} & names)


# Functions of the wall --------------------------------------------------------------------------

UPWARD = {
    (
        "audit",
        "veiled_excluded_circles",
    ): "looks and changes of a circle that is closed to somebody",
    ("audit", "acting_appointments"): "who signs a change, as the directory knows it",
    ("audit", "own_windows"): "whose changes a window reads",
    ("audit", "oversees"): "who reads the record of looking",
    ("directory", "members_hosted"): "whose 守秘の確認 a window may note: members of its items",
    ("drafts", "acting_appointments"): "under which appointment something was typed",
    ("drafts", "is_working"): "whether one comes back to an office that reads",
    ("drafts", "excluded_circles"): "of such a household a manager learns nothing, drafts neither",
    ("tally", "acting_window"): "at which window an event happened",
    ("people", "veiled_excluded_circles"): "exclusion comes before everything",
    ("people", "circles"): "a person is read by grants, which are the law's",
    ("people", "persons"): "likewise, by a consent of their own",
    ("people", "duty_circles"): "a window reads who is in the circles of its duty",
    ("people", "on_duty"): "a window writes where it is on duty",
    ("people", "began"): "whoever began a circle names whom it supports",
    ("people", "excluded_circles"): "whom one supports, but for where one is excluded",
    ("people", "taken_persons"): "whoever took up a referral, those it was about",
    ("sharing", "taken_circles"): "the duty of accepting",
    ("sharing", "parted_circles"): "whoever answers for one side of a split household",
    ("sharing", "parted_from"): "likewise, of one circle",
    ("sharing", "may_exclude"): "who leads a household, and who answers for it",
    ("sharing", "own_items"): "what a grant of custody is bound to",
    ("sharing", "standing_members"): "who is on the list of an item of one's own",
    ("casework", "own_items"): "whose agenda item a role belongs to",
    ("sharing", "own_plans"): "what a grant of a plan is bound to",
}
"""Closed list: a wall that asks a function of a higher app, since the fact lies there. Each is a
fact about one's own window, answered by the keeper."""


def sql_of(wall) -> str:
    rules = (
        rule or ""
        for table in wall.tables
        for rule in (table.read, table.add, table.change, table.change_to, table.remove)
    )
    return " ".join([*rules, *(function.body for function in wall.functions)])


def asked_upward(declared) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(app, function) asked of a later app, and asked of none."""
    keeps = {
        function.signature.partition("(")[0]: position
        for position, wall in enumerate(declared)
        for function in wall.functions
    }
    asked = {
        (position, wall.app, name)
        for position, wall in enumerate(declared)
        for name in re.findall(r"wall\.(\w+)\(", sql_of(wall))
    }
    upward = {(app, name) for here, app, name in asked if keeps.get(name, -1) > here}
    return upward, {(app, name) for _, app, name in asked if name not in keeps}


def test_a_wall_asks_functions_of_its_own_or_a_lower_app():
    upward, unknown = asked_upward(list(walls()))
    assert upward == set(UPWARD)
    assert unknown == set()


def test_control_a_question_upward_and_one_to_nobody_are_found():
    low = Wall(app="low", tables=(Table(name="x", read="id = ANY(wall.secrets()) OR wall.gone()"),))
    high = Wall(app="high", functions=(Function(signature="secrets()", returns="x", body=""),))
    assert asked_upward([low, high]) == ({("low", "secrets")}, {("low", "gone")})
    assert asked_upward([high, low]) == (set(), {("low", "gone")})


# Persons ----------------------------------------------------------------------------------------

CLOSED_ANYWAY = {
    "sharing_legalbasis": "the law's table: dated master data, no person",
    "sharing_standingdecision": "agreements between windows: master data, no person",
    "consultation_assessmentfield": "boxes of the official sheet: dated master data, no person",
    "audit_readline": "written by the keeper alone",
}
"""Open to the application, or to nobody, though their app or a column looks private."""


def test_no_table_with_a_person_is_open():
    tables = our_tables()
    opened = {name for name in declared("open_tables") if name in tables}
    assert {
        name for name in opened if carries_a_person(tables[name]) and name not in CLOSED_ANYWAY
    } == set()


def test_every_open_table_says_why():
    silent = [
        table.name for wall in walls() for table in wall.open_tables if len(table.reason) < 15
    ]
    assert silent == []


@pytest.mark.parametrize("app", our_apps())
def test_every_app_has_its_wall(app):
    """Even where there is nothing to hide: then its docstring says so."""
    assert find_spec(f"{app}.wall") is not None
    assert (import_module(f"{app}.wall").__doc__ or "").strip()


# What was prepared before ----------------------------------------------------------------------


@pytest.mark.parametrize("named_after", [database.named_after, partial(place.named_after, S)])
def test_another_wall_asks_for_another_database(named_after):
    """Also where its SQL comes from a file that is no wall: else the old wall would be tested."""
    declared = list(statements())
    rule = grant_in_force("g", "r", at="(SELECT wall.at())")
    otherwise = [one.replace(rule, "true") for one in declared]
    assert otherwise != declared
    assert named_after(declared) == named_after(declared) != named_after(otherwise)


def test_the_prepared_database_is_named_after_the_walls_as_declared():
    assert database.template() == database.named_after(statements())
    assert place.template(S) == place.named_after(S, statements())
