"""The results of a recipe: clusters, map, changes, and how firm the clusters are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area, fold
from deelgenoot.charts.figures import ClusterMembers
from deelgenoot.charts.maps import MapFocus
from deelgenoot.typology.published import Firmness
from deelgenoot.typology.sentences import FIRMNESS_WORDS, FIT_WORDS
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.groups import groups
from deelgenoot_web.workbench.jobs import FULL, FoundCluster, Picture, PictureStability
from deelgenoot_web.workbench.pages.form import (
    earlier,
    group_label,
    method_words,
    pull_text,
    weight_words,
)
from deelgenoot_web.workbench.recipe import WorkbenchRecipe

_MOST_NAMED = 4
"""Movers whose names stand in the answer itself."""
_FIRM_DOTS: Mapping[Firmness, int] = {"firm": 3, "fair": 2, "chance": 1, "varying": 1}
_HALF, _RIVAL = 0.5, 0.4
"""As in the publication: between two under half of the draws, or with a rival of four in ten."""


@dataclass(frozen=True)
class ClusterRow:
    """One cluster of the result."""

    letter: str
    name: str
    count: str
    fit: str
    members: tuple[Area, ...]


@dataclass(frozen=True)
class ClusterChange:
    """Municipalities that went from one cluster to another."""

    letter_before: str
    before: str
    letter_after: str
    after: str
    mine: str
    """The visitor's own municipality, where it is one of them."""
    names: str
    """The others."""

    @property
    def comma(self) -> str:
        """Stand between the own municipality and the others."""
        return "," if self.mine and self.names else ""


@dataclass(frozen=True)
class OwnPlace:
    """Where the visitor's own municipality comes."""

    name: str
    letter_before: str
    before: str
    """Its published cluster; empty where it has none."""
    letter_after: str
    after: str
    """Empty where it does not take part."""
    others: str
    """The municipalities that came the same way, or with it are in one cluster."""

    @property
    def is_changed(self) -> bool:
        """Whether it comes in another cluster than in the publication."""
        return bool(self.before and self.after and self.before != self.after)


@dataclass(frozen=True)
class FirmRow:
    """How firm a cluster is."""

    letter: str
    name: str
    jaccard: str
    word: str
    n_dots: int


@dataclass(frozen=True)
class FirmPart:
    """How firm the clusters are, by the draws."""

    sentence: str
    rows: tuple[FirmRow, ...]
    between: tuple[str, ...]
    fit_kept: str
    is_final: bool


@dataclass(frozen=True)
class PicturePart:
    """The clusters, and how they differ from the published ones."""

    answer: str
    rows: tuple[ClusterRow, ...]
    map_svg: str
    own: OwnPlace | None
    agreement: str
    changes: tuple[ClusterChange, ...]
    is_same: bool
    effort: str


@dataclass(frozen=True)
class RecipeOutcome:
    """A recipe, and its results so far."""

    mine: str
    """The name in addresses of the visitor's own municipality."""
    query: str
    """The whole choice as the end of an address."""
    recipe_query: str
    """The same without the own municipality."""
    choices: tuple[str, ...]
    """The differences from the published typology, a phrase each."""
    stage: str
    is_done: bool
    is_starting: bool
    """Whether the worker itself is not ready yet."""
    problem: str
    """Why there is no more than this; empty when all is well."""
    is_small: bool
    """Whether allowing small clusters may help."""
    picture: PicturePart | None
    firm: FirmPart | None
    peers_query: str


def recipe_phrases(edition: Edition, recipe: WorkbenchRecipe) -> tuple[str, ...]:
    """Say what a recipe changes, a phrase each; or that it changes nothing."""
    return tuple(_phrases(edition, recipe)) or (_("Alles is zoals in onze indeling."),)


def _phrases(edition: Edition, recipe: WorkbenchRecipe) -> Iterator[str]:
    if recipe.group != WorkbenchRecipe.group:
        n = len(recipe.codes)
        which = group_label(recipe.group) if recipe.group in groups() else _("zelf gekozen")
        yield _("%(n)s gemeenten: %(which)s") % {"n": n, "which": which}
    words = weight_words()
    for theme, weight in zip(release().catalog.themes, recipe.weights, strict=True):
        if weight != 1:
            yield f"{edition.words(theme.label)} {words[weight]}"
    yield from _method_phrases(edition, recipe)
    if recipe.left_out:
        labels = (release().catalog.indicators[one].label for one in recipe.left_out)
        yield _("zonder: %(names)s") % {"names": edition.join_names([*map(edition.words, labels)])}
    if recipe.is_earlier:
        yield _("een jaar eerder: %(names)s") % {"names": earlier(edition)}


