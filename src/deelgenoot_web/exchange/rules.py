"""Rules about what people may do with approaches."""

from datetime import date, timedelta

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import (
    may_contribute,
    may_moderate,
    speaks_for_municipality,
)
from deelgenoot_web.exchange.models import (
    Introduction,
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    TextReaction,
)
from deelgenoot_web.exchange.models.moderation import ModeratedText

CHECKED_EVERY = timedelta(days=365)
"""How long it stands on an approach that its municipality checked it."""
MOST_OPEN = 5
"""How many introductions a person waits for at once."""
_MENDED = (Practice.Standing.PUBLIC, Practice.Standing.HIDDEN)
"""How texts stand that are written over by whose they are: not what was withdrawn."""


def may_write(person: Person, text: Practice | MunicipalChallenge | OpenCall) -> bool:
    """Whether a person contributes for who an approach, an opgave or a call is of."""
    return may_contribute(person) and person.gm_code == text.gm_code


def may_change_reaction(person: Person, reaction: TextReaction) -> bool:
    """Whether a person may change a reaction: its author, also to mend what is hidden."""
    is_own = may_contribute(person) and reaction.author_id == person.pk
    return is_own and reaction.standing in _MENDED


def may_remove_reaction(person: Person, reaction: TextReaction) -> bool:
    """Whether a person may remove a reaction: its author, while everybody reads it."""
    return may_change_reaction(person, reaction) and is_public(reaction)


def may_change_challenge(person: Person, challenge: MunicipalChallenge) -> bool:
    """Whether a person may change an opgave: its municipality, also to mend what is hidden."""
    return may_write(person, challenge) and challenge.standing in _MENDED


def may_react(person: Person, practice: Practice) -> bool:
    """Whether a person may react to an approach."""
    return may_contribute(person) and may_report(practice)


def may_use(person: Person, practice: Practice) -> bool:
    """Whether a person may say that their municipality uses an approach: that of another."""
    return speaks_for_municipality(person) and _is_of_others(person, practice)


def may_tell_concern(person: Person, row: MunicipalChallenge | None) -> bool:
    """Whether a person may say that an opgave concerns their municipality too.

    `row` is None for an opgave of the study; one that a municipality added is that of another.
    """
    is_of_others = row is None or _is_of_others(person, row)
    return speaks_for_municipality(person) and is_of_others


def may_ask_introduction(person: Person, about: Practice | OpenCall) -> bool:
    """Whether a person may ask for an introduction: there is an author, elsewhere."""
    if about.author is None or about.author.is_barred:
        return False
    if isinstance(about, OpenCall):
        is_elsewhere = person.gm_code != about.gm_code
        return may_contribute(person) and is_elsewhere and about.closed_at is None
    return may_contribute(person) and _is_of_others(person, about)


def _is_of_others(person: Person, text: Practice | MunicipalChallenge) -> bool:
    return may_report(text) and person.gm_code != text.gm_code


def may_introduce(introduction: Introduction) -> bool:
    """Whether two people may get each other's address: both are there, and neither is barred."""
    author = introduction.about.author
    return author is not None and not author.is_barred and not introduction.asker.is_barred


def may_close(person: Person, call: OpenCall) -> bool:
    """Whether a person may close a call: its author and colleagues. A moderator hides it."""
    return may_write(person, call) and call.closed_at is None


def may_see_picture(person: Person | None, practice: Practice, version: int | None) -> bool:
    """Whether a person, or anybody at all for None, may see a picture of an approach.

    `version` is the newest that has it; what only the draft has (None) is for its municipality.
    """
    if version is None:
        return person is not None and may_write(person, practice)
    return may_read_version(person, practice, version)


def wants_check(practice: Practice, today: date) -> bool:
    """Whether nobody said for a year that a public approach still is how it says."""
    is_old = practice.checked_at is not None and practice.checked_at <= today - CHECKED_EVERY
    return is_public(practice) and not practice.is_example and is_old


def may_report(text: ModeratedText) -> bool:
    """Whether anybody may say that something is wrong with a text: of what they can read."""
    return is_public(text) and not text.is_example


def may_read(person: Person | None, text: Practice | MunicipalChallenge | OpenCall) -> bool:
    """Whether a person, or anybody at all for None, may read a text that was published.

    What is not public, its municipality and moderators read; what is hidden, its author too.
    """
    if is_public(text):
        return True
    if person is None:
        return False
    is_own_hidden = text.standing == Practice.Standing.HIDDEN and text.author_id == person.pk
    return is_own_hidden or may_write(person, text) or may_moderate(person)


def may_close_versions(person: Person, practice: Practice) -> bool:
    """Whether a person may let earlier versions be read no more: its municipality, moderators."""
    return practice.current is not None and (may_write(person, practice) or may_moderate(person))


def may_read_version(person: Person | None, practice: Practice, number: int) -> bool:
    """Whether a person, or anybody at all for None, may read a version of an approach.

    What was replaced while hidden, or was closed, is for who it touches and for moderators.
    """
    if not may_read(person, practice):
        return False
    is_ours = person is not None and (is_touched(person, practice) or may_moderate(person))
    return number >= practice.readable_from or is_ours


def may_appeal(person: Person, decision: ModerationDecision) -> bool:
    """Whether a decision touches a person: its text or they themselves."""
    if decision.is_about_author:
        return decision.person_id == person.pk
    return is_touched(person, decision.about)


def is_touched(person: Person, text: ModeratedText) -> bool:
    """Whether what becomes of a text touches a person: its author, or of its municipality.

    An author stays so when barred, or moved to another municipality.
    """
    if text.author_id == person.pk:
        return True
    return not isinstance(text, TextReaction) and may_write(person, text)


def may_answer(person: Person, decision: ModerationDecision) -> bool:
    """Whether a person may answer an appeal: a moderator of elsewhere who did not decide."""
    is_open = decision.appealed_at is not None and decision.answered_at is None
    is_own = may_appeal(person, decision) or _is_of_own_place(person, decision.about)
    return may_moderate(person) and is_open and decision.by_id != person.pk and not is_own


def may_show_again(person: Person, text: ModeratedText) -> bool:
    """Whether a person may let everybody read a hidden text: a moderator of elsewhere."""
    is_hidden = text.standing == Practice.Standing.HIDDEN
    return may_moderate(person) and is_hidden and not _is_of_own_place(person, text)


def _is_of_own_place(person: Person, text: ModeratedText) -> bool:
    """Whether a text is of a person, or of who they contribute for: also a reaction."""
    is_of_colleague = bool(person.gm_code) and person.gm_code == text.gm_code
    return text.author_id == person.pk or is_of_colleague


def is_public(text: ModeratedText) -> bool:
    """Whether everybody may read a text."""
    return text.standing == Practice.Standing.PUBLIC
