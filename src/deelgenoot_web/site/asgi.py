"""The door for a web server: `uvicorn deelgenoot_web.site.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")

application = get_asgi_application()
