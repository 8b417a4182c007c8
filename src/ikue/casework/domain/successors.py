"""引継ぎ先: who of the circle may take a case up."""

from ikue.casework.models import Case
from ikue.directory.enums import WORKING_ROLES
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.circles import windows_in_circle


def successors(viewer: Viewer, case: Case) -> list[Appointment]:
    """Who may take the case: colleagues at the lead window, staff of visible circle windows."""
    windows = {*windows_in_circle(case.circle_id), case.lead_window_id}
    open_windows = Window.objects.filter(pk__in=windows, hidden_involvement=False)
    rows = (
        Appointment.objects.serving(viewer.at)
        .filter(window__in=open_windows, role__in=WORKING_ROLES)
        .exclude(pk=case.responsible_id)
        .select_related("account", "window")
        .order_by("window__code", "account__name")
    )
    return sorted(rows, key=lambda row: row.window_id != case.lead_window_id)
