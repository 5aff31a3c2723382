"""The outcome of a recipe as a table, and what describes it: the settings that gave it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.pages.result import recipe_phrases
from deelgenoot_web.workbench.queue import Job
from deelgenoot_web.workbench.recipe import WorkbenchRecipe

_COLUMNS = (
    ("gm_code", "string", "Code of the municipality (CBS)"),
    ("name", "string", "Name of the municipality"),
    ("cluster", "string", "Its cluster by this recipe"),
    ("fit", "number", "How well the name of that cluster fits: a correlation"),
    ("published", "string", "Its published cluster; empty outside the published selection"),
    ("moved", "integer", "1 where both are there and differ"),
    ("share_of_draws", "number", "In what share of the draws it stays; empty before these are in"),
)


def outcome_table(job: Job) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """List the municipalities of an outcome that has a picture, in order of code."""
    return tuple(name for name, *_rest in _COLUMNS), sorted(_rows(job))


def _rows(job: Job) -> Iterator[tuple[object, ...]]:
    members, areas = release().typology.members, release().catalog.areas
    holds = job.stability.holds if job.stability else {}
    for cluster in job.picture.clusters if job.picture else ():
        for code in cluster.members:
            own_cluster = members[code].cluster if members[code].in_study else ""
            has_moved = int(own_cluster not in {"", cluster.id})
            share = round(holds[code].own, 6) if code in holds else ""
            fit = round(cluster.fit, 6)
            yield code, areas[code].name, cluster.id, fit, own_cluster, has_moved, share


def about_outcome(
    edition: Edition, recipe: WorkbenchRecipe, job: Job, address: str
) -> list[tuple[str, object]]:
    """Say what an outcome was made with, a line each, for people."""
    return [
        (_("Wat"), _("uitkomst van de werkbank")),
        (_("Adres"), address),
        *((_("Uw keuze"), phrase) for phrase in recipe_phrases(edition, recipe)),
        (_("Steekproeven"), job.stability.n_draws if job.stability else 0),
        (_("Gemaakt met"), f"deelgenoot {edition.typology.versions['deelgenoot']}"),
        (_("Gebruik"), _("met naam van de bron; de bronnen en licenties staan op /data/")),
    ]


def outcome_description(recipe: WorkbenchRecipe, job: Job, study: str) -> dict[str, Any]:
    """Describe the CSV file of an outcome (https://www.w3.org/TR/tabular-metadata/)."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"uitkomst.csv?{recipe.query}" if recipe.query else "uitkomst.csv",
        "dc:title": {"nl": "Uitkomst van de werkbank", "en": "Outcome of the workbench"},
        "schema:version": release().typology.versions["deelgenoot"],
        "rdfs:comment": [
            f"On the municipal boundaries of {release().catalog.areas.year}.",
            f"Draws: {job.stability.n_draws if job.stability else 0}.",
        ],
        "dc:source": {"dc:title": "study.toml", "schema:text": study},
        "tableSchema": {
            "columns": [
                {"name": name, "datatype": datatype, "dc:description": description}
                for name, datatype, description in _COLUMNS
            ]
        },
    }
