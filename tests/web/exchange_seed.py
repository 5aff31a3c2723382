"""Makes two contributors and their approaches; says as JSON what visitors need.

Run with the settings of the server it is for.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 - after setup
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - after setup
from tests.web import small_exchange as small  # noqa: E402 - after setup

from deelgenoot_web.accounts.models import Person  # noqa: E402 - after setup
from deelgenoot_web.exchange.models import Practice  # noqa: E402 - after setup


def session_of(person: Person) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


# A test that gets a second chance finds nothing of its first.
Practice.objects.update(standing=Practice.Standing.DRAFT, current=None)
Practice.objects.all().delete()
author = small.contributor("schrijver@zutphen.example", small.ZUTPHEN)
reader = small.contributor("lezer@heerlen.example", small.HEERLEN)
practice = small.public_practice(author, title="Tussenwoningen splitsen")
draft = small.draft(reader, title="Concept van Heerlen")
made = {
    "author": session_of(author),
    "reader": session_of(reader),
    "practice": practice.pk,
    "draft": draft.pk,
}
sys.stdout.write(json.dumps(made))
