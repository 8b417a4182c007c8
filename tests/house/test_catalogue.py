"""The wall as PostgreSQL knows it equals the wall as declared (security C-1), read as the
application; then each kind of hole is made on a scratch copy and the same checker must see it."""

import pytest
from django.db import connection

from tests import database
from tests.audit.scratch import scratch
from tests.house.catalogue import FUNCTIONS, declared_functions, declared_tables, findings

PROCRASTINATE = {
    "procrastinate_cancel_job_v1", "procrastinate_defer_jobs_v1",
    "procrastinate_defer_periodic_job_v2", "procrastinate_fetch_job_v2",
    "procrastinate_finish_job_v1", "procrastinate_notify_queue_abort_job_v1",
    "procrastinate_notify_queue_job_inserted_v1", "procrastinate_prune_stalled_workers_v1",
    "procrastinate_register_worker_v1", "procrastinate_retry_job_v1",
    "procrastinate_retry_job_v2", "procrastinate_trigger_abort_requested_events_procedure_v1",
    "procrastinate_trigger_function_scheduled_events_v1",
    "procrastinate_trigger_function_status_events_insert_v1",
    "procrastinate_trigger_function_status_events_update_v1",
    "procrastinate_unlink_periodic_defers_v1", "procrastinate_unregister_worker_v1",
    "procrastinate_update_heartbeat_v1",
}  # fmt: skip


@pytest.mark.django_db
def test_the_catalogue_equals_the_declaration():
    assert findings(connection) == []
    assert len(declared_tables()) > 20
    assert len(declared_functions()) > 10


@pytest.mark.django_db
def test_the_job_queues_functions_are_the_ones_listed():
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS, {"schema": "public", "role": "ikue_app"})
        assert {row[0].partition("(")[0] for row in cursor.fetchall()} == PROCRASTINATE


HOLES = {
    "a table nobody declared": (
        "CREATE TABLE gossip (a int)", "table gossip is declared nowhere"
    ),
    "a view with its owner's rights": (
        "CREATE VIEW everybody AS SELECT * FROM people_person",
        "view everybody reads with its owner's rights",
    ),
    "a materialised view": (
        "CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM people_person",
        "materialised view totals is declared nowhere",
    ),
    "a grant too many": (
        "GRANT DELETE ON people_person TO ikue_app",
        "people_person: DELETE is granted and not declared",
    ),
    "TRUNCATE, which row security does not stop": (
        "GRANT TRUNCATE ON casework_entry TO ikue_app",
        "casework_entry: TRUNCATE is granted and not declared",
    ),
    "a grant to everybody": (
        "GRANT SELECT ON people_person TO PUBLIC",
        "people_person: SELECT is granted to everybody or may be passed on",
    ),
    "a grant on one column": (
        "GRANT UPDATE (body) ON audit_readevent TO ikue_app",
        "audit_readevent: UPDATE of column body is granted and not declared",
    ),
    "the chained text, readable": (
        "GRANT SELECT (body) ON audit_readevent TO ikue_app",
        "audit_readevent: SELECT of column body is granted and not declared",
    ),
    "single events, readable": (
        "GRANT SELECT ON tally_event TO ikue_app",
        "tally_event: SELECT is granted and not declared",
    ),
    "a grant that was lost": (
        "REVOKE SELECT ON people_person FROM ikue_app",
        "people_person: SELECT is declared and not granted",
    ),
    "row security switched off": (
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "table people_person: row security is not forced",
    ),
    "the owner let through": (
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "table people_person: row security is not forced",
    ),
    "a policy for all": (
        "CREATE POLICY wide ON people_person FOR ALL TO ikue_app USING (true)",
        "table people_person: a policy for ALL too many",
    ),
    "a second policy for one command": (
        "CREATE POLICY a_wide ON people_person FOR SELECT TO ikue_app USING (true)",
        "table people_person: a policy for SELECT too many",
    ),
    "a policy that was lost": (
        "DROP POLICY people_person_update ON people_person",
        "table people_person: no policy for UPDATE",
    ),
    "a function nobody declared": (
        "CREATE FUNCTION public.helper() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "function public.helper() is declared nowhere",
    ),
    "a guarded function nobody declared": (
        "CREATE FUNCTION wall.helper() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "function wall.helper() is declared nowhere",
    ),
    "a search path let loose": (
        "ALTER FUNCTION wall.account() RESET search_path",
        "function wall.account(): search_path is not pinned",
    ),
    "a guarded function for everybody": (
        "GRANT EXECUTE ON FUNCTION wall.claim(integer) TO PUBLIC",
        "function wall.claim(field integer): may be called by the wrong people",
    ),
    "a guarded function of another owner": (
        "ALTER FUNCTION wall.account() OWNER TO ikue_owner",
        "function wall.account(): owner ikue_owner, definer True",
    ),
    "the key laid open": (
        "GRANT SELECT ON wall.secret TO ikue_app", "wall.secret: SELECT is granted"
    ),
    "rows counted by a sequence": (
        "GRANT SELECT ON SEQUENCE axes_accesslog_id_seq TO ikue_app",
        "axes_accesslog_id_seq: SELECT is granted and not declared",
    ),
    "an object of the application's own": (
        "ALTER TABLE tally_event OWNER TO ikue_app", "ikue_app owns 1 objects"
    ),
    "leave to create": (
        "GRANT CREATE ON SCHEMA public TO ikue_app",
        "schema public: the application may create in it",
    ),
    "a schema nobody declared": (
        "CREATE SCHEMA back_door AUTHORIZATION ikue_owner",
        "schema back_door is owned by ikue_owner",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def victim(django_db_setup):
    with scratch("catalogue") as copy, database.superuser(copy) as server:
        yield server


@pytest.mark.parametrize("hole", HOLES)
def test_the_checker_sees(victim, hole):
    """Negative controls. Each hole is made inside a transaction that is rolled back."""
    statement, finding = HOLES[hole]
    with victim.transaction(force_rollback=True):
        victim.execute(statement)
        assert finding in findings(victim)
    assert findings(victim) == []
