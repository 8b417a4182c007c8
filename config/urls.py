"""Every address. Staff pages lie under `desk/`; the portal, health and login alone are open."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path

from ikue.ui import static_pages
from ikue.ui.gallery import gallery

login: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("second/", mfa.index, name="mfa_index"),
    path("second/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/spare/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/spare/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "second/spare/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

staff: list[URLPattern | URLResolver] = [
    path("", include("ikue.desk.urls")),
    path("", include("ikue.directory.urls")),
    path("consultations/", include("ikue.programmes.consultation.urls")),
    path("", include("ikue.casework.urls")),
    path("", include("ikue.programmes.multi_agency.urls")),
    path("gallery/", gallery, name="gallery"),
]

urlpatterns = [
    path("", include("ikue.portal.urls")),
    path("", include("ikue.api.urls")),
    path("accounts/", include(login)),
    path("desk/", include(staff)),
]

handler400 = static_pages.bad_request
handler403 = static_pages.permission_denied
handler404 = static_pages.not_found
handler500 = static_pages.server_error
