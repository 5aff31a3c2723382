"""The municipalities to talk to: those that resemble one, outside its own region, and why.

A visitor's question comes as the words of a form and is read into a `PeersQuery`; a word that is
not on the form is ignored.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.typology.peers import Likeness, Peer, Region, own_region
from deelgenoot.typology.sentences import mid_sentence, peer_reasons
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.municipality.list import MunicipalityRow, row
from deelgenoot_web.atlas.wording import Option

N_SHOWN = 5
N_MORE = 10
HEAVIEST = 3
_MOST_DIGITS = 9
SIMILAR = 1.5
"""Two municipalities are of similar size when the larger has at most this many times the people."""

_REGIONS: Mapping[str, Region] = {
    "corop": "region",
    "neighbours": "neighbours",
    "province": "province",
}
_MOST_NAMED = 3


@dataclass(frozen=True)
class PeersQuery:
    """Among whom to look, and how much each theme counts."""

    weights: Mapping[str, int]
    outside: str = "corop"
    is_similar_size: bool = False
    is_among_all: bool = False
    n: int = N_SHOWN

    @property
    def counting(self) -> Mapping[str, int]:
        """The weights to use: when no theme counts, they all do."""
        if any(self.weights.values()):
            return self.weights
        return dict.fromkeys(self.weights, 1)

    @property
    def only(self) -> str:
        """The theme that alone counts; nothing when others do too."""
        counting = [theme for theme, weight in self.weights.items() if weight]
        return counting[0] if len(counting) == 1 else ""

    @property
    def is_default(self) -> bool:
        """Whether the visitor asked nothing in particular."""
        return self == PeersQuery(dict.fromkeys(self.weights, 1), n=self.n)


@dataclass(frozen=True)
class ThemeLikeness:
    """How much two municipalities are alike in one theme: a sign, and the words for it."""

    short: str
    kind: Likeness
    words: str


@dataclass(frozen=True)
class PeerRow:
    """One municipality to talk to, and why."""

    row: MunicipalityRow
    reason: str
    alike: str
    """The two themes in which it is most alike, by their short names."""
    themes: tuple[ThemeLikeness, ...]


@dataclass(frozen=True)
class ThemeWeight:
    """How much one theme counts, as a field of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ThemeChoice:
    """Peers on one theme, or on all of them, in one step; `query` is the end of its address."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class PeersPart:
    """The municipalities that resemble one most, and the form by which others are asked for."""

    answer: str
    """Who resembles it most, in a sentence; empty when nobody is left."""
    rows: tuple[PeerRow, ...]
    left_out: tuple[MunicipalityRow, ...]
    """Municipalities that resemble as much as the ones in `rows`, but lie in the own region."""
    left_out_reason: str
    only: tuple[ThemeChoice, ...]
    weights: tuple[ThemeWeight, ...]
    chosen_themes: str
    outside: tuple[Option, ...]
    sizes: tuple[Option, ...]
    among: tuple[Option, ...]
    remark: str
    is_open: bool
    """Whether the form stands open, because the visitor asked something in particular."""
    query: tuple[tuple[str, str], ...]
    """The choices that differ from the usual, as they stand in an address."""
    more: str
    """The query that shows more; empty when all are shown."""


def question(words: Mapping[str, str], themes: Collection[str]) -> PeersQuery:
    """Read a visitor's question from the words of an address."""
    outside, only = words.get("outside", ""), words.get("only", "")
    usual = {theme: int(only not in themes or theme == only) for theme in themes}
    return PeersQuery(
        weights={t: _within(words.get(t, ""), usual[t], HEAVIEST) for t in themes},
        outside=outside if outside in _REGIONS else "corop",
        is_similar_size=words.get("size") == "similar",
        is_among_all=words.get("among") == "all",
        n=max(N_SHOWN, _within(words.get("n", ""), N_SHOWN, 1000)),
    )


