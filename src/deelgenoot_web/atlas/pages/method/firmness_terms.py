"""The words of the page about firmness that need explaining."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


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
