"""Events hold no person, yet moment, window, age and town of one event may point to one, and a key
joins it to others: a window writes what happened at its own, nobody reads a single row, and figures
are sums over a month that do not change with who asks."""

from ikue.kernel.wall import Function, Table

FIRST = "date_trunc('month', month::timestamp)"
IN_TOKYO = "AT TIME ZONE 'Asia/Tokyo'"

FUNCTIONS = (
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
