"""A draft belongs to the account that typed it, under the appointment it was typed for: whoever
works at two windows (兼務) finds at each what was begun there, and nobody finds it afterwards."""

from ikue.kernel.wall import Table, any_of

OWN = (
    "account_id = (SELECT wall.account()) AND appointment_id = (SELECT wall.appointment())"
    f" AND {any_of('appointment_id', 'acting_appointments()')}"
)
"""Acting for it now: an appointment that has ended opens nothing."""

TABLES = (
    Table(
        name="drafts_draft",
        read=OWN,
        add=OWN,
        change=OWN,
        remove=OWN,
        fixed=("account_id", "appointment_id"),
    ),
)
