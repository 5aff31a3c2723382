"""The commands that make what is published: the typology, its assessment, the charts."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from deelgenoot.commands.opening import open_study, phrase, write_json
from deelgenoot.errors import BadData, MissingExtra, needing_extra
from deelgenoot.study import Study
from deelgenoot.typology import claims
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.build import build as build_typology
from deelgenoot.typology.published import Typology
from deelgenoot.typology.spread import spread_over
from deelgenoot.words import Text


def build(options: argparse.Namespace) -> None:
    """Make the typology and its charts, and write both beside the study."""

    study = Study.load(options.study)
    with spread_over(options.workers) as spread:
        typology = build_typology(study, _progress, spread)
    target = study.folder / "typology.json"
    target.write_text(typology.to_json(), encoding="utf-8")
    (study.folder / "charts.zip").unlink(missing_ok=True)  # of an earlier typology
    _draw_where_possible(options)
    sizes = {c.name.in_language(options.lang): len(c.members) for c in typology.clusters}
    if options.json:
        write_json({"file": target.name, "study": study.id, "clusters": sizes})
        return
    print(f"{target.name}: " + ", ".join(f"{name} {n}" for name, n in sizes.items()))


def _draw_where_possible(options: argparse.Namespace) -> None:
    """Draw the charts, or say that the extra for it is not installed."""
    try:
        _draw_charts(options)
    except MissingExtra as error:
        print(_NO_CHARTS.in_language(options.lang), error.message_in(options.lang), file=sys.stderr)


def assess(options: argparse.Namespace) -> None:
    """Test how far the typology holds, and write the assessment beside it."""
    with needing_extra("assess"):
        from deelgenoot.typology import assess as trial  # noqa: PLC0415 - slow, only this needs it

    study, _typology = open_study(options.study)  # what will be drawn at the end
    if (beforehand := trial.expected_effort(len(study.selection))) and not options.json:
        print(beforehand.in_language(options.lang), file=sys.stderr)
    target = study.folder / "assessment.json"
    with spread_over(options.workers) as spread:
        assessment = trial.assess(study, _progress, spread)
    target.write_text(assessment.to_json(), encoding="utf-8")
    _draw_where_possible(options)
    typology = Typology.read(study.folder / "typology.json")
    if options.json:
        every = [asdict(one) for one in claims.claims(typology, assessment)]
        write_json({"file": target.name, "study": study.id, "claims": every})
        return
    print(phrase("assessed", options.lang, file=target.name, study=study.id) + "\n")
    print("\n".join(claims.lines(typology, options.lang, assessment)))
    print(f"\n{claims.note(typology, options.lang)}")


def draw(options: argparse.Namespace) -> None:
    """Draw the charts of a typology that is built, and tell programs in which file."""
    target = _draw_charts(options)
    if options.json:
        write_json({"file": target.name})


def _draw_charts(options: argparse.Namespace) -> Path:
    with needing_extra("charts"):
        from deelgenoot.charts import draw as charts  # noqa: PLC0415 - slow, only this needs it

    study, typology = open_study(options.study)
    target = study.folder / "charts.zip"
    charts.draw(
        study,
        typology,
        target,
        lambda done, total: _progress("charts", done, total),
        assessment=_current_assessment(study, typology),
    )
    return target


def _current_assessment(study: Study, typology: Typology) -> Assessment | None:
    """Give the assessment, if there is one of this typology."""
    path = study.folder / "assessment.json"
    try:
        assessment = Assessment.read(path) if path.is_file() else None
    except BadData:  # of an earlier version of the program, so of an earlier typology
        return None
    return assessment if assessment and assessment.is_of(typology) else None


_NO_CHARTS = Text("Er zijn geen grafieken getekend.", "No charts were drawn.")


def _progress(what: str, n_done: int, total: int) -> None:
    """Draw a bar on a terminal; nothing in a pipe or a log."""
    if not sys.stderr.isatty():
        return
    width = 30
    n_signs = width * n_done // max(total, 1)
    end = "\n" if n_done >= total else ""
    print(f"\r{what:<32} [{'#' * n_signs:<{width}}] {n_done}/{total}{end}", end="", file=sys.stderr)
