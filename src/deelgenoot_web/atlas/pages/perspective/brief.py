"""A perspective in brief, where other pages lead to it."""

from dataclasses import dataclass

from deelgenoot.perspectives.model import Origin
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.perspective.claims import Denial, find_denial, with_reserve
from deelgenoot_web.atlas.pages.perspective.levers import lever_words
from deelgenoot_web.atlas.pages.perspective.prose import plain_text


@dataclass(frozen=True)
class LeverName:
    """A lever with the theme it is about, and its place on the page of the perspective."""

    anchor: str
    theme: str
    lever: str


@dataclass(frozen=True)
class PerspectiveBrief:
    """What a perspective comes down to."""

    id: str
    core: str
    core_origin: Origin
    denial: Denial | None
    ambition: str
    ambition_origin: Origin
    levers: tuple[LeverName, ...]

    @property
    def statement(self) -> str:
        """The core, with its reserve where the figures deny it."""
        return with_reserve(self.core, self.denial)


def perspective_brief(edition: Edition, group_id: str) -> PerspectiveBrief | None:
    """Sum up a perspective; None where the study has none for this group."""
    group = edition.release.perspectives.get(group_id)
    if group is None:
        return None
    core = group.content.kern
    denials = (find_denial(edition, group, core.origin, claim) for claim in core.claim)
    return PerspectiveBrief(
        id=group_id,
        core=plain_text(edition, group.figures, core.title),
        core_origin=core.origin,
        denial=next((denial for denial in denials if denial), None),
        ambition=plain_text(edition, group.figures, group.content.ambitie.text),
        ambition_origin=group.content.ambitie.origin,
        levers=tuple(
            LeverName(
                f"thema-{lever.theme}",
                edition.words(edition.catalog.theme(lever.theme).label),
                lever_words(edition, group, lever),
            )
            for lever in group.content.thema
        ),
    )
