"""An approach in a list: what it is, whose, and how far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange.challenges import challenge_title, titles_of_added
from deelgenoot_web.exchange.models import (
    MunicipalChallenge,
    Practice,
    PracticeText,
    PracticeVersion,
    TextReaction,
)
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.wording import STAGES, years


@dataclass(frozen=True)
class PracticePlace:
    """The municipality of an approach; an invented one has no cluster and no page."""

    name: str
    slug: str = ""
    letter: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class PracticeCard:
    """An approach as it stands in lists."""

    number: int
    title: str
    summary: str
    is_example: bool
    stage: str
    years: str
    place: PracticePlace
    challenge: str
    n_uses: int


def practice_card(
    edition: Edition, practice: Practice, own_titles: Mapping[str, str] | None = None
) -> PracticeCard:
    """Describe a public approach, which has its `n_uses`.

    `own_titles` has the titles of opgaven that municipalities added, asked once for a whole list.
    """
    version = practice.current or PracticeVersion()
    return PracticeCard(
        number=practice.pk,
        title=version.title,
        summary=version.summary,
        is_example=practice.is_example,
        stage=stage_of(version),
        years=years_of(version),
        place=place_of(edition, practice),
        challenge=challenge_title(edition, version.challenge, own_titles),
        n_uses=getattr(practice, "n_uses", 0),
    )


def practice_cards(edition: Edition, practices: Sequence[Practice]) -> tuple[PracticeCard, ...]:
    """Describe public approaches, which have their `n_uses`."""
    own_titles = titles_of_added([one.current.challenge for one in practices if one.current])
    return tuple(practice_card(edition, one, own_titles) for one in practices)


def place_of(edition: Edition, text: Practice | MunicipalChallenge | TextReaction) -> PracticePlace:
    """Name the municipality of a text, with the cluster that it is in."""
    if text.is_example:
        return PracticePlace(text.example_name)
    return place_of_code(edition, text.gm_code)


def place_of_code(edition: Edition, gm_code: str) -> PracticePlace:
    """Name a municipality, with the cluster that it is in."""
    member = edition.typology.members.get(gm_code)
    if member is None:
        return PracticePlace(municipality_name(gm_code))
    area = edition.catalog.areas[gm_code]
    if not member.in_study:
        return PracticePlace(area.name, area.slug)
    cluster = edition.typology.cluster(member.cluster)
    return PracticePlace(area.name, area.slug, cluster.letter, edition.words(cluster.name))


def stage_of(text: PracticeText) -> str:
    """Say how far an approach is; empty where nobody said."""
    return str(STAGES.get(text.stage, ""))


def years_of(text: PracticeText) -> str:
    """Write the years of an approach."""
    return years(text.first_year, text.last_year, goes_on=text.stage == text.Stage.RUNNING)
