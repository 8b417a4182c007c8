"""The second wall: row security as data, one declaration per table, applied after every migration.

Each app's `wall.py` declares `TABLES` (rows that hold or point to a person: forced row security,
one policy per command), `OPEN` (tables without persons, with the reason) and `FUNCTIONS` (definer
functions that a role without login, the keeper, owns). What is not declared is not granted: the
application role can neither read nor write a table that no `wall.py` names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection

APP_ROLE = "ikue_app"
KEEPER_ROLE = "ikue_keeper"


PLACE = ("circle_id", "owner_window_id")
"""Where a row lies and whose it is."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under forced row security. Each expression is SQL over the row; None forbids the act."""

    name: str
    read: str | None
    add: str | None = None
    change: str | None = None
    change_to: str | None = None
    """What the row must be afterwards, where that differs from `change` (a hand-over)."""
    remove: str | None = None
    fixed: tuple[str, ...] = PLACE
    """Columns that no change may touch: where a row lies, whose it is, whom it is about."""
    theirs: tuple[str, ...] | None = None
    """The columns that somebody of another window than the owner may change: their own answer.
    Nothing is said where `change` lets nobody else in."""
    kept: str | None = None
    """What else no change may do: SQL over the row before (OLD) and after (NEW)."""
    final: tuple[str, ...] = ()
    """States that no change may leave again."""
    closed: tuple[str, ...] = ()
    """States in which nothing of the row changes any more."""
    unread: tuple[str, ...] = ()
    """Columns that the keeper alone reads."""

    @property
    def grants(self) -> tuple[str, ...]:
        wanted = (
            (f"SELECT{self._readable}", self.read), ("INSERT", self.add),
            ("UPDATE", self.change), ("DELETE", self.remove),
        )  # fmt: skip
        return tuple(verb for verb, rule in wanted if rule is not None)

    @property
    def _readable(self) -> str:
        if not self.unread:
            return ""
        return f" ({', '.join(name for name in columns_of(self.name) if name not in self.unread)})"


def columns_of(table: str) -> list[str]:
    (model,) = (one for one in apps.get_models() if one._meta.db_table == table)
    return [one.column for one in model._meta.concrete_fields if one.column]


@dataclass(frozen=True, kw_only=True)
class Open:
    """A table that holds no person: what the application may do with it, and why it needs no rows
    hidden."""

    name: str
    grants: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Function:
    """A keeper-owned function in the schema `wall`. `signature` is `name(args)`."""

    signature: str
    returns: str
    body: str
    language: str = "sql"
    volatility: str = "STABLE"
    callable_by_app: bool = True
    definer: bool = True


@dataclass(frozen=True)
class Wall:
    app: str
    tables: tuple[Table, ...] = ()
    open_tables: tuple[Open, ...] = ()
    functions: tuple[Function, ...] = ()
    relations: tuple[str, ...] = field(default=())
    """Keeper-only relations, as DDL that may be run again."""
    triggers: tuple[str, ...] = ()
    """What follows from a change in a lower app's table, as DDL that may be run again."""


def walls() -> Iterator[Wall]:
    """Every app's declaration, in the order of the layers (lower first)."""
    for config in apps.get_app_configs():
        name = f"{config.name}.wall"
        if not config.name.startswith("ikue.") or find_spec(name) is None:
            continue
        module = import_module(name)
        yield Wall(
            app=config.label,
            tables=getattr(module, "TABLES", ()),
            open_tables=getattr(module, "OPEN", ()),
            functions=getattr(module, "FUNCTIONS", ()),
            relations=getattr(module, "RELATIONS", ()),
            triggers=getattr(module, "TRIGGERS", ()),
        )


def table_statements(table: Table) -> Iterator[str]:
    name = table.name
    yield f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'
    yield f'REVOKE ALL ON "{name}" FROM PUBLIC, {APP_ROLE}'
    yield f'GRANT {", ".join(table.grants)} ON "{name}" TO {APP_ROLE}'
    yield from _policy(name, "SELECT", using=table.read)
    yield from _policy(name, "INSERT", check=_signed(table))
    yield from _policy(name, "UPDATE", using=table.change, check=table.change_to or table.change)
    yield from _policy(name, "DELETE", using=table.remove)
    yield from _stays(table)
    yield from _is_final(table)


