"""What can be done per theme: the opgaven, the lever, and who does what."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import GENERAL, Lever, Origin
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.opgaven import joint_interval
from deelgenoot_web.atlas.pages.perspective.claims import Denial, find_denial, with_reserve
from deelgenoot_web.atlas.pages.perspective.prose import (
    FigureSource,
    join_sources,
    plain_text,
    prose,
)


@dataclass(frozen=True)
class LeverOpgave:
    """An opgave of a theme, and at how many of the municipalities the figures show it."""

    id: str
    title: str
    origin: Origin
    n: int
    of: int
    """0 where our figures cannot show it."""
    interval: str
    """`42–85%`: where the share lies; empty where our figures cannot show it."""
    is_shared: bool
    """Whether the cluster shares it; never for all municipalities together."""
    is_everywhere: bool


@dataclass(frozen=True)
class Actor:
    """Who does what."""

    who: str
    html: SafeString


@dataclass(frozen=True)
class LeverPart:
    """One theme of a perspective."""

    anchor: str
    theme: str
    origin: Origin
    opgaven: tuple[LeverOpgave, ...]
    lever: str
    denial: Denial | None
    actors: tuple[Actor, ...]
    terms: tuple[tuple[str, str], ...]
    """Instrument, term and trade-off, each with its name."""
    sources: tuple[FigureSource, ...]


def lever_part(edition: Edition, group: GroupPerspective, lever: Lever) -> LeverPart:
    """Put one theme in words."""
    texts = [
        (who, prose(edition, group.figures, text)) for who, text in lever_actors(group.id, lever)
    ]
    return LeverPart(
        anchor=f"thema-{lever.theme}",
        theme=edition.words(edition.catalog.theme(lever.theme).label),
        origin=lever.origin,
        opgaven=tuple(_opgave(edition, group.id, one) for one in lever.opgaven),
        lever=plain_text(edition, group.figures, lever.hefboom),
        denial=find_denial(edition, group, lever.origin, lever),
        actors=tuple(Actor(who, text.html) for who, text in texts),
        terms=tuple(lever_terms(edition, group, lever)),
        sources=join_sources(edition, (one for _who, text in texts for one in text.figures)),
    )


def lever_words(edition: Edition, group: GroupPerspective, lever: Lever) -> str:
    """Say in one line what a lever is, with its reserve where the figures deny it."""
    words = plain_text(edition, group.figures, lever.hefboom)
    return with_reserve(words, find_denial(edition, group, lever.origin, lever))


def lever_actors(group_id: str, lever: Lever) -> Iterator[tuple[str, Text]]:
    """Give what each of those involved can do, by who it is; nothing where nothing is written."""
    together = _("Met elkaar") if group_id == GENERAL else _("Samen in dit cluster")
    every = (
        (_("Zelf"), lever.zelf),
        (together, lever.cluster),
        (_("Met de regio"), lever.regio),
        (_("Met de provincie"), lever.provincie),
        (_("Met het Rijk"), lever.rijk),
    )
    return ((who, text) for who, text in every if text)


def lever_terms(
    edition: Edition, group: GroupPerspective, lever: Lever
) -> Iterator[tuple[str, str]]:
    """Give instrument, term and trade-off, each with its name, as far as they are written."""
    every = (
        (_("Instrument"), lever.instrument),
        (_("Termijn"), lever.termijn),
        (_("Afruil"), lever.afruil),
    )
    return ((name, plain_text(edition, group.figures, text)) for name, text in every if text)


def _opgave(edition: Edition, group_id: str, challenge_id: str) -> LeverOpgave:
    challenge = edition.study.challenge[challenge_id]
    is_of_research = challenge.generic or group_id in challenge.archetypes
    clusters = [c for c in edition.typology.clusters if group_id in (GENERAL, c.archetype)]
    counts = [one for c in clusters for one in c.challenges if one.challenge == challenge_id]
    return LeverOpgave(
        id=challenge_id,
        title=edition.words(challenge.title),
        origin="onderzoek" if is_of_research else "redactie",
        n=sum(count.n_cluster for count in counts),
        of=sum(count.of_cluster for count in counts),
        interval=joint_interval(edition, counts),
        is_shared=group_id != GENERAL and any(count.is_shared for count in counts),
        is_everywhere=any(count.is_everywhere for count in counts),
    )
