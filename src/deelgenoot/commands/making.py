"""The commands that make what is published: the typology, its assessment, the charts."""

import argparse
import sys

from deelgenoot.commands.opening import opened, write
from deelgenoot.study import Study
from deelgenoot.typology.assessment import Assessment, NumberOfClusters
from deelgenoot.typology.build import build as built
from deelgenoot.typology.published import Typology
from deelgenoot.typology.spread import spread_over


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
        write({"file": target.name, "study": study.id, "clusters": sizes})
        return
    print(f"{target.name}: " + ", ".join(f"{name} {n}" for name, n in sizes.items()))


def assess(given: argparse.Namespace) -> None:
    """Try how far the typology holds, and write that beside it."""
    from deelgenoot.typology import assess as trial  # noqa: PLC0415  needs the extra

    study = Study.load(given.study)
    if (beforehand := trial.expected(len(study.selection))) and not given.json:
        print(beforehand.in_language(given.lang), file=sys.stderr)
    target = study.folder / "assessment.json"
    with spread_over(given.workers) as spread:
        assessment = trial.assess(study, _progress, spread)
    target.write_text(assessment.written(), encoding="utf-8")
    draw(given)
    if given.json:
        write({"file": target.name, "study": study.id})
        return
    print(f"{target.name}: how far the typology of {study.id} holds")


def draw(given: argparse.Namespace) -> None:
    """Draw the charts of a typology that is built."""
    from deelgenoot.charts import draw as charts  # noqa: PLC0415  slow, and only this needs it

    study, typology = opened(given.study)
    target = study.folder / "charts.zip"
    charts.draw(
        study,
        typology,
        target,
        lambda done, total: _progress("charts", done, total),
        choices=_assessed(study, typology),
    )


def _assessed(study: Study, typology: Typology) -> tuple[NumberOfClusters, ...]:
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
