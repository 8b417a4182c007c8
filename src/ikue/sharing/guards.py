"""What stands in the way of a consent's next step, in the clerk's words; nothing of authority."""

from typing import Any

from ikue.people.models import Person


def person_died(consent: Any) -> str | None:
    """A consent is nobody else's: it lapses with the person who could take it back."""
    if Person.objects.filter(pk=consent.person_id, died_on__isnull=False).exists():
        return None
    return "死亡により終えるのは、ご本人が亡くなったときだけです。"
