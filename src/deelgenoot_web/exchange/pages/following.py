"""What somebody follows, what else there is to follow, and on which day the letter comes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange.challenges import choices_for, titles_of_added
from deelgenoot_web.exchange.models import DigestWish, Follow
from deelgenoot_web.exchange.places import theme_choices


@dataclass(frozen=True)
class FollowLine:
    """A subject that somebody follows, with the address of its feed."""

    kind: str
    value: str
    label: str
    title: str
    feed: str


@dataclass(frozen=True)
class FollowingPage:
    """What is followed, the subjects to choose from in groups, and the day."""

    title: str
    description: str
    lines: tuple[FollowLine, ...]
    subjects: tuple[tuple[str, list[tuple[str, str]]], ...]
    """(heading, [(value of the form, title), ...])."""
    subject: str
    """The subject that stands ready in the form."""
    days: tuple[tuple[int, str], ...]
    weekday: int | None
    """None where somebody wants no letter."""


def following_page(edition: Edition, person: Person, subject: str = "") -> FollowingPage:
    """Make the page; `subject` is a subject as the form writes it, such as `thema:housing`."""
    wish = DigestWish.objects.filter(person=person).first()
    subjects = _subjects(edition, subject)
    titles = {value: title for _heading, pairs in subjects for value, title in pairs}
    follows = list(person.follows.order_by("pk"))
    titles |= {
        f"{Follow.Kind.CHALLENGE}:{one}": title
        for one, title in titles_of_added([one.value for one in follows]).items()
    }
    labels = {
        Follow.Kind.CHALLENGE: _("opgave"),
        Follow.Kind.THEME: _("thema"),
        Follow.Kind.CLUSTER: _("cluster"),
    }
    return FollowingPage(
        title=_("Wat u volgt"),
        description=_("Eén keer per week een brief met wat anderen schreven, als er iets is."),
        lines=tuple(
            FollowLine(
                kind=one.kind,
                value=one.value,
                label=labels[Follow.Kind(one.kind)],
                title=titles.get(str(one), _("een opgave die hier niet meer staat")),
                feed=feed_address(one.kind, one.value),
            )
            for one in follows
        ),
        subjects=subjects,
        subject=subject,
        days=tuple((number, str(words)) for number, words in WEEKDAYS.items()),
        weekday=wish.weekday if wish else None,
    )


def feed_address(kind: str = "", value: str = "") -> str:
    """Give the path of the feed of a subject, or of all that is new."""
    query = f"?{urlencode({kind: value})}" if kind else ""
    return reverse("exchange:feed") + query


def _subjects(edition: Edition, subject: str) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """List all that can be followed, in groups, each as the form writes it."""
    kind = Follow.Kind
    clusters = [(one.archetype, edition.words(one.name)) for one in edition.typology.clusters]
    choices = choices_for(subject.removeprefix(f"{kind.CHALLENGE}:"))
    has_groups = isinstance(choices[0][1], list)
    groups = choices if has_groups else [(_("Opgaven"), choices)]
    pairs = [(heading, kind.CHALLENGE, rows) for heading, rows in groups]
    pairs += [(_("Thema’s"), kind.THEME, theme_choices()), (_("Clusters"), kind.CLUSTER, clusters)]
    return tuple(
        (heading, [(f"{of_kind}:{value}", title) for value, title in rows])
        for heading, of_kind, rows in pairs
    )
