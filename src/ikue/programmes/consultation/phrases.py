"""Sentences said on more than one screen of ①."""

DRAFT_FORM = "reception"
