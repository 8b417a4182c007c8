from django.urls import path

from ikue.directory.views import choosing

app_name = "directory"
urlpatterns = [path("choose/", choosing.choose, name="choose")]
