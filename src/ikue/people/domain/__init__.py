"""Verbs on persons and households. Every one takes the member of staff (`by`) and the moment."""
