"""A study of 17,270 areas out of one table, made as docs/use/own-figures.md says.

The country, its municipalities, districts and neighbourhoods in 2020 (CBS, Kerncijfers wijken en
buurten, from `../shared/data/scale`): eighteen figures, seven clusters, 100 resamples. Writes the
folder, builds it with the command line's own function, and asks who resembles one area. The search
stands beside scikit-learn with as many starts, in one run.
"""

import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import sklearn
from sklearn.cluster import KMeans

from deelgenoot.study import Study
from deelgenoot.typology.build import build
from deelgenoot.typology.peers import Peers
from deelgenoot.typology.pipeline import pipeline
from deelgenoot.typology.search import SearchRecipe, search

SOURCE = Path(__file__).parents[2] / "shared/data/scale/kwb_2020_wijken_buurten.parquet"
PEOPLE, HOUSEHOLDS = "AantalInwoners_5", "HuishoudensTotaal_28"

# column: theme, scale, what it is of, how many of which, per how many
SHARES = {
    "children": ("people", "none", "k_0Tot15Jaar_8", PEOPLE, 100),
    "young": ("people", "none", "k_15Tot25Jaar_9", PEOPLE, 100),
    "middle": ("people", "none", "k_25Tot45Jaar_10", PEOPLE, 100),
    "old": ("people", "none", "k_65JaarOfOuder_12", PEOPLE, 100),
    "married": ("people", "none", "Gehuwd_14", PEOPLE, 100),
    "divorced": ("people", "none", "Gescheiden_15", PEOPLE, 100),
    "alone": ("households", "none", "Eenpersoonshuishoudens_29", HOUSEHOLDS, 100),
    "families": ("households", "none", "HuishoudensMetKinderen_31", HOUSEHOLDS, 100),
    "assistance": ("benefits", "log", "PersonenPerSoortUitkeringBijstand_83", PEOPLE, 1000),
    "disability": ("benefits", "log", "PersonenPerSoortUitkeringAO_84", PEOPLE, 1000),
    "unemployed": ("benefits", "log", "PersonenPerSoortUitkeringWW_85", PEOPLE, 1000),
    "motorcycles": ("traffic", "log", "Motorfietsen_104", PEOPLE, 1000),
}
AS_PUBLISHED = {
    "size": ("households", "none", "GemiddeldeHuishoudensgrootte_32"),
    "cars": ("traffic", "none", "PersonenautoSPerHuishouden_102"),
    "supermarket": ("place", "log", "AfstandTotGroteSupermarkt_106"),
    "childcare": ("place", "log", "AfstandTotKinderdagverblijf_107"),
    "density": ("place", "log", "Bevolkingsdichtheid_33"),
    "addresses": ("place", "log", "Omgevingsadressendichtheid_116"),
}
ASKED, N_ASKED, AGAIN = "WK036300", 10, 20


def write_study(folder: Path) -> Path:
    """The two files that a researcher would make."""
    shares = {
        name: pl.when(pl.col(of) > 0).then(pl.col(column) / pl.col(of) * per).round(1)
        for name, (_, _, column, of, per) in SHARES.items()
    }
    plain = {name: pl.col(column) for name, (_, _, column) in AS_PUBLISHED.items()}
    table = pl.read_parquet(SOURCE).select(
        code=pl.col("WijkenEnBuurten").str.strip_chars(),
        name=pl.col("Gemeentenaam_1").str.strip_chars(),
        **shares,
        **plain,
    )
    # Where nobody lives there are no figures, and areas without any are refused.
    table = table.filter(pl.any_horizontal(pl.exclude("code", "name").is_not_null()))
    table.write_csv(folder / "figures.csv")
    entries = {name: said[:2] for name, said in (SHARES | AS_PUBLISHED).items()}
    lines = [
        f'{name} = {{ theme = "{theme}", scale = "{scale}" }}'
        for name, (theme, scale) in entries.items()
    ]
    # All four levels are meant to be in it; a study would say which are no areas.
    head = (
        'id = "neighbourhoods"\nfigures = "figures.csv"\ntotals = []\nmethod.n_clusters = 7\n'
        "[indicators]\n"
    )
    (folder / "study.toml").write_text(head + "\n".join(lines) + "\n")
    return folder


def time_work(what: str, work: Any, *arguments: Any) -> Any:
    """What the work gives, after a line with its seconds and the most memory until then."""
    wall, busy = time.perf_counter(), time.process_time()
    result = work(*arguments)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<34}{wall:>9.2f}{busy:>9.2f}{most:>9.0f}", flush=True)
    return result


def beside_sklearn(study: Study) -> None:
    points, method = pipeline(study).prepare().points, study.method
    k, starts = method.n_clusters, method.n_init
    search(points, SearchRecipe(k, 1), np.random.default_rng(0))  # compiled once
    began = time.perf_counter()
    mine = search(points, SearchRecipe(k, starts), np.random.default_rng(1)).within
    ours = time.perf_counter() - began
    began = time.perf_counter()
    peer = KMeans(k, n_init=starts, random_state=1).fit(points).inertia_
    theirs = time.perf_counter() - began
    print(
        f"search, {starts} starts: ours {mine:.3f} in {ours:.2f} s, scikit-learn "
        f"{sklearn.__version__} {peer:.3f} in {theirs:.2f} s, ratio {ours / theirs:.2f}"
    )


def main() -> None:
    if not SOURCE.is_file():
        print(f"left out: {SOURCE.name} is not beside the project")
        return
    print(f"{'':<34}{'s':>9}{'cpu s':>9}{'MB most':>9}")
    with tempfile.TemporaryDirectory() as folder:
        time_work("table written", write_study, Path(folder))
        study = time_work("study read and checked", Study.load, folder)
        typology = time_work("typology built", build, study)
        text = time_work("written", typology.written)
    print(f"{len(typology.members)} areas, {len(study.transforms)} figures, "
          f"file of {len(text) / 1e6:.0f} MB")  # fmt: skip
    themes = {one.id: one.theme for one in study.catalog.indicators.values()}
    peers = time_work("peers made ready", Peers, typology, themes)
    peers.nearest(ASKED, n=N_ASKED)
    took = []
    for _ in range(AGAIN):
        began = time.perf_counter()
        peers.nearest(ASKED, {"people": 2.0}, n=N_ASKED)
        took.append(time.perf_counter() - began)
    print(
        f"{N_ASKED} peers of {ASKED}: {np.median(took) * 1e3:.1f} ms, least {min(took) * 1e3:.1f}"
    )
    beside_sklearn(study)


if __name__ == "__main__":
    main()
