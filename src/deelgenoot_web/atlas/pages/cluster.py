"""One cluster: who is in it and how sure, what sets it apart, how it went, what it shares."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.typology import explained
from deelgenoot.typology.explained import second
from deelgenoot.typology.published import Cluster
from deelgenoot.typology.sentences import listed, tenths
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.apart import Apart, apart
from deelgenoot_web.atlas.pages.figures import spec_url
from deelgenoot_web.atlas.pages.method import HARDLY
from deelgenoot_web.atlas.pages.profile import Profile, cluster_profile
from deelgenoot_web.atlas.pages.rules import ClusterRules, cluster_rules
from deelgenoot_web.atlas.pages.shared import SharedChallenges, shared_challenges
from deelgenoot_web.atlas.pages.sureness import (
    MemberSureness,
    group_sureness,
    in_words,
    letter_names,
    name_sureness,
    place,
)
from deelgenoot_web.atlas.pages.trends import Trends, trends
from deelgenoot_web.atlas.release import Release

CSV_HEADER = ("gm_code", "name", "indicator", "year", "unit", "value", "filled")


@dataclass(frozen=True)
class TextPart:
    """A part of the study's text: its heading, and Markdown."""

    heading: str
    markdown: str


@dataclass(frozen=True)
class MemberRow:
    """One municipality of the cluster, with how sure its place is."""

    name: str
    slug: str
    province: str
    place: MemberSureness


@dataclass(frozen=True)
class MemberLink:
    """A municipality that is named in a sentence."""

    name: str
    slug: str


@dataclass(frozen=True)
class OtherCluster:
    """Another cluster that is named on this page."""

    archetype: str
    letter: str
    name: str


@dataclass(frozen=True)
class ClusterPage:
    """Everything on the page of one cluster."""

    archetype: str
    letter: str
    title: str
    description: str
    idea: str
    facts: tuple[tuple[str, str], ...]
    is_barely_firm: bool
    """Whether a group from figures without a pattern returns nearly as often."""
    is_weakly_named: bool
    text: tuple[TextPart, ...]
    members_heading: str
    n_draws: str
    members: tuple[MemberRow, ...]
    letter_names: dict[str, str]
    map_svg: str
    map_spec_url: str
    nearest: OtherCluster
    border: tuple[str, ...]
    """Who lies on the border with another cluster, a sentence each."""
    typical: tuple[MemberLink, ...]
    """The members nearest to the middle of the cluster."""
    loose: str
    """Which members are least sure to be in it, in a sentence."""
    rules: ClusterRules
    apart: Apart
    spread: str
    """Over how many provinces the members lie."""
    profile: Profile
    trends: Trends
    challenges: SharedChallenges


def cluster(release: Release, archetype: str, language: str) -> ClusterPage:
    """One cluster, in `language`."""
    one = release.typology.cluster(archetype)
    described = release.study.archetype[archetype]
    idea = described.idea.in_language(language)
    nearest = release.typology.cluster(one.nearest)
    return ClusterPage(
        archetype=archetype,
        letter=one.letter,
        title=one.name.in_language(language),
        description=_(
            "%(idea)s Wie erbij horen, waarin zij verschillen en welke opgaven zij delen."
        )
        % {"idea": idea},
        idea=idea,
        facts=_facts(release, one, language),
        is_barely_firm=one.jaccard - one.jaccard_null < HARDLY,
        is_weakly_named=one.fit_word == "weak",
        text=tuple(_parts(release.study.text(archetype, language))),
        members_heading=_("De %s gemeenten") % in_words(len(one.members)),
        n_draws=grouped(release.typology.n_draws, 0, language),
        members=tuple(_member(release, code, language) for code in one.members),
        letter_names=letter_names(release.typology, language),
        map_svg=release.charts.members_map(archetype, language),
        map_spec_url=spec_url(f"map/members/{archetype}"),
        nearest=OtherCluster(nearest.archetype, nearest.letter, nearest.name.in_language(language)),
        border=tuple(_border(release, one, language)),
        typical=tuple(_linked(release, code) for code in explained.typical(release.typology, one)),
        loose=_loose(release, one, language),
        rules=cluster_rules(release, one, language),
        apart=apart(release, one, language),
        spread=_spread([release.catalog.areas[code] for code in one.members]),
        profile=cluster_profile(release, one, language),
        trends=trends(release, archetype, language),
        challenges=shared_challenges(release, one, language),
    )


