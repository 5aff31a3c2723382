"""In which themes some municipalities are alike, in which they differ, and where they belong."""

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
    """What a reader sees first, in sentences."""

    themes: str
    clusters: str
    filled: str
    """Whose figures are partly filled in; empty when nobody's are."""


def verdict(edition: Edition, areas: Sequence[Area]) -> Verdict:
    """The sentences about two municipalities or more."""
    return Verdict(
        themes=_themes(edition, areas),
        clusters=_clusters(edition, areas),
        filled=_filled(edition, areas),
    )


def _themes(edition: Edition, areas: Sequence[Area]) -> str:
    """Alike is where each pair is among the nearest tenth; what differs most is counted."""
    pairs = list(combinations([area.code for area in areas], 2))
    found = [edition.release.peers.nearest(one, among=[other])[0] for one, other in pairs]
    labels = {theme.id: edition.words(theme.label).lower() for theme in edition.catalog.themes}
    alike = [labels[t] for t in labels if all(pair.likeness[t] == "strong" for pair in found)]
    most = Counter(pair.different for pair in found).most_common(1)[0][0]
    who = _("de twee") if len(areas) == _PAIR else _("alle %(n)s") % {"n": in_words(len(areas))}
    said = {"who": who, "alike": edition.listed(alike), "most": labels[most]}
    first = (
        _("In %(alike)s lijken %(who)s sterk op elkaar.")
        if alike
        else _("In geen enkel thema lijken %(who)s sterk op elkaar.")
    )
    return f"{first % said} {_('Zij verschillen het meest in %(most)s.') % said}"


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
        sentences.append(words % {"names": edition.listed(names), "cluster": cluster})
    return " ".join(sentences)


def _filled(edition: Edition, areas: Sequence[Area]) -> str:
    names = [a.name for a in areas if edition.typology.members[a.code].filled]
    if not names:
        return ""
    words = ngettext(
        "Van %(names)s ontbreken cijfers; die zijn voor de vergelijking per thema aangevuld.",
        "Van %(names)s ontbreken cijfers; die zijn voor de vergelijking per thema aangevuld.",
        len(names),
    )
    return words % {"names": edition.listed(names)}
