from django.urls import path

from ikue.portal.views import entrance

app_name = "portal"
urlpatterns = [path("", entrance.entrance, name="entrance")]
