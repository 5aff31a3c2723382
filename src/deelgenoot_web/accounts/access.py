"""Guards views: `@only(may_appoint)`."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from deelgenoot_web.accounts.models import Person

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Person


View = Callable[Concatenate[PersonRequest, P], HttpResponse]


def only(rule: Callable[[Person], bool]) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Let only people in for whom `rule` is true; others sign in first, or get a 403.

    Use `anybody` for everyone who has signed in.
    """

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def enter(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))
            if not rule(request.user):
                raise PermissionDenied
            return view(cast("PersonRequest", request), *args, **kwargs)

        return enter

    return guard
