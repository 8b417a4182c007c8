"""A tiny site behind the door: what a view may do wrong, each under its own address."""

import uuid
from types import SimpleNamespace

from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from ikue.audit import door, looking
from ikue.directory.viewers import viewer_of
from ikue.drafts.keeping import save_draft
from ikue.kernel.transitions import NotAllowed

CIRCLE, PERSON, GRANT = (uuid.uuid5(uuid.NAMESPACE_OID, name) for name in "cpg")
SECRET = "髙橋 トメ 荒川二丁目"


def note(classes: int, person: uuid.UUID = PERSON, basis: str = "own_duty", grant=None) -> None:
    looking.note(circle_id=CIRCLE, person_id=person, classes=classes, basis=basis, grant_id=grant)


@door.read()
def shows(request):
    viewer_of(request)
    note(1)
    note(2)
    note(8)
    note(2, basis="consent", grant=GRANT)
    looking.seen(CIRCLE)
    return HttpResponse(SECRET)


@door.read()
def shows_nobody(request):
    viewer_of(request)
    return HttpResponse("空の一覧")


@door.read()
def leads_on(request):
    viewer_of(request)
    note(2)
    looking.seen(CIRCLE)
    return redirect("/there/")


@door.read()
def leads_on_with_words(request):
    viewer_of(request)
    note(2)
    answer = redirect("/there/")
    answer.content = SECRET
    return answer


@door.read(methods=("POST",))
def searches(request):
    viewer_of(request)
    note(2)
    return HttpResponse(SECRET)


@door.read()
def writes_in_a_read(request):
    viewer = viewer_of(request)
    note(2)
    save_draft(by=viewer, form="x", subject="", content={"a": "b"})
    return HttpResponse(SECRET)


@door.read()
def who_does_the_database_know(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.account(), wall.appointment()")
        return HttpResponse("|".join(str(part) for part in cursor.fetchone()))


@door.read()
def absent(request):
    note(2)
    raise Http404


@door.read()
def forbidden(request):
    note(2)
    raise NotAllowed("looking")


@door.write()
def keeps(request):
    viewer = viewer_of(request)
    save_draft(by=viewer, form="keeps", subject=str(uuid.uuid4()), content={"a": "b"})
    return redirect("/there/")


@door.write()
def shown_again(request):
    viewer = viewer_of(request)
    note(2)
    save_draft(by=viewer, form="again", subject="", content={"a": "b"})
    return HttpResponse(SECRET, status=422)


@door.write()
def writes_for_somebody_else(request):
    viewer_of(request)
    note(2)
    somebody = SimpleNamespace(account_id=uuid.uuid4(), appointment_id=uuid.uuid4())
    save_draft(by=somebody, form="keeps", subject="", content={"a": "b"})
    return redirect("/there/")


@door.write()
def asks_for_what_is_not_there(request):
    viewer_of(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM audit_sentform")
    return redirect("/there/")


@door.write(keyed=False)
def autosaves(request):
    viewer = viewer_of(request)
    save_draft(by=viewer, form="auto", subject="", content={"a": "b"})
    return HttpResponse(status=204)


def choose(request):
    return HttpResponse("所属を選ぶ")


urlpatterns = [
    path("shows/", shows, name="shows"),
    path("nobody/", shows_nobody),
    path("search/", searches),
    path("leads-on/", leads_on),
    path("leads-on-with-words/", leads_on_with_words),
    path("writes/", writes_in_a_read),
    path("who/", who_does_the_database_know),
    path("absent/", absent),
    path("forbidden/", forbidden),
    path("keeps/", keeps),
    path("again/", shown_again),
    path("walled/", writes_for_somebody_else),
    path("mistaken/", asks_for_what_is_not_there),
    path("auto/", autosaves),
    path("accounts/", include("allauth.urls")),
    path("desk/", include(([path("choose/", choose, name="choose")], "directory"))),
]
handler500 = "ikue.ui.static_pages.server_error"
