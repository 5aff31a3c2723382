"""The few pages that belong to the house as a whole, and the files that machines ask for."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.accounts.actions import LINKS_KEPT
from deelgenoot_web.exchange.actions import calls
from deelgenoot_web.exchange.actions.harvest import KEPT as OFFERS_KEPT
from deelgenoot_web.exchange.actions.introductions import ENDS_AFTER
from deelgenoot_web.exchange.actions.introductions import KEPT as QUESTIONS_KEPT
from deelgenoot_web.exchange.actions.moderation import (
    DECISIONS_KEPT,
    OPEN_REPORTS_KEPT,
    REPORTS_KEPT,
)
from deelgenoot_web.exchange.actions.practices import DRAFTS_KEPT
from deelgenoot_web.letters.actions import KEPT
from deelgenoot_web.meetings.models import Registration
from deelgenoot_web.meetings.models.meeting import MOST_KEEP_DAYS
from deelgenoot_web.meetings.views.who import LASTS

_SECURITY_TEXT_LASTS = timedelta(days=180)


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    title = _("Cookies")
    description = _(
        "Wij plaatsen geen cookies, behalve één als u inlogt of meedoet: daaraan herkennen wij u."
    )
    return render(request, "site/cookies.html", {"title": title, "description": description})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Toegankelijkheid"),
        "description": _(
            "Wat wij doen zodat iedereen deze site kan gebruiken, en wat nog niet af is."
        ),
        "contact": settings.OWNER.contact,
    }
    return render(request, "site/accessibility.html", context)


@require_safe
def colophon(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Colofon en contact"),
        "description": _("Wie deze site beheert, waar u terechtkunt en waarop de site steunt."),
        "owner": settings.OWNER,
    }
    return render(request, "site/colophon.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of people; how long comes from the code that deletes it."""
    context = {
        "title": _("Privacyverklaring"),
        "description": _(
            "Welke gegevens wij van u bewaren, waarvoor, hoe lang, en wat u kunt doen."
        ),
        "owner": settings.OWNER,
        "most_keep_days": MOST_KEEP_DAYS,
        "days_to_confirm": Registration.DAYS_TO_CONFIRM,
        "letters_kept": KEPT.days,
        "links_kept": LINKS_KEPT.days,
        "sign_in_provider": settings.SIGN_IN_PROVIDER,
        "offers_kept": OFFERS_KEPT.days,
        "calls_last": calls.LASTS.days,
        "calls_kept": calls.KEPT.days,
        "reports_kept": REPORTS_KEPT.days,
        "open_reports_kept": OPEN_REPORTS_KEPT.days,
        "decisions_kept": DECISIONS_KEPT.days,
        "drafts_kept": DRAFTS_KEPT.days,
        "questions_end": ENDS_AFTER.days,
        "questions_kept": QUESTIONS_KEPT.days,
        "sign_in_lasts": timedelta(seconds=settings.SESSION_COOKIE_AGE).days,
        "taking_part_lasts": LASTS.days,
    }
    return render(request, "site/privacy.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("site/favicon.svg"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness. The colophon says more, and what is not filled in."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    colophon_page = settings.PUBLIC_ORIGIN + reverse("colophon")
    lines = (
        f"Contact: {settings.OWNER.contact or colophon_page}",
        f"Expires: {(today + _SECURITY_TEXT_LASTS).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PUBLIC_ORIGIN}{request.path}",
        f"Policy: {colophon_page}#zwakke-plek",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