AUTHOR = "written_by_id"
"""Who wrote a row; nobody writes in a colleague's name, neither at first nor afterwards."""


def _signed(table: Table) -> str | None:
    if table.add is None or AUTHOR not in columns_of(table.name):
        return table.add
    return f"({table.add}) AND {AUTHOR} = (SELECT wall.appointment())"


def _stays(table: Table) -> Iterator[str]:
    """A policy sees the row before or after, never both: a trigger holds what must not move."""
    yield f'DROP TRIGGER IF EXISTS stays ON "{table.name}"'
    if table.change is None:
        return
    fixed = [*table.fixed, *({AUTHOR} & set(columns_of(table.name)))]
    moved = [f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in fixed]
    # The keeper's functions say themselves what they change, and for whom.
    by_app = [rule for rule in (_beyond_theirs(table), table.kept) if rule]
    moved += [f"current_user = '{APP_ROLE}' AND ({rule})" for rule in by_app]
    yield (
        f'CREATE TRIGGER stays BEFORE UPDATE ON "{table.name}" FOR EACH ROW'
        f" WHEN ({' OR '.join(moved)}) EXECUTE FUNCTION wall.refuse_move()"
    )


def _beyond_theirs(table: Table) -> str | None:
    if table.theirs is None:
        return None
    answer = ", ".join(f"'{column}'" for column in table.theirs)
    return (
        "OLD.owner_window_id <> ALL(wall.own_windows()) AND"
        f" to_jsonb(OLD) - ARRAY[{answer}] IS DISTINCT FROM to_jsonb(NEW) - ARRAY[{answer}]"
    )


def _is_final(table: Table) -> Iterator[str]:
    for name, states, more in (
        ("is_final", table.final, " AND OLD.state IS DISTINCT FROM NEW.state"),
        ("is_closed", table.closed, ""),
    ):
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table.name}"'
        if states:
            among = ", ".join(f"'{state}'" for state in states)
            yield (
                f'CREATE TRIGGER {name} BEFORE UPDATE ON "{table.name}" FOR EACH ROW'
                f" WHEN (OLD.state IN ({among}){more}) EXECUTE FUNCTION wall.refuse_move()"
            )


def _policy(
    name: str, command: str, *, using: str | None = None, check: str | None = None
) -> Iterator[str]:
    policy = f"{name}_{command.lower()}"
    yield f'DROP POLICY IF EXISTS "{policy}" ON "{name}"'
    if using is None and check is None:
        return
    clauses = f" USING ({using})" if using is not None else ""
    clauses += f" WITH CHECK ({check})" if check is not None else ""
    yield f'CREATE POLICY "{policy}" ON "{name}" FOR {command} TO {APP_ROLE}{clauses}'


def open_statements(table: Open) -> Iterator[str]:
    yield f'REVOKE ALL ON "{table.name}" FROM PUBLIC, {APP_ROLE}'
    if table.grants:
        yield f'GRANT {", ".join(table.grants)} ON "{table.name}" TO {APP_ROLE}'


def function_statements(function: Function) -> Iterator[str]:
    name = f"wall.{function.signature}"
    security = "SECURITY DEFINER" if function.definer else "SECURITY INVOKER"
    yield (
        f"CREATE OR REPLACE FUNCTION {name} RETURNS {function.returns}"
        f" LANGUAGE {function.language} {function.volatility} {security}"
        f" SET search_path = public, pg_temp AS $wall$ {function.body} $wall$"
    )
    yield f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC, {APP_ROLE}"
    if function.callable_by_app:
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {APP_ROLE}"


PREAMBLE = (
    f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {KEEPER_ROLE}",
    f"GRANT USAGE ON SCHEMA public TO {KEEPER_ROLE}, {APP_ROLE}",
    f"GRANT USAGE ON SCHEMA wall TO {APP_ROLE}",
    f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {APP_ROLE}",
)


