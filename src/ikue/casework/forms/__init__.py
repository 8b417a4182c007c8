"""Forms of the thread: they clean what was typed and hold no rule."""
