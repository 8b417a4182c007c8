"""Counting the work from `tally` events alone: a figure does not change with who asks."""
