"""参加支援 belongs to the window that carries it; it joins a circle as every window does."""

from ikue.kernel.wall import Table, any_of, none_of

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")

TABLES = (
    Table(
        name="participation_participation",
        read=f"{NOT_EXCLUDED} AND {OWN}",
        add=f"{OWN} AND wall.on_duty(circle_id)",
        change=f"{NOT_EXCLUDED} AND {OWN}",
    ),
)
