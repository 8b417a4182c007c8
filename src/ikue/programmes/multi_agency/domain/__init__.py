"""Verbs of 多機関協働: requests taken up, conferences, decisions, stepping out."""
