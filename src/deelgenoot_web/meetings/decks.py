"""Which slides of the atlas a meeting may take; the slides themselves are made there."""

from django.utils.translation import gettext as _

from deelgenoot.errors import DeelgenootError
from deelgenoot.perspectives.model import GENERAL
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.facts.release import release


def decks_of(study: str) -> tuple[tuple[str, str], ...]:
    """List (id, name) of the decks of a study: of everybody, then of each cluster."""
    bundle = release(study)
    try:
        groups = bundle.perspectives
    except DeelgenootError:  # a study without texts has no slides
        return ()
    language = active_language()
    clusters = (
        (cluster.archetype, cluster.name.in_language(language))
        for cluster in bundle.typology.clusters
        if cluster.archetype in groups
    )
    general = ((GENERAL, _("Alle middelgrote gemeenten")),) if GENERAL in groups else ()
    return (*general, *clusters)
