"""The literature behind the method and behind its firmness, and what each work is used for."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Page = Literal["method", "firmness"]


@dataclass(frozen=True)
class Work:
    """One work: authors, year, title, where it appeared, its address and its use here."""

    authors: str
    year: int
    title: str
    source: str
    url: str
    used_for: Promise
    pages: tuple[Page, ...]
    """The pages that name it."""


def literature(page: Page) -> tuple[Work, ...]:
    """List the works that `page` stands on, by author."""
    return tuple(work for work in _WORKS if page in work.pages)


_WORKS = (
    Work(
        "Benjamini, Y. & Hochberg, Y.",
        1995,
        "Controlling the false discovery rate",
        "Journal of the Royal Statistical Society, Series B, 57(1), 289–300",
        "https://doi.org/10.1111/j.2517-6161.1995.tb02031.x",
        gettext_lazy("Hoeveel van de gedeelde opgaven toeval mag zijn."),
        ("method",),
    ),
    Work(
        "Breiman, L., Friedman, J. H., Olshen, R. A. & Stone, C. J.",
        1984,
        "Classification and Regression Trees",
        "Belmont, CA: Wadsworth",
        "",
        gettext_lazy("De vuistregels waaraan u een cluster herkent."),
        ("method",),
    ),
    Work(
        "Caliński, T. & Harabasz, J.",
        1974,
        "A dendrite method for cluster analysis",
        "Communications in Statistics, 3(1), 1–27",
        "https://doi.org/10.1080/03610927408827101",
        gettext_lazy("Verschillen tussen groepen, gedeeld door die erbinnen."),
        ("firmness",),
    ),
    Work(
        "Cohen, J.",
        1988,
        "Statistical Power Analysis for the Behavioral Sciences",
        "2nd edition. Hillsdale, NJ: Lawrence Erlbaum Associates",
        "",
        gettext_lazy("Hoe groot een verschil tussen een cluster en de andere is (d)."),
        ("method",),
    ),
    Work(
        "Efron, B. & Tibshirani, R. J.",
        1993,
        "An Introduction to the Bootstrap",
        "New York: Chapman & Hall",
        "",
        gettext_lazy("Waartussen een verschil ligt als de berekening wordt herhaald."),
        ("method",),
    ),
    Work(
        "Fisher, R. A.",
        1935,
        "The Design of Experiments",
        "Edinburgh: Oliver & Boyd",
        "",
        gettext_lazy("Of een opgave in een cluster vaker voorkomt dan bij toeval."),
        ("method",),
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
        ("method",),
    ),
    Work(
        "Hennig, C.",
        2007,
        "Cluster-wise assessment of cluster stability",
        "Computational Statistics & Data Analysis, 52(1), 258–271",
        "https://doi.org/10.1016/j.csda.2006.11.025",
        gettext_lazy("Hoeveel van een cluster terugkomt als de berekening wordt herhaald."),
        ("method", "firmness"),
    ),
    Work(
        "Hubert, L. & Arabie, P.",
        1985,
        "Comparing partitions",
        "Journal of Classification, 2(1), 193–218",
        "https://doi.org/10.1007/BF01908075",
        gettext_lazy("Hoeveel twee indelingen op elkaar lijken (ARI)."),
        ("method", "firmness"),
    ),
    Work(
        "Lloyd, S. P.",
        1982,
        "Least squares quantization in PCM",
        "IEEE Transactions on Information Theory, 28(2), 129–137",
        "https://doi.org/10.1109/TIT.1982.1056489",
        gettext_lazy("De eerste stappen: elke gemeente naar het dichtstbijzijnde midden."),
        ("method",),
    ),
    Work(
        "Monti, S., Tamayo, P., Mesirov, J. & Golub, T.",
        2003,
        "Consensus clustering: A resampling-based method for class discovery and visualization of "
        "gene expression microarray data",
        "Machine Learning, 52(1–2), 91–118",
        "https://doi.org/10.1023/A:1023949509487",
        gettext_lazy("Bij elkaar zetten wie het vaakst samen uitkomt."),
        ("firmness",),
    ),
    Work(
        "Rousseeuw, P. J.",
        1987,
        "Silhouettes: A graphical aid to the interpretation and validation of cluster analysis",
        "Journal of Computational and Applied Mathematics, 20, 53–65",
        "https://doi.org/10.1016/0377-0427(87)90125-7",
        gettext_lazy("Hoe los de groepen van elkaar staan."),
        ("firmness",),
    ),
    Work(
        "Schubert, E. & Rousseeuw, P. J.",
        2021,
        "Fast and eager k-medoids clustering: O(k) runtime improvement of the PAM, CLARA, and "
        "CLARANS algorithms",
        "Information Systems, 101, 101804",
        "https://doi.org/10.1016/j.is.2021.101804",
        gettext_lazy("Groepen rond voorbeelden (k-medoids)."),
        ("firmness",),
    ),
    Work(
        "Tibshirani, R. & Walther, G.",
        2005,
        "Cluster validation by prediction strength",
        "Journal of Computational and Graphical Statistics, 14(3), 511–528",
        "https://doi.org/10.1198/106186005X59243",
        gettext_lazy("Of de ene helft de groepen van de andere voorspelt."),
        ("firmness",),
    ),
    Work(
        "Tibshirani, R., Walther, G. & Hastie, T.",
        2001,
        "Estimating the number of clusters in a data set via the gap statistic",
        "Journal of the Royal Statistical Society, Series B (Statistical Methodology), 63(2), "
        "411–423",
        "https://doi.org/10.1111/1467-9868.00293",
        gettext_lazy("Hoeveel dichter bij elkaar dan losse punten (gap)."),
        ("firmness",),
    ),
    Work(
        "Vinh, N. X., Epps, J. & Bailey, J.",
        2010,
        "Information theoretic measures for clusterings comparison: Variants, properties, "
        "normalization and correction for chance",
        "Journal of Machine Learning Research, 11, 2837–2854",
        "https://jmlr.org/papers/v11/vinh10a.html",
        gettext_lazy("Hoeveel de ene indeling over de andere zegt (AMI)."),
        ("firmness",),
    ),
    Work(
        "Wachter, S., Mittelstadt, B. & Russell, C.",
        2018,
        "Counterfactual explanations without opening the black box",
        "Harvard Journal of Law & Technology, 31(2), 841–887",
        "https://doi.org/10.2139/ssrn.3063289",
        gettext_lazy("Wat er anders zou moeten zijn voor een ander cluster."),
        ("method",),
    ),
    Work(
        "Ward, J. H.",
        1963,
        "Hierarchical grouping to optimize an objective function",
        "Journal of the American Statistical Association, 58(301), 236–244",
        "https://doi.org/10.1080/01621459.1963.10500845",
        gettext_lazy("Groepen stap voor stap samenvoegen."),
        ("firmness",),
    ),
    Work(
        "Wilson, E. B.",
        1927,
        "Probable inference, the law of succession, and statistical inference",
        "Journal of the American Statistical Association, 22(158), 209–212",
        "https://doi.org/10.1080/01621459.1927.10502953",
        gettext_lazy("De marge bij het aantal gemeenten met een opgave."),
        ("method",),
    ),
)
