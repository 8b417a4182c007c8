"""Addresses of ①, below `desk/consultations/`."""

from django.urls import path

from ikue.programmes.consultation.views import (
    advice,
    assessment,
    detail,
    person,
    receive,
    referring,
    screening,
)

app_name = "consultation"

urlpatterns = [
    path("new/", receive.begin, name="receive"),
    path("new/<uuid:draft_id>/", receive.receive_screen, name="reception"),
    path("new/<uuid:draft_id>/beside/", receive.hints, name="hints"),
    path("new/<uuid:draft_id>/carry/", receive.carry, name="carry"),
    path("new/<uuid:draft_id>/throw-away/", receive.throw_away, name="throw_away"),
    path("advice/", advice.listed, name="advice"),
    path("advice/new/", advice.ask, name="ask_advice"),
    path("advice/<uuid:pk>/", advice.one, name="advice_one"),
    path("assessments/<uuid:circle_id>/", assessment.assessment, name="assessment"),
    path("assessments/<uuid:circle_id>/edit/", assessment.edit, name="assessment_edit"),
    path("assessments/<uuid:circle_id>/confirm/", assessment.confirm, name="assessment_confirm"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/whereabouts/", detail.whereabouts, name="whereabouts"),
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
