"""The form that reports a month of a budget line."""

from datetime import date
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.fuzzydate import FuzzyDateError, Precision, parse_fuzzy_date
from commissioning.core.money import Money, parse_money
from procurement.models.pools import VarianceSign

MONTH_NEEDED = "Enter the month that is reported, such as May 2020"
NARROW = {"class": "nhsuk-input--width-20", "autocomplete": "off"}


class MonthField(forms.CharField):
    """A month as people write it; cleans to its first day."""

    def clean(self, value: Any) -> date:
        text = super().clean(value)
        try:
            found = parse_fuzzy_date(text)
        except FuzzyDateError as error:
            raise forms.ValidationError(MONTH_NEEDED, code="unreadable") from error
        if found.precision not in (Precision.MONTH, Precision.DAY) or found.start is None:
            raise forms.ValidationError(MONTH_NEEDED, code="unreadable")
        return found.start.replace(day=1)


class ReportForm(DoorForm):
    """What a month cost, what the year will cost, the variance as printed with its sign, and why."""

    month = MonthField(
        label="Which month?",
        help_text="Such as May 2020",
        max_length=40,
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
        error_messages={"required": MONTH_NEEDED},
    )
    outturn = forms.CharField(
        label="What the month cost",
        help_text="Such as £72,500, nil, or TBC. Leave empty if it is not part of this report.",
        max_length=200,
        required=False,
        widget=forms.TextInput(NARROW),
    )
    forecast = forms.CharField(
        label="What the whole year is expected to cost",
        help_text="Such as £870,000 or ~£0.9m",
        max_length=200,
        required=False,
        widget=forms.TextInput(NARROW),
    )
    variance = forms.CharField(
        label="Variance, if the report prints one",
        help_text="As printed, such as -£12,000. It is kept beside the one that is worked out.",
        max_length=200,
        required=False,
        widget=forms.TextInput(NARROW),
    )
    sign = forms.ChoiceField(
        label="In that report, an amount above 0 is",
        choices=[("", "No variance is printed"), *VarianceSign.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label="Explanation of the variance, or of the correction",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    stamp = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def money(self, name: str) -> Money:
        return parse_money(self.cleaned_data[name])
