"""The note of the whole study: all clusters, and what their municipalities share."""

from collections.abc import Iterator, Sequence

import msgspec
from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.references import FigureReference, Measure
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
from deelgenoot_web.atlas.notes.cluster import peers_of, reading_state, sorted_members
from deelgenoot_web.atlas.notes.content import (
    Chapter,
    Cover,
    FigureTable,
    Lead,
    Legend,
    Note,
    NoteStrip,
    Part,
)
from deelgenoot_web.atlas.notes.drawings import strip, study_map
from deelgenoot_web.atlas.notes.frame import figures_part, frame_note, paragraph
from deelgenoot_web.atlas.pages.indicator.themes import (
    ThemeIndicator,
    ThemePage,
    theme_page,
    theme_slug,
)
from deelgenoot_web.atlas.pages.method.page import barely
from deelgenoot_web.atlas.pages.parts.opgaven import joint_interval
from deelgenoot_web.atlas.pages.parts.profile import N_SHOWN, ProfileRow
from deelgenoot_web.atlas.pages.parts.sureness import group_sureness, name_sureness, place
from deelgenoot_web.atlas.pages.perspective.brief import perspective_brief
from deelgenoot_web.atlas.wording import capital, in_words


def study_note(edition: Edition) -> Note:
    """Make the note of the whole study."""
    title = edition.words(edition.typology.title)
    slots = {
        "n": len(edition.study.selection),
        "clusters": in_words(len(edition.typology.clusters)),
    }
    return frame_note(
        edition,
        about=title,
        letter="",
        cover=Cover(
            kicker=_("Startnotitie voor kennisdeling"),
            title=title,
            subtitle=_("%(n)s gemeenten, %(clusters)s clusters") % slots,
            map_svg=study_map(edition),
            map_alt="",
            about=_("Handelingsperspectief voor alle middelgrote gemeenten"),
            names=" · ".join(edition.words(c.name) for c in edition.typology.clusters),
            small=(reading_state(edition, GENERAL),),
        ),
        chapters=tuple(_chapters(edition)),
    )


def _chapters(edition: Edition) -> Iterator[Chapter]:
    group = edition.release.perspectives[GENERAL]
    yield Chapter(_("Wat speelt er?"), _core(edition, GENERAL), tuple(core_parts(edition, group)))
    yield Chapter(
        capital(_("%(n)s clusters") % {"n": in_words(len(edition.typology.clusters))}),
        "",
        tuple(_cluster_part(edition, one) for one in edition.typology.clusters),
    )
    themes = [theme_page(edition, theme_slug(theme)) for theme in edition.catalog.themes]
    yield Chapter(_("Het profiel"), "", tuple(_profile_parts(edition, themes)))
    yield Chapter(_("Ontwikkelingen"), "", (development_part(edition, group),))
    yield Chapter(_("Opgaven van alle gemeenten"), "", (_opgave_part(edition),))
    yield from perspective_chapters(edition, group)
    yield Chapter(_("Vragen voor het gesprek"), "", (question_part(edition, group),))
    yield Chapter(_("Alle gemeenten"), "", (_member_part(edition),))
    yield Chapter(_("Wie belt u?"), "", (peers_of(edition, _selected_codes(edition)),))
    yield method_chapter(edition)
    drawn_ids = [row.name.id for theme in themes for row in theme.in_sight[:N_SHOWN]]
    indicators = [*drawn_ids, *named_indicators(group)]
    yield Chapter(
        _("Wat weten wij niet?"), "", (unknown_part(edition, indicators, barely(edition)),)
    )
    yield sources_chapter(edition, indicators)


def _core(edition: Edition, group_id: str) -> str:
    brief = perspective_brief(edition, group_id)
    return brief.statement if brief else ""


def _cluster_part(edition: Edition, cluster: Cluster) -> Part:
    brief = perspective_brief(edition, cluster.archetype)
    names = [edition.catalog.areas[code].name for code in sorted_members(edition, cluster)]
    doubts = (group_sureness(edition, cluster).sentence, name_sureness(edition, cluster).sentence)
    return Part(
        (
            Lead(
                brief.statement
                if brief
                else edition.words(edition.study.archetype[cluster.archetype].idea)
            ),
            *((paragraph(brief.ambition),) if brief else ()),
            paragraph(edition.join_names(names), is_quiet=True),
            paragraph(" ".join(doubts), is_quiet=True),
        ),
        label=f"{cluster.letter} · {edition.words(cluster.name)}",
        aside=_("%(n)s gemeenten") % {"n": len(names)},
        is_whole=True,
    )


def _profile_parts(edition: Edition, themes: Sequence[ThemePage]) -> Iterator[Part]:
    """Draw per theme the two indicators in which the clusters differ most."""
    n_selected, n_all = len(edition.study.selection), len(edition.catalog.codes)
    keys = (
        ("tick", _("alle %(n)s uit de selectie") % {"n": n_selected}),
        ("country", _("middelste van alle %(n)s") % {"n": n_all}),
    )
    aside = _(
        "Het cijfer is van de middelste gemeente van de selectie. Verder naar rechts is hoger, "
        "niet beter."
    )
    yield figures_part(Legend(keys), aside=aside, is_whole=True)
    for theme in themes:
        rows = theme.in_sight[:N_SHOWN]
        strips = tuple(_strip(edition, row) for row in rows)
        yield Part(strips, label=theme.label, is_whole=True)


def _strip(edition: Edition, row: ThemeIndicator) -> NoteStrip:
    group = edition.release.perspectives[GENERAL].figures
    reference = FigureReference(row.name.id, Measure("middle", "selectie"))
    middle = group.resolve(reference, edition.language).text
    line = strip(edition, ProfileRow(row.name, middle, ""), f"dot/{row.name.id}")
    return msgspec.structs.replace(line, sentence=row.sentence)


def _selected_codes(edition: Edition) -> list[str]:
    """List the municipalities of the selection in order of name."""
    return [area.code for area in edition.catalog.areas if area.code in edition.study.selection]


def _opgave_part(edition: Edition) -> Part:
    """Count at how many municipalities the figures show each opgave, the commonest first."""
    clusters = edition.typology.clusters
    rows = []
    for challenge in edition.study.challenges:
        counts = [one for c in clusters for one in c.challenges if one.challenge == challenge.id]
        n, of = sum(c.n_cluster for c in counts), sum(c.of_cluster for c in counts)
        if of:
            rows.append(
                (
                    n / of,
                    edition.words(challenge.title),
                    _("%(n)s van de %(of)s") % {"n": n, "of": of},
                    joint_interval(edition, counts),
                )
            )
    rows.sort(key=lambda row: -row[0])
    table = FigureTable(
        header=(_("Opgave"), _("Gemeenten met aanwijzingen"), _("Marge van het aandeel")),
        rows=tuple(row[1:] for row in rows),
        widths=("2fr", "1fr", "1fr"),
    )
    return figures_part(table, aside=_("Een aanwijzing is geen bewijs."))


def _member_part(edition: Edition) -> Part:
    rows, letters = [], []
    for code in _selected_codes(edition):
        area, member = edition.catalog.areas[code], edition.typology.members[code]
        cluster, standing = edition.typology.cluster(member.cluster), place(edition, member)
        rows.append((area.name, area.province, edition.words(cluster.name), standing.word))
        letters.append(cluster.letter)
    table = FigureTable(
        header=(_("Gemeente"), _("Provincie"), _("Cluster"), _("Plaats")),
        rows=tuple(rows),
        widths=("1.7fr", "1.1fr", "1.8fr", "1fr"),
        marks=tuple(letters),
    )
    return figures_part(table)
