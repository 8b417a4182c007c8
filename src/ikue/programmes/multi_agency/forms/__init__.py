"""Forms of 多機関協働: they clean what was typed and hold no rule."""
