"""The residents' first page: where one may ask, in the plan's own order; it asks nothing."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.directory.domain.queries import listed_windows
from ikue.kernel import clock
from ikue.policy.domain.queries import version_in_force


def entrance(request: HttpRequest) -> HttpResponse:
    today = clock.today(clock.now())
    windows = listed_windows(today)
    context = {
        "plan": version_in_force(today),
        "fields": [
            (field, list(rows)) for field, rows in groupby(windows, key=lambda row: row.field)
        ],
    }
    return TemplateResponse(request, "portal/entrance.html", context)
