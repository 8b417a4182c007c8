"""A draft belongs to the account that typed it, to nobody else."""

from ikue.kernel.wall import Table

OWN = "account_id = (SELECT wall.account())"

TABLES = (
    Table(name="drafts_draft", read=OWN, add=OWN, change=OWN, remove=OWN, fixed=("account_id",)),
)
