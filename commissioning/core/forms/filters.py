"""Filters over a list: what an address says, read into what a selector takes. A page and its export share one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from commissioning.core.forms.renderer import FilterFormMixin
from commissioning.core.fuzzydate import FuzzyDate


class ViewForm(FilterFormMixin, forms.Form):
    """A filter that stays usable while a field is wrong: the others hold, and the page says which does not."""

    def chosen(self, name: str) -> Any:
        """A field's value; empty while it is wrong."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    @property
    def problems(self) -> list[str]:
        return [f"{self.fields[name].label}: {errors[0]}" for name, errors in self.errors.items()]

    def value_label(self, name: str) -> str:
        """The chosen value as the page words it; "" where nothing is chosen."""
        value = self.chosen(name)
        field = self.fields[name]
        if not value:
            return ""
        if isinstance(value, FuzzyDate):
            return value.printed
        return labels_of(field).get(value, "") if isinstance(field, forms.ChoiceField) else str(value)


def labels_of(field: forms.ChoiceField) -> dict[str, str]:
    choices: Iterable[Any] = field.choices  # type: ignore[assignment]  # never a callable here
    return {str(value): str(label) for value, label in choices}


def choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    """A side of a filter with a fixed set of values; one that is none of them is said to be unused."""
    wrong = {"invalid_choice": "“%(value)s” is not one of the choices, so this filter is not used"}
    return forms.ChoiceField(label=label, required=False, choices=list(choices), error_messages=wrong)
