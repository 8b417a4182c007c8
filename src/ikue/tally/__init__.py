"""数える出来事。Append-only events without persons, written in the verb's own transaction.

Figures for 第3節(4) 事業評価・見直し are counted from these events, never from people."""
