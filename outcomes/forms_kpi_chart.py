"""What people type to set a target, to decide about a chart, and to withdraw such a decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, parse_fuzzy_date
from outcomes.forms_kpi import WIDE, DayField, NumberField, StampedForm
from outcomes.models.targets import ChartDecisionKind


class TargetForm(StampedForm):
    """A new target in numbers or in words. What stands now ends the day before it begins, and stays to be read."""

    value = NumberField(
        label="Target in numbers", help_text="In the KPI’s unit. Leave it empty for one in words."
    )
    words = forms.CharField(
        label="Target in words",
        help_text="As it was agreed, such as “a 16% rise in take-up”.",
        required=False,
        max_length=300,
    )
    starts_on = DayField(
        label="Holds from",
        help_text="The first day on which it holds, such as 1 April 2025. Points before it are judged against what "
        "stood then. Left empty, a first target holds from the first point, and a later one from today.",
    )
    ends_on = DayField(label="Last day", help_text="Leave it empty if no end is set.")
    date = forms.CharField(
        label="To be reached by",
        help_text="As it was agreed: March 2026, 2025/26, or a day. Leave it empty if nobody has said.",
        required=False,
        max_length=120,
        widget=forms.TextInput(WIDE),
    )
    origin = forms.CharField(
        label="Who set it",
        help_text="Such as “national standard”, or a board and its date.",
        required=False,
        max_length=200,
    )

    field_order = ("value", "words", "starts_on", "ends_on", "date", "origin", "reason", "stamp")

    def clean_date(self) -> FuzzyDate | None:
        typed = str(self.cleaned_data["date"]).strip()
        if not typed:
            return None
        try:
            return parse_fuzzy_date(typed)
        except FuzzyDateError as error:
            raise ValidationError(f"To be reached by: {error}", code="unreadable") from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "value" in given and given["value"] is None and not given.get("words"):
            self.add_error("value", "Give the target in numbers or in words")
        return given


# --- decisions about the chart ------------------------------------------------------------------------------------

KIND_CHOICES = (
    (ChartDecisionKind.REBASE, "Set the mean and limits anew from a period on"),
    (ChartDecisionKind.GHOST, "Leave one period out of the mean, the limits and the rules"),
)


class DecisionForm(StampedForm):
    """Limits set anew, or a point left out: which, where, and the cause that is known."""

    kind = forms.ChoiceField(
        label="What is decided?",
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided"},
    )
    on = forms.ChoiceField(
        label="Which period?",
        help_text="Limits are set anew from this period on, or this period is left out.",
        error_messages={"required": "Choose a period", "invalid_choice": "Choose a period from the list"},
    )

    field_order = ("kind", "on", "reason", "stamp")

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["on"]
        field.choices = [("", "Choose a period"), *periods]
        self.fields["reason"].label = "What is known to have changed, and who agreed this?"
        self.fields["reason"].help_text = (
            "Name the cause: a new service, a new way of counting, a closure. Without a known cause the limits stay: "
            "setting them anew to make a change disappear hides what the chart is there to show."
        )
        self.fields["reason"].error_messages["required"] = "Name the known cause and who agreed this"

    @property
    def day(self) -> date:
        return date.fromisoformat(self.cleaned_data["on"])


class WithdrawForm(StampedForm):
    """Why a decision about the chart is taken back."""
