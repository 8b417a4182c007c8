"""What PostgreSQL itself says about the wall: a checker over any connection to it.

It compares the catalogue with every app's `wall.py`; what is declared nowhere is a finding.
"""

from collections.abc import Iterator
from typing import Any

from ikue.kernel.wall import APP_ROLE, KEEPER_ROLE, Function, Open, Table, walls

KEEPER_TABLES = {"answered", "chain", "numbers", "parted", "secret", "tally_keys"}
SCHEMAS = {"public": "pg_database_owner", "wall": KEEPER_ROLE}
LIBRARY_FUNCTIONS = "procrastinate_"
"""The job queue's own functions: invoker's rights, so they see what the application sees."""

RELATIONS = """
SELECT c.relname, c.relkind::text, c.relowner::regrole::text, c.relrowsecurity,
       c.relforcerowsecurity, coalesce(c.reloptions, '{}')
FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r','p','v','m','f','S')
ORDER BY c.relname
"""
POLICIES = """
SELECT c.relname, p.polcmd::text, p.polroles = ARRAY[%s::regrole::oid], p.polpermissive,
       p.polqual IS NOT NULL, p.polwithcheck IS NOT NULL
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid ORDER BY c.relname, p.polcmd
"""
GRANTS = """
SELECT c.relname, a.privilege_type, a.grantee = 0, a.is_grantable
FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = %(schema)s::regnamespace
  AND (a.grantee = 0 OR a.grantee = %(role)s::regrole)
UNION ALL
SELECT c.relname, a.privilege_type || ' of column ' || t.attname, a.grantee = 0, a.is_grantable
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
WHERE c.relnamespace = %(schema)s::regnamespace
  AND (a.grantee = 0 OR a.grantee = %(role)s::regrole)
ORDER BY 1, 2
"""
FUNCTIONS = """
SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.prosecdef,
       coalesce(p.proconfig, '{}'), p.proowner::regrole::text, p.proleakproof,
       has_function_privilege(%(role)s, p.oid, 'EXECUTE'),
       EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
               WHERE a.grantee = 0)
FROM pg_proc p
WHERE p.pronamespace = %(schema)s::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1
"""
OWNED = """
SELECT count(*) FROM pg_shdepend
WHERE refclassid = 'pg_authid'::regclass AND refobjid = %s::regrole AND deptype = 'o'
"""
SCHEMATA = """
SELECT n.nspname, n.nspowner::regrole::text, has_schema_privilege(%s, n.oid, 'CREATE')
FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
POLICY_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}
KINDS = {"v": "view", "m": "materialised view", "f": "foreign table", "p": "partitioned table"}


def findings(connection: Any) -> list[str]:
    """Everything in which the database differs from its declaration; empty when nothing does."""
    with connection.cursor() as cursor:
        return [
            *_owned(cursor),
            *_schemata(cursor),
            *_relations(cursor),
            *_policies(cursor),
            *_grants(cursor),
            *_keeper_tables(cursor),
            *_guarded_functions(cursor),
            *_public_functions(cursor),
        ]


def _all(cursor: Any, statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    cursor.execute(statement, parameters)
    return list(cursor.fetchall())


def declared_tables() -> dict[str, Table]:
    return {table.name: table for wall in walls() for table in wall.tables}


def declared_open() -> dict[str, Open]:
    return {table.name: table for wall in walls() for table in wall.open_tables}


def declared_functions() -> dict[str, Function]:
    return {function.signature: function for wall in walls() for function in wall.functions}


def _owned(cursor: Any) -> Iterator[str]:
    if (count := _all(cursor, OWNED, [APP_ROLE])[0][0]) != 0:
        yield f"{APP_ROLE} owns {count} objects"


def _schemata(cursor: Any) -> Iterator[str]:
    for name, owner, may_create in _all(cursor, SCHEMATA, [APP_ROLE]):
        if SCHEMAS.get(name) != owner:
            yield f"schema {name} is owned by {owner}"
        if may_create:
            yield f"schema {name}: the application may create in it"


def _relations(cursor: Any) -> Iterator[str]:
    guarded, opened = declared_tables(), declared_open()
    found = _all(cursor, RELATIONS, ["public"])
    for name, kind, _owner, enabled, forced, options in found:
        if kind == "v" and "security_invoker=true" not in options:
            yield f"view {name} reads with its owner's rights"
        if kind in KINDS:
            yield f"{KINDS[kind]} {name} is declared nowhere"
        elif kind == "r" and name in guarded:
            if not (enabled and forced):
                yield f"table {name}: row security is not forced"
        elif kind == "r" and name not in opened:
            yield f"table {name} is declared nowhere"
    tables = {name for name, kind, *_ in found if kind == "r"}
    yield from (f"table {name} does not exist" for name in sorted({*guarded, *opened} - tables))
    yield from (f"table {name} is declared twice" for name in sorted(set(guarded) & set(opened)))
    yield from (f"table {name} is open without a reason" for name, table in opened.items()
                if not table.reason)  # fmt: skip


def _wanted_policies(table: Table) -> dict[str, tuple[bool, bool]]:
    """Command → (has USING, has WITH CHECK)."""
    clauses = {}
    if table.read is not None:
        clauses["SELECT"] = (True, False)
    if table.add is not None:
        clauses["INSERT"] = (False, True)
    if table.change is not None:
        clauses["UPDATE"] = (True, True)
    if table.remove is not None:
        clauses["DELETE"] = (True, False)
    return clauses


def _policies(cursor: Any) -> Iterator[str]:
    wanted = {
        (name, command): clauses
        for name, table in declared_tables().items()
        for command, clauses in _wanted_policies(table).items()
    }
    seen: set[tuple[str, str]] = set()
    for name, code, for_app, permissive, using, check in _all(cursor, POLICIES, [APP_ROLE]):
        key = (name, POLICY_COMMANDS[code])
        if key not in wanted or key in seen:
            yield f"table {name}: a policy for {key[1]} too many"
        elif (using, check) != wanted[key] or not (for_app and permissive):
            yield f"table {name}: the policy for {key[1]} is not the declared one"
        seen.add(key)
    yield from (f"table {name}: no policy for {command}"
                for name, command in sorted(set(wanted) - seen))  # fmt: skip


def _grants(cursor: Any) -> Iterator[str]:
    wanted = {
        (name, verb)
        for name, table in {**declared_tables(), **declared_open()}.items()
        for grant in table.grants
        for verb in _verbs(grant)
    }
    granted: set[tuple[str, str]] = set()
    for name, verb, to_public, grantable in _all(
        cursor, GRANTS, {"schema": "public", "role": APP_ROLE}
    ):
        if to_public or grantable:
            yield f"{name}: {verb} is granted to everybody or may be passed on"
        granted.add((name, verb))
    sequences = {name for name, kind, *_ in _all(cursor, RELATIONS, ["public"]) if kind == "S"}
    for name, verb in sorted(granted - wanted):
        if not (name in sequences and verb == "USAGE"):
            yield f"{name}: {verb} is granted and not declared"
    yield from (f"{name}: {verb} is declared and not granted"
                for name, verb in sorted(wanted - granted))  # fmt: skip


def _verbs(grant: str) -> Iterator[str]:
    """`SELECT (a, b)` is one grant for each column."""
    verb, _, columns = grant.partition(" (")
    if not columns:
        yield verb
    else:
        yield from (f"{verb} of column {name}" for name in columns.rstrip(")").split(", "))


def _keeper_tables(cursor: Any) -> Iterator[str]:
    found = _all(cursor, RELATIONS, ["wall"])
    if {name for name, *_ in found} != KEEPER_TABLES:
        yield f"schema wall holds {sorted(name for name, *_ in found)}"
    for name, _kind, owner, *_ in found:
        if owner != KEEPER_ROLE:
            yield f"wall.{name} is owned by {owner}"
    for name, verb, *_ in _all(cursor, GRANTS, {"schema": "wall", "role": APP_ROLE}):
        yield f"wall.{name}: {verb} is granted"


def _guarded_functions(cursor: Any) -> Iterator[str]:
    declared = {_types(signature): f for signature, f in declared_functions().items()}
    found = _all(cursor, FUNCTIONS, {"schema": "wall", "role": APP_ROLE})
    for signature, definer, config, owner, leakproof, callable_by_app, public in found:
        function = declared.pop(_types(signature), None)
        if function is None:
            yield f"function wall.{signature} is declared nowhere"
            continue
        if owner != KEEPER_ROLE or definer != function.definer:
            yield f"function wall.{signature}: owner {owner}, definer {definer}"
        if config != ["search_path=public, pg_temp"]:
            yield f"function wall.{signature}: search_path is not pinned"
        if public or leakproof or callable_by_app != function.callable_by_app:
            yield f"function wall.{signature}: may be called by the wrong people"
    yield from (f"function wall.{signature} does not exist" for signature in sorted(declared))


def _types(signature: str) -> str:
    return " ".join(signature.replace("timestamptz", "timestamp with time zone").split())


def _public_functions(cursor: Any) -> Iterator[str]:
    for signature, definer, *_ in _all(cursor, FUNCTIONS, {"schema": "public", "role": APP_ROLE}):
        if not signature.startswith(LIBRARY_FUNCTIONS):
            yield f"function public.{signature} is declared nowhere"
        elif definer:
            yield f"function public.{signature} runs with its owner's rights"
