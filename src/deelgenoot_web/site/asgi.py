"""The application for a web server: `uvicorn deelgenoot_web.site.asgi:application`.

The engine of the live screens answers under /live/, `health` under /gezond/, Django elsewhere.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from deelgenoot_web.site import environment
from deelgenoot_web.site.bodies import (
    LARGEST,
    UPLOAD_SECONDS,
    Application,
    Uploads,
    limit_bodies,
)
from deelgenoot_web.site.threads import in_threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
django_threads = in_threads(get_wsgi_application())

# Models can be imported only now that Django is set up; hence the places of these imports.
from deelgenoot_web.meetings import bell  # noqa: E402 - after setup
from deelgenoot_web.meetings.actions.gestures import pass_on  # noqa: E402 - after setup
from deelgenoot_web.meetings.actions.presence import notice  # noqa: E402 - after setup
from deelgenoot_web.meetings.actions.votes import record  # noqa: E402 - after setup
from deelgenoot_web.meetings.live import wire  # noqa: E402 - after setup
from deelgenoot_web.meetings.live.answers import Receive, Scope, Send  # noqa: E402 - after setup
from deelgenoot_web.meetings.live.app import Live  # noqa: E402 - after setup
from deelgenoot_web.meetings.live.reconnect import reconnecting  # noqa: E402 - after setup
from deelgenoot_web.meetings.parts.cache import paint_topic  # noqa: E402 - after setup
from deelgenoot_web.meetings.queries.admission import admit  # noqa: E402 - after setup
from deelgenoot_web.meetings.views.organiser.slides import LARGEST_PDF  # noqa: E402 - after setup
from deelgenoot_web.site.health import ADDRESS, Health, find_problems  # noqa: E402 - after setup
from deelgenoot_web.site.request_tags import number_requests  # noqa: E402 - after setup

# A presentation as PDF, for a part of a programme; a picture, for a question or an approach.
uploads = Uploads(
    r"(/en/organise|/beheer)/[\w-]+/"
    r"(program(ma|me)/\d+/(dias|slides)|(peilingen|polls)/\d+/(afbeelding|picture))/"
    r"|(/en/approaches|/aanpakken)/\d+/(afbeeldingen|pictures)/",
    settings.SESSION_COOKIE_NAME,
    largest=LARGEST_PDF + LARGEST,
    at_once=2,
    seconds=UPLOAD_SECONDS,
)
django_site = limit_bodies(django_threads, uploads=uploads)
live = Live(
    reconnecting(paint_topic),
    reconnecting(admit),
    reconnecting(record),
    reconnecting(pass_on),
    reconnecting(notice),
)
health = Health(find_problems)
bell.listen(live.hub.ring)
wire.start()


async def _rooms(scope: Scope, receive: Receive, send: Send) -> None:
    await _part_for(scope["path"] if scope["type"] == "http" else "")(scope, receive, send)


def _part_for(path: str) -> Application:
    if path.startswith("/live/"):
        return live
    return health if path.startswith(ADDRESS) else django_site


application = number_requests(_rooms)
if environment.METRICS.read():
    from deelgenoot_web.site.metrics import note_request

    application = number_requests(_rooms, note_request)
