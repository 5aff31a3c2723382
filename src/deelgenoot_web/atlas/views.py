"""The pages of the atlas: read what is asked, call one function, answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def home(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Welke gemeente lijkt op de uwe?"),
        "description": _("Middelgrote gemeenten, in zeven clusters met dezelfde opgaven."),
    }
    return render(request, "atlas/home.html", context)
