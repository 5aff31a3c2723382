"""The forms for roles, names of groups, and letters to participants."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.accounts.forms import AddressField
from deelgenoot_web.meetings.actions.mailing import Mailing, To
from deelgenoot_web.meetings.forms.editing import EditingForm, dress
from deelgenoot_web.meetings.models import Group, Meeting, Role
from deelgenoot_web.meetings.placing import name_of_group

_LONGEST_SUBJECT = 198
"""Characters of the subject of a letter, together with the title of the meeting."""


class RoleForm(EditingForm):
    """The address of a person, and what they are to lead."""

    email = AddressField(label=gettext_lazy("E-mailadres"))
    leads = forms.ChoiceField(label=gettext_lazy("Wordt"))

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.pk: group for group in meeting.groups.filter(joined_into=None)}
        self.offer(
            "leads",
            [
                *(
                    (f"facilitator-{pk}", _leader_of(name_of_group(group, meeting.study)))
                    for pk, group in self.groups.items()
                ),
                (Role.Kind.PRESENTER, Role.Kind.PRESENTER.label),
                (Role.Kind.ORGANISER, Role.Kind.ORGANISER.label),
            ],
        )

    def role(self) -> tuple[Role.Kind, Group | None]:
        """Return the role, with its group for a facilitator."""
        kind, _sign, key = self.cleaned_data["leads"].partition("-")
        return Role.Kind(kind), self.groups[int(key)] if key else None


class GroupForm(EditingForm):
    """The name of a group, of which its meeting has no other."""

    name = forms.CharField(label=gettext_lazy("Naam van de groep"), max_length=120)

    def __init__(self, taken_names: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken_names = taken_names

    def clean_name(self) -> str:
        """Refuse a name that another group has: results are told by it."""
        name: str = self.cleaned_data["name"]
        if name.casefold() in {one.casefold() for one in self.taken_names}:
            raise forms.ValidationError(_("Zo heet al een groep. Kies een andere naam."))
        return name


class MailForm(EditingForm):
    """A letter to participants. `key` makes two clicks one letter."""

    to = forms.ChoiceField(label=gettext_lazy("Aan"))
    subject = forms.CharField()
    text = forms.CharField(
        label=gettext_lazy("Tekst"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "De aanhef, de tijd, ieders persoonlijke link en uw naam zetten wij er zelf bij. Gewone"
            " tekst."
        ),
    )
    key = forms.RegexField(regex=r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        longest = min(100, _LONGEST_SUBJECT - len(meeting.title))
        super().__init__(*args, **kwargs)
        self.fields["subject"] = dress(_subject(longest))
        self.initial.setdefault("key", uuid4().hex)
        self.groups = {group.pk: group for group in meeting.groups.filter(joined_into=None)}
        self.offer(
            "to",
            [
                ("all", _("iedereen die is aangemeld")),
                ("waiting", _("de wachtlijst")),
                *(
                    (f"group-{pk}", name_of_group(group, meeting.study))
                    for pk, group in self.groups.items()
                ),
            ],
        )

    def mailing(self) -> Mailing:
        """Return the values of the form, for the action."""
        values = self.cleaned_data
        return Mailing(self._to(), values["subject"], values["text"], values["key"])

    def _to(self) -> To:
        word, _sign, key = self.cleaned_data["to"].partition("-")
        if word == "group":
            return self.groups[int(key)]
        return "waiting" if word == "waiting" else "all"


class ThanksForm(EditingForm):
    """The organiser's own words at the beginning of the letter of thanks."""

    words = forms.CharField(
        label=gettext_lazy("Uw woorden"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Gewone tekst. De rest van de brief schrijven wij erachter."),
    )


def _subject(longest: int) -> forms.CharField:
    return forms.CharField(
        label=_("Onderwerp"),
        max_length=longest,
        help_text=_("De titel van de bijeenkomst komt erachter."),
    )


def _leader_of(group: str) -> str:
    return _("gespreksleider van %(group)s") % {"group": group}
