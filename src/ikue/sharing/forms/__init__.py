"""Forms of consents: they clean what was typed and hold no rule."""
