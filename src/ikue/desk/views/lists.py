"""Home, the window's queue, my cases, search."""

from django.http import HttpRequest, HttpResponse

from ikue.audit import door
from ikue.desk.domain.home import home as home_of
from ikue.desk.domain.my_roles import my_named_roles
from ikue.desk.domain.places import may_arrange_covers, welcome_of
from ikue.desk.domain.queue import my_named_cases
from ikue.desk.domain.queue import queue as queue_of
from ikue.desk.domain.search import search as search_for
from ikue.desk.views.common import page
from ikue.directory.viewers import viewer_of
from ikue.kernel.text import TextError, clean

LONGEST = 100


@door.read()
def home(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "viewer": viewer, "home": home_of(viewer), "at": viewer.at, "welcome": welcome_of(viewer),
        "arranges_covers": may_arrange_covers(viewer),
        "roles": () if viewer.works_with_cases else my_named_roles(viewer),
    }  # fmt: skip
    return page(request, "home", context)


@door.read()
def queue(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    return page(request, "queue", {"viewer": viewer, "queue": queue_of(viewer), "at": viewer.at})


@door.read()
def mine(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    cases = my_named_cases(viewer)
    context = {
        "viewer": viewer, "cases": cases, "roles": my_named_roles(viewer), "at": viewer.at,
    }  # fmt: skip
    return page(request, "mine", context)


@door.read(methods=("GET", "HEAD", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """POST, so that no name stands in an address; GET shows the empty page."""
    viewer = viewer_of(request)
    try:
        wanted, refusal = clean(request.POST.get("q", ""), max_length=LONGEST), ""
    except TextError as error:
        wanted, refusal = "", str(error)
    hits = search_for(viewer, wanted) if wanted else []
    context = {"viewer": viewer, "wanted": wanted, "hits": hits, "refusal": refusal}
    return page(request, "search", context)
