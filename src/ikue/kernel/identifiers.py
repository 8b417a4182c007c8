"""Identifiers as they come in: from an address, a hidden field, a draft."""

from uuid import UUID


def identifier(text: object) -> UUID | None:
    """The identifier that `text` spells, or None: what is none finds no record."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
