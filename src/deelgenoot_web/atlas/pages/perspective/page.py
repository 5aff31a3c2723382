"""The action perspective of a cluster, or of all municipalities of the selection."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.areas import Area
from deelgenoot.perspectives.model import GENERAL, FollowedFigure, Origin
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.perspectives.references import FigureReference, Measure
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.perspective.claims import ClaimBlock, claim_block
from deelgenoot_web.atlas.pages.perspective.levers import LeverPart, lever_part
from deelgenoot_web.atlas.pages.perspective.prose import plain_text
from deelgenoot_web.atlas.wording import in_words

_STATES = {
    "concept": gettext_lazy("Concept."),
    "redactie": gettext_lazy("Tekst van de redactie."),
    "gepubliceerd": gettext_lazy("Vastgesteld."),
}
_WISHES = {
    "hoger": gettext_lazy("hoger"),
    "lager": gettext_lazy("lager"),
    "geen": gettext_lazy("geen richting"),
}


@dataclass(frozen=True)
class FollowedRow:
    """A figure to follow, with its newest year."""

    id: str
    label: str
    here: str
    country: str
    when: str
    wish: str


@dataclass(frozen=True)
class ItemBlock:
    """A block of short texts."""

    origin: Origin
    items: tuple[str, ...]


@dataclass(frozen=True)
class PerspectivePage:
    """Everything on the page of one perspective."""

    title: str
    description: str
    id: str
    cluster: ClusterName | None
    """None on the general one."""
    subject: str
    """`Stad in transitie · negen gemeenten`."""
    members: tuple[Area, ...]
    """Empty on the general one: these are too many to name."""
    state: str
    readers: str
    author: str
    date: dt.date
    version: int
    core: ClaimBlock
    ambition: str
    ambition_origin: Origin
    developments: ClaimBlock
    division: ClaimBlock
    levers: tuple[LeverPart, ...]
    themes_without: str
    """The themes for which there is no lever, in a sentence."""
    pitfalls: ItemBlock
    questions: ItemBlock
    followed_rows: tuple[FollowedRow, ...]
    followed_origin: Origin
    not_shown: str
    not_shown_origin: Origin


def perspective_page(edition: Edition, group_id: str) -> PerspectivePage:
    """Make the page of the perspective with this id; KeyError for an unknown one."""
    group = edition.release.perspectives[group_id]
    content, members = group.content, group.figures.members
    cluster = None
    if group_id != GENERAL:
        cluster = cluster_name(edition, edition.typology.cluster(group_id))
    name = cluster.name if cluster else _("Alle middelgrote gemeenten")
    return PerspectivePage(
        title=_("Handelingsperspectief: %(name)s") % {"name": name}
        if cluster
        else _("Handelingsperspectief voor alle middelgrote gemeenten"),
        description=_("Wat deze gemeenten zelf kunnen doen, en wat alleen samen lukt."),
        id=group_id,
        cluster=cluster,
        subject=_("%(name)s · %(n)s gemeenten") % {"name": name, "n": in_words(len(members))},
        members=tuple(edition.catalog.areas[code] for code in members) if cluster else (),
        state=str(_STATES[content.state]),
        readers=_readers(edition, content.readers),
        author=content.author,
        date=content.date,
        version=content.version,
        core=claim_block(edition, group, content.kern),
        ambition=plain_text(edition, group.figures, content.ambitie.text),
        ambition_origin=content.ambitie.origin,
        developments=claim_block(edition, group, content.ontwikkelingen, with_trends=True),
        division=claim_block(edition, group, content.verdeeldheid),
        levers=tuple(lever_part(edition, group, lever) for lever in content.thema),
        themes_without=_themes_without(edition, group),
        pitfalls=_items(edition, group, "valkuilen"),
        questions=_items(edition, group, "vragen"),
        followed_rows=tuple(_followed_row(edition, group, one) for one in content.volg.item),
        followed_origin=content.volg.origin,
        not_shown=plain_text(edition, group.figures, content.niet.text),
        not_shown_origin=content.niet.origin,
    )


def _readers(edition: Edition, names: Sequence[str]) -> str:
    if not names:
        return _("Nog niet gelezen door gemeenten.")
    return _("Gelezen door %(names)s.") % {"names": edition.join_names(names)}


def _items(edition: Edition, group: GroupPerspective, name: str) -> ItemBlock:
    block = getattr(group.content, name)
    items = tuple(plain_text(edition, group.figures, text) for text in block.item)
    return ItemBlock(block.origin, items)


def _themes_without(edition: Edition, group: GroupPerspective) -> str:
    themes = {lever.theme for lever in group.content.thema}
    labels = [edition.words(t.label) for t in edition.catalog.themes if t.id not in themes]
    if not labels:
        return ""
    names = edition.join_names([label[:1].lower() + label[1:] for label in labels])
    return _("Bij %(themes)s beschrijven wij nog geen hefboom.") % {"themes": names}


def _followed_row(edition: Edition, group: GroupPerspective, item: FollowedFigure) -> FollowedRow:
    """Take the newest year of the series; the level where there are no years."""
    years = edition.catalog.series(item.indicator).years[-1:]
    here, country = (
        group.figures.resolve(
            FigureReference(item.indicator, Measure("middle", scope, years)), edition.language
        )
        for scope in ("cluster", "land")
    )
    return FollowedRow(
        id=item.indicator,
        label=edition.words(edition.catalog.indicators[item.indicator].label),
        here=here.text,
        country=country.text,
        when=here.when,
        wish=str(_WISHES[item.gewenst]),
    )
