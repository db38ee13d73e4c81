"""The filter over the facts taken from one paper."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.core.forms.renderer import FilterFormMixin
from commissioning.core.forms.widgets import SearchInput

LONGEST_SEARCH = 200


class FactFilter(FilterFormMixin, forms.Form):
    q = forms.CharField(label="Search", required=False, max_length=LONGEST_SEARCH, widget=SearchInput)
    place = forms.ChoiceField(
        label="Place in the paper",
        required=False,
        error_messages={"invalid_choice": "No fact was taken from “%(value)s”, so every place is shown"},
    )

    kind = forms.ChoiceField(label="Kind of fact", required=False)

    def __init__(
        self, data: Any, *, locators: Sequence[tuple[str, int]], kinds: Sequence[tuple[str, int]]
    ) -> None:
        super().__init__(data)
        self._choose("place", "Anywhere", locators)
        self._choose("kind", "Any kind", kinds)

    def _choose(self, name: str, anything: str, counts: Sequence[tuple[str, int]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        named = [(value, f"{value[:1].upper()}{value[1:]} ({count})") for value, count in counts]
        field.choices = [("", anything), *named]

    def chosen(self) -> dict[str, str]:
        """The sides that can be read; a place that the paper does not have narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