def peers(edition: Edition, code: str, query: PeersQuery) -> PeersPart:
    """Show the municipalities most like `code` among those that the visitor asked for."""
    area = edition.catalog.areas[code]
    candidates = edition.release.peers.nearest(
        code, query.counting, among=_pool(edition.release, area, query)
    )
    region = own_region(edition.catalog.areas, code, _REGIONS[query.outside])
    outside = [peer for peer in candidates if peer.code not in region]
    visible = outside[: query.n]
    near = _nearer(candidates, region, visible)
    pairs = tuple(_query(query))
    return PeersPart(
        answer=_answer(edition, area, query.only, visible[:N_SHOWN]),
        rows=tuple(_rows(edition, code, visible)),
        left_out=tuple(row(edition, edition.catalog.areas[p.code]) for p in near[:_MOST_NAMED]),
        left_out_reason=_left_out(area, query.outside, min(len(near), _MOST_NAMED)),
        only=tuple(_only(edition, query)),
        weights=_weights(edition, query),
        chosen_themes=_themes_in_words(edition, query),
        outside=_outside(area, query),
        sizes=_sizes(edition, area, query),
        among=_among(edition, query),
        remark=_remark(query, len(visible)),
        is_open=not (query.is_default or query.only),
        query=pairs,
        more=urlencode([*pairs, ("n", query.n + N_MORE)]) if len(outside) > query.n else "",
    )


def _answer(edition: Edition, area: Area, only: str, visible: Sequence[Peer]) -> str:
    names = edition.join_names([edition.catalog.areas[peer.code].name for peer in visible])
    if not names:
        return ""
    slots = {"name": area.name, "names": names}
    if not only:
        return _("Het meest lijken op %(name)s: %(names)s.") % slots
    slots["theme"] = mid_sentence(edition.words(edition.catalog.theme(only).label))
    return _("In %(theme)s lijken het meest op %(name)s: %(names)s.") % slots


def _within(word: str, default: int, most: int) -> int:
    """Read a whole number of at most `most`; the default for anything else, or for more digits than
    a choice has: Python refuses to read thousands.
    """
    is_number = word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS
    return min(int(word), most) if is_number else default


def _pool(release: Release, area: Area, query: PeersQuery) -> list[str]:
    """List the codes among which to look."""
    codes = release.catalog.codes if query.is_among_all else release.study.selection
    if not query.is_similar_size:
        return list(codes)
    low, high = _similar(area)
    areas = release.catalog.areas
    return [code for code in codes if low <= areas[code].population <= high]


def _similar(area: Area) -> tuple[float, float]:
    return area.population / SIMILAR, area.population * SIMILAR


def _nearer(
    candidates: Sequence[Peer], region: Collection[str], visible: Sequence[Peer]
) -> list[Peer]:
    """List the peers in the own region that would have stood among the visible ones."""
    last = visible[-1].distance if visible else float("inf")
    return [peer for peer in candidates if peer.code in region and peer.distance <= last]


def _rows(edition: Edition, code: str, visible: Sequence[Peer]) -> Iterator[PeerRow]:
    catalog = edition.catalog
    labels = {theme.id: mid_sentence(edition.words(theme.label)) for theme in catalog.themes}
    reasons = peer_reasons(visible, code, edition.typology, catalog, edition.language)
    for peer, reason in zip(visible, reasons, strict=True):
        yield PeerRow(
            row=row(edition, catalog.areas[peer.code]),
            reason=reason,
            alike=edition.join_names([labels[theme] for theme in peer.alike]),
            themes=alike_by_theme(edition, peer),
        )


def alike_by_theme(edition: Edition, peer: Peer) -> tuple[ThemeLikeness, ...]:
    """Make a sign per theme, in the fixed order."""
    words: Mapping[Likeness, str] = {
        "strong": _("lijkt sterk"),
        "partly": _("lijkt deels"),
        "different": _("verschilt"),
    }
    return tuple(
        ThemeLikeness(
            short=edition.words(theme.short),
            kind=peer.likeness[theme.id],
            words=f"{edition.words(theme.label)}: {words[peer.likeness[theme.id]]}",
        )
        for theme in edition.catalog.themes
        if theme.id in peer.likeness
    )


# --- the form and what it says ---


def _only(edition: Edition, query: PeersQuery) -> Iterator[ThemeChoice]:
    """Offer the same question on all themes, and on each alone."""
    usual = PeersQuery(dict.fromkeys(query.weights, 1)).weights
    choices = [("", _("Alle thema’s"))]
    choices += [(t.id, edition.words(t.label)) for t in edition.catalog.themes if t.id in usual]
    for theme, label in choices:
        weights = {one: int(one == theme) for one in usual} if theme else usual
        words = urlencode(list(_query(replace(query, weights=weights))))
        yield ThemeChoice(label, words, weights == query.weights)


