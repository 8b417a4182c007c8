"""許可と根拠が効いているとき, in SQL: for walls and invariants.

What the keeper answers `domain.deciding.rights_of` (`wall.held_among`) stands on it.
"""


def not_ended(grant: str, ground: str, *, at: str) -> str:
    """Neither the grant nor its ground has ended at the moment `at` (an SQL expression)."""
    return (
        f"({grant}.ends_at IS NULL OR {grant}.ends_at > {at})"
        f" AND ({ground}.ended_at IS NULL OR {ground}.ended_at > {at})"
    )


def grant_in_force(grant: str, ground: str, *, at: str) -> str:
    """Both have begun, and neither has ended."""
    return (
        f"{grant}.starts_at <= {at} AND {ground}.started_at <= {at}"
        f" AND {not_ended(grant, ground, at=at)}"
    )
