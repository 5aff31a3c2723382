"""The two pages for an alderman: read in a minute; doubt, method and sources on the second."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.references import IN_TEXT, FigureReference, Measure, Scope
from deelgenoot.rules import Condition
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.accounting import (
    cite_part,
    short_method,
    sources_in_brief,
    unknown_part,
)
from deelgenoot_web.atlas.notes.content import (
    Brief,
    BriefOpgave,
    Chapter,
    FigureTable,
    Heading,
    Note,
    Part,
)
from deelgenoot_web.atlas.notes.frame import (
    bullets,
    figures_part,
    first_sentence,
    frame_note,
    paragraph,
)
from deelgenoot_web.atlas.notes.municipality import checks_table, own_page
from deelgenoot_web.atlas.pages.municipality.evidence import Opgave, OwnFigure
from deelgenoot_web.atlas.pages.municipality.page import MunicipalityPage
from deelgenoot_web.atlas.pages.municipality.standing import InsideStanding
from deelgenoot_web.atlas.pages.parts.profile import in_sentence
from deelgenoot_web.atlas.pages.perspective.claims import find_denial, with_reserve
from deelgenoot_web.atlas.pages.perspective.levers import lever_words
from deelgenoot_web.atlas.pages.perspective.own import OwnPerspective
from deelgenoot_web.atlas.pages.perspective.prose import plain_text
from deelgenoot_web.atlas.wording import in_words

_N_OPGAVEN, _N_DIFFERENT, _N_QUESTIONS, _N_CHECKS = 3, 5, 2, 4


def alderman_note(edition: Edition, area: Area) -> Note:
    """Make the two pages for an alderman; KeyError for one outside the selection."""
    page, standing, own = own_page(edition, area)
    letter = standing.cluster.letter
    return frame_note(
        edition,
        about=area.name,
        letter=letter,
        template="brief.typ",
        title=_("%(name)s: twee pagina’s voor de wethouder") % {"name": area.name},
        brief=_brief(edition, page, standing, own),
        chapters=(_second_page(edition, page, standing, own),),
    )


def _brief(
    edition: Edition, page: MunicipalityPage, standing: InsideStanding, own: OwnPerspective
) -> Brief:
    member = edition.typology.members[page.code]
    opgaven = page.evidence.with_signs[:_N_OPGAVEN]
    group = edition.release.perspectives[member.cluster]
    questions = group.content.vragen.item[:_N_QUESTIONS]
    return Brief(
        name=page.title,
        facts=page.facts,
        cluster=standing.cluster.name,
        standing=standing.heading,
        lead=_lead(standing, own),
        opgaven_heading=_opgaven_heading(len(opgaven)),
        opgaven=_opgaven(edition, member, opgaven),
        different_heading=_("Wat hier anders is"),
        different=_different(edition, member),
        peers_heading=_("Bel deze %(n)s") % {"n": in_words(len(page.peers.rows))},
        peers=_peers(page),
        questions_heading=_("Vragen voor het gesprek"),
        questions=tuple(plain_text(edition, group.figures, one) for one in questions),
        more=_("Twijfel, methode en bronnen: volgende pagina"),
    )


def _lead(standing: InsideStanding, own: OwnPerspective) -> str:
    """Say what is the matter in the cluster, and whether the figures show it here too."""
    core = own.brief.statement
    n, n_all = len(own.alike), len(own.alike) + len(own.different)
    return _(
        "%(cluster)s: %(core)s. Van %(all)s uitspraken over het cluster gelden er hier %(n)s."
    ) % {
        "cluster": standing.cluster.name,
        "core": core[:1].lower() + core[1:],
        "all": n_all,
        "n": n,
    }


def _opgaven_heading(n: int) -> str:
    if not n:
        return _("Geen opgave springt eruit")
    words = ngettext("%(n)s opgave", "%(n)s opgaven", n) % {"n": in_words(n)}
    return words[:1].upper() + words[1:]


def _opgaven(
    edition: Edition, member: Member, opgaven: Sequence[Opgave]
) -> tuple[BriefOpgave, ...]:
    """Give each opgave its figures and something to do, and nothing to do twice."""
    acts: list[str] = []
    for opgave in opgaven:
        new = (one for one in _acts(edition, member, opgave.id) if one not in acts)
        acts.append(next(new, ""))
    return tuple(
        BriefOpgave(opgave.title, _figures(edition, member, opgave), act)
        for opgave, act in zip(opgaven, acts, strict=True)
    )


def _figures(edition: Edition, member: Member, opgave: Opgave) -> str:
    """Set the figures of the municipality beside those of its cluster and the country."""
    rule = edition.study.challenge[opgave.id].rule
    conditions = rule.of if rule else ()
    figures = (
        _with_others(edition, member, condition, figure)
        for condition, figure in zip(conditions, opgave.figures, strict=True)
    )
    return "; ".join(figures) + "."


def _with_others(edition: Edition, member: Member, condition: Condition, figure: OwnFigure) -> str:
    slots = {"label": in_sentence(figure.label), "value": figure.value, "when": figure.when}
    if condition.start is not None:
        return _("%(label)s: %(value)s (%(when)s)") % slots
    group = edition.release.perspectives[member.cluster].figures
    scopes: tuple[tuple[str, Scope], ...] = (("cluster", "cluster"), ("country", "land"))
    for slot, scope in scopes:
        reference = FigureReference(figure.indicator, Measure("middle", scope))
        slots[slot] = group.resolve(reference, edition.language).text
    return _("%(label)s: %(value)s (cluster %(cluster)s, land %(country)s; %(when)s)") % slots


def _acts(edition: Edition, member: Member, opgave: str) -> Iterator[str]:
    """Give what can be done about an opgave: in the own cluster first, then by all, then elsewhere.

    Of a lever first what it is, then what a municipality does itself.
    """
    perspectives = edition.release.perspectives
    for group_id in dict.fromkeys((member.cluster, GENERAL, *perspectives)):
        group = perspectives[group_id]
        for lever in group.content.thema:
            if opgave not in lever.opgaven:
                continue
            alone = first_sentence(plain_text(edition, group.figures, lever.zelf))
            denial = find_denial(edition, group, lever.origin, lever)
            for raw, words in (
                (lever.hefboom, lever_words(edition, group, lever)),
                (lever.zelf, with_reserve(alone.removesuffix("."), denial)),
            ):
                has_figures = bool(IN_TEXT.search(first_sentence(edition.words(raw))))
                yield _with_group(edition, member, group_id, words, has_figures=has_figures)


def _with_group(
    edition: Edition, member: Member, group_id: str, words: str, *, has_figures: bool
) -> str:
    """Say of whom something to do is, where that is another cluster, or it names figures."""
    if group_id not in (member.cluster, GENERAL):
        name = edition.words(edition.typology.cluster(group_id).name)
        return _("%(act)s (uit het perspectief van %(cluster)s)") % {"act": words, "cluster": name}
    if not has_figures:
        return words
    if group_id == GENERAL:
        return _("%(act)s (cijfers van alle gemeenten samen)") % {"act": words}
    return _("%(act)s (cijfers van het cluster)") % {"act": words}


def _farthest(edition: Edition, member: Member) -> list[str]:
    """List the own figures that lie farthest from the middle of the cluster."""
    centre = edition.typology.cluster(member.cluster).centre
    apart = {one: abs(z - centre[one]) for one, z in member.z.items() if one not in member.filled}
    return sorted(apart, key=lambda one: -apart[one])[:_N_DIFFERENT]


def _different(edition: Edition, member: Member) -> FigureTable:
    """Set the own figures that differ most beside those of the middle of the cluster."""
    cluster, catalog = edition.typology.cluster(member.cluster), edition.catalog
    rows = []
    for name in _farthest(edition, member):
        indicator, middle = catalog.indicators[name], cluster.band(name).middle
        own = edition.level(name, member.code) or _("geen cijfer")
        other = _("geen cijfer") if middle is None else edition.figure(indicator, middle)
        rows.append((edition.words(indicator.label), own, other))
    header = (_("Kenmerk"), catalog.areas[member.code].name, _("cluster"))
    return FigureTable(header, tuple(rows), ("1.7fr", ">1fr", ">1fr"), is_named=False)


def _peers(page: MunicipalityPage) -> FigureTable:
    rows = page.peers.rows
    return FigureTable(
        header=(_("Gemeente"), _("Provincie"), _("Waarom")),
        rows=tuple((one.row.name, one.row.province, one.reason) for one in rows),
        widths=("1.2fr", "1fr", "3.6fr"),
        marks=tuple(one.row.letter for one in rows),
    )


def _second_page(
    edition: Edition, page: MunicipalityPage, standing: InsideStanding, own: OwnPerspective
) -> Chapter:
    return Chapter(
        _("Twijfel, methode en bronnen"), "", tuple(_doubt_parts(edition, page, standing, own))
    )


def _doubt_parts(
    edition: Edition, page: MunicipalityPage, standing: InsideStanding, own: OwnPerspective
) -> Iterator[Part]:
    member = edition.typology.members[page.code]
    yield figures_part(
        Heading(_("Hoe zeker is het cluster?")),
        bullets(
            f"{standing.heading}. {standing.second}",
            standing.between,
            standing.group.sentence,
            standing.fit.sentence,
        ),
    )
    if own.different:
        checks = own.different[:_N_CHECKS]
        yield Part((Heading(_("Wat hier niet geldt")), checks_table(checks)), is_ruled=False)
    yield Part((Heading(_("Hoe is dit berekend?")), paragraph(short_method(edition))))
    indicators = [*_indicators(page), *_farthest(edition, member)]
    unknown = unknown_part(edition, indicators, page.why.misses)
    yield Part((Heading(_("Wat weten wij niet?")), *unknown.blocks))
    yield Part((Heading(_("Bronnen")), sources_in_brief(edition, indicators)))
    yield cite_part(edition)


def _indicators(page: MunicipalityPage) -> Iterator[str]:
    for opgave in page.evidence.with_signs[:_N_OPGAVEN]:
        for figure in opgave.figures:
            yield figure.indicator
