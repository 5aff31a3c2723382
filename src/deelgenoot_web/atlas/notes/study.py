"""The note of the whole study: all clusters, and what their municipalities share."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import GENERAL
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
from deelgenoot_web.atlas.notes.cluster import reading_state, sorted_members
from deelgenoot_web.atlas.notes.content import Chapter, Cover, FigureTable, Lead, Note, Part
from deelgenoot_web.atlas.notes.drawings import study_map
from deelgenoot_web.atlas.notes.frame import figures_part, frame_note, paragraph
from deelgenoot_web.atlas.pages.method.page import barely
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
    yield Chapter(_("Ontwikkelingen"), "", (development_part(edition, group),))
    yield Chapter(_("Opgaven van alle gemeenten"), "", (_opgave_part(edition),))
    yield from perspective_chapters(edition, group)
    yield Chapter(_("Vragen voor het gesprek"), "", (question_part(edition, group),))
    yield Chapter(_("Alle gemeenten"), "", (_member_part(edition),))
    yield method_chapter(edition)
    indicators = named_indicators(group)
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
                )
            )
    rows.sort(key=lambda row: -row[0])
    table = FigureTable(
        header=(_("Opgave"), _("Gemeenten met aanwijzingen")),
        rows=tuple((title, count) for _share, title, count in rows),
        widths=("2fr", "1fr"),
    )
    return figures_part(table, aside=_("Een aanwijzing is geen bewijs."))


def _member_part(edition: Edition) -> Part:
    rows, letters = [], []
    for area in edition.catalog.areas:
        if area.code not in edition.study.selection:
            continue
        member = edition.typology.members[area.code]
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
