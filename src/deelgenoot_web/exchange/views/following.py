"""Following a subject, the day of the letter, stopping it, and feeds."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange.actions import following as actions
from deelgenoot_web.exchange.challenges import subject_title
from deelgenoot_web.exchange.mail import news_title
from deelgenoot_web.exchange.models import DigestWish, Follow
from deelgenoot_web.exchange.news import NewsItem, NewsScope, news, scope_of
from deelgenoot_web.exchange.pages.following import feed_address, following_page
from deelgenoot_web.exchange.texts import clear_text
from deelgenoot_web.exchange.texts import render as render_text
from deelgenoot_web.letters.links import absolute

_form = require_http_methods(["GET", "HEAD", "POST"])
_IN_FEED = 30
_DAYS = 7


@_form
@only(anybody)
def following(request: PersonRequest) -> HttpResponse:
    """Show what somebody follows; a form follows, stops following, or chooses the day."""
    if request.method == "POST":
        _change(request)
        return redirect("exchange:following")
    page = following_page(edition(), request.user, request.GET.get("volg", "")[:80])
    trail = [("exchange:practices", _("Aanpakken"))]
    return html(request, "exchange/following.html", page, trail)


def _change(request: PersonRequest) -> None:
    """Do what the form asks; what is not there to follow is left as it is."""
    what = request.POST.get("do", "")
    kind, _colon, value = request.POST.get("subject", "").partition(":")
    if what == "follow":
        try:
            actions.follow(by=request.user, kind=kind, value=value)
        except actions.UnknownSubjectError as error:
            raise Http404(str(error)) from error
    elif what == "stop":
        actions.unfollow(by=request.user, kind=kind, value=value)
    elif what == "day":
        day = request.POST.get("weekday", "")
        is_day = day in map(str, range(_DAYS))
        actions.choose_day(by=request.user, weekday=int(day) if is_day else None)


# A mail program posts here without a page before it (RFC 8058): the address is the key.
@csrf_exempt
@_form
@cache_control(private=True, no_store=True)
def stop_digest(request: HttpRequest, nonce: str) -> HttpResponse:
    """Stop the letters by a button; opening the link, as a scanner of mail does, stops nothing."""
    if request.method == "POST":
        wish = DigestWish.objects.filter(nonce=nonce).first()
        if wish:
            actions.stop_letters(wish=wish)
    else:
        get_object_or_404(DigestWish, nonce=nonce)
    context = {
        "title": _("Deze brief niet meer ontvangen?"),
        "description": _("De wekelijkse brief over wat u volgt."),
        "is_stopped": request.method == "POST",
    }
    return render(request, "exchange/stop_digest.html", context)


Subject = tuple[str, str, NewsScope]
"""The kind and the value of what a feed is about, and what that covers."""


class NewsFeed(Feed):  # type: ignore[type-arg]  # not generic when run
    """What is new, about everything or about one subject."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Subject:
        """Read the subject from the address. Raises Http404 for one that is not there."""
        for kind in Follow.Kind.values:
            if value := request.GET.get(kind, "")[:60]:
                scope = scope_of(kind, value)
                if scope is None:
                    raise Http404(value)
                return kind, value, scope
        return "", "", NewsScope()

    def title(self, obj: Subject) -> str:
        """Name the feed."""
        kind, value, _scope = obj
        words = _("Nieuw bij deelgenoot")
        return clear_text(f"{words}: {subject_title(kind, value)}") if kind else words

    def link(self, _obj: Subject) -> str:
        """Lead to the list of approaches."""
        return absolute(reverse("exchange:practices"))

    def feed_url(self, obj: Subject) -> str:
        """Give the address of the feed itself, which is its id."""
        kind, value, _scope = obj
        return absolute(feed_address(kind, value))

    def items(self, obj: Subject) -> list[NewsItem]:
        """List the newest texts."""
        _kind, _value, scope = obj
        return news(scope, _IN_FEED)

    def item_title(self, item: NewsItem) -> str:
        """Say what kind of text it is, of whom, and what it is called."""
        return clear_text(news_title(item))

    def item_description(self, item: NewsItem) -> str:
        """Give the text itself, as HTML that is safe."""
        return render_text(item.text)

    def item_link(self, item: NewsItem) -> str:
        """Lead to the page of the text."""
        return absolute(item.path)

    def item_pubdate(self, item: NewsItem) -> datetime:
        """Say since when it stands there."""
        return item.at

    item_updateddate = item_pubdate


feed = require_safe(NewsFeed())
