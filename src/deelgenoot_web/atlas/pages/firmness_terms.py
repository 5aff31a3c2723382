"""The words of the page about firmness that need explaining, and the literature behind them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from deelgenoot_web.atlas.pages.literature import Work


@dataclass(frozen=True)
class Term:
    """One technical word, in a sentence or two."""

    term: Promise
    meaning: Promise


TERMS = (
    Term(
        gettext_lazy("Jaccard"),
        gettext_lazy(
            "Het aantal gemeenten dat in beide groepen zit, gedeeld door het aantal dat in "
            "minstens één van de twee zit. 1 is dezelfde groep, 0 is geen enkele gemeente gelijk."
        ),
    ),
    Term(
        gettext_lazy("ARI (adjusted Rand index)"),
        gettext_lazy(
            "Hoe vaak twee indelingen het eens zijn over een paar gemeenten: samen of niet. "
            "Verminderd met wat toeval geeft. 1 is gelijk, rond 0 is toeval."
        ),
    ),
    Term(
        gettext_lazy("AMI (adjusted mutual information)"),
        gettext_lazy(
            "Hoeveel de ene indeling over de andere zegt, verminderd met wat toeval geeft. 1 is "
            "alles, rond 0 is niets."
        ),
    ),
    Term(
        gettext_lazy("Silhouette"),
        gettext_lazy(
            "Vergelijkt de afstand van een gemeente tot haar eigen groep met die tot de volgende. "
            "1 is midden in de eigen groep, 0 is op de grens, onder 0 ligt de andere groep "
            "dichterbij."
        ),
    ),
    Term(
        gettext_lazy("Caliński-Harabasz"),
        gettext_lazy(
            "De verschillen tussen groepen, gedeeld door die binnen groepen. Hoger is duidelijker."
        ),
    ),
    Term(
        gettext_lazy("Gap"),
        gettext_lazy(
            "Hoeveel dichter de gemeenten bij elkaar liggen dan punten die gelijk zijn verspreid. "
            "De maat wijst op het eerste aantal dat door het volgende niet duidelijk wordt "
            "verbeterd."
        ),
    ),
    Term(
        gettext_lazy("Voorspelkracht (prediction strength)"),
        gettext_lazy(
            "De gemeenten in tweeën: blijven paren uit de ene helft bij elkaar als de andere "
            "helft de groepen bepaalt? Vanaf 0,80 telt een aantal groepen."
        ),
    ),
    Term(
        gettext_lazy("Cijfers zonder patroon"),
        gettext_lazy(
            "Verzonnen gemeenten. De kenmerken hangen even sterk samen als bij de echte, maar er "
            "zijn geen groepen. Wat daar ook lukt, zegt weinig over de echte gemeenten."
        ),
    ),
)

WORKS = (
    Work(
        "Caliński, T. & Harabasz, J.",
        1974,
        "A dendrite method for cluster analysis",
        "Communications in Statistics, 3(1), 1–27",
        "https://doi.org/10.1080/03610927408827101",
        gettext_lazy("Verschillen tussen groepen, gedeeld door die erbinnen."),
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
        "Monti, S., Tamayo, P., Mesirov, J. & Golub, T.",
        2003,
        "Consensus clustering: A resampling-based method for class discovery and visualization of "
        "gene expression microarray data",
        "Machine Learning, 52(1–2), 91–118",
        "https://doi.org/10.1023/A:1023949509487",
        gettext_lazy("Bij elkaar zetten wie het vaakst samen uitkomt."),
    ),
    Work(
        "Rousseeuw, P. J.",
        1987,
        "Silhouettes: A graphical aid to the interpretation and validation of cluster analysis",
        "Journal of Computational and Applied Mathematics, 20, 53–65",
        "https://doi.org/10.1016/0377-0427(87)90125-7",
        gettext_lazy("Hoe los de groepen van elkaar staan."),
    ),
    Work(
        "Schubert, E. & Rousseeuw, P. J.",
        2021,
        "Fast and eager k-medoids clustering: O(k) runtime improvement of the PAM, CLARA, and "
        "CLARANS algorithms",
        "Information Systems, 101, 101804",
        "https://doi.org/10.1016/j.is.2021.101804",
        gettext_lazy("Groepen rond voorbeelden (k-medoids)."),
    ),
    Work(
        "Tibshirani, R. & Walther, G.",
        2005,
        "Cluster validation by prediction strength",
        "Journal of Computational and Graphical Statistics, 14(3), 511–528",
        "https://doi.org/10.1198/106186005X59243",
        gettext_lazy("Of de ene helft de groepen van de andere voorspelt."),
    ),
    Work(
        "Tibshirani, R., Walther, G. & Hastie, T.",
        2001,
        "Estimating the number of clusters in a data set via the gap statistic",
        "Journal of the Royal Statistical Society, Series B (Statistical Methodology), 63(2), "
        "411–423",
        "https://doi.org/10.1111/1467-9868.00293",
        gettext_lazy("Hoeveel dichter bij elkaar dan losse punten (gap)."),
    ),
    Work(
        "Vinh, N. X., Epps, J. & Bailey, J.",
        2010,
        "Information theoretic measures for clusterings comparison: Variants, properties, "
        "normalization and correction for chance",
        "Journal of Machine Learning Research, 11, 2837–2854",
        "https://jmlr.org/papers/v11/vinh10a.html",
        gettext_lazy("Hoeveel de ene indeling over de andere zegt (AMI)."),
    ),
    Work(
        "Ward, J. H.",
        1963,
        "Hierarchical grouping to optimize an objective function",
        "Journal of the American Statistical Association, 58(301), 236–244",
        "https://doi.org/10.1080/01621459.1963.10500845",
        gettext_lazy("Groepen stap voor stap samenvoegen."),
    ),
)
