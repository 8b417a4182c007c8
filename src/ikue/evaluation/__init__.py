"""事業評価・見直し。Indicators, month close, 関係者会議, findings and what changed because of them.

Seed 第3節(4). Counts `tally` events, never people."""