def _method_phrases(edition: Edition, recipe: WorkbenchRecipe) -> Iterator[str]:
    if recipe.n_clusters != WorkbenchRecipe.n_clusters:
        yield _("%(n)s clusters") % {"n": recipe.n_clusters}
    if recipe.algorithm != WorkbenchRecipe.algorithm:
        yield _("methode: %s") % method_words()[recipe.algorithm]
    if not recipe.can_be_anchored:
        yield _("de beschrijvingen trekken niet mee: dat kan alleen met onze methode en 7 clusters")
    elif recipe.pull is not None:
        yield _("de beschrijvingen trekken: %s") % pull_text(edition, recipe.pull)
    if recipe.may_be_small:
        yield _("clusters mogen klein zijn")


def peers_query(recipe: WorkbenchRecipe) -> str:
    """Write the weights of a recipe as the page of a municipality reads them."""
    themes = release().catalog.themes
    return urlencode([(t.id, w) for t, w in zip(themes, recipe.weights, strict=True) if w != 1])


@dataclass(frozen=True)
class PictureParts:
    """The costly half of a picture."""

    rows: tuple[ClusterRow, ...]
    map_svg: str
    changes: tuple[ClusterChange, ...]
    own: OwnPlace | None


@lru_cache(maxsize=64)
def _costly_parts(
    edition: Edition, mine: Area | None, clusters: tuple[FoundCluster, ...]
) -> PictureParts:
    """Make the costly half of a picture, once per outcome, municipality and language."""
    members = [ClusterMembers(c.id, c.letter, c.name, tuple(sorted(c.members))) for c in clusters]
    movers = frozenset(code for code, _was, _now in _moves(clusters))
    everybody = frozenset(code for cluster in clusters for code in cluster.members)
    # Where some moved, the others step back.
    still = everybody - movers if movers else frozenset()
    focus = MapFocus(still, mine.code if mine else "")
    return PictureParts(
        rows=tuple(_row(edition, cluster) for cluster in clusters),
        map_svg=SafeString(release().charts.other_map(members, edition.language, focus)),
        changes=tuple(_changes(edition, mine, clusters)),
        own=_own_place(edition, mine, clusters) if mine else None,
    )


def picture_part(edition: Edition, mine: Area | None, picture: Picture) -> PicturePart:
    """Put the picture in words."""
    parts = _costly_parts(edition, mine, picture.clusters)
    areas = release().catalog.areas
    names = {cluster.id: edition.words(cluster.name) for cluster in picture.clusters}
    ways = [(areas[code].name, names[now]) for code, _was, now in _moves(picture.clusters)]
    movers = [f"{name} ({now})" for name, now in sorted(ways, key=lambda way: fold(way[0]))]
    return PicturePart(
        answer=_answer(edition, picture, movers),
        rows=parts.rows,
        map_svg=parts.map_svg,
        own=parts.own,
        agreement=_agreement(edition, picture),
        changes=parts.changes,
        is_same=not movers and picture.n_shared > 0,
        effort=_effort(picture),
    )


def _own_place(edition: Edition, mine: Area, clusters: Sequence[FoundCluster]) -> OwnPlace:
    typology, areas = release().typology, release().catalog.areas
    member = typology.members[mine.code]
    before = typology.cluster(member.cluster) if member.in_study else None
    after = next((c for c in clusters if mine.code in c.members), None)
    ways = {code: (was, now) for code, was, now in _moves(clusters)}
    # Whoever moves has company on its way; whoever stays has its cluster.
    company = [code for code, way in ways.items() if way == ways.get(mine.code)]
    others = company or (after.members if after else ())
    names = sorted((areas[code].name for code in others if code != mine.code), key=fold)
    return OwnPlace(
        name=mine.name,
        letter_before=before.letter if before else "",
        before=edition.words(before.name) if before else "",
        letter_after=after.letter if after else "",
        after=edition.words(after.name) if after else "",
        others=edition.join_names(names),
    )


def _answer(edition: Edition, picture: Picture, movers: Sequence[str]) -> str:
    """Count who moves; name them, and where to, when they are few."""
    n = sum(len(cluster.members) for cluster in picture.clusters)
    counts = _("%(n)s gemeenten in %(k)s clusters.") % {"n": n, "k": len(picture.clusters)}
    if not picture.n_shared:
        return counts + " " + _("Geen van hen staat in onze indeling.")
    rest = ngettext(
        "Van de %(shared)s die ook in onze indeling staan, komt er %(n)s in een ander cluster.",
        "Van de %(shared)s die ook in onze indeling staan, komen er %(n)s in een ander cluster.",
        len(movers),
    ) % {"shared": picture.n_shared, "n": len(movers)}
    if 0 < len(movers) <= _MOST_NAMED:
        rest = f"{rest.removesuffix('.')}: {edition.join_names(movers)}."
    return f"{counts} {rest}"


def _agreement(edition: Edition, picture: Picture) -> str:
    if picture.agreement is None:
        return ""
    return _(
        "De overeenkomst met onze indeling is %(ari)s: 1 is precies gelijk, 0 is toeval. Zij is "
        "gemeten over %(n)s gemeenten, zonder de namen (aangepaste Rand-index)."
    ) % {"ari": edition.number(picture.agreement, 2), "n": picture.n_shared}


