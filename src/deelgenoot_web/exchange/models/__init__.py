"""The rows of the exchange."""

from deelgenoot_web.exchange.models.contact import HarvestOffer, Introduction, OpenCall
from deelgenoot_web.exchange.models.conversation import (
    ChallengeConcern,
    DigestWish,
    Follow,
    MunicipalChallenge,
    TextReaction,
)
from deelgenoot_web.exchange.models.moderation import ModerationDecision, TextReport
from deelgenoot_web.exchange.models.pictures import PlacedPicture, PracticePicture
from deelgenoot_web.exchange.models.practices import (
    LONG,
    SHORT,
    TEXT_FIELDS,
    VERSION_FIELDS,
    Practice,
    PracticeText,
    PracticeUse,
    PracticeVersion,
)
from deelgenoot_web.exchange.models.search import ChallengePosting, SearchPosting, SearchWord

__all__ = [
    "LONG",
    "SHORT",
    "TEXT_FIELDS",
    "VERSION_FIELDS",
    "ChallengeConcern",
    "ChallengePosting",
    "DigestWish",
    "Follow",
    "HarvestOffer",
    "Introduction",
    "ModerationDecision",
    "MunicipalChallenge",
    "OpenCall",
    "PlacedPicture",
    "Practice",
    "PracticePicture",
    "PracticeText",
    "PracticeUse",
    "PracticeVersion",
    "SearchPosting",
    "SearchWord",
    "TextReaction",
    "TextReport",
]
