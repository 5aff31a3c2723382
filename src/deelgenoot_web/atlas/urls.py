"""The addresses of the atlas."""

from django.urls import path

from deelgenoot_web.atlas import views

app_name = "atlas"

urlpatterns = [
    path("", views.home, name="home"),
]
