"""Evaluation keeps no table yet and will keep none with persons: it counts `tally` events."""
