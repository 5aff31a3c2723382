"""The form to come in with the code: a name, and a municipality for people who give one."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from deelgenoot.errors import UnknownArea
from deelgenoot_web.meetings.forms.keys import uuid_from
from deelgenoot_web.meetings.forms.municipality import unknown
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.placing import code_of

_LONGEST = 120


@dataclass(frozen=True)
class Joining:
    """The values of the form, and the problem of each field by its name."""

    name: str = ""
    municipality: str = ""
    gm_code: str = ""
    form: UUID = field(default_factory=uuid4)
    """Tells this form from another, so that a form that is sent twice counts once."""
    problems: dict[str, str] = field(default_factory=dict)


def joining(meeting: Meeting, data: QueryDict) -> Joining:
    """Read the form. The municipality may be empty: then the organiser chooses the group."""
    name = " ".join(data.get("name", "").split())
    municipality = data.get("municipality", "").strip()
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
    return Joining(name, municipality, code, uuid_from(data.get("form", "")), problems)
