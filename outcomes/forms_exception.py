"""What is said of a KPI in exception: what it means, why it is so, what is done, by which role and by when."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.forms.door import DoorForm
from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, parse_fuzzy_date

LONGEST = 4000
WIDE = {"class": "nhsuk-input--width-20", "autocomplete": "off"}


class DueField(forms.CharField):
    """A date as people agree on it. Cleans to a FuzzyDate."""

    def clean(self, value: Any) -> FuzzyDate:
        try:
            return parse_fuzzy_date(super().clean(value))
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error


class ExceptionForm(DoorForm):
    meaning = forms.CharField(
        label="What it means",
        help_text="For children and families, in a sentence or two. The chart’s own finding stands above already.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )
    cause = forms.CharField(
        label="Cause",
        help_text="Why it is so, or that the cause is not known yet.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why it is so, or that the cause is not known yet"},
    )
    action = forms.CharField(
        label="Action",
        help_text="What is done about it.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what is done about it"},
    )
    action_owner = forms.CharField(
        label="Who does it",
        help_text="A role, never a person’s name, such as Head of service.",
        max_length=120,
        widget=forms.TextInput(WIDE),
        error_messages={"required": "Name the role that does it, such as Head of service"},
    )
    due = DueField(
        label="By when",
        help_text="A day, or as loose as it was agreed: 30 June 2026, September 2026, Q1 2026/27.",
        max_length=120,
        widget=forms.TextInput(WIDE),
        error_messages={"required": "Say by when, such as 30 June 2026"},
    )
