"""Verbs of the thread: open, hand over, suspend, complete; write; pass on and answer."""
