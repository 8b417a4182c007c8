"""Events hold no person, yet moment, window, age and town of one event may point to one, and a key
joins it to others: a window writes what happened at its own, nobody reads a single row, and figures
are sums over a month that do not change with who asks.

A key belongs to one record for good: another record under the same key would be counted as the
first, and would take back what was counted of it.
"""

from django.apps import apps

from ikue.kernel.wall import Function, Table

KEY = "tally_key"
KEYED = tuple(
    model._meta.db_table
    for model in apps.get_models()
    if any(field.name == KEY for field in model._meta.concrete_fields)
)
KEYS_TABLE = "CREATE TABLE IF NOT EXISTS wall.tally_keys (key uuid PRIMARY KEY)"
RELATIONS = (
    KEYS_TABLE,
    "REVOKE ALL ON wall.tally_keys FROM PUBLIC",
    *(
        f"INSERT INTO wall.tally_keys (key) SELECT {KEY} FROM {table} ON CONFLICT DO NOTHING"
        for table in KEYED
    ),
)
NOTE_KEY = f"""
BEGIN
    INSERT INTO wall.tally_keys (key) VALUES (NEW.{KEY}) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a key counts one record' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
"""
TRIGGERS = tuple(
    f"CREATE OR REPLACE TRIGGER keyed AFTER INSERT ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION wall.note_key()"
    for table in KEYED
)

FIRST = "date_trunc('month', month::timestamp)"
IN_TOKYO = "AT TIME ZONE 'Asia/Tokyo'"

FUNCTIONS = (
    Function(
        signature="note_key()",
        returns="trigger",
        body=NOTE_KEY,
        language="plpgsql",
        volatility="VOLATILE",
        callable_by_app=False,
    ),
    Function(
        signature="monthly_figures(month date)",
        returns='TABLE (what text, "window" text, times bigint)',
        body='SELECT e.what, e."window", sum(e.amount) FROM tally_event e'
        " WHERE wall.appointment() IS NOT NULL"
        f" AND e.at >= {FIRST} {IN_TOKYO} AND e.at < ({FIRST} + interval '1 month') {IN_TOKYO}"
        ' GROUP BY e.what, e."window" HAVING sum(e.amount) <> 0 ORDER BY e.what, e."window"',
    ),
)

TABLES = (Table(name="tally_event", read=None, add='"window" = (SELECT wall.acting_window())'),)
