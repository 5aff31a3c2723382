"""Fields to choose what a question asks the open figures."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.atlas.edition import Edition, active_language, edition

_MARKS = {"nl": (",", "."), "en": (".", ",")}
RULE = ("indicator", "side", "limit", "cluster")
"""The names of the fields, as those of `FigureRule`."""


class TypedNumber(forms.FloatField):
    """A number with the decimal mark of the language: `32,5`, `250.000`; in English the reverse."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        """Read what was typed; marks before groups of three digits are no decimals."""
        decimal, thousands = _MARKS[active_language()]
        text = str(value or "").strip()
        if re.fullmatch(rf"-?\d{{1,3}}([{thousands}]\d{{3}})+([{decimal}]\d*)?", text):
            text = text.replace(thousands, "")
        return super().to_python(text.replace(decimal, "."))

    def prepare_value(self, value: Any) -> Any:
        """Write a number as people type it; what was typed stays."""
        decimal, _thousands = _MARKS[active_language()]
        return f"{value:.12g}".replace(".", decimal) if isinstance(value, float) else value


def figure_fields(study: str) -> dict[str, forms.Field]:
    """Make the fields for the figures of a study, in the active language."""
    of_study = edition(study)
    return {
        "indicator": forms.ChoiceField(
            label=gettext_lazy("Welk cijfer"),
            help_text=gettext_lazy("Jaar en bron horen bij het cijfer; u hoeft ze niet te typen."),
            choices=[("", _("Kies een cijfer")), *_indicators(of_study)],
        ),
        "side": forms.ChoiceField(
            label=gettext_lazy("Welke gemeenten tellen"),
            choices=[("below", _("met minder dan")), ("above", _("met meer dan"))],
        ),
        "limit": TypedNumber(
            label=gettext_lazy("Grens"),
            help_text=gettext_lazy("In de eenheid die bij het cijfer staat."),
        ),
        "cluster": forms.ChoiceField(
            label=gettext_lazy("Van welke gemeenten"),
            choices=[
                ("", of_study.words(of_study.study.title)),
                *_clusters(of_study),
            ],
            required=False,
        ),
    }


def _indicators(of_study: Edition) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for theme in of_study.catalog.themes:
        names = [
            (one.id, _with_unit(of_study.words(one.label), one.unit))
            for one in of_study.catalog.in_theme(theme.id)
        ]
        yield of_study.words(theme.label), names


def _with_unit(label: str, unit: str) -> str:
    """Put the unit behind a label, as people type it; a unit in words is in the label already."""
    marks = {"%": "%", "euro": "€", "x1000 euro": "€", "km": "km", "m3": "m³", "kWh": "kWh"}
    return f"{label} ({marks[unit]})" if unit in marks else label


def _clusters(of_study: Edition) -> list[tuple[str, str]]:
    return [(one.archetype, of_study.words(one.name)) for one in of_study.typology.clusters]
