"""What each command of the command line does: call one function, write what it answered."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deelgenoot.areas import Area, Resolution
from deelgenoot.catalog import Theme
from deelgenoot.cli import REGIONS
from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology import explained
from deelgenoot.typology.assessment import Assessment, Choice
from deelgenoot.typology.build import build as built
from deelgenoot.typology.changes import Changes
from deelgenoot.typology.compare import compared
from deelgenoot.typology.fitted import Fitted
from deelgenoot.typology.moments import in_year, other_years
from deelgenoot.typology.peers import Peer, Peers, own_region
from deelgenoot.typology.published import Cluster, Member, Typology
from deelgenoot.typology.reference import read_reference
from deelgenoot.typology.sentences import FIRMNESS_WORDS, FIT_WORDS, STANDING_WORDS, peer_reason
from deelgenoot.typology.spread import spread_over
from deelgenoot.words import Text, grouped


def _opened(name: str) -> tuple[Study, Typology]:

    study = Study.load(name)
    return study, Typology.read(study.folder / "typology.json")


def build(given: argparse.Namespace) -> None:
    """Make the typology and its charts, and write both beside the study."""

    study = Study.load(given.study)
    with spread_over(given.workers) as spread:
        typology = built(study, _progress, spread)
    target = study.folder / "typology.json"
    target.write_text(typology.written(), encoding="utf-8")
    draw(given)
    sizes = {c.name.in_language(given.lang): len(c.members) for c in typology.clusters}
    if given.json:
        _write({"file": target.name, "study": study.id, "clusters": sizes})
        return
    print(f"{target.name}: " + ", ".join(f"{name} {n}" for name, n in sizes.items()))


def assess(given: argparse.Namespace) -> None:
    """Try how far the typology holds, and write that beside it."""
    from deelgenoot.typology.assess import assess as assessed  # noqa: PLC0415  needs the extra

    study = Study.load(given.study)
    target = study.folder / "assessment.json"
    with spread_over(given.workers) as spread:
        assessment = assessed(study, _progress, spread)
    target.write_text(assessment.written(), encoding="utf-8")
    draw(given)
    if given.json:
        _write({"file": target.name, "study": study.id})
        return
    print(f"{target.name}: how far the typology of {study.id} holds")


def draw(given: argparse.Namespace) -> None:
    """Draw the charts of a typology that is built."""
    from deelgenoot.charts import draw as charts  # noqa: PLC0415  slow, and only this needs it

    study, typology = _opened(given.study)
    target = study.folder / "charts.zip"
    charts.draw(
        study,
        typology,
        target,
        lambda done, total: _progress("charts", done, total),
        choices=_assessed(study, typology),
    )


def _assessed(study: Study, typology: Typology) -> tuple[Choice, ...]:
    """The numbers of clusters that were tried, when that was with this very typology."""
    path = study.folder / "assessment.json"
    found = Assessment.read(path) if path.is_file() else None
    return tuple(found.choices) if found and found.is_of(typology) else ()


def _progress(what: str, done: int, total: int) -> None:
    """A bar on a terminal; nothing in a pipe or a log."""
    if not sys.stderr.isatty():
        return
    width = 30
    filled = width * done // max(total, 1)
    end = "\n" if done >= total else ""
    print(f"\r{what:<32} [{'#' * filled:<{width}}] {done}/{total}{end}", end="", file=sys.stderr)


def clusters(given: argparse.Namespace) -> None:
    """The clusters with their members."""
    study, typology = _opened(given.study)
    if given.json:
        _write([_cluster_json(c, typology, given.lang) for c in typology.clusters])
        return

    areas = study.catalog.areas
    for cluster in typology.clusters:
        words = [FIRMNESS_WORDS[cluster.firmness], FIT_WORDS[cluster.fit_word]]
        group, name = (word.in_language(given.lang) for word in words)
        head = {"nl": f"groep {group}, naam {name}", "en": f"group {group}, name {name}"}
        print(f"{cluster.letter}  {cluster.name.in_language(given.lang)} ({head[given.lang]})")
        print("   " + ", ".join(areas[code].name for code in cluster.members))
        for rule in explained.rules_of(typology, cluster.archetype):
            said = {"nl": "vuistregel", "en": "rule of thumb"}[given.lang]
            print(f"   {said}: {explained.rule_words(rule, study.catalog, given.lang)}")
        print()


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
    study, typology = _opened(given.study)
    areas = study.catalog.areas
    found = compared(typology, read_reference(_bytes(given.reference), areas))
    if given.json:
        _write(asdict(found))
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
    fitted = Fitted(study)
    found = [in_year(fitted, given.year)] if given.year else other_years(fitted)
    if given.json:
        _write([asdict(one) for one in found])
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


def show(given: argparse.Namespace) -> None:
    """Where the municipality stands, or each of its parts."""
    study, typology = _opened(given.study)
    found = study.catalog.areas.resolve(given.municipality)
    shown = [_area_json(area, study, typology, given.lang) for area in found.areas]
    if given.json:
        _write(_head(found) | (shown[0] if len(shown) == 1 else {"areas": shown}))
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
        "province": area.province,
        "region": area.region,
        "population": area.population,
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
    print(
        f"{entry['name']} ({entry['gm_code']}), {entry['region']}, {entry['province']}, "
        f"{grouped(entry['population'], 0, language)} {'inwoners' if dutch else 'inhabitants'}"
    )
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
    study, typology = _opened(given.study)
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
        _write(_head(found) | (answers[0] if len(answers) == 1 else {"areas": answers}))
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
    return {"asked": found.asked, "how": found.how, "year": found.year}


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


def _write(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))
