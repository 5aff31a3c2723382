"""Coming in with the code: who somebody is, as far as they want to say."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from deelgenoot.errors import UnknownArea
from deelgenoot_web.meetings.forms.municipality import unknown
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.placing import code_of

_LONGEST = 120


@dataclass(frozen=True)
class Joining:
    """What was filled in, and what is wrong with it by the name of the field."""

    name: str = ""
    municipality: str = ""
    gm_code: str = ""
    form: UUID = field(default_factory=uuid4)
    """Tells this form from another: sent twice, it is once."""
    problems: dict[str, str] = field(default_factory=dict)


def joining(meeting: Meeting, data: QueryDict) -> Joining:
    """The form as it was sent. A municipality may be left out: then the organiser gives a group."""
    name, municipality = data.get("name", "").strip(), data.get("municipality", "").strip()
    problems, code = {}, ""
    if not name:
        problems["name"] = _("Vul uw naam in.")
    elif len(name) > _LONGEST:
        problems["name"] = _("Uw naam is te lang: er passen 120 tekens.")
    if municipality:
        try:
            code = code_of(meeting.study, municipality)
        except UnknownArea as error:
            problems["municipality"] = unknown(municipality, error)
    return Joining(name, municipality, code, _id(data.get("form", "")), problems)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
