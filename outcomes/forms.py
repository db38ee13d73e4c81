"""Filters over a review's figures and evidence, and the choice of areas to set side by side."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.forms.widgets import SearchInput
from outcomes.models.figures import FigureBasis, FigureKind
from outcomes.rules import Recomputed
from outcomes.selectors.area_values import AreaRow
from outcomes.selectors.evidence import KINDS, EvidenceFilter
from outcomes.selectors.figures import FigureFilter, FigureView

FEWEST, MOST = 2, 4
LONGEST_SEARCH = 200
NUMBERS = {0: "none", 1: "one", 2: "two", 3: "three", 4: "four"}


class CompareForm(AppFormMixin, forms.Form):
    """Two to four areas. Bound only where the address names any, so that a first visit is no mistake."""

    area = forms.MultipleChoiceField(
        label="Areas to compare",
        help_text="Choose two, three or four.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose two, three or four areas",
            "invalid_choice": "“%(value)s” is none of the areas: choose from the list",
        },
    )

    def __init__(self, data: QueryDict | None, areas: Iterable[AreaRow]) -> None:
        super().__init__(data, auto_id="compare_%s")
        offer(self, "area", ((area.key, area.short_name) for area in areas))

    def clean_area(self) -> list[str]:
        keys: list[str] = list(dict.fromkeys(self.cleaned_data["area"]))
        if FEWEST <= len(keys) <= MOST:
            return keys
        count = NUMBERS.get(len(keys), str(len(keys)))
        cure = "Choose at least one more" if len(keys) < FEWEST else "Take some away"
        raise forms.ValidationError(
            f"Choose two, three or four areas: you chose {count}. {cure}.", code="how_many"
        )


class EvidenceForm(ViewForm):
    q = forms.CharField(label="Words", required=False, max_length=LONGEST_SEARCH, widget=SearchInput)
    area = choice("Area", [])
    kind = choice("Kind", [("", "Anything"), *KINDS.items()])
    basis = choice("What a figure rests on", [("", "Anything"), *FigureBasis.choices])

    def __init__(self, data: QueryDict, areas: Iterable[AreaRow]) -> None:
        super().__init__(data)
        offer(self, "area", [("", "Any area"), *((area.key, area.short_name) for area in areas)])

    def filter(self) -> EvidenceFilter:
        return EvidenceFilter(
            words=self.chosen("q"),
            area=self.chosen("area"),
            kind=self.chosen("kind"),
            basis=self.chosen("basis"),
        )


class FigureForm(ViewForm):
    area = choice("Area", [])
    basis = choice("What it rests on", [("", "Anything"), *FigureBasis.choices])
    domain = choice("About", [])
    kind = choice("Kind", [("", "Impacts"), *((kind.value, str(kind.label)) for kind in FigureKind)])
    recomputes = choice(
        "Recomputes", [("", "Any figure"), *((each.value, str(each.label)) for each in Recomputed)]
    )

    def __init__(self, data: QueryDict, figures: Sequence[FigureView]) -> None:
        super().__init__(data)
        areas = {figure.area_key: figure.area for figure in figures}
        domains = sorted({figure.domain for figure in figures if figure.domain}, key=str.casefold)
        offer(self, "area", [("", "Any area"), *areas.items()])
        offer(self, "domain", [("", "Anything"), *((each, each[:1].upper() + each[1:]) for each in domains)])

    def filter(self) -> FigureFilter:
        names = ("area", "basis", "domain", "kind", "recomputes")
        return FigureFilter(**{name: self.chosen(name) for name in names})


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a field the choices that there are."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(value, str(label)) for value, label in choices]
