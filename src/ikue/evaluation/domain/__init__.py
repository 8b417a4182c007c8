"""Counting the work: figures from `tally` events alone, so that they do not change with who asks."""
