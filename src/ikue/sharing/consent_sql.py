"""同意が効いている日と範囲, in SQL: for walls and invariants, which read past the viewer's policy.

What `Consent.objects.in_force`, `domain.coverage.covers` and `kernel.clock.end_of` say in Python.
"""

from ikue.sharing.enums import ConsentState, FieldClass


def consent_in_force(consent: str, *, at: str) -> str:
    """Given, and its last day has not passed in Tokyo at the moment `at` (an SQL expression)."""
    return (
        f"{consent}.state = '{ConsentState.GIVEN.value}'"
        f" AND {consent}.until >= ({at} AT TIME ZONE 'Asia/Tokyo')::date"
    )


def consent_covers(consent: str, classes: FieldClass, *, code: str, kind: str) -> str:
    """It names this receiver, one by one or by its kind of agency, and each of these classes."""
    named = ", ".join(f"'{one.name}'" for one in classes)
    return (
        f"{consent}.class_names ?& ARRAY[{named}]"
        " AND EXISTS (SELECT 1 FROM sharing_consentreceiver n"
        f" WHERE n.consent_id = {consent}.id AND (n.code = {code} OR n.kind = {kind}))"
    )


def end_of_consent(consent: str) -> str:
    """The moment at which its last day is over in Tokyo."""
    return f"({consent}.until + 1)::timestamp AT TIME ZONE 'Asia/Tokyo'"
