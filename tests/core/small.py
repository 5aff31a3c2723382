"""A small study of an invented land: twelve counties, so that answers can be computed by hand.

Nothing in it is Dutch: the core is about areas.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

CODES = [f"C{number:02}" for number in range(1, 13)]
YEARS = [2010, 2011, 2012]

# Six towns and six rural counties; C12 lies in between and has no figure for `cars`.
LEVELS: dict[str, list[int | None]] = {
    "old": [10, 11, 12, 13, 14, 15, 30, 31, 32, 33, 34, 20],
    "homes": [90, 88, 86, 84, 82, 80, 40, 38, 36, 34, 32, 60],
    "jobs": [500, 490, 480, 470, 460, 450, 200, 190, 180, 170, 160, 300],
    "cars": [20, 21, 22, 23, 24, 25, 50, 51, 52, 53, 54, None],
    "people": [1000] * 12,
}
_THEMES = {"ages": "old", "living": "homes", "work": "jobs"}
_THEME_OF = {"old": "ages", "homes": "living", "jobs": "work", "cars": "work", "people": "ages"}
_UNITS = {"old": "%", "homes": "%", "jobs": "per 1.000", "cars": "%", "people": "n"}

STUDY = """
id = "small"
title = { nl = "Klein", en = "Small" }
archetypes = "archetypes.toml"
challenges = "challenges.toml"

[selection]
file = "selection.csv"
reason = { nl = "Alle.", en = "All." }

[method]
n_clusters = 2
pull = 0.5
grade = 0.6
clip = 3.0
n_init = 20
n_draws = 20
random_state = 1
smallest_cluster = 2

[themes]
ages = 1
living = 1
work = 1

[indicators]
old = "logit"
homes = "none"
jobs = "log"
cars = "logit"
"""

ARCHETYPES = """
[[archetype]]
id = "town"
letter = "T"
name = { nl = "Stad", en = "Town" }
idea = { nl = "Veel banen.", en = "Many jobs." }
opgave = { nl = "ruimte.", en = "space." }
signature = { old = -1, homes = 1, jobs = 1 }

[[archetype]]
id = "country"
letter = "C"
name = { nl = "Platteland", en = "Country" }
idea = { nl = "Veel ruimte.", en = "Much space." }
opgave = { nl = "banen.", en = "jobs." }
signature = { old = 1, homes = -1, jobs = -1 }
"""

CHALLENGES = """
[[challenge]]
id = "ageing"
title = { nl = "Vergrijzing", en = "Ageing" }
sentence = { nl = "Meer ouderen.", en = "More old people." }
generic = false
archetypes = ["country"]
themes = ["ages"]
why = { nl = "Daarom.", en = "Because." }
evidence = { all = ["old bij de hoogste 33% van de selectie"] }

[[challenge]]
id = "traffic"
title = { nl = "Verkeer", en = "Traffic" }
sentence = { nl = "Veel auto's.", en = "Many cars." }
generic = true
archetypes = []
themes = ["work"]
why = { nl = "Daarom.", en = "Because." }
evidence = { all = ["cars hoger dan de middelste van het land"] }

[[challenge]]
id = "shrinking"
title = { nl = "Krimp", en = "Shrinking" }
sentence = { nl = "Minder mensen.", en = "Fewer people." }
generic = false
archetypes = ["town"]
themes = ["ages"]
why = { nl = "Daarom.", en = "Because." }
evidence = { any = ["people 2010-2012 gedaald"] }

[[challenge]]
id = "trust"
title = { nl = "Vertrouwen", en = "Trust" }
sentence = { nl = "Elkaar vertrouwen.", en = "Trusting each other." }
generic = true
archetypes = []
themes = ["work"]
evidence = "none"
reason = { nl = "Geen cijfer.", en = "No figure." }
"""

AREA_COLUMNS = "code name slug province region population lon lat boundary_year"

# People per year; C02 shrinks, C03 grows, and C04 became another territory in 2011.
PEOPLE: dict[str, list[int]] = {code: [1000, 1000, 1000] for code in CODES} | {
    "C02": [1000, 950, 900],
    "C03": [1000, 1010, 1020],
    "C04": [1000, 500, 490],
}


def write_small_study(folder: Path) -> Path:
    """Write the study and its data package into `folder`; the folder."""
    data = folder / "data"
    data.mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY)
    (folder / "archetypes.toml").write_text(ARCHETYPES)
    (folder / "challenges.toml").write_text(CHALLENGES)
    _table(folder / "selection.csv", ["code"], ([code] for code in CODES))
    areas = (
        [code, f"County {code[1:]}", f"county-{code[1:]}", "East" if at < 6 else "West",
         f"R{at % 3}", 1000, 5.0, 52.0, 2012]
        for at, code in enumerate(CODES)
    )  # fmt: skip
    _table(data / "areas.csv", AREA_COLUMNS.split(), areas)
    _table(data / "neighbours.csv", ["code", "neighbour"], [["C01", "C02"], ["C02", "C01"]])
    names = ([code, f"County {code[1:]}", 2010, 2012] for code in CODES)
    _table(data / "history.csv", ["code", "name", "first_year", "last_year"], names)
    _table(data / "mergers.csv", ["year", "source", "target", "extent"], [])
    _table(data / "aliases.csv", ["alias", "code"], [])
    _table(data / "networks.csv", ["network", "code"], [["all", code] for code in CODES])
    rows = ([code, *(LEVELS[one][at] for one in LEVELS)] for at, code in enumerate(CODES))
    _table(data / "levels.csv", ["code", *LEVELS], rows)
    series = (["people", code, *PEOPLE[code]] for code in CODES)
    _table(data / "series.csv", ["indicator", "code", *YEARS], series)
    marks = [["people", "C04", 2011, "break"]]
    _table(data / "marks.csv", ["indicator", "code", "year", "mark"], marks)
    (data / "indicators.json").write_text(json.dumps(_about()))
    return folder


def _about() -> Mapping[str, object]:
    def both(word: str) -> dict[str, str]:
        return {"nl": word.capitalize(), "en": word.capitalize()}

    indicators = [
        {
            "id": one,
            "theme": _THEME_OF[one],
            "label": both(one),
            "unit": _UNITS[one],
            "decimals": None,
            "direction": 0,
            "description": both(one),
            "source": {"publisher": "Land", "table": "1", "licence": "CC0-1.0", "url": ""},
            "level": {"years": [2012], "rule": "first", "assumed_year": one == "homes"},
            "weak": False,
            "note": None,
            "plausible": [0, 100_000],
        }
        for one in LEVELS
    ]
    themes = [{"id": theme, "label": both(theme), "short": both(theme)} for theme in _THEMES]
    return {"themes": themes, "indicators": indicators}


def _table(path: Path, header: Iterable[object], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
