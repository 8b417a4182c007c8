"""Addresses of ⑤, below `desk/`."""

from django.urls import include, path

from ikue.directory.views.acting import screen
from ikue.programmes.multi_agency.views import (
    adopting,
    answers,
    board,
    coordination,
    items,
    meetings,
)
from ikue.programmes.multi_agency.views.item_acts import ITEM_ACTS, MEMBER_ACTS

__all__ = ["answers", "app_name", "urlpatterns"]

app_name = "multi_agency"

conferences = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.plan, name="plan_meeting"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/move/", meetings.move, name="meeting_move"),
    path("meetings/<uuid:pk>/close/", meetings.close, name="meeting_close"),
    path("meetings/<uuid:pk>/agenda/", meetings.agenda, name="agenda"),
    path("cases/<uuid:pk>/item/", items.prepare, name="prepare"),
    path("items/<uuid:pk>/", items.item, name="item"),
    path("items/<uuid:pk>/minutes/", items.minutes, name="minutes"),
    *(
        path(f"items/<uuid:pk>/{act.name}/", screen(act), name=f"item_{act.name}")
        for act in ITEM_ACTS
    ),
    *(
        path(f"members/<uuid:pk>/{act.name}/", screen(act), name=f"member_{act.name}")
        for act in MEMBER_ACTS
    ),
]

urlpatterns = [
    path("coordination/", board.board, name="board"),
    path("coordination/of/<uuid:case>/", coordination.coordination_of, name="coordination_of"),
    path("coordination/<uuid:pk>/", coordination.coordination, name="coordination"),
    *(
        path(f"coordination/<uuid:pk>/{act.name}/", screen(act), name=act.name)
        for act in coordination.ACTS
    ),
    path("multi-agency/plans/<uuid:pk>/adopt/", adopting.adopt, name="adopt_plan"),
    path("multi-agency/", include(conferences)),
]
