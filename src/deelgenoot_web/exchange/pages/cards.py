"""An approach in a list: what it is, whose, and how far."""

from dataclasses import dataclass

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange.models import Practice, PracticeText, PracticeVersion
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


def practice_card(edition: Edition, practice: Practice) -> PracticeCard:
    """Describe a public approach, which has its `n_uses`."""
    version = practice.current or PracticeVersion()
    return PracticeCard(
        number=practice.pk,
        title=version.title,
        summary=version.summary,
        is_example=practice.is_example,
        stage=stage_of(version),
        years=years_of(version),
        place=place_of(edition, practice),
        challenge=challenge_title(edition, version.challenge),
        n_uses=getattr(practice, "n_uses", 0),
    )


def place_of(edition: Edition, practice: Practice) -> PracticePlace:
    """Name the municipality of an approach, with the cluster that it is in."""
    if practice.is_example:
        return PracticePlace(practice.example_name)
    return place_of_code(edition, practice.gm_code)


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


def challenge_title(edition: Edition, challenge_id: str) -> str:
    """Write the title of an opgave; the id where the study does not have it (any more)."""
    challenge = edition.study.challenge.get(challenge_id)
    return edition.words(challenge.title) if challenge else challenge_id
