"""The machines' door keeps no table: a token carries the rights of its member of staff, no more."""
