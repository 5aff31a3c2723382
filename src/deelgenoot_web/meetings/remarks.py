"""One sentence on what stands out in a result, and the difference with an earlier round. Pure."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.words import format_number
from deelgenoot_web.meetings.tally import TallyLine, first_choice, first_choices

_MOST_NAMED = 3
"""At most this many differing choices are named; readers take in no more."""

Columns = Mapping[str, Sequence[TallyLine]]
"""Lines by the name of the cluster, of those that may be shown."""


def remark(kind: str, everybody: Sequence[TallyLine], clusters: Columns) -> str:
    """Say what stands out, in one to four short sentences.

    Empty for written texts and numbers, and where there is nothing to compare.
    """
    best = first_choices(kind, everybody)
    is_alone = kind in ("scale", "matrix") and len(everybody) == 1
    if kind in ("text", "number") or not best or is_alone:
        return ""
    if len(best) > 1:
        first = _equal(kind, best)
    else:
        first = _first(kind, next(line for line in everybody if line.label == best[0]))
    return " ".join([first, *_clusters(kind, first_choice(kind, everybody), clusters)])


def change(before: float, after: float) -> str:
    """Say in a word how `after` differs from `before`; both as the page shows them."""
    if after == before:
        return _("gelijk")
    return _("hoger") if after > before else _("lager")


def _first(kind: str, line: TallyLine) -> str:
    """Say what is on top and by what measure: most of the votes need not be half of them."""
    words = {"what": _quote(line.label), "share": format_number(100 * line.value / line.n, 0)}
    sentences = {
        "points": _("%(what)s kreeg de meeste punten."),
        "words": _("%(what)s is het vaakst genoemd."),
        "scale": _("%(what)s staat gemiddeld het hoogst."),
        "ranking": _("%(what)s staat gemiddeld het hoogst."),
        "matrix": _("%(what)s heeft de hoogste som van invloed en haalbaarheid."),
    }
    return sentences.get(kind, _("%(what)s is het vaakst gekozen (%(share)s%%).")) % words


def _equal(kind: str, best: Sequence[str]) -> str:
    if len(best) > _MOST_NAMED:
        return _("Geen antwoord steekt erbovenuit.")
    these = _list_names([_quote(label) for label in best])
    if kind == "matrix":
        return _("%(these)s delen de hoogste som van invloed en haalbaarheid.") % {"these": these}
    return _("%(these)s staan samen bovenaan.") % {"these": these}


def _clusters(kind: str, overall: str | None, clusters: Columns) -> list[str]:
    """Name the clusters that choose something else than all together, or say that none does."""
    who: dict[str, list[str]] = {}
    for name, lines in clusters.items():
        if (own := first_choice(kind, lines)) is not None:
            who.setdefault(own, []).append(name)
    if len(clusters) > 1 and overall and len(who.get(overall, ())) == len(clusters):
        return [_("Geen cluster wijkt daarvan af.")]
    others = {choice: names for choice, names in who.items() if choice != overall}
    if len(others) > _MOST_NAMED:
        return [_("De clusters verschillen sterk van elkaar.")]
    return [_sentence(kind, names, choice, many=len(names) > 1) for choice, names in others.items()]


def _sentence(kind: str, who: Sequence[str], what: str, *, many: bool) -> str:
    n, words = 2 if many else 1, {"who": _list_names(who), "what": _quote(what)}
    if kind == "matrix":
        return _("Bij %(who)s heeft %(what)s de hoogste som.") % words
    if kind in ("scale", "ranking"):
        return (
            ngettext("%(who)s zet %(what)s het hoogst.", "%(who)s zetten %(what)s het hoogst.", n)
            % words
        )
    if kind == "words":
        return (
            ngettext("%(who)s noemt %(what)s het vaakst.", "%(who)s noemen %(what)s het vaakst.", n)
            % words
        )
    return ngettext("%(who)s kiest %(what)s.", "%(who)s kiezen %(what)s.", n) % words


def _quote(label: str) -> str:
    return f"“{label}”"


def _list_names(names: Sequence[str]) -> str:
    *most, last = names
    first_names, and_word = ", ".join(most), _("en")
    return f"{first_names} {and_word} {last}" if most else last
