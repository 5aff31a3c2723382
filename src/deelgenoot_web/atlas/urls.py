"""The addresses of the atlas: Dutch words in Dutch, English words under /en/.

Each page module offers a frozen context and a function that makes it; `views` turns an address into
one call. A page that does not exist yet has no entry here.
"""

from django.urls import path

from deelgenoot_web.atlas import views

app_name = "atlas"

urlpatterns = [
    path("", views.home, name="home"),
]
