"""The themes in which municipalities are alike or differ, and the clusters where they belong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.wording import in_words

_PAIR = 2


@dataclass(frozen=True)
class Verdict:
    """The sentences that a reader sees first."""

    themes: str
    clusters: str
    gaps: str
    """The municipalities with figures that were filled in; empty when there are none."""


def verdict(edition: Edition, areas: Sequence[Area]) -> Verdict:
    """Write the sentences about two municipalities or more."""
    return Verdict(
        themes=_themes(edition, areas),
        clusters=_clusters(edition, areas),
        gaps=_filled_sentence(edition, areas),
    )


def _themes(edition: Edition, areas: Sequence[Area]) -> str:
    """Name the themes in which each pair is among the nearest tenth, and the most different one."""
    pairs = list(combinations([area.code for area in areas], 2))
    peers = [edition.release.peers.nearest(one, among=[other])[0] for one, other in pairs]
    labels = {theme.id: edition.words(theme.label).lower() for theme in edition.catalog.themes}
    alike = [labels[t] for t in labels if all(pair.likeness[t] == "strong" for pair in peers)]
    most = Counter(pair.different for pair in peers).most_common(1)[0][0]
    who = _("de twee") if len(areas) == _PAIR else _("alle %(n)s") % {"n": in_words(len(areas))}
    slots = {"who": who, "alike": edition.join_names(alike), "most": labels[most]}
    first = (
        _("In %(alike)s lijken %(who)s sterk op elkaar.")
        if alike
        else _("In geen enkel thema lijken %(who)s sterk op elkaar.")
    )
    second = _("Zij verschillen het meest in %(most)s.")
    return f"{first % slots} {second % slots}"


def _clusters(edition: Edition, areas: Sequence[Area]) -> str:
    groups: dict[tuple[bool, str], list[str]] = {}
    for area in areas:
        member = edition.typology.members[area.code]
        groups.setdefault((member.in_study, member.cluster), []).append(area.name)
    sentences = []
    for (in_study, archetype), names in groups.items():
        words = (
            ngettext(
                "%(names)s hoort bij %(cluster)s.", "%(names)s horen bij %(cluster)s.", len(names)
            )
            if in_study
            else ngettext(
                "%(names)s lijkt het meest op %(cluster)s.",
                "%(names)s lijken het meest op %(cluster)s.",
                len(names),
            )
        )
        cluster = edition.words(edition.typology.cluster(archetype).name)
        sentences.append(words % {"names": edition.join_names(names), "cluster": cluster})
    return " ".join(sentences)


def _filled_sentence(edition: Edition, areas: Sequence[Area]) -> str:
    names = [a.name for a in areas if edition.typology.members[a.code].filled]
    if not names:
        return ""
    words = ngettext(
        "Van %(names)s ontbreken cijfers; die zijn voor de vergelijking per thema aangevuld.",
        "Van %(names)s ontbreken cijfers; die zijn voor de vergelijking per thema aangevuld.",
        len(names),
    )
    return words % {"names": edition.join_names(names)}
