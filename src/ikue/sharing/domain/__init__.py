"""Deciding, opening and ending: the one place that answers whether a fact may be known."""
