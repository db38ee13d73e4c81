"""What an address says of a view of the register of contracts, and the form that keeps such a view under a name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.forms.widgets import SearchInput
from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from procurement.rules_acts import ContractState
from procurement.selectors.contract_list import CURRENT, NONE, SEALED, ContractFilter, provider_key
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.sealed import NOT_SHOWN


class BeforeField(forms.CharField):
    """A day, a month or a year before which something ends. Cleans to its first day, or None."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            when = parse_fuzzy_date(text)
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error
        first = when.start or when.end
        if first is None:
            raise ValidationError("Enter a date, such as April 2028", code="undated")
        return first


class ContractFilterForm(ViewForm):
    q = forms.CharField(
        label="Name, number or service", required=False, widget=SearchInput, max_length=200, strip=True
    )
    state = choice("State", [])
    provider = choice("Provider", [])
    service = choice("Service", [])
    phase = choice("Phase", [])
    ending = BeforeField(label="Ending before", required=False, max_length=80)
    illustrative = choice("Illustrative", [("", "Either"), ("yes", "Illustrative"), ("no", "From papers")])

    def __init__(self, data: QueryDict, rows: Sequence[ContractRow]) -> None:
        super().__init__(data)
        self._offer("state", [("", "Any state"), (CURRENT, "Not ended"), *ContractState.choices])
        names = {NONE: "None recorded", SEALED: NOT_SHOWN}
        keys = sorted({provider_key(row) for row in rows}, key=lambda key: (key in names, key.casefold()))
        self._offer("provider", [("", "Any"), *((key, names.get(key, key)) for key in keys)])
        services = {service.reference: service.name for row in rows for service in row.services}
        by_name = sorted(services.items(), key=lambda pair: pair[1].casefold())
        self._offer("service", [("", "Any"), *by_name])
        phases = {str(row.phase_number): row.phase_name for row in rows if row.phase_number is not None}
        if not data.get("illustrative") and not any(row.illustrative for row in rows):
            del self.fields["illustrative"]
        numbered = [(number, f"Phase {number}: {phases[number]}") for number in sorted(phases, key=int)]
        self._offer("phase", [("", "Any"), *numbered, (NONE, "No phase")])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(value, str(label)) for value, label in choices]

    def value_label(self, name: str) -> str:
        value = self.chosen(name)
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else super().value_label(name)

    def filter(self) -> ContractFilter:
        return ContractFilter(
            search=self.chosen("q"),
            state=self.chosen("state"),
            provider=self.chosen("provider"),
            service=self.chosen("service"),
            phase=self.chosen("phase"),
            ending_before=self.chosen("ending") or None,
            illustrative=self.chosen("illustrative") if "illustrative" in self.fields else "",
        )


class SaveViewForm(AppFormMixin, forms.Form):
    """A name for the view of the address."""

    name = forms.CharField(
        label="Name of this view",
        max_length=80,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter a name for the view"},
    )
    is_shared = forms.BooleanField(label="Share it with everybody in the programme", required=False)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_view_%s", **kwargs})
