"""Three kinds of doubt: the firmness of a group, the fit of a name, a municipality's place.

They are never added up. Each is said in words, beside the claim.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deelgenoot.typology.published import Cluster, Firmness, FitWord, Member
from deelgenoot.typology.sentences import FIRMNESS_WORDS, FIT_WORDS, STANDING_WORDS, tenths
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.wording import capital

_GROUP_DOTS: dict[Firmness, int] = {"firm": 3, "fair": 2, "chance": 1, "varying": 1}
# Why a word is given: it is of the group as a whole, the count beside it of its municipalities.
_GROUP_SENTENCES: dict[Firmness, Promise] = {
    "firm": gettext_lazy("de hele groep keert bijna steeds zo terug."),
    "fair": gettext_lazy("de groep keert terug, maar vaak met andere gemeenten erbij."),
    "chance": gettext_lazy("uit willekeurige cijfers komt vaak een even stevige groep."),
    "varying": gettext_lazy("de groep valt vaak anders uit."),
}
_NAME_DOTS: dict[FitWord, int] = {"good": 3, "fair": 2, "chance": 1, "weak": 1}
_NAME_SENTENCES = {
    "good": gettext_lazy("Goed: de cijfers lijken op de beschrijving."),
    "fair": gettext_lazy("Redelijk: de cijfers lijken voor een deel op de beschrijving."),
    "chance": gettext_lazy(
        "De naam komt uit het onderzoek van Platform31 (2020): bij willekeurige cijfers past de "
        "beschrijving vaak even goed."
    ),
    "weak": gettext_lazy("Zwak: de gemeenten lijken op elkaar, maar minder op de beschrijving."),
}
_NAME_NOT_SHOWN = gettext_lazy(
    "Deze naam komt uit het onderzoek van 2020; onze cijfers laten hem niet zien."
)


@dataclass(frozen=True)
class Sureness:
    """One kind of doubt: how many of three dots, a word, words that stand alone, a sentence."""

    n_dots: int
    word: str
    words: str
    sentence: str


@dataclass(frozen=True)
class MemberSureness:
    """How sure it is that a municipality belongs to its cluster."""

    letters: str
    """A letter for each of ten recalculations, those of its own cluster first."""
    word: str
    is_between: bool


def group_sureness(edition: Edition, cluster: Cluster) -> Sureness:
    """Say how much of the group returns when it is calculated anew."""
    word = edition.words(FIRMNESS_WORDS[cluster.firmness])
    standings = [edition.typology.members[code].standing for code in cluster.members]
    n_firm, n_between = standings.count("firm"), standings.count("between")
    returns = ngettext(
        "%(n)s van de %(all)s gemeenten komt bijna steeds in deze groep terug",
        "%(n)s van de %(all)s gemeenten komen bijna steeds in deze groep terug",
        n_firm,
    ) % {"n": n_firm, "all": len(standings)}
    if n_between:
        between = ngettext(
            "%(n)s ligt tussen twee clusters", "%(n)s liggen tussen twee clusters", n_between
        )
        returns = f"{returns}, {between % {'n': n_between}}"
    why = _GROUP_SENTENCES[cluster.firmness]
    sentence = f"{capital(word)}: {why} {returns}."
    return Sureness(_GROUP_DOTS[cluster.firmness], word, _("groep %s") % word, sentence)


def name_sureness(edition: Edition, cluster: Cluster) -> Sureness:
    """Say how well the name fits the group."""
    word = edition.words(FIT_WORDS[cluster.fit_word])
    is_of_research = cluster.fit_word == "chance" and not cluster.is_name_shown
    sentence = str(_NAME_NOT_SHOWN if is_of_research else _NAME_SENTENCES[cluster.fit_word])
    return Sureness(_NAME_DOTS[cluster.fit_word], word, _("naam %s") % word, sentence)


def place(edition: Edition, member: Member) -> MemberSureness:
    """Make the ten marks of a municipality of the selection, and the word that goes with them."""
    counts = tenths(member.shares, member.cluster)
    letter_of = {cluster.archetype: cluster.letter for cluster in edition.typology.clusters}
    order = sorted(counts, key=lambda a: (a != member.cluster, -counts[a], letter_of[a]))
    word = edition.words(STANDING_WORDS[member.standing or "between"])
    letters = "".join(letter_of[archetype] * counts[archetype] for archetype in order)
    return MemberSureness(letters, word, is_between=member.standing == "between")


def letter_names(edition: Edition) -> dict[str, str]:
    """Give per letter the name of its cluster, for people who do not see the marks."""
    return {c.letter: edition.words(c.name) for c in edition.typology.clusters}
