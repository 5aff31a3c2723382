"""What programs and the release say themselves, for cog to put into the docs.

A page asks for a block in a comment, and cog puts it between that one and an `end`:
`<!-- [[[cog put(settings()) ]]] -->`.
"""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from math import isnan
from pathlib import Path

import django
import yaml
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from deelgenoot.study import Study
from deelgenoot.typology.published import Typology
from deelgenoot_web.site.environment import SETTINGS

ROOT = Path(__file__).resolve().parents[1]


def write_block(text: str) -> None:
    """Write a block with an empty line around it."""
    print(f"\n{text}\n")


def output_of(*command: str) -> str:
    """What a program prints, on a page of 88 columns and without colours."""
    env = {**os.environ, "COLUMNS": "88", "NO_COLOR": "1", "PYTHON_COLORS": "0"}
    process = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return textwrap.dedent(process.stdout).strip()


def help_of(name: str) -> str:
    """The help of a program and of each of its commands, each in a section of its own."""
    program = str(Path(sys.executable).with_name(name))
    whole = output_of(program, "--help")
    commands = re.findall(r"^    (\w+)\s", whole, re.MULTILINE)
    parts = (f"## `{name} {one}`\n\n{fence(output_of(program, one, '--help'))}" for one in commands)
    return "\n\n".join((fence(whole), *parts))


def fence(text: str) -> str:
    return f"```text\n{text}\n```"


def targets() -> str:
    """What `make` lists."""
    return fence(output_of("make", "--no-print-directory", "help"))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def settings() -> str:
    """Every setting with its default and what it does."""
    return table(
        ("name", "default", "what it does"),
        ((f"`{s.name}`", f"`{s.default}`" if s.default else "—", s.sentence) for s in SETTINGS),
    )


def sources() -> str:
    """Every source of figures with its publisher, table and licence."""
    rows = []
    for path in sorted((ROOT / "src/deelgenoot/sources").glob("*/meta.yml")):
        meta = yaml.safe_load(path.read_text(encoding="utf-8"))
        title = (
            f"[{meta['title']['en']}]({meta['url']})" if meta.get("url") else meta["title"]["en"]
        )
        rows.append((f"`{meta['id']}`", title, meta["publisher"], meta["table"], meta["licence"]))
    return table(("source", "what", "publisher", "table", "licence"), rows)


def chance_figures() -> str:
    """What the pull makes of the bundled study, and of tables without structure."""
    study = Study.load()
    typology = Typology.read(study.folder / "typology.json")
    means, chance = typology.pulled, typology.chance
    fits = [cluster.fit_null for cluster in typology.clusters]
    return table(
        ("in the bundled study", "figure"),
        (
            ("pull, standard deviations per grade, clip", f"{_settings_of(study)}"),
            ("draws of areas, and as many of indicators", f"{typology.n_draws}"),
            ("tables without structure, and draws of each", f"{chance.n_tables}, {chance.n_draws}"),
            ("mean Jaccard of a free search, with the pull", _pair(means.free, means.anchored)),
            ("the same on those tables", _pair(means.null_free, means.null_anchored)),
            ("fit of a name on those tables, lowest and highest", _pair(min(fits), max(fits))),
        ),
    )


def _settings_of(study: Study) -> str:
    method = study.method
    return f"{method.pull:g}, {method.grade:g}, {method.clip:g}"


def _pair(first: float, second: float) -> str:
    return f"{first:.2f}, {second:.2f}"


def indicator_counts() -> str:
    """How many indicators each theme has, and how many of them make the typology."""
    study = Study.load()
    themes = [one.theme for one in study.catalog.indicators.values()]
    themes_of_typology = [study.catalog.indicators[one].theme for one in study.transforms]
    rows = [
        (one.label.en, f"{themes.count(one.id)}", f"{themes_of_typology.count(one.id)}")
        for one in study.catalog.themes
    ]
    return table(
        ("theme", "indicators", "in the typology"),
        (*rows, ("all", f"{len(themes)}", f"{len(themes_of_typology)}")),
    )


def lacking_figures() -> str:
    """Which municipalities of the bundled study lack a figure, and of which indicators."""
    catalog, selection = Study.load().catalog, Study.load().selection
    names = list(catalog.indicators)
    levels = dict(zip(catalog.codes, catalog.level(names), strict=True))
    rows = []
    for code in selection:
        gaps = [name for name, level in zip(names, levels[code], strict=True) if isnan(level)]
        if gaps:
            labels = [catalog.indicators[name].label.en for name in gaps]
            rows.append((catalog.areas[code].name, "; ".join(labels)))
    return table(("in the study", "lacks"), sorted(rows))


def routes(language: str) -> list[str]:
    """Every address of the site in a language, as patterns."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
    django.setup()
    with translation.override(language):
        return [f"/{route}" for route in below(get_resolver().url_patterns)]


def below(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from below(pattern.url_patterns, address)
        else:
            yield address


def addresses() -> str:
    """Each Dutch address beside the English one, where they differ."""
    pairs = zip(routes("nl"), routes("en"), strict=True)
    return table(
        ("in Dutch", "in English"), ((f"`{nl}`", f"`{en}`") for nl, en in pairs if nl != en)
    )
