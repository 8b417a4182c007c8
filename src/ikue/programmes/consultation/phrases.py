"""Sentences said on more than one screen of ①, and the names under which drafts are kept."""

DRAFT_FORM = "reception"
ADVICE_FORM = "ask-advice"
NEW_ADVICE = "new"
ADDITION_FORM = "reception-addition"
