"""Addresses of the thread, under `desk/`."""

from django.urls import path

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
]