def keeper_statements(declared: Iterable[Wall]) -> Iterator[str]:
    for wall in declared:
        yield from wall.relations
        for function in wall.functions:
            yield from function_statements(function)


def owner_statements(declared: Iterable[Wall]) -> Iterator[str]:
    for wall in declared:
        for open_table in wall.open_tables:
            yield from open_statements(open_table)
        for table in wall.tables:
            yield from table_statements(table)
        yield from wall.triggers


def sequence_statements(declared: Iterable[Wall]) -> Iterator[str]:
    """USAGE (never SELECT: `last_value` counts rows) on the sequences of tables that may grow."""
    writable = [t.name for w in declared for t in w.open_tables if "INSERT" in t.grants]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.relname FROM pg_depend d JOIN pg_class s ON s.oid = d.objid"
            " JOIN pg_class t ON t.oid = d.refobjid"
            " WHERE s.relkind = 'S' AND t.relname = ANY(%s)",
            [writable],
        )
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        yield f'GRANT USAGE ON SEQUENCE "{name}" TO {APP_ROLE}'


def statements() -> Iterator[str]:
    """The wall as it is declared, whichever files the declarations are put together from: a
    database that was prepared with others is an old one."""
    declared = tuple(walls())
    yield from keeper_statements(declared)
    yield from owner_statements(declared)


def apply_all() -> int:
    """Rebuild the whole wall as owner and keeper; returns how many tables hide rows."""
    declared = tuple(walls())
    with connection.cursor() as cursor:
        for statement in PREAMBLE:
            cursor.execute(statement)
        cursor.execute(f"SET ROLE {KEEPER_ROLE}")
        cursor.execute(f"GRANT USAGE ON SCHEMA wall TO {APP_ROLE}")
        for statement in keeper_statements(declared):
            cursor.execute(statement)
        cursor.execute("RESET ROLE")
        for statement in owner_statements(declared):
            cursor.execute(statement)
        for statement in sequence_statements(declared):
            cursor.execute(statement)
    return sum(len(wall.tables) for wall in declared)


def any_of(column: str, function: str) -> str:
    """`column` is among the identifiers that `function` returns.

    The scalar sub-select makes the call an InitPlan, run once; the array keeps the index usable.
    """
    return f"{column} = ANY((SELECT wall.{function})::uuid[])"


VEIL = "hashtextextended(current_setting('ikue.context', true), 0)"
"""Another one in every transaction; without a context there is none, and no row passes."""


def none_of(column: str, function: str) -> str:
    """`column` is not among the identifiers that `function` returns.

    Whoever reads through the policy may call what it calls, and must not learn by it what is kept
    from them; so the policy compares veiled values (`wall.veiled_…`, which `veiled` declares).
    """
    return (
        f"uuid_hash_extended({column}, (SELECT {VEIL}))"
        f" <> ALL((SELECT wall.veiled_{function})::bigint[])"
    )


def veiled(function: str) -> Function:
    """For `none_of`: the identifiers under the veil among others that mean nothing, so that neither
    what they are nor whether there are any can be read out of them."""
    return Function(
        signature=f"veiled_{function}",
        returns="bigint[]",
        body=VEILED.format(veil=VEIL, function=function),
    )


VEILED = """
WITH veil AS MATERIALIZED (SELECT {veil} AS seed),
hidden AS MATERIALIZED (
    SELECT uuid_hash_extended(one, veil.seed) AS value
    FROM veil, unnest(wall.{function}) AS one),
noise AS MATERIALIZED (
    SELECT encode(sha256(secret.outer_pad || convert_to(veil.seed::text, 'UTF8')), 'hex') AS digits
    FROM veil, wall.secret),
decoys AS (
    SELECT ('x' || substr(noise.digits, 1 + 16 * place, 16))::bit(64)::bigint AS value
    FROM noise, generate_series(0, 3 - (SELECT count(*)::integer FROM hidden) % 4) AS place)
SELECT array_agg(value ORDER BY value)
FROM (SELECT value FROM hidden UNION ALL SELECT value FROM decoys) AS every_one
"""
