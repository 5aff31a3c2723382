"""The forms that make a meeting from a template and change its invitation and video links."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.study import bundled_studies
from deelgenoot_web.accounts.forms import AddressField
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings.actions.groups import PLENARY
from deelgenoot_web.meetings.actions.meeting import Plan
from deelgenoot_web.meetings.forms.editing import EditingForm, Moment, dress
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.models.meeting import MOST_KEEP_DAYS, MOST_PLACES
from deelgenoot_web.meetings.patterns import pattern, patterns
from deelgenoot_web.meetings.placing import is_published, name_of_group

_OWN = "eigen-"
"""Before the key of an own template, among the names of those that ship."""
MOST_COPIES = 6
_PASSED = gettext_lazy("Dit is al voorbij. Kies een latere tijd.")
_ADDRESS = gettext_lazy("Vul een heel adres in, zoals https://video.example/zaal.")


def _to_come(moment: datetime) -> datetime:
    """Return a moment, but raise ValidationError for one that has passed."""
    if moment < timezone.now():
        raise forms.ValidationError(_PASSED)
    return moment


class NewMeetingForm(EditingForm):
    """The few things needed to begin; the template gives the rest, which can be changed."""

    pattern_name = forms.ChoiceField(label=gettext_lazy("Sjabloon"))
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "Laat leeg voor de titel van het sjabloon. U kunt hem later wijzigen."
        ),
    )
    starts_at = Moment(label=gettext_lazy("Begint op"))
    language = forms.ChoiceField(
        label=gettext_lazy("Taal van de teksten"), choices=[("nl", "Nederlands"), ("en", "English")]
    )
    study = forms.ChoiceField(
        label=gettext_lazy("Onderzoek"),
        help_text=gettext_lazy(
            "Bepaalt de clusters, en zo de groepen. Dit is later niet te wijzigen."
        ),
    )

    def __init__(self, templates: Iterable[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {f"{_OWN}{one.pk}": one for one in templates}
        names = [(name, pattern(name, active_language())["name"]) for name in patterns()]
        own = [(key, one.title) for key, one in self.templates.items()]
        self.offer("pattern_name", [*names, *([(_("Eigen sjablonen"), own)] if own else [])])
        studies = [(name, name) for name in bundled_studies() if is_published(name)]
        self.offer("study", studies)

    def clean_starts_at(self) -> datetime:
        """Refuse a moment that has passed."""
        return _to_come(self.cleaned_data["starts_at"])

    def clean(self) -> dict[str, Any]:
        """Refuse another language or study than that of the own template: its texts and groups
        are of those."""
        values = super().clean() or {}
        if template := self.templates.get(values.get("pattern_name", "")):
            if values.get("study") not in {None, template.study}:
                why = _(
                    "Dit sjabloon is van het onderzoek %(name)s. Kies dat, of een ander sjabloon."
                )
                self.add_error("study", why % {"name": template.study})
            if values.get("language") and values["language"] not in template.languages.split("-"):
                why = _("Dit sjabloon is in een andere taal geschreven: %(name)s.")
                self.add_error("language", why % {"name": template.get_languages_display()})
        return values

    @property
    def template(self) -> Meeting | None:
        """The own template that was chosen; None for one that ships with the software."""
        return self.templates.get(self.cleaned_data["pattern_name"])

    def plan(self) -> Plan:
        """Return the values of the form, for the action."""
        return Plan(**self.cleaned_data)


class TitleForm(EditingForm):
    """What a copy is called."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=160)


class CopyForm(TitleForm):
    """When the copies of a meeting begin: one of them, or a series."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_COPIES + 1):
            label = _("Begint op") if number == 1 else _("Nog een keer op")
            self.fields[f"date{number}"] = dress(Moment(label=label, required=number == 1))

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that has passed, and one that is named twice."""
        values = super().clean() or {}
        dates = {name: at for name, at in values.items() if name != "title" and at}
        for name, at in dates.items():
            if at < timezone.now():
                self.add_error(name, _PASSED)
            elif list(dates.values()).count(at) > 1:
                self.add_error(name, _("Dit moment staat er twee keer."))
        return values

    def starts(self) -> list[datetime]:
        """Return the moments that were filled in, earliest first."""
        return sorted(at for name, at in self.cleaned_data.items() if name != "title" and at)


