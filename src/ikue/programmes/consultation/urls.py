"""Addresses of ①, below `desk/consultations/`."""

from django.urls import path

from ikue.programmes.consultation.views import (
    adding,
    advice,
    assessment,
    detail,
    person,
    receive,
    referring,
    screening,
    ways_on,
)

app_name = "consultation"

urlpatterns = [
    path("new/", receive.begin, name="receive"),
    path("new/<uuid:draft_id>/", receive.receive_screen, name="reception"),
    path("new/<uuid:draft_id>/beside/", ways_on.hints, name="hints"),
    path("new/<uuid:draft_id>/carry/", ways_on.carry, name="carry"),
    path("new/<uuid:draft_id>/keep/", ways_on.keep, name="keep"),
    path("new/<uuid:draft_id>/to-advice/", ways_on.to_advice, name="to_advice"),
    path("new/<uuid:draft_id>/to-addition/", ways_on.to_addition, name="to_addition"),
    path("new/<uuid:draft_id>/throw-away/", ways_on.throw_away, name="throw_away"),
    path("advice/", advice.listed, name="advice"),
    path("advice/new/", advice.ask, name="ask_advice"),
    path("advice/<uuid:pk>/", advice.one, name="advice_one"),
    path("assessments/<uuid:circle_id>/", assessment.assessment, name="assessment"),
    path("assessments/<uuid:circle_id>/edit/", assessment.edit, name="assessment_edit"),
    path("assessments/<uuid:circle_id>/confirm/", assessment.confirm, name="assessment_confirm"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/whereabouts/", detail.whereabouts, name="whereabouts"),
    path("<uuid:pk>/add/", adding.screen, name="add"),
    path("<uuid:pk>/person/", person.screen, name="person"),
    path("<uuid:pk>/screen/refer/", referring.screen, {"name": "refer"}, name="refer"),
    path(
        "<uuid:pk>/screen/request_multi_agency/",
        referring.screen,
        {"name": "request_multi_agency"},
        name="request_multi_agency",
    ),
    path("<uuid:pk>/screen/<slug:name>/", screening.screen, name="screen"),
]
