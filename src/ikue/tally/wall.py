"""Events hold no person and no key that leads to a record: they hide no rows, and nobody edits
them."""

from ikue.kernel.wall import Open

OPEN = (
    Open(
        name="tally_event",
        grants=("SELECT", "INSERT"),
        reason="codes and random keys only; figures must not change with who asks",
    ),
)
