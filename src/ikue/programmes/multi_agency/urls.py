"""Addresses of ⑤, below `desk/`."""

from django.urls import path

from ikue.programmes.multi_agency.views import answers, board, coordination

__all__ = ["answers", "app_name", "urlpatterns"]

app_name = "multi_agency"

urlpatterns = [
    path("coordination/", board.board, name="board"),
    path("coordination/<uuid:pk>/", coordination.coordination, name="coordination"),
    *(
        path(f"coordination/<uuid:pk>/{act.name}/", coordination.screen(act), name=act.name)
        for act in coordination.ACTS
    ),
]
