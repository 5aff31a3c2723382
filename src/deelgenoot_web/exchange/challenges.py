"""Opgaven by the id with which texts name them: of the study, and those of municipalities."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition, edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.models import Follow, MunicipalChallenge, Practice
from deelgenoot_web.exchange.places import challenge_choices, own_challenge_number
from deelgenoot_web.exchange.rules import is_public

_MOST_CHOICES = 200


def municipal_challenges(numbers: Iterable[int] | None = None) -> QuerySet[MunicipalChallenge]:
    """List the opgaven that municipalities added and everybody may read, the newest first."""
    rows = MunicipalChallenge.objects.filter(standing=Practice.Standing.PUBLIC).order_by(
        "-made_at", "-pk"
    )
    return rows if numbers is None else rows.filter(pk__in=numbers)


def municipal_challenge(challenge_id: str) -> MunicipalChallenge | None:
    """Find an opgave that a municipality added, whoever may read it; None for any other id."""
    number = own_challenge_number(challenge_id)
    if number is None:
        return None
    return MunicipalChallenge.objects.select_related("author").filter(pk=number).first()


def find_challenge(challenge_id: str) -> Challenge | None:
    """Find an opgave of the study, or a public one that a municipality added, in the same shape.

    Figures cannot show the latter.
    """
    if challenge := release().study.challenge.get(challenge_id):
        return challenge
    row = municipal_challenge(challenge_id)
    return as_challenge(row) if row and is_public(row) else None


def as_challenge(row: MunicipalChallenge) -> Challenge:
    """Give an opgave that a municipality added the shape of one of the study."""
    return Challenge(
        id=row.challenge_id,
        title=Text(row.title, row.title),
        sentence=Text(row.explanation, row.explanation),
        generic=False,
        archetypes=(),
        themes=row.themes,
        evidence="none",
    )


def titles_of_added(challenge_ids: Collection[str]) -> dict[str, str]:
    """Give the titles of the public opgaven among these that municipalities added.

    It asks the database only where there are such ids.
    """
    numbers = {own_challenge_number(one) for one in challenge_ids} - {None}
    if not numbers:
        return {}
    return {one.challenge_id: one.title for one in municipal_challenges(numbers)}  # type: ignore[arg-type]  # None is out


def ids_with_theme(theme: str) -> set[str]:
    """Name the opgaven about a theme: of the study, and public ones of municipalities."""
    of_study = {one.id for one in release().study.challenges if theme in one.themes}
    rows = municipal_challenges().filter(theme_list__contains=theme)
    return of_study | {one.challenge_id for one in rows if theme in one.themes}


def challenges_of(gm_code: str) -> list[Challenge]:
    """List the public opgaven that a municipality added itself, the newest first."""
    return [as_challenge(one) for one in municipal_challenges().filter(gm_code=gm_code)]


def choices_for(present: str = "") -> list[tuple[str, Any]]:
    """List the opgaven to choose from, as (id, title), in two groups once municipalities add some.

    Of those the newest stand there, and the one that was present before.
    """
    rows = list(municipal_challenges()[:_MOST_CHOICES])
    number = own_challenge_number(present)
    if number and number not in {one.pk for one in rows}:
        rows += municipal_challenges([number])
    of_study = challenge_choices()
    if not rows:
        return [*of_study]
    of_places = [(one.challenge_id, one.title) for one in rows]
    return [(_("Uit de studie"), of_study), (_("Van gemeenten"), of_places)]


def challenge_title(
    edition: Edition, challenge_id: str, own_titles: Mapping[str, str] | None = None
) -> str:
    """Write the title of an opgave; the id where the study does not have it (any more).

    `own_titles` has the titles of opgaven that municipalities added; without it they are looked up.
    """
    if challenge := edition.study.challenge.get(challenge_id):
        return edition.words(challenge.title)
    titles = titles_of_added([challenge_id]) if own_titles is None else own_titles
    if own_challenge_number(challenge_id) is None:
        return challenge_id
    return titles.get(challenge_id, _("een opgave die hier niet meer staat"))


def subject_title(kind: str, value: str) -> str:
    """Name a subject that can be followed: an opgave, a theme or a cluster."""
    now = edition()
    if kind == Follow.Kind.CHALLENGE:
        return challenge_title(now, value)
    if kind == Follow.Kind.THEME:
        names = {one.id: one.label for one in now.catalog.themes}
    else:
        names = {one.archetype: one.name for one in now.typology.clusters}
    return now.words(names[value]) if value in names else value