def _effort(picture: Picture) -> str:
    if picture.n_reached == picture.n_init == 1 or picture.n_init < picture.n_reached:
        return ""
    return _("Deze indeling kwam uit %(n)s van de %(all)s zoektochten als beste.") % {
        "n": picture.n_reached,
        "all": picture.n_init,
    }


def _row(edition: Edition, cluster: FoundCluster) -> ClusterRow:
    members = frozenset(cluster.members)
    is_named = not cluster.id.startswith("cluster-")
    n = len(cluster.members)
    return ClusterRow(
        letter=cluster.letter,
        name=edition.words(cluster.name),
        count=ngettext("%(n)s gemeente", "%(n)s gemeenten", n) % {"n": n},
        fit=_("de naam %s, niet aan toeval getoetst") % edition.words(FIT_WORDS[cluster.fit_word])
        if is_named
        else _("hier hoort geen van onze namen bij"),
        members=tuple(area for area in release().catalog.areas if area.code in members),
    )


def _moves(clusters: Sequence[FoundCluster]) -> Iterator[tuple[str, str, str]]:
    """Give (code, cluster before, cluster after) of each municipality that has another cluster."""
    members = release().typology.members
    for cluster in clusters:
        for code in cluster.members:
            if members[code].in_study and members[code].cluster != cluster.id:
                yield code, members[code].cluster, cluster.id


def _changes(
    edition: Edition, mine: Area | None, clusters: Sequence[FoundCluster]
) -> Iterator[ClusterChange]:
    """Give each way from cluster to cluster: that of the own municipality first, then by size."""
    areas, typology = release().catalog.areas, release().typology
    own = mine.code if mine else ""
    after = {cluster.id: cluster for cluster in clusters}
    ways: dict[tuple[str, str], list[str]] = {}
    for code, was, now in _moves(clusters):
        ways.setdefault((was, now), []).append(code)
    in_order = sorted(ways.items(), key=lambda way: (own not in way[1], -len(way[1]), way[0]))
    for (was, now), codes in in_order:
        before = typology.cluster(was)
        names = sorted((areas[code].name for code in codes if code != own), key=fold)
        yield ClusterChange(
            letter_before=before.letter,
            before=edition.words(before.name),
            letter_after=after[now].letter,
            after=edition.words(after[now].name),
            mine=mine.name if mine and own in codes else "",
            names=edition.join_names(names),
        )


def firm(edition: Edition, picture: Picture, stability: PictureStability) -> FirmPart:
    """Put firmness in words."""
    names = {cluster.id: edition.words(cluster.name) for cluster in picture.clusters}
    is_final = stability.n_draws == FULL
    sentence = _(
        "Wij rekenden %(n)s keer opnieuw, telkens met een steekproef van de gemeenten. Het cijfer "
        "zegt hoeveel van een cluster dan terugkomt: 1 is alles, vanaf 0,75 is het redelijk "
        "stevig. Met toeval vergeleken wij niet: ook uit willekeurige cijfers kan een stevig "
        "cluster komen."
    ) % {"n": stability.n_draws}
    cost = ""
    if stability.fit_kept is not None:
        cost = _(
            "Als de beschrijvingen zo trekken, blijft %(share)s over van wat de beste vrije "
            "indeling verklaart."
        ) % {"share": edition.amount(100 * stability.fit_kept, "%", 0)}
    rows = tuple(
        FirmRow(
            letter=cluster.letter,
            name=names[cluster.id],
            jaccard=edition.number(stability.jaccard[cluster.id], 2),
            word=edition.words(FIRMNESS_WORDS[stability.firmness[cluster.id]]),
            n_dots=_FIRM_DOTS[stability.firmness[cluster.id]],
        )
        for cluster in picture.clusters
    )
    return FirmPart(sentence, rows, tuple(_between(edition, picture, stability)), cost, is_final)


def _between(edition: Edition, picture: Picture, stability: PictureStability) -> Iterator[str]:
    """Name the municipalities that lie between two clusters, with both shares."""
    areas = release().catalog.areas
    names = {cluster.id: edition.words(cluster.name) for cluster in picture.clusters}
    own = {code: cluster.id for cluster in picture.clusters for code in cluster.members}
    loose = [c for c, hold in stability.holds.items() if hold.own < _HALF or hold.share >= _RIVAL]
    for code in sorted(loose, key=lambda code: fold(areas[code].name)):
        hold = stability.holds[code]
        yield _("%(name)s: %(own)s in %(cluster)s, %(share)s in %(other)s") % {
            "name": areas[code].name,
            "own": edition.amount(100 * hold.own, "%", 0),
            "cluster": names[own[code]],
            "share": edition.amount(100 * hold.share, "%", 0),
            "other": names[hold.other],
        }