def csv_table(
    release: Release, archetype: str
) -> tuple[tuple[str, ...], list[tuple[str | float, ...]]]:
    """A header, and every level of every member, one a row, with plain figures.

    A figure that the study filled in has no value here, and says so in its last column.
    """
    catalog = release.catalog
    levels = catalog.level(list(catalog.indicators))
    rows: list[tuple[str | float, ...]] = []
    for code in release.typology.cluster(archetype).members:
        name, filled = catalog.areas[code].name, release.typology.members[code].filled
        held = levels[catalog.codes.index(code)].tolist()
        for one, value in zip(catalog.indicators.values(), held, strict=True):
            years = "+".join(str(year) for year in one.level_years)
            figure = "" if isnan(value) else value
            rows.append((code, name, one.id, years, one.unit, figure, int(one.id in filled)))
    return CSV_HEADER, rows


def _facts(release: Release, one: Cluster, language: str) -> tuple[tuple[str, str], ...]:
    n_people = sum(release.catalog.areas[code].population for code in one.members)
    size = _("%(n)s, samen %(people)s inwoners") % {
        "n": len(one.members),
        "people": grouped(n_people, 0, language),
    }
    return (
        (_("Gemeenten"), size),
        (_("Hoe stevig is de groep?"), group_sureness(release.typology, one, language).sentence),
        (_("Past de naam?"), name_sureness(one, language).sentence),
    )


def _parts(markdown: str) -> Iterator[TextPart]:
    """The text at its second-level headings."""
    for block in f"\n{markdown}".split("\n## ")[1:]:
        heading, _newline, body = block.partition("\n")
        yield TextPart(heading.strip(), body.strip())


def _member(release: Release, code: str, language: str) -> MemberRow:
    area, member = release.catalog.areas[code], release.typology.members[code]
    return MemberRow(area.name, area.slug, area.province, place(release.typology, member, language))


def _linked(release: Release, code: str) -> MemberLink:
    area = release.catalog.areas[code]
    return MemberLink(area.name, area.slug)


def _loose(release: Release, one: Cluster, language: str) -> str:
    """The borderline members: who leaves in more than two of ten calculations."""
    names = [release.catalog.areas[m.code].name for m in explained.loose(release.typology, one)]
    if not names:
        return _("Elke gemeente blijft in acht of meer van de tien berekeningen in dit cluster.")
    words = ngettext(
        "Minder vast zit %(names)s: die valt in meer dan twee van de tien berekeningen elders.",
        "Minder vast zitten %(names)s: die vallen in meer dan twee van de tien berekeningen "
        "elders.",
        len(names),
    )
    return words % {"names": listed(names, language)}


def _border(release: Release, one: Cluster, language: str) -> Iterator[str]:
    """The members that often fall elsewhere, and those of elsewhere that often fall here."""
    typology = release.typology
    between = [m for m in typology.members.values() if m.standing == "between"]
    for member in between:
        other = second(member)
        if one.archetype not in (member.cluster, other):
            continue
        said = {
            "name": release.catalog.areas[member.code].name,
            "n": tenths(member.shares).get(other, 0),
            "cluster": typology.cluster(member.cluster).name.in_language(language),
            "other": typology.cluster(other).name.in_language(language),
        }
        if member.cluster == one.archetype:
            words = _("%(name)s valt in %(n)s van de 10 berekeningen onder %(other)s.")
        else:
            words = _(
                "%(name)s hoort bij %(cluster)s, maar valt in %(n)s van de 10 berekeningen hier."
            )
        yield words % said


def _spread(areas: list[Area]) -> str:
    provinces = {area.province for area in areas}
    words = ngettext(
        "De %(n)s gemeenten liggen in %(provinces)s provincie.",
        "De %(n)s gemeenten liggen in %(provinces)s provincies.",
        len(provinces),
    ) % {"n": in_words(len(areas)), "provinces": in_words(len(provinces))}
    regions = {area.region for area in areas}
    if len(regions) > 1:
        return f"{words} {_('Er is dus altijd een gesprekspartner buiten uw regio.')}"
    return words
