"""A claim belongs to the window that handles it."""

from ikue.kernel.wall import Table, any_of

OWN = any_of("owner_window_id", "own_windows()")

TABLES = (Table(name="rights_claim", read=OWN, add=OWN, change=OWN),)
