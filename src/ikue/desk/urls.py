"""Addresses of the staff's own pages, under `desk/`."""

from django.urls import path

from ikue.desk.views import (
    case,
    consents,
    covers,
    drafts,
    entries,
    households,
    lists,
    looks,
    papers,
    session,
    staffing,
    turns,
    verbs,
)
from ikue.directory.views.acting import screen

app_name = "desk"

urlpatterns = [
    path("", lists.home, name="home"),
    path("queue/", lists.queue, name="queue"),
    path("mine/", lists.mine, name="mine"),
    path("search/", lists.search, name="search"),
    path("session/", session.session, name="session"),
    path("book/", papers.book, name="book"),
    path("cases/<uuid:pk>/", case.case, name="case"),
    path("cases/<uuid:pk>/whereabouts/", households.reveal, name="whereabouts"),
    path("cases/<uuid:pk>/promise/", papers.promise, name="promise"),
    *(
        path(f"cases/<uuid:pk>/{verb.name}/", screen(verb), name=verb.name)
        for verb in (*verbs.VERBS, *turns.VERBS)
    ),
    *(
        path(f"cases/<uuid:pk>/household/{change.name}/", screen(change), name=f"add_{change.name}")
        for change in households.CHANGES
    ),
    *(
        path(f"entries/<uuid:pk>/{act.name}/", screen(act), name=f"entry_{act.name}")
        for act in entries.ACTS
    ),
    path("entries/<uuid:pk>/copy/", entries.copy_out, name="copy_out"),
    path("consents/ended/<uuid:pk>/", consents.ended, name="consent_ended"),
    path("consents/<uuid:circle>/", consents.consents, name="consents"),
    path("consents/person/<uuid:pk>/record/", screen(consents.RECORD), name="consent_record"),
    path("consents/of/<uuid:pk>/change/", screen(consents.CHANGE), name="consent_change"),
    path("consents/of/<uuid:pk>/withdraw/", screen(consents.WITHDRAW), name="consent_withdraw"),
    path("consents/of/<uuid:pk>/add/", screen(consents.ADD), name="consent_add"),
    path("consents/added/<uuid:pk>/told/", screen(consents.TOLD), name="consent_told"),
    path("drafts/", drafts.unsent, name="unsent"),
    path("drafts/<slug:form>/", drafts.draft, {"subject": ""}, name="draft"),
    path("drafts/<slug:form>/<str:subject>/", drafts.draft, name="draft"),
    path("unsent/<slug:form>/drop/", drafts.drop, {"subject": ""}, name="draft_drop"),
    path("unsent/<slug:form>/<str:subject>/drop/", drafts.drop, name="draft_drop"),
    path("entries/<uuid:pk>/card/", entries.safety_card, name="safety_card"),
    path("looks/", looks.looks, name="looks"),
    path("covers/", covers.covers, name="covers"),
    path("covers/<uuid:pk>/end/", covers.end, name="cover_end"),
    path("staff/", staffing.staff, name="staff"),
    path("staff/drafts/", drafts.left, name="left_drafts"),
    path("staff/<uuid:pk>/move/", staffing.move, name="move"),
    path("accounts/<uuid:pk>/stop/", staffing.stop, name="stop"),
]