class MeetingForm(EditingForm):
    """The text of the invitation, and the rules of the meeting."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=160)
    intro = forms.CharField(
        label=gettext_lazy("Tekst van de uitnodiging"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Een lege regel begint een nieuwe alinea. **vet**, *schuin*, - voor een lijst, en "
            "[woorden](https://adres) voor een link (Markdown)."
        ),
    )
    for_whom = forms.CharField(label=gettext_lazy("Voor wie"), max_length=200, required=False)
    host = forms.CharField(
        label=gettext_lazy("Gastheer of gastvrouw"), max_length=200, required=False
    )
    starts_at = Moment(label=gettext_lazy("Begint op"))
    ends_at = Moment(label=gettext_lazy("Eindigt op"))
    languages = forms.ChoiceField(
        label=gettext_lazy("Taal van de uitnodiging"), choices=Meeting.Languages.choices
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Aantal plaatsen"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=gettext_lazy("Leeg: geen grens. Wie wacht schuift vanzelf op."),
    )
    registration_closes_at = Moment(
        label=gettext_lazy("Aanmelden kan tot"),
        required=False,
        help_text=gettext_lazy("Leeg: tot het einde van de bijeenkomst."),
    )
    may_walk_in = forms.BooleanField(
        label=gettext_lazy("Meedoen mag ook zonder aanmelding, met de code op het scherm"),
        required=False,
    )
    has_gestures = forms.BooleanField(
        label=gettext_lazy("Deelnemers mogen reacties over het scherm laten zweven"),
        help_text=gettext_lazy("Applaus, hart, lachen, nadenken: anoniem, en nergens bewaard."),
        required=False,
    )
    organiser_name = forms.CharField(
        label=gettext_lazy("Wie is de organisator?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "Zo staat u in de uitleg over persoonsgegevens: u bent verantwoordelijk."
        ),
    )
    contact = AddressField(label=gettext_lazy("E-mailadres voor vragen"), required=False)
    keep_days = forms.IntegerField(
        label=gettext_lazy("Persoonsgegevens bewaren, in dagen na afloop"),
        min_value=1,
        max_value=MOST_KEEP_DAYS,
        help_text=gettext_lazy("Daarna wist de server ze vanzelf."),
    )
    report_for = forms.ChoiceField(
        label=gettext_lazy("Wie mag het verslag lezen?"), choices=Meeting.Audience.choices
    )

    def clean_starts_at(self) -> datetime:
        """Refuse another beginning that has passed; that of a meeting that was may stay."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        return starts_at if starts_at == self.initial.get("starts_at") else _to_come(starts_at)

    def clean(self) -> dict[str, Any]:
        """Check that the meeting ends after it begins, and registration closes before the end."""
        values = super().clean() or {}
        starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("Het einde ligt voor het begin. Kies een latere tijd."))
        closes_at = values.get("registration_closes_at")
        if closes_at and ends_at and closes_at > ends_at:
            self.add_error("registration_closes_at", _("Dit is na het einde. Kies een vroegere."))
        return values


class LinksForm(EditingForm):
    """The addresses of the video rooms: one for the plenary, and one for each group."""

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        names = {PLENARY: _("Plenair: de zaal voor iedereen")}
        names |= {
            str(group.pk): name_of_group(group, meeting.study) for group in meeting.groups.all()
        }
        super().__init__(*args, **kwargs)
        self.fields = {key: dress(_link(label)) for key, label in names.items()}


def _link(label: str) -> forms.URLField:
    return forms.URLField(
        label=label,
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _ADDRESS},
    )
