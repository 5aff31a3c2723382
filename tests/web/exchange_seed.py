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
from deelgenoot_web.letters.actions import send  # noqa: E402 - after setup
from deelgenoot_web.site.handing_on import words_of_the_exchange  # noqa: E402 - after setup


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
Person.objects.filter(is_moderator=True).delete()
moderator, second = (
    Person.objects.create(email=f"{name}@site.example", is_moderator=True)
    for name in ("moderator", "tweede")
)
author = small.contributor("schrijver@zutphen.example", small.ZUTPHEN)
reader = small.contributor("lezer@heerlen.example", small.HEERLEN)
practice = small.public_practice(author, title="Tussenwoningen splitsen")
draft = small.draft(reader, title="Concept van Heerlen")
# What a letter of thanks says after a session, without the session.
words = f"Het was een mooie dag.\n\n{words_of_the_exchange(reader.gm_code)}"
send(to=reader.email, subject="Dank u", text=words, key=f"thanks:{practice.pk}")
made = {
    "author": session_of(author),
    "reader": session_of(reader),
    "moderator": session_of(moderator),
    "second": session_of(second),
    "practice": practice.pk,
    "draft": draft.pk,
}
sys.stdout.write(json.dumps(made))
