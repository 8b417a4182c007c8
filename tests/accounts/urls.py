"""The login's own pages, and one page behind the door."""

from django.http import HttpResponse
from django.urls import include, path

from ikue.audit import door


@door.read(needs_appointment=False)
def inside(request):
    return HttpResponse("中")


urlpatterns = [
    path("desk/", inside),
    path("accounts/", include("allauth.urls")),
]
