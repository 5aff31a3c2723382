"""The note of a municipality of the selection."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.charts.figures import Mark
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.accounting import (
    method_chapter,
    named_indicators,
    sources_chapter,
    unknown_part,
)
from deelgenoot_web.atlas.notes.acting import lever_parts, question_part
from deelgenoot_web.atlas.notes.cluster import (
    profile_indicators,
    profile_parts,
    reading_state,
)
from deelgenoot_web.atlas.notes.content import (
    Chapter,
    Cover,
    FigureTable,
    Heading,
    Lead,
    Note,
    Part,
)
from deelgenoot_web.atlas.notes.drawings import cover_map, trend
from deelgenoot_web.atlas.notes.frame import (
    bullets,
    figures_part,
    first_sentence,
    frame_note,
    in_pairs,
    paragraph,
)
from deelgenoot_web.atlas.pages.municipality.evidence import Opgave
from deelgenoot_web.atlas.pages.municipality.page import (
    MunicipalityPage,
    MunicipalityQuery,
    municipality_page,
)
from deelgenoot_web.atlas.pages.municipality.peers import question
from deelgenoot_web.atlas.pages.municipality.standing import InsideStanding
from deelgenoot_web.atlas.pages.perspective.own import OwnCheck, OwnPerspective


def municipality_note(edition: Edition, area: Area) -> Note:
    """Make the note of a municipality; KeyError for one outside the selection."""
    page, standing, own = own_page(edition, area)
    cluster = edition.typology.cluster(standing.cluster.archetype)
    return frame_note(
        edition,
        about=area.name,
        letter=cluster.letter,
        cover=Cover(
            kicker=_("Startnotitie voor kennisdeling"),
            title=area.name,
            subtitle=own.brief.statement,
            map_svg=cover_map(edition, cluster),
            map_alt="",
            about=standing.cluster.name,
            names=page.facts,
            small=(standing.heading, reading_state(edition, cluster.archetype)),
        ),
        chapters=tuple(_chapters(edition, page, standing, own)),
    )


def own_page(
    edition: Edition, area: Area
) -> tuple[MunicipalityPage, InsideStanding, OwnPerspective]:
    """Take the page of a municipality; KeyError where it has no cluster or no perspective."""
    themes = [theme.id for theme in edition.catalog.themes]
    page = municipality_page(edition, area, MunicipalityQuery(question({}, themes)))
    if page.inside is None or page.perspective is None:
        raise KeyError(area.slug)
    return page, page.inside, page.perspective


def _chapters(
    edition: Edition, page: MunicipalityPage, standing: InsideStanding, own: OwnPerspective
) -> Iterator[Chapter]:
    group = edition.release.perspectives[standing.cluster.archetype]
    member = edition.typology.members[page.code]
    slots = {"name": page.title}
    yield Chapter(
        _("Waar hoort %(name)s bij?") % slots,
        standing.cluster.name,
        tuple(standing_parts(edition, page, standing)),
    )
    yield Chapter(_("Wat geldt hier, en wat niet?"), "", tuple(check_parts(edition, own)))
    address = f"dot/{{}}/{member.cluster} {page.code}"
    yield Chapter(_("Het profiel"), "", tuple(profile_parts(edition, page.profile, address)))
    yield Chapter(_("Ontwikkelingen"), "", (_development_part(edition, page, member),))
    yield Chapter(_("De opgaven"), "", tuple(_opgave_parts(page)))
    levers = [lever for lever in group.content.thema if f"thema-{lever.theme}" in _anchors(own)]
    yield Chapter(
        title=_("Wat kunt u doen?"),
        lead=first_sentence(own.brief.ambition),
        parts=(_whose_figures(), *lever_parts(edition, group, levers), *_other_levers(own)),
    )
    yield Chapter(_("Vragen voor het gesprek"), "", (question_part(edition, group),))
    yield Chapter(_("Wie belt u?"), "", (peers_part(page),))
    yield method_chapter(edition)
    indicators = [*profile_indicators(page.profile), *named_indicators(group)]
    doubts = (standing.between, page.why.gaps, page.why.misses, page.developments.mergers)
    yield Chapter(_("Wat weten wij niet?"), "", (unknown_part(edition, indicators, *doubts),))
    yield sources_chapter(edition, indicators)


def _whose_figures() -> Part:
    words = _(
        "De tekst is die van het cluster, en zo ook de cijfers. De eigen opgaven staan voorop."
    )
    return Part((paragraph(words, is_quiet=True),), is_ruled=False)


def _anchors(own: OwnPerspective) -> frozenset[str]:
    """Give the levers to write out: those of the own opgaven, or all where there are none."""
    return frozenset(lever.anchor for lever in own.own or own.others)


def standing_parts(
    edition: Edition, page: MunicipalityPage, standing: InsideStanding
) -> Iterator[Part]:
    """Say in which cluster the municipality is, and how sure that is."""
    falls = FigureTable(
        header=(_("Cluster"), _("Van tien berekeningen")),
        rows=tuple((one.cluster.name, one.words) for one in standing.falls),
        widths=("2fr", "1fr"),
        marks=tuple(one.cluster.letter for one in standing.falls),
    )
    yield figures_part(
        paragraph(standing.cluster.idea),
        Heading(standing.heading),
        falls,
        bullets(standing.second, standing.between, _companions(edition, standing)),
        paragraph(standing.method, is_quiet=True),
    )
    yield figures_part(
        Heading(_("De groep en haar naam")),
        bullets(standing.group.sentence, standing.fit.sentence, page.why.place),
    )
    yield figures_part(
        Heading(page.why.heading), paragraph(page.why.sentence), bullets(page.why.misses)
    )


def _companions(edition: Edition, standing: InsideStanding) -> str:
    if not standing.companions:
        return ""
    names = edition.join_names([area.name for area in standing.companions])
    return _("Bijna altijd in hetzelfde cluster: %(names)s.") % {"names": names}


def check_parts(edition: Edition, own: OwnPerspective) -> Iterator[Part]:
    """Say which statements about the cluster hold here, and which do not."""
    yield figures_part(
        Lead(own.brief.statement),
        paragraph(_("Wat over het cluster wordt gezegd, hier getoetst.")),
    )
    groups = (
        (_("Dit is hier anders"), own.different),
        (_("Dit geldt ook hier"), own.alike),
        (_("Geen cijfer"), own.unknown),
    )
    for heading, checks in groups:
        if checks:
            yield Part((Heading(heading), checks_table(checks)), is_ruled=False)


def checks_table(checks: Sequence[OwnCheck]) -> FigureTable:
    """Set statements about the cluster beside the own figures."""
    return FigureTable(
        header=(_("Over het cluster gezegd"), _("Hier")),
        rows=tuple((one.sentence, one.figures) for one in checks),
        widths=("2.2fr", "1fr"),
        is_named=False,
    )


def _development_part(edition: Edition, page: MunicipalityPage, member: Member) -> Part:
    first = [theme.in_sight[0] for theme in page.developments.themes]
    marks = (Mark(page.code),)
    drawings = [trend(edition, f"trend/{one.indicator}/{member.cluster}", marks) for one in first]
    notes = [one.note for one in first]
    return figures_part(
        *in_pairs(drawings),
        paragraph(
            " ".join((*filter(None, dict.fromkeys(notes)), page.developments.without)),
            is_quiet=True,
        ),
        aside=_(
            "Per thema één reeks, elk met een eigen schaal: de gemeente naast de middelste van het "
            "cluster en van het land."
        ),
    )


def _opgave_parts(page: MunicipalityPage) -> Iterator[Part]:
    evidence = page.evidence
    shows = FigureTable(
        header=(_("Opgave"), _("Cijfers die erop wijzen")),
        rows=tuple((one.title, _figures(one)) for one in evidence.with_signs),
        widths=("1fr", "1.5fr"),
    )
    words = paragraph(_("Geen enkele opgave: geen van de regels gaat hier op."))
    yield figures_part(
        Heading(_("De cijfers wijzen op")),
        shows if evidence.with_signs else words,
        aside=_("De eigen opgaven van het cluster eerst. Een aanwijzing is geen bewijs."),
    )
    rest = (
        (_("Geen aanwijzing: %(names)s."), evidence.without_signs),
        (_("Er ontbreken cijfers: %(names)s."), evidence.unknown),
        (_("Onze cijfers kunnen dit niet laten zien: %(names)s."), evidence.without_rule),
    )
    yield Part(
        tuple(
            paragraph(sentence % {"names": ", ".join(one.title for one in opgaven)}, is_quiet=True)
            for sentence, opgaven in rest
            if opgaven
        ),
        is_ruled=False,
    )


def _figures(opgave: Opgave) -> str:
    return "; ".join(f"{figure.label}: {figure.value} ({figure.when})" for figure in opgave.figures)


def _other_levers(own: OwnPerspective) -> Iterator[Part]:
    """Name the other levers of the cluster, and where the remaining own opgaven are written of."""
    if not own.own:
        return
    others = tuple(f"{one.theme}: {one.lever}" for one in own.others)
    elsewhere = tuple(f"{one.title} ({one.name})" for one in own.elsewhere)
    if others:
        yield Part((Heading(_("Ook in het perspectief van dit cluster")), bullets(*others)))
    if elsewhere:
        yield Part((Heading(_("Eigen opgaven uit een ander perspectief")), bullets(*elsewhere)))


def peers_part(page: MunicipalityPage) -> Part:
    """List the municipalities to call, with the reason."""
    rows = page.peers.rows
    table = FigureTable(
        header=(_("Gemeente"), _("Provincie"), _("Waarom")),
        rows=tuple((one.row.name, one.row.province, one.reason) for one in rows),
        widths=("1.2fr", "1fr", "2.4fr"),
        marks=tuple(one.row.letter for one in rows),
    )
    return figures_part(
        table,
        aside=_("Buiten de eigen regio, over zeven thema’s die even zwaar tellen."),
        is_whole=True,
    )
