"""Forms whose values go through a door of `services`: they read what a person typed; the door says if it may be."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, parse_fuzzy_date

EFFECTIVE_HINT = "A day, or as loose as it was agreed: 1 April 2020, September 2019, By April 2020"
REASON_HINT = "One or two sentences, and the meeting that agreed it. They stand in the service’s history."
UNDATED = "Enter the date from which the change counts, such as 1 April 2020 or September 2019"
UNREASONED = "Say why the scope changes, for those who read the history later"


class EffectiveField(forms.CharField):
    """A date as people agree on it. Cleans to a FuzzyDate."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            label="From when does it count?",
            help_text=EFFECTIVE_HINT,
            max_length=120,
            widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
            error_messages={"required": UNDATED},
            **given,
        )

    def clean(self, value: Any) -> FuzzyDate:
        try:
            return parse_fuzzy_date(super().clean(value))
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error


class ReasonField(forms.CharField):
    def __init__(self, **given: Any) -> None:
        super().__init__(
            label="Why?",
            help_text=REASON_HINT,
            max_length=2000,
            widget=forms.Textarea({"rows": 4}),
            error_messages={"required": UNREASONED},
            **given,
        )


class DoorForm(AppFormMixin, forms.Form):
    """A form whose values go through a door, and whose values as typed travel with the summary to confirm."""

    door_fields: Mapping[str, str] = {}  # the door's name of a field → the form's, where they differ

    def refuse_with(self, refusal: ValidationError) -> None:
        """Put what the door refused at its fields; what fits no field stands above the form."""
        problems = getattr(refusal, "error_dict", None) or {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in problems.items():
            field = self.door_fields.get(name, name)
            self.add_error(field if field in self.fields else None, errors)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Every value as it was typed, for hidden fields."""
        return [(name, value) for name in self.fields for value in self._values(name)]

    def _values(self, name: str) -> Sequence[str]:
        data: Any = self.data
        found: Sequence[str] = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return found
