"""The commands that tell of one area: where it stands, and who resembles it."""

import argparse
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from deelgenoot.areas import Area, Resolution
from deelgenoot.catalog import Theme
from deelgenoot.cli import REGIONS
from deelgenoot.commands.opening import open_study, phrase, write_json
from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology import explained
from deelgenoot.typology.changes import Changes
from deelgenoot.typology.peers import Peer, Peers, own_region
from deelgenoot.typology.published import Member, Typology
from deelgenoot.typology.sentences import STANDING_WORDS, peer_reasons, tenths
from deelgenoot.words import format_number


def show(options: argparse.Namespace) -> None:
    """Show where the municipality stands, or each of its parts."""
    study, typology = open_study(options.study)
    resolution = study.catalog.areas.resolve(options.municipality)
    entries = [_area_json(area, study, typology, options.lang) for area in resolution.areas]
    if options.json:
        write_json(_head(resolution) | (entries[0] if len(entries) == 1 else {"areas": entries}))
        return
    _say_how(resolution, options.lang)
    for entry in entries:
        _print_area(entry, typology, options.lang)
        _print_why(typology.members[entry["gm_code"]], study, typology, options.lang)


def _area_json(area: Area, study: Study, typology: Typology, language: str) -> dict[str, Any]:
    member, changes = typology.members[area.code], Changes(typology, study)
    others = {name: share for name, share in member.shares.items() if name != member.cluster}
    second = max(others, key=others.__getitem__) if any(others.values()) else None
    return {
        "gm_code": area.code,
        "name": area.name,
        "province": area.province or None,
        "region": area.region or None,
        "population": area.population or None,
        "in_study": member.in_study,
        "cluster": member.cluster,
        "cluster_name": typology.cluster(member.cluster).name.in_language(language),
        "next": member.next,
        "standing": member.standing,
        "share": member.shares.get(member.cluster),
        "second": second,
        "second_share": member.shares.get(second) if second else None,
        "shares": dict(member.shares),
        "distances": dict(member.distances),
        "filled": list(member.filled),
        "why": {
            "difference": sum(member.reasons.values()),
            "themes": explained.theme_sums(study.catalog, member.reasons),
            "indicators": dict(member.reasons),
        },
        "changes": [asdict(change) for change in changes.smallest(area.code)],
        "border": asdict(border) if (border := changes.border(area.code)) else None,
        "challenges": [
            study.challenge[c].title.in_language(language)
            for c, yes in member.evidence.items()
            if yes
        ],
    }


def _say_how(resolution: Resolution, language: str) -> None:
    names = ", ".join(f"{area.name} ({area.code})" for area in resolution.areas)
    if resolution.how != "same":
        slots = {"query": resolution.query, "year": resolution.year, "names": names}
        print(phrase(resolution.how, language, **slots) + "\n")


def _print_area(entry: dict[str, Any], typology: Typology, language: str) -> None:
    people = format_number(entry["population"] or 0, 0, language)
    inhabitants = phrase("inhabitants", language, n=people) if entry["population"] else ""
    facts = filter(None, [entry["region"], entry["province"], inhabitants])
    print(", ".join([f"{entry['name']} ({entry['gm_code']})", *facts]))
    if entry["in_study"]:
        word = STANDING_WORDS[entry["standing"]].in_language(language)
        tenth = tenths(entry["shares"], entry["cluster"])
        sure = phrase("in_tenths", language, n=tenth.get(entry["cluster"], 0))
        print(f"  cluster: {entry['cluster_name']} ({word}: {sure})")
    else:
        print(f"  {phrase('outside', language)} {entry['cluster_name']}")
    print(f"  {phrase('distances', language)}")
    for archetype, distance in sorted(entry["distances"].items(), key=lambda item: item[1]):
        name = typology.cluster(archetype).name.in_language(language)
        print(f"    {format_number(distance, 2, language)}  {name}")
    for title in entry["challenges"]:
        print(f"  {phrase('challenge', language)}: {title}")


