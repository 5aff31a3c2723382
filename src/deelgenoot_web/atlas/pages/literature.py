"""The literature on which the method stands, and what each work is used for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Work:
    """One work: who and when, its title, where it appeared, its address and what it is used for."""

    authors: str
    year: int
    title: str
    source: str
    url: str
    used_for: Promise


LITERATURE = (
    Work(
        "Cohen, J.",
        1988,
        "Statistical Power Analysis for the Behavioral Sciences",
        "2nd edition. Hillsdale, NJ: Lawrence Erlbaum Associates",
        "",
        gettext_lazy("Hoe groot een verschil tussen een cluster en de andere is (d)."),
    ),
    Work(
        "Hartigan, J. A. & Wong, M. A.",
        1979,
        "Algorithm AS 136: A K-Means Clustering Algorithm",
        "Journal of the Royal Statistical Society, Series C (Applied Statistics), 28(1), 100–108",
        "https://doi.org/10.2307/2346830",
        gettext_lazy(
            "Gemeenten één voor één verplaatsen, tot geen verplaatsing nog iets oplevert."
        ),
    ),
    Work(
        "Hennig, C.",
        2007,
        "Cluster-wise assessment of cluster stability",
        "Computational Statistics & Data Analysis, 52(1), 258–271",
        "https://doi.org/10.1016/j.csda.2006.11.025",
        gettext_lazy("Hoeveel van een cluster terugkomt als de berekening wordt herhaald."),
    ),
    Work(
        "Hubert, L. & Arabie, P.",
        1985,
        "Comparing partitions",
        "Journal of Classification, 2(1), 193–218",
        "https://doi.org/10.1007/BF01908075",
        gettext_lazy("Hoeveel twee indelingen op elkaar lijken (ARI)."),
    ),
    Work(
        "Lloyd, S. P.",
        1982,
        "Least squares quantization in PCM",
        "IEEE Transactions on Information Theory, 28(2), 129–137",
        "https://doi.org/10.1109/TIT.1982.1056489",
        gettext_lazy("De eerste stappen: elke gemeente naar het dichtstbijzijnde midden."),
    ),
)
