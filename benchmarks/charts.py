"""Drawing the charts of the bundled study, and serving them: seconds, megabytes, microseconds."""

import gzip
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deelgenoot.charts.draw import draw
from deelgenoot.charts.figures import Mark
from deelgenoot.charts.published import Charts
from deelgenoot.study import Study
from deelgenoot.typology.published import Typology

_AGAIN = 200


def main() -> None:
    study = Study.load()
    typology = Typology.read(study.folder / "typology.json")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "charts.zip"
        began = time.perf_counter()
        draw(study, typology, target)
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  drawing: {took:.1f} s, {peak:.0f} MB at most, {target.stat().st_size / 1e6:.2f} MB"
        )
        serve(Charts.open(target), typology)


def serve(charts: Charts, typology: Typology) -> None:
    """The time to make each kind of chart once it has been read, and its weight."""
    member = next(one for one in typology.members.values() if one.in_study)
    own, mark = member.cluster, [Mark(member.code)]
    kinds: dict[str, Callable[[], str]] = {
        "dot line": lambda: charts.svg(f"dot/65plus/{own}", "nl", mark),
        "members": lambda: charts.svg(f"members/65plus/{own}", "nl"),
        "developments": lambda: charts.svg(f"trend/65plus/{own}", "nl", mark),
        "distribution": lambda: charts.svg("spread/65plus", "nl", mark),
        "map of clusters": lambda: charts.cluster_map("nl"),
        "map of members": lambda: charts.members_map(own, "nl"),
        "map of a figure": lambda: charts.figure_map("65plus", "nl"),
    }
    for name, make in kinds.items():
        svg = make().encode()
        weight = f"{len(svg) / 1000:.1f} kB, {len(gzip.compress(svg)) / 1000:.1f} kB gz"
        print(f"  {name}: {_middle(make):.0f} µs, {weight}")


def _middle(make: Callable[[], str]) -> float:
    """The middle of many times, in microseconds."""
    times = []
    for _ in range(_AGAIN):
        began = time.perf_counter()
        make()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6
