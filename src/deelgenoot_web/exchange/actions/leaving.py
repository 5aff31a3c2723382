"""Actions of who leaves: what somebody wrote stays under the name of the municipality, or goes."""

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.models import Practice


@transaction.atomic
def leave(*, by: Person, keeps_texts: bool) -> None:
    """Part a person from the exchange: their questions and calls go.

    Approaches that they began stay, without their author, or go with all versions. What a
    moderator hid goes as well: it is nobody's any more.
    """
    by.introductions.all().delete()
    by.calls.all().delete()
    rows = Practice.objects.filter(author=by)
    if keeps_texts:
        rows.update(author=None)
        return
    # A row loses its version before it goes itself, and without one it may not be public.
    rows.update(standing=Practice.Standing.WITHDRAWN)
    for practice in rows:
        index(practice)
    rows.delete()
