"""The commands that tell of a whole typology: its clusters, beside another, in other years."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deelgenoot.commands.opening import opened, write
from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology import explained
from deelgenoot.typology.compare import compared
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.moments import in_year, other_years
from deelgenoot.typology.published import Cluster, Typology
from deelgenoot.typology.reference import read_reference
from deelgenoot.typology.sentences import FIRMNESS_WORDS, FIT_WORDS
from deelgenoot.words import Text


def clusters(given: argparse.Namespace) -> None:
    """The clusters with their members."""
    study, typology = opened(given.study)
    if given.json:
        write([_cluster_json(c, typology, given.lang) for c in typology.clusters])
        return

    areas = study.catalog.areas
    for cluster in typology.clusters:
        name = cluster.name.in_language(given.lang)
        print(f"{cluster.letter}  {name} ({_sureness(cluster, study, given.lang)})")
        print("   " + ", ".join(areas[code].name for code in cluster.members))
        for rule in explained.rules_of(typology, cluster.archetype):
            said = {"nl": "vuistregel", "en": "rule of thumb"}[given.lang]
            print(f"   {said}: {explained.rule_words(rule, study.catalog, given.lang)}")
        print()


def _sureness(cluster: Cluster, study: Study, language: str) -> str:
    """How firm the group is, and how well its name fits where it has one."""
    group = FIRMNESS_WORDS[cluster.firmness].in_language(language)
    said = {"nl": f"groep {group}", "en": f"group {group}"}[language]
    if cluster.archetype not in study.archetype:
        return said
    name = FIT_WORDS[cluster.fit_word].in_language(language)
    return said + {"nl": f", naam {name}", "en": f", name {name}"}[language]


def _cluster_json(cluster: Cluster, typology: Typology, language: str) -> dict[str, Any]:
    tree, n_areas = typology.rule_tree, sum(m.in_study for m in typology.members.values())
    return {
        "archetype": cluster.archetype,
        "letter": cluster.letter,
        "name": cluster.name.in_language(language),
        "members": list(cluster.members),
        "fit": cluster.fit,
        "fit_word": cluster.fit_word,
        "jaccard": cluster.jaccard,
        "jaccard_free": cluster.jaccard_free,
        "jaccard_null": cluster.jaccard_null,
        "fit_kept": typology.fit_kept,
        "firmness": cluster.firmness,
        "nearest": cluster.nearest,
        "typical": list(explained.typical(typology, cluster)),
        "borderline": [asdict(one) for one in explained.loose(typology, cluster)],
        "effects": [
            {
                "indicator": band.indicator,
                "effect": band.effect,
                "low": band.effect_low,
                "high": band.effect_high,
            }
            for band in explained.telling(cluster, typology.weights)
        ],
        "rules": [asdict(rule) for rule in explained.rules_of(typology, cluster.archetype)],
        "rules_right": tree.n_right / n_areas,
        "rules_right_unseen": tree.n_right_unseen / n_areas,
    }


def compare(given: argparse.Namespace) -> None:
    """The typology beside a reference, and who differs."""
    study, typology = opened(given.study)
    areas = study.catalog.areas
    found = compared(typology, read_reference(_bytes(given.reference), areas))
    if given.json:
        write(asdict(found))
        return
    n_differ = len(found.differ)
    said = {
        "nl": f"{found.n_areas} gemeenten in beide, waarvan {n_differ} anders",
        "en": f"{found.n_areas} municipalities in both, of which {n_differ} differ",
    }
    print(f"{said[given.lang]} (ARI {found.ari:.2f}, AMI {found.ami:.2f})\n")
    for archetype, groups in found.counts.items():
        name = typology.cluster(archetype).name.in_language(given.lang)
        print(f"{name}: " + ", ".join(f"{group} {n}" for group, n in groups.items()))
    print()
    for one in found.differ:
        name = typology.cluster(one.cluster).name.in_language(given.lang)
        print(f"{areas[one.code].name} ({one.code}): {name} | {one.group}")


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise BadChoice(msg) from error


def years(given: argparse.Namespace) -> None:
    """Who moves with the figures of other years, over the indicators that have both."""
    study = Study.load(given.study)
    fitted = FittedTypology(study)
    found = [in_year(fitted, given.year)] if given.year else other_years(fitted)
    if given.json:
        write([asdict(one) for one in found])
        return
    if not found:
        print(_NO_YEARS.in_language(given.lang))
    names = {a.id: a.name.in_language(given.lang) for a in study.archetypes}
    indicators = study.catalog.indicators
    for one in found:
        said = {"n": len(one.used), "moved": len(one.movers), "of": len(one.before)}
        said |= {"year": one.year, "all": len(fitted.columns)}
        print(_IN_YEAR.in_language(given.lang).format(ari=one.ari, **said))
        for mover in one.movers:
            way = f"{names.get(mover.was, mover.was)} > {names.get(mover.now, mover.now)}"
            most = sorted(mover.pushes, key=lambda c: -mover.pushes[c])[:2]
            labels = [indicators[column].label.in_language(given.lang) for column in most]
            print(f"  {study.catalog.areas[mover.code].name}: {way} ({'; '.join(labels)})")
        print()


_IN_YEAR = Text(
    "{year}: {moved} van {of} gemeenten verhuizen, over {n} van {all} kenmerken (ARI {ari:.2f})",
    "{year}: {moved} of {of} municipalities move, over {n} of {all} indicators (ARI {ari:.2f})",
)


_NO_YEARS = Text(
    "Van geen ander jaar hebben genoeg thema's cijfers.",
    "There is no other year of which enough themes have figures.",
)
