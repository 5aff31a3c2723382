"""Uses that were hidden are ranked again: by likeness, by popularity, by cluster (simulated).

There are no real uses yet; `tests/web/held_out.py` says by which rule these are drawn.
"""

import os
from math import inf

SEEDS = range(5, 10)
"""The first five were used to choose how much use by others counts."""
STRENGTHS = (0.25, 0.5, 1.0, 2.0, inf)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
    import django  # noqa: PLC0415 - with the settings

    django.setup()
    from tests.web import held_out  # noqa: PLC0415 - after setup

    from deelgenoot_web.atlas.facts.release import release  # noqa: PLC0415 - after setup

    world = held_out.UseWorld(release())
    rankings = {
        "likeness (the site)": held_out.by_likeness,
        "popularity": held_out.by_popularity,
        "cluster": held_out.by_cluster,
    }
    for little in STRENGTHS:
        worlds = [held_out.simulate(world, seed, little) for seed in SEEDS]
        results = [held_out.hide_each_use(one, tuple(rankings.values())) for one in worlds]
        print(f"  s = {little} ({sum(len(one.uses) for one in worlds)} uses in {len(SEEDS)} draws)")
        for at, name in enumerate(rankings):
            mrr, share = (sum(row[at][part] for row in results) / len(results) for part in (0, 1))
            print(f"    {name:20} MRR {mrr:.3f}, among the first {held_out.FIRST} {share:.0%}")
    shares = [held_out.share_outside(one) for one in worlds]
    first, every = (sum(row[part] for row in shares) / len(shares) for part in (0, 1))
    print(f"  from outside the region: {first:.0%} of what stands first, {every:.0%} of all")
