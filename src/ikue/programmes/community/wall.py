"""地域づくり holds places and projects, never a person (privacy wall)."""

from ikue.kernel.wall import Open

OPEN = (
    Open(
        name="community_communityproject",
        grants=("SELECT",),
        reason="master data of the plan: projects, no residents",
    ),
)
