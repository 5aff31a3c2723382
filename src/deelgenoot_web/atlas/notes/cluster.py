"""The note of a cluster."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.accounting import (
    method_chapter,
    named_indicators,
    sources_chapter,
    unknown_part,
)
from deelgenoot_web.atlas.notes.acting import (
    core_parts,
    development_part,
    perspective_chapters,
    question_part,
)
from deelgenoot_web.atlas.notes.content import (
    Chapter,
    Cover,
    FigureTable,
    Heading,
    Legend,
    Note,
    Part,
    Tallies,
    Tally,
)
from deelgenoot_web.atlas.notes.drawings import cover_map, strip, trend
from deelgenoot_web.atlas.notes.frame import (
    bullets,
    figures_part,
    frame_note,
    in_pairs,
    paragraph,
)
from deelgenoot_web.atlas.pages.cluster.page import ClusterPage, cluster_page
from deelgenoot_web.atlas.pages.cluster.shared import SharedOpgave
from deelgenoot_web.atlas.pages.municipality.peers import peers, question
from deelgenoot_web.atlas.pages.parts.profile import Profile
from deelgenoot_web.atlas.wording import in_words, origin_words

_N_PEERS = 3
_SIGNS = frozenset({"member", "dot", "band", "country", "tick"})


def cluster_note(edition: Edition, archetype: str) -> Note:
    """Make the note of a cluster; KeyError for an unknown archetype."""
    cluster = edition.typology.cluster(archetype)
    page = cluster_page(edition, archetype)
    return frame_note(
        edition,
        about=page.title,
        letter=cluster.letter,
        cover=_cover(edition, cluster, page),
        chapters=tuple(_chapters(edition, cluster, page)),
    )


def _cover(edition: Edition, cluster: Cluster, page: ClusterPage) -> Cover:
    names = [edition.catalog.areas[code].name for code in sorted_members(edition, cluster)]
    return Cover(
        kicker=_("Startnotitie voor kennisdeling"),
        title=page.title,
        subtitle=page.perspective.statement if page.perspective else page.idea,
        map_svg=cover_map(edition, cluster),
        map_alt="",
        about=_("Handelingsperspectief voor %(n)s gemeenten") % {"n": in_words(len(names))},
        names=" · ".join(names),
        small=(
            _("Cluster %(letter)s, een van de %(n)s")
            % {"letter": cluster.letter, "n": in_words(len(edition.typology.clusters))},
            reading_state(edition, cluster.archetype),
        ),
    )


def reading_state(edition: Edition, group_id: str) -> str:
    """Say whether municipalities have read the perspective."""
    readers = edition.release.perspectives[group_id].content.readers
    if readers:
        return _("Gelezen door %(names)s") % {"names": edition.join_names(readers)}
    return _("Tekst van de redactie, nog niet gelezen door gemeenten")


def sorted_members(edition: Edition, cluster: Cluster) -> list[str]:
    """List the members in order of name."""
    return sorted(cluster.members, key=lambda code: edition.catalog.areas[code].name)


def _chapters(edition: Edition, cluster: Cluster, page: ClusterPage) -> Iterator[Chapter]:
    group = edition.release.perspectives[cluster.archetype]
    yield Chapter(
        title=_("Wat speelt er?"),
        lead=page.perspective.statement if page.perspective else page.idea,
        parts=tuple(core_parts(edition, group)),
    )
    yield Chapter(
        page.members_heading,
        "",
        tuple(_member_parts(edition, cluster, page)),
        begins_page=True,
    )
    yield Chapter(
        title=_("Het profiel"),
        lead="",
        parts=tuple(profile_parts(edition, page.profile, f"members/{{}}/{cluster.archetype}")),
    )
    yield Chapter(
        _("Ontwikkelingen"),
        "",
        (development_part(edition, group), _other_trends(edition, page, group)),
    )
    yield Chapter(_("Opgaven"), "", tuple(_opgave_parts(edition, page)))
    yield from perspective_chapters(edition, group)
    yield Chapter(_("Vragen voor het gesprek"), "", (question_part(edition, group),))
    yield Chapter(_("Wie belt u?"), "", (peers_of(edition, sorted_members(edition, cluster)),))
    yield method_chapter(edition)
    indicators = [*profile_indicators(page.profile), *named_indicators(group)]
    doubts = (*page.loose, *page.border, _caution(page))
    yield Chapter(_("Wat weten wij niet?"), "", (unknown_part(edition, indicators, *doubts),))
    yield sources_chapter(edition, indicators)


def _member_parts(edition: Edition, cluster: Cluster, page: ClusterPage) -> Iterator[Part]:
    by_name = sorted(page.members, key=lambda one: one.name)
    areas = [edition.catalog.areas.by_slug(one.slug) for one in by_name]
    rows = tuple(
        (one.name, one.province, edition.number(area.population), one.place.word, one.place.letters)
        for one, area in zip(by_name, areas, strict=True)
    )
    table = FigureTable(
        header=(_("Gemeente"), _("Provincie"), _("Inwoners"), _("Plaats"), _("Tien berekeningen")),
        rows=rows,
        widths=("2fr", "1.7fr", ">1.1fr", "1.3fr", "auto"),
        letters_at=4,
    )
    yield figures_part(
        paragraph(page.idea),
        paragraph(page.spread),
        table,
        aside=_("Inwoners in %(year)s. Een letter is het cluster waarin de gemeente uitkwam.")
        % {"year": edition.catalog.areas.year},
    )
    typical = edition.join_names([area.name for area in page.typical])
    yield figures_part(
        Heading(_("Hoe stevig is het cluster?")),
        bullets(
            *(answer for _name, answer in page.facts[1:]),
            _("Het dichtst bij het midden: %(names)s.") % {"names": typical},
            *page.loose,
            *page.border,
            _("Het cluster dat er het meest op lijkt: %(name)s.") % {"name": page.nearest.name},
            _caution(page),
        ),
    )


def _caution(page: ClusterPage) -> str:
    if not page.is_no_firmer_than_chance:
        return ""
    return _(
        "Wees voorzichtig: ook uit willekeurige cijfers maakt onze methode een bijna even stevig "
        "cluster."
    )


def profile_parts(edition: Edition, profile: Profile, address: str) -> Iterator[Part]:
    """Draw two indicators per theme; `address` is that of a chart, with a place for its id."""
    keys = tuple((key.kind, key.label) for key in profile.keys if key.kind in _SIGNS)
    aside = _("Verder naar rechts is hoger, niet beter.")
    yield figures_part(Legend(keys), aside=aside, is_whole=True)
    for theme in profile.themes:
        rows = tuple(strip(edition, row, address.format(row.name.id)) for row in theme.in_sight)
        yield Part(rows, label=theme.label, aside=theme.sentence, is_whole=True)


def profile_indicators(profile: Profile) -> list[str]:
    """List the indicators that a profile draws."""
    return [row.name.id for theme in profile.themes for row in theme.in_sight]


def _other_trends(edition: Edition, page: ClusterPage, group: GroupPerspective) -> Part:
    """Draw the longest line of each theme that no claim of the perspective is about."""
    claims = {one for claim in group.content.ontwikkelingen.claim for one in claim.chart}
    ids = [figure.chart_id for figure in page.trends.figures]
    drawings = [trend(edition, one) for one in ids if one.split("/")[1] not in claims]
    return figures_part(
        Heading(_("De langste reeks van andere thema’s")),
        *in_pairs(drawings),
        paragraph(page.trends.missing, is_quiet=True),
        aside=_("Elke grafiek heeft een eigen schaal."),
    )


def _opgave_parts(edition: Edition, page: ClusterPage) -> Iterator[Part]:
    opgaven = page.challenges
    groups = (
        (_("Gedeeld: hier vaker dan elders"), opgaven.commoner, origin_words("cijfers")),
        (_("Ook genoemd in het onderzoek"), opgaven.of_research, origin_words("onderzoek")),
        (_("Bij de helft of meer, zoals elders"), opgaven.often, origin_words("cijfers")),
    )
    if not opgaven.commoner:
        words = _("Geen enkele opgave komt hier duidelijk vaker voor dan elders.")
        yield figures_part(paragraph(words))
    for heading, some, origin in groups:
        if some:
            rows = tuple(_tally(one) for one in some)
            yield Part((Heading(heading), tallies(rows)), origin=origin)
    rules = tuple(
        (one.title, one.signs.rule)
        for one in (*opgaven.commoner, *opgaven.of_research)
        if one.signs
    )
    if rules:
        table = FigureTable((_("Opgave"), _("Aanwijzing")), rules, ("1fr", "2fr"))
        yield figures_part(
            Heading(_("Wanneer telt een gemeente mee?")),
            table,
            aside=_("Een aanwijzing is geen bewijs."),
        )


def tallies(rows: tuple[Tally, ...]) -> Tallies:
    """Make a table of opgaven with a dot per municipality."""
    return Tallies(
        header=(_("Opgave"), _("Hier"), _("Elders in de selectie")),
        rows=rows,
        count_words=_("{n} van de {of}"),
        unknown=_("geen cijfers"),
    )


def _tally(opgave: SharedOpgave) -> Tally:
    share = _("Aandeel: %(interval)s.") % {"interval": opgave.interval} if opgave.interval else ""
    about = " ".join(words for words in (opgave.sentence, opgave.remark, share) if words)
    return Tally(opgave.title, about, opgave.n, opgave.of, opgave.elsewhere, "")


def peers_of(edition: Edition, codes: Iterable[str]) -> Part:
    """Name for each municipality those that resemble it most."""
    themes = [theme.id for theme in edition.catalog.themes]
    rows = []
    for code in codes:
        part = peers(edition, code, question({}, themes))
        names = [one.row.name for one in part.rows[:_N_PEERS]]
        rows.append((edition.catalog.areas[code].name, edition.join_names(names)))
    table = FigureTable(
        (_("Gemeente"), _("Lijken het meest, buiten de eigen regio")), tuple(rows), ("1fr", "2.6fr")
    )
    return figures_part(table, aside=_("Over zeven thema’s die even zwaar tellen."))
