"""The door for a web server: `uvicorn deelgenoot_web.site.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

from deelgenoot_web.site.bodies import bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")

application = bounded(get_asgi_application())
