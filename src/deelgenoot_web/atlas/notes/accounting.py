"""How a note accounts for itself: the method in a page, what is not known, sources, citation."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import texts_of
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.perspectives.references import FigureReference, split_text
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.content import Chapter, FigureTable, Heading, Part, Running
from deelgenoot_web.atlas.notes.frame import bullets, paragraph
from deelgenoot_web.atlas.pages.method.data import citation
from deelgenoot_web.atlas.pages.method.page import barely, slots
from deelgenoot_web.atlas.pages.parts.profile import in_sentence
from deelgenoot_web.atlas.pages.parts.sources import licence_words, source_words
from deelgenoot_web.atlas.wording import in_words


def method_chapter(edition: Edition) -> Chapter:
    """Tell the method on one page, with the numbers of this very typology."""
    values = {
        **slots(edition),
        "n_clusters": in_words(len(edition.typology.clusters)),
        "smallest": in_words(edition.study.method.smallest_cluster),
        "n_draws": edition.number(edition.typology.n_draws),
    }
    return Chapter(
        title=_("Hoe is de indeling gemaakt?"),
        lead=_("Een eigen berekening uit openbare cijfers, die iedereen kan narekenen."),
        parts=(
            Part((Heading(_("Wat is berekend")), paragraph(_calculation() % values))),
            Part((Heading(_("De namen")), paragraph(_naming() % values))),
            Part(
                (
                    Heading(_("Hoe zeker")),
                    paragraph(_sureness() % values),
                    paragraph(barely(edition)),
                )
            ),
            Part((Heading(_("Opgaven")), paragraph(_opgaven() % values))),
            Part((Heading(_("Weggelaten")), paragraph(_left_out()))),
        ),
    )


def _calculation() -> str:
    return _(
        "Wij vergeleken %(n_selected)s middelgrote gemeenten op %(n_indicators)s kenmerken uit "
        "openbare statistiek, verdeeld over zeven thema’s die even zwaar tellen. Elk kenmerk kreeg "
        "dezelfde schaal, en een uitschieter telt tot een grens mee. Een ontbrekend cijfer is "
        "aangevuld met het middelste van de andere gemeenten. De berekening zocht "
        "%(n_clusters)s groepen van minstens %(smallest)s gemeenten die zo veel mogelijk op elkaar "
        "lijken. Zeven is een keuze, in navolging van het onderzoek van 2020: de cijfers wijzen "
        "geen vast aantal aan."
    )


def _naming() -> str:
    return _(
        "De namen komen uit het onderzoek van 2020. Bij elke naam schreven wij op welke cijfers"
        " wij verwachten, en die beschrijvingen trekken de groepen een beetje naar zich toe. "
        "Dat maakt de groepen steviger dan de cijfers alleen, en het kost iets: van de "
        "verschillen tussen gemeenten die een vrije berekening verklaart, verklaart deze "
        "indeling %(fit_kept)s. Zonder trekken zaten %(n_moved)s van de %(n_selected)s "
        "gemeenten in een ander cluster."
    )


def _sureness() -> str:
    return _(
        "Wij herhaalden de berekening %(n_draws)s keer, steeds met een andere steekproef van "
        "gemeenten, en daarna met steekproeven van kenmerken. Een gemeente heet alleen zeker als "
        "deze bij beide in acht van de tien berekeningen in haar cluster blijft. Een cluster heet "
        "alleen stevig, en een naam alleen passend, als cijfers zonder patroon dat in minder dan "
        "een op de twintig gevallen ook zouden geven."
    )


def _opgaven() -> str:
    return _(
        "Bij een opgave hoort waar dat kan een regel over cijfers. Voldoet een gemeente aan die "
        "regel, dan zijn er aanwijzingen voor de opgave. Een regel bewijst niets: een opgave kan "
        "spelen zonder dat de cijfers het laten zien, en andersom."
    )


def _left_out() -> str:
    return _(
        "De herkomst van inwoners telt nergens mee. Ook de tabel met gemeenten van het onderzoek "
        "van 2020 is niet gebruikt: die hebben wij niet."
    )


def unknown_part(edition: Edition, indicators: Iterable[str], *doubts: str) -> Part:
    """List what is not known: `doubts` first, then what holds for the figures that are used."""
    indicators_here = [edition.catalog.indicators[one] for one in dict.fromkeys(indicators)]
    assumed_labels = [
        in_sentence(edition.words(one.label)) for one in indicators_here if one.assumed_year
    ]
    weak_labels = [in_sentence(edition.words(one.label)) for one in indicators_here if one.weak]
    years = _("Het jaar is aangenomen, want de bron noemt het niet: %(names)s.")
    weakness = _("Zwak gemeten, dus met voorbehoud te lezen: %(names)s.")
    return Part(
        (
            bullets(
                *doubts,
                years % {"names": edition.join_names(assumed_labels)} if assumed_labels else "",
                weakness % {"names": edition.join_names(weak_labels)} if weak_labels else "",
                _("Of beleid werkt, laten deze cijfers niet zien; zij zeggen niets over oorzaken."),
            ),
        ),
        is_ruled=False,
    )


def short_method(edition: Edition) -> str:
    """Tell the method in a paragraph."""
    return _(
        "%(n_selected)s middelgrote gemeenten zijn vergeleken op %(n_indicators)s kenmerken uit "
        "openbare statistiek, in zeven thema’s die even zwaar tellen. De berekening zocht groepen "
        "die op elkaar lijken; de beschrijvingen uit het onderzoek van 2020 trokken een beetje. "
        "Met %(n_draws)s andere steekproeven van gemeenten is nagegaan wie blijft. Een opgave telt "
        "mee als een regel over cijfers opgaat: een aanwijzing, geen bewijs."
    ) % slots(edition)


def sources_table(edition: Edition, indicators: Iterable[str]) -> FigureTable:
    """Name the source of every figure in the note."""
    indicators_here = [edition.catalog.indicators[one] for one in dict.fromkeys(indicators)]
    rows = tuple(
        (
            edition.words(one.label),
            edition.years(one),
            f"{source_words(one.publisher)}, {source_words(one.table)}",
            licence_words(one.licence),
        )
        for one in indicators_here
    )
    header = (_("Kenmerk"), _("Jaar"), _("Bron en tabel"), _("Licentie"))
    return FigureTable(header, rows, ("2.4fr", "1fr", "2.6fr", "1fr"))


def sources_in_brief(edition: Edition, indicators: Iterable[str]) -> Running:
    """Name each source once, with the figures that come from it."""
    labels: dict[str, list[str]] = {}
    for indicator_id in dict.fromkeys(indicators):
        indicator = edition.catalog.indicators[indicator_id]
        names = (source_words(indicator.publisher), source_words(indicator.table))
        source = ", ".join(dict.fromkeys((*names, licence_words(indicator.licence))))
        label = in_sentence(edition.words(indicator.label))
        labels.setdefault(source, []).append(f"{label} ({edition.years(indicator)})")
    sentences = (f"{source}: {'; '.join(figures)}." for source, figures in labels.items())
    return paragraph(" ".join(sentences), is_quiet=True)


def sources_chapter(edition: Edition, indicators: Iterable[str]) -> Chapter:
    """Name the source of every figure in the note, and how to cite it."""
    sources = Part((sources_table(edition, indicators),), is_ruled=False)
    return Chapter(_("Bronnen"), "", (sources, cite_part(edition)))


def cite_part(edition: Edition) -> Part:
    """Say how to cite the note, who made it and under which licence."""
    return Part(
        (
            Heading(_("Citeren")),
            paragraph(citation(edition)),
            paragraph(
                _(
                    "Tekst en indeling staan onder de licentie EUPL-1.2. Van cijfers staat de "
                    "licentie bij de bron: noem ook die."
                ),
                is_quiet=True,
            ),
        ),
        is_ruled=True,
    )


def named_indicators(group: GroupPerspective) -> list[str]:
    """List the indicators that a perspective names, in the order of its text."""
    parts = (part for text in texts_of(group.content) for part in split_text(text.nl))
    names = [part.subject for part in parts if isinstance(part, FigureReference)]
    names += [one.indicator for one in group.content.volg.item]
    return [one for one in dict.fromkeys(names) if one in group.figures.catalog.indicators]
