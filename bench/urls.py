"""The product's addresses, and the two views that pages are compared with."""

from django.urls import path

from bench import views
from config import urls

urlpatterns = [
    path("bench/bare/", views.bare),
    path("bench/floor/", views.floor),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
