"""Addresses of the thread, under `desk/`."""

from django.urls import path

from ikue.casework.views import plan, plan_edit, plan_steps, role, role_note
from ikue.casework.views.lists import inbox, outbox
from ikue.casework.views.referral import answer, referral
from ikue.casework.views.send import send
from ikue.casework.views.sheet import sheet

app_name = "casework"

urlpatterns = [
    path("referrals/in/", inbox, name="inbox"),
    path("referrals/out/", outbox, name="outbox"),
    path("referrals/<uuid:pk>/", referral, name="referral"),
    path("referrals/<uuid:pk>/sheet/", sheet, name="sheet"),
    path("referrals/<uuid:pk>/<slug:name>/", answer, name="answer"),
    path("cases/<uuid:pk>/refer/", send, name="send"),
    path("cases/<uuid:pk>/plans/new/", plan.draft, name="plan_draft"),
    path("plans/<uuid:pk>/", plan.plan, name="plan"),
    path("plans/<uuid:pk>/print/", plan.print_plan, name="plan_print"),
    path("plans/<uuid:pk>/compare/", plan.compare, name="plan_compare"),
    path("plans/<uuid:pk>/edit/", plan_edit.edit, name="plan_edit"),
    path("plans/<uuid:pk>/roles/new/", plan_steps.role_add, name="role_add"),
    path("plans/<uuid:pk>/progress/", plan_steps.step, {"name": "progress"}, name="plan_progress"),
    path("plans/<uuid:pk>/evaluate/", plan_steps.step, {"name": "evaluate"}, name="plan_evaluate"),
    path("plans/<uuid:pk>/<slug:name>/", plan_steps.step, name="plan_step"),
    path("roles/<uuid:pk>/", role.role, name="role"),
    path("roles/<uuid:pk>/note/", role_note.note, name="role_note"),
    path("roles/<uuid:pk>/<slug:name>/", role.answer, name="role_answer"),
]