def _query(query: PeersQuery) -> Iterator[tuple[str, str]]:
    usual = PeersQuery(dict.fromkeys(query.weights, 1))
    if query.only and query.weights[query.only] == 1:
        yield "only", query.only
    else:
        for theme, weight in query.weights.items():
            if weight != 1:
                yield theme, str(weight)
    if query.outside != usual.outside:
        yield "outside", query.outside
    if query.is_similar_size:
        yield "size", "similar"
    if query.is_among_all:
        yield "among", "all"


def _left_out(area: Area, outside: str, n_left_out: int) -> str:
    """Say why some municipalities are not in the list; it follows their names."""
    if not n_left_out:
        return ""
    if outside == "neighbours":
        reason = ngettext(
            "lijkt ook, maar grenst aan %(name)s.",
            "lijken ook, maar grenzen aan %(name)s.",
            n_left_out,
        )
    elif outside == "province":
        reason = ngettext(
            "lijkt ook, maar ligt in dezelfde provincie.",
            "lijken ook, maar liggen in dezelfde provincie.",
            n_left_out,
        )
    else:
        reason = ngettext(
            "lijkt ook, maar ligt in dezelfde regio.",
            "lijken ook, maar liggen in dezelfde regio.",
            n_left_out,
        )
    return reason % {"name": area.name}


def _weights(edition: Edition, query: PeersQuery) -> tuple[ThemeWeight, ...]:
    words = (_("telt niet"), _("telt gewoon"), _("telt twee keer"), _("telt drie keer"))
    return tuple(
        ThemeWeight(
            name=theme.id,
            label=edition.words(theme.label),
            options=tuple(
                Option(str(weight), label, weight == query.weights[theme.id])
                for weight, label in enumerate(words)
            ),
        )
        for theme in edition.catalog.themes
        if theme.id in query.weights
    )


def _themes_in_words(edition: Edition, query: PeersQuery) -> str:
    """Say which themes count, short enough for a button."""
    counting = query.counting
    if len(set(counting.values())) == 1:
        return _("alle zeven even zwaar") if all(counting.values()) else ""
    names = [edition.words(t.label) for t in edition.catalog.themes if counting.get(t.id)]
    if len(names) == len(counting):
        return _("eigen gewichten")
    return edition.join_names([mid_sentence(name) for name in names])


def _outside(area: Area, query: PeersQuery) -> tuple[Option, ...]:
    labels = {
        "corop": _("de eigen regio (%(region)s)") % {"region": area.region},
        "neighbours": _("de gemeenten die eraan grenzen"),
        "province": _("de eigen provincie (%(province)s)") % {"province": area.province},
    }
    return tuple(Option(key, label, key == query.outside) for key, label in labels.items())


def _sizes(edition: Edition, area: Area, query: PeersQuery) -> tuple[Option, ...]:
    low, high = (edition.number(round(edge, -3), 0) for edge in _similar(area))
    similar = _("vergelijkbaar (%(low)s tot %(high)s inwoners)") % {"low": low, "high": high}
    return (
        Option("any", _("maakt niet uit"), not query.is_similar_size),
        Option("similar", similar, query.is_similar_size),
    )


def _among(edition: Edition, query: PeersQuery) -> tuple[Option, ...]:
    selection = _("de %(n)s in de selectie") % {"n": len(edition.study.selection)}
    every = _("alle %(n)s gemeenten") % {"n": len(edition.catalog.codes)}
    return (
        Option("selection", selection, not query.is_among_all),
        Option("all", every, query.is_among_all),
    )


def _remark(query: PeersQuery, n_shown: int) -> str:
    """Say what a visitor should know about the answer."""
    if not any(query.weights.values()):
        return _("U liet geen enkel thema meetellen. Daarom tellen ze nu alle zeven even zwaar.")
    if n_shown == 0:
        return _(
            "Met deze keuze blijft er geen gemeente over. Kies een andere grootte of "
            "alle gemeenten."
        )
    return ""
