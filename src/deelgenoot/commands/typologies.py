"""The commands that tell of a whole typology: its clusters, beside another, in other years."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deelgenoot.commands.opening import open_study, phrase, write_json
from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology import explained
from deelgenoot.typology.compare import compare_groups
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.moments import in_year, other_years
from deelgenoot.typology.published import Cluster, Typology
from deelgenoot.typology.reference import read_reference
from deelgenoot.typology.sentences import FIRMNESS_WORDS, FIT_WORDS


def clusters(options: argparse.Namespace) -> None:
    """Print the clusters with their members."""
    study, typology = open_study(options.study)
    if options.json:
        write_json([_cluster_json(c, typology, options.lang) for c in typology.clusters])
        return

    areas = study.catalog.areas
    for cluster in typology.clusters:
        name = cluster.name.in_language(options.lang)
        print(f"{cluster.letter}  {name} ({_sureness(cluster, study, options.lang)})")
        print("   " + ", ".join(areas[code].name for code in cluster.members))
        for rule in explained.rules_of(typology, cluster.archetype):
            words = explained.rule_words(rule, study.catalog, options.lang)
            print(f"   {phrase('rule', options.lang)}: {words}")
        print()


def _sureness(cluster: Cluster, study: Study, language: str) -> str:
    """Say how firm the group is, and how well its name fits where it has one."""
    group = FIRMNESS_WORDS[cluster.firmness].in_language(language)
    if cluster.archetype not in study.archetype:
        return f"{phrase('group', language)} {group}"
    name = FIT_WORDS[cluster.fit_word].in_language(language)
    return f"{phrase('group', language)} {group}, {phrase('name', language)} {name}"


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
        "fit_null": cluster.fit_null,
        "fit_p": cluster.fit_p,
        "free_recovery": cluster.free_recovery,
        "jaccard_null": cluster.jaccard_null,
        "jaccard_p": cluster.jaccard_p,
        "jaccard_redrawn": cluster.jaccard_redrawn,
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


def compare(options: argparse.Namespace) -> None:
    """Compare the typology with a reference and list the areas that differ."""
    study, typology = open_study(options.study)
    areas = study.catalog.areas
    agreement = compare_groups(typology, read_reference(_bytes(options.reference), areas))
    if options.json:
        write_json(asdict(agreement))
        return
    slots = {"n": agreement.n_areas, "n_differ": len(agreement.differ)}
    both = phrase("differ", options.lang, **slots)
    print(f"{both} (ARI {agreement.ari:.2f}, AMI {agreement.ami:.2f})\n")
    for archetype, groups in agreement.counts.items():
        name = typology.cluster(archetype).name.in_language(options.lang)
        print(f"{name}: " + ", ".join(f"{group} {n}" for group, n in groups.items()))
    print()
    for difference in agreement.differ:
        name = typology.cluster(difference.cluster).name.in_language(options.lang)
        print(f"{areas[difference.code].name} ({difference.code}): {name} | {difference.group}")


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BadChoice(
            f"{path} cannot be read: {error.strerror}.",
            f"{path} is niet te lezen: {error.strerror}.",
        ) from error


def years(options: argparse.Namespace) -> None:
    """Count the areas that move with the figures of other years, and name those beyond noise."""
    study = Study.load(options.study)
    fitted = FittedTypology(study)
    moments = other_years(fitted) if options.year is None else [in_year(fitted, options.year)]
    if options.json:
        write_json([asdict(moment) for moment in moments])
        return
    if not moments:
        print(phrase("no_years", options.lang))
    names = {a.id: a.name.in_language(options.lang) for a in study.archetypes}
    indicators = study.catalog.indicators
    for moment in moments:
        counts = {"n": len(moment.used), "moved": len(moment.movers), "of": len(moment.before)}
        counts |= {"year": moment.year, "all": len(fitted.columns), "noise": moment.noise.n_most}
        print(phrase("in_year", options.lang, ari=moment.ari, **counts))
        for mover in moment.named_movers:
            way = f"{names.get(mover.was, mover.was)} > {names.get(mover.now, mover.now)}"
            most = sorted(mover.pushes, key=lambda c: -mover.pushes[c])[:2]
            labels = [indicators[column].label.in_language(options.lang) for column in most]
            print(f"  {study.catalog.areas[mover.code].name}: {way} ({'; '.join(labels)})")
        print()