def _print_why(member: Member, study: Study, typology: Typology, language: str) -> None:
    """Print why the area is in this cluster and not the next, and what would change that."""
    catalog = study.catalog
    name = catalog.areas[member.code].name
    why = explained.why_words(member, typology, catalog, language)
    print(f"  {phrase('why', language)}: {why}")
    changes = Changes(typology, study)
    if smallest := changes.smallest(member.code):
        print(f"  {explained.change_words(name, smallest[0], typology, catalog, language)}")
    elif changes.is_at_home(member.code):
        print(f"  {phrase('no_change', language)}")
    print()


def peers(options: argparse.Namespace) -> None:
    """List the areas that resemble the municipality, or each of its parts, with the reason."""
    study, typology = open_study(options.study)
    catalog = study.catalog
    weights = _weights(options.theme, catalog.themes)
    if options.n < 1:
        raise BadChoice(
            f"--n {options.n}: give how many to list, 1 or more.",
            f"--n {options.n}: geef op hoeveel er moeten komen, 1 of meer.",
        )
    resolution = catalog.areas.resolve(options.municipality)
    everybody = Peers(typology, {one.id: one.theme for one in catalog.indicators.values()})
    answers: list[dict[str, Any]] = []
    for area in resolution.areas:
        region = own_region(catalog.areas, area.code, REGIONS[options.outside])
        ranking = everybody.nearest(area.code, weights, besides=region, n=options.n)
        reasons = peer_reasons(ranking, area.code, typology, catalog, options.lang)
        entries = [
            _peer_json(peer, reason, study, typology)
            for peer, reason in zip(ranking, reasons, strict=True)
        ]
        answers.append({"gm_code": area.code, "name": area.name, "peers": entries})
    if options.json:
        write_json(_head(resolution) | (answers[0] if len(answers) == 1 else {"areas": answers}))
        return
    _say_how(resolution, options.lang)
    for answer in answers:
        print(answer["name"])
        for peer in answer["peers"]:
            print(f"  {peer['name']} ({peer['gm_code']})\n    {peer['reason']}")


def _peer_json(peer: Peer, reason: str, study: Study, typology: Typology) -> dict[str, Any]:
    return {
        "gm_code": peer.code,
        "name": study.catalog.areas[peer.code].name,
        "cluster": typology.members[peer.code].cluster,
        "distance": round(peer.distance, 6),
        "themes": {theme: round(distance, 6) for theme, distance in peer.themes.items()},
        "reason": reason,
    }


def _head(resolution: Resolution) -> dict[str, Any]:
    return {"asked": resolution.query, "how": resolution.how, "year": resolution.year or None}


def _weights(typed_weights: list[str], themes: Sequence[Theme]) -> dict[str, float]:
    """Parse each `T=WEIGHT`, T being the id of a theme or its Dutch or English name."""
    names = {}
    for theme in themes:
        for word in (theme.id, theme.label.nl, theme.label.en, theme.short.nl, theme.short.en):
            names[word.lower()] = theme.id
    weights = {}
    for item in typed_weights:
        name, _, number = item.partition("=")
        if name.strip().lower() not in names:
            ids = ", ".join(theme.id for theme in themes)
            raise BadChoice(
                f"--theme {item}: no theme '{name}'. Themes: {ids}.",
                f"--theme {item}: geen thema '{name}'. Thema's: {ids}.",
            )
        if not (weight := _weight(number)) >= 0:
            raise BadChoice(
                f"--theme {item}: write it as {name}=2, a number from 0 to 1000 after the sign.",
                f"--theme {item}: schrijf {name}=2, met een getal van 0 tot 1000 na het teken.",
            )
        weights[names[name.strip().lower()]] = weight
    return weights


def _weight(number: str) -> float:
    """Read a weight; NaN for what is none."""
    try:
        weight = float(number)
    except ValueError:
        return math.nan
    return weight if 0 <= weight <= _HEAVIEST else math.nan


_HEAVIEST = 1000
