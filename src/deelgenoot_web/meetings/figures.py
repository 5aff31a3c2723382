"""What the open figures say to a question "how many municipalities have fewer than ...?"."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from deelgenoot.words import Language, Text, format_figure
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.counting import FigureRule, count_figures
from deelgenoot_web.atlas.facts.release import Release, release

Answer = dict[str, Any]
"""`n` of `of` municipalities with a figure, `missing` without; the words in both languages, by
language: what is asked (`asked`) and where it comes from (`source`). `release` names the figures
by their version."""


class NoFiguresError(Exception):
    """The catalogue has no such indicator or cluster (any more)."""


def answer_of(study: str, rule: Mapping[str, Any]) -> Answer:
    """Compute the answer to a rule, as it is stored with a question. Raises NoFiguresError."""
    try:
        figure_rule, of_study = FigureRule(**rule), release(study)
        count = count_figures(of_study, figure_rule)
    except (KeyError, TypeError) as error:
        raise NoFiguresError from error
    n_of, n_missing = count.n_of, count.n_missing
    return {
        "n": count.n,
        "of": n_of,
        "missing": n_missing,
        "asked": _in_both(lambda one: _question_words(one, figure_rule, n_of), of_study),
        "source": _in_both(lambda one: _source_words(one, figure_rule, n_missing), of_study),
        "release": of_study.version,
    }


def _in_both(words: Callable[[Edition], str], of_study: Release) -> dict[str, str]:
    both: dict[str, str] = {}
    languages: tuple[Language, ...] = ("nl", "en")
    for language in languages:
        with translation.override(language):
            both[language] = words(Edition(of_study, language))
    return both


def _question_words(edition: Edition, rule: FigureRule, n_of: int) -> str:
    """Say which municipalities count: `Inwoners tot 15 jaar: minder dan 16,0%. ...`."""
    indicator = edition.catalog.indicators[rule.indicator]
    limit = format_figure(
        indicator.as_typed(rule.limit), indicator.unit, edition.language, indicator.decimals
    )
    words = (
        _("%(what)s: minder dan %(limit)s. Het gaat om %(n)s gemeenten (%(group)s).")
        if rule.side == "below"
        else _("%(what)s: meer dan %(limit)s. Het gaat om %(n)s gemeenten (%(group)s).")
    )
    what = edition.words(indicator.label)
    group = edition.words(group_name(edition.release, rule.cluster))
    return words % {"what": what, "limit": limit, "n": n_of, "group": group}


def _source_words(edition: Edition, rule: FigureRule, n_missing: int) -> str:
    """Name publisher and years, and say of how many municipalities there is no figure."""
    indicator = edition.catalog.indicators[rule.indicator]
    words = _("Bron: %(publisher)s, cijfers van %(years)s; geteld door deelgenoot.")
    source = words % {"publisher": indicator.publisher, "years": edition.years(indicator)}
    if not n_missing:
        return source
    missing = _("Zonder cijfer, en niet meegeteld: %(n)s.") % {"n": n_missing}
    return f"{source} {missing}"


def group_name(of_study: Release, cluster: str) -> Text:
    """Name a cluster by its archetype, or the study itself; StopIteration for an unknown one."""
    if not cluster:
        return of_study.study.title
    return next(one.name for one in of_study.typology.clusters if one.archetype == cluster)
