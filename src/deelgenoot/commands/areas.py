"""The commands that tell of one area: where it stands, and who resembles it."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from deelgenoot.areas import Area, Resolution
from deelgenoot.catalog import Theme
from deelgenoot.cli import REGIONS
from deelgenoot.commands.opening import opened, write
from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology import explained
from deelgenoot.typology.changes import Changes
from deelgenoot.typology.peers import Peer, Peers, own_region
from deelgenoot.typology.published import Member, Typology
from deelgenoot.typology.sentences import STANDING_WORDS, peer_reason
from deelgenoot.words import grouped


def show(given: argparse.Namespace) -> None:
    """Where the municipality stands, or each of its parts."""
    study, typology = opened(given.study)
    found = study.catalog.areas.resolve(given.municipality)
    shown = [_area_json(area, study, typology, given.lang) for area in found.areas]
    if given.json:
        write(_head(found) | (shown[0] if len(shown) == 1 else {"areas": shown}))
        return
    _say_how(found, given.lang)
    for entry in shown:
        _print_area(entry, typology, given.lang)
        _print_why(typology.members[entry["gm_code"]], study, typology, given.lang)


def _area_json(area: Area, study: Study, typology: Typology, language: str) -> dict[str, Any]:
    member, changes = typology.members[area.code], Changes(typology, study.catalog)
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
            "themes": explained.theme_sums(study.catalog, member),
            "indicators": dict(member.reasons),
        },
        "changes": [asdict(change) for change in changes.smallest(area.code)],
        "border": asdict(changes.border(area.code)),
        "challenges": [
            study.challenge[c].title.in_language(language)
            for c, yes in member.evidence.items()
            if yes
        ],
    }


def _say_how(found: Resolution, language: str) -> None:
    names = ", ".join(f"{area.name} ({area.code})" for area in found.areas)
    dutch = {
        "renamed": f"{found.asked} heet in {found.year}: {names}.",
        "successor": f"{found.asked} is in {found.year} opgegaan in: {names}.",
        "parts": f"{found.asked} is in {found.year} gevormd uit: {names}.",
    }
    english = {
        "renamed": f"{found.asked} is now called: {names} ({found.year}).",
        "successor": f"{found.asked} became part of: {names} ({found.year}).",
        "parts": f"{found.asked} was formed out of: {names} ({found.year}).",
    }
    if found.how != "same":
        print({"nl": dutch, "en": english}[language][found.how] + "\n")


def _print_area(entry: dict[str, Any], typology: Typology, language: str) -> None:

    dutch = language == "nl"
    people = entry["population"]
    inhabitants = f"{grouped(people or 0, 0, language)} {'inwoners' if dutch else 'inhabitants'}"
    known = [entry["region"], entry["province"], inhabitants if people else ""]
    print(", ".join([f"{entry['name']} ({entry['gm_code']})", *filter(None, known)]))
    if entry["in_study"]:
        word = STANDING_WORDS[entry["standing"]].in_language(language)
        tenth = round(entry["shares"][entry["cluster"]] * 10)
        sure = f"in {tenth} van de 10 berekeningen" if dutch else f"in {tenth} of 10 calculations"
        print(f"  cluster: {entry['cluster_name']} ({word}: {sure})")
    else:
        near = (
            "niet in de selectie; het dichtst bij" if dutch else "not in the selection; nearest to"
        )
        print(f"  {near} {entry['cluster_name']}")
    print("  " + ("afstand tot de clusters:" if dutch else "distance to the clusters:"))
    for archetype, distance in sorted(entry["distances"].items(), key=lambda item: item[1]):
        name = typology.cluster(archetype).name.in_language(language)
        print(f"    {grouped(distance, 2, language)}  {name}")
    for title in entry["challenges"]:
        print(f"  opgave: {title}" if dutch else f"  challenge: {title}")


def _print_why(member: Member, study: Study, typology: Typology, language: str) -> None:
    """Why this cluster and not the next, and what would change that."""
    dutch, catalog = language == "nl", study.catalog
    found = Changes(typology, catalog).smallest(member.code)[:1]
    name = catalog.areas[member.code].name
    none = (
        "Geen twee cijfers samen zouden dat veranderen."
        if dutch
        else "No two figures together would change that."
    )
    why = explained.why_words(member, typology, catalog, language)
    print(f"  {'waarom' if dutch else 'why'}: {why}")
    said = [explained.change_words(name, one, typology, catalog, language) for one in found]
    print(f"  {said[0] if said else none}\n")


def peers(given: argparse.Namespace) -> None:
    """Who resembles the municipality, or each of its parts, with the reason."""
    study, typology = opened(given.study)
    catalog = study.catalog
    weights = _weights(given.theme, catalog.themes)
    found = catalog.areas.resolve(given.municipality)
    everybody = Peers(typology, {one.id: one.theme for one in catalog.indicators.values()})
    answers: list[dict[str, Any]] = []
    for area in found.areas:
        region = own_region(catalog.areas, area.code, REGIONS[given.outside])
        ranked = everybody.nearest(area.code, weights, excluded=region, n=given.n)
        listed = [_peer_json(peer, area, study, typology, given.lang) for peer in ranked]
        answers.append({"gm_code": area.code, "name": area.name, "peers": listed})
    if given.json:
        write(_head(found) | (answers[0] if len(answers) == 1 else {"areas": answers}))
        return
    _say_how(found, given.lang)
    for answer in answers:
        print(answer["name"])
        for peer in answer["peers"]:
            print(f"  {peer['name']} ({peer['gm_code']})\n    {peer['reason']}")


def _peer_json(
    peer: Peer, area: Area, study: Study, typology: Typology, language: str
) -> dict[str, Any]:
    return {
        "gm_code": peer.code,
        "name": study.catalog.areas[peer.code].name,
        "cluster": typology.members[peer.code].cluster,
        "distance": round(peer.distance, 6),
        "themes": {theme: round(distance, 6) for theme, distance in peer.themes.items()},
        "reason": peer_reason(peer, area.code, typology, study.catalog, language),
    }


def _head(found: Resolution) -> dict[str, Any]:
    return {"asked": found.asked, "how": found.how, "year": found.year or None}


def _weights(asked: list[str], themes: Sequence[Theme]) -> dict[str, float]:
    """`T=WEIGHT` as typed, T being the id of a theme or its Dutch or English name."""
    names = {}
    for theme in themes:
        for word in (theme.id, theme.label.nl, theme.label.en, theme.short.nl, theme.short.en):
            names[word.lower()] = theme.id
    weights = {}
    for item in asked:
        name, _, number = item.partition("=")
        if name.strip().lower() not in names:
            msg = f"--theme {item}: no theme '{name}'. Themes: {', '.join(t.id for t in themes)}."
            raise BadChoice(msg)
        try:
            weights[names[name.strip().lower()]] = float(number)
        except ValueError as error:
            msg = f"--theme {item}: write it as {name}=2, a number after the sign."
            raise BadChoice(msg) from error
    return weights
