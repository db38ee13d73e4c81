"""The forms that make a version of a framework or a strategy, and that agree one."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.forms.door import DoorForm
from commissioning.core.fuzzydate import FuzzyDateError, Precision, parse_fuzzy_date
from outcomes.rules_frameworks import UNPLACED, UNREASONED

WHY_HINT = "One or two sentences. They stand in the history of this version."


class VersionForm(DoorForm):
    """Why a new version is made. `stamp` says what the version held when the form was opened."""

    reason = forms.CharField(
        label="Why?",
        help_text=WHY_HINT,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": UNREASONED},
    )
    stamp = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    mark_optional = False

    @property
    def seen(self) -> str:
        return str(self.cleaned_data.get("stamp") or "")

    @property
    def why(self) -> str:
        return str(self.cleaned_data["reason"]).strip()


class AgreeForm(VersionForm):
    """When and where a draft was agreed."""

    on = forms.CharField(
        label="When was it agreed?",
        help_text="The exact day, such as 26 September 2019",
        max_length=60,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter the day on which it was agreed, such as 26 September 2019"},
    )
    where = forms.CharField(
        label="Where was it agreed?",
        help_text="The meeting or the decision, such as “Health and Wellbeing Board, item 7”",
        max_length=200,
        error_messages={"required": UNPLACED},
    )

    field_order = ("on", "where", "reason", "stamp")

    def clean_on(self) -> date:
        """An exact day; a month alone would not say which version was in force in it."""
        typed = str(self.cleaned_data["on"])
        try:
            read = parse_fuzzy_date(typed)
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error
        if read.precision != Precision.DAY or read.start is None:
            raise ValidationError(f"“{typed}” is not one day. Enter the exact day, such as 26 September 2019")
        return read.start

    @property
    def day(self) -> date:
        found: date = self.cleaned_data["on"]
        return found

    @property
    def place(self) -> str:
        return str(self.cleaned_data["where"]).strip()
