"""The form that puts an amount to a budget line."""

from typing import Any

from django import forms

from commissioning.core.forms.door import REASON_HINT, DoorForm
from commissioning.core.money import Money, parse_money
from procurement.models import BudgetLine
from procurement.models.budget import BudgetLineStatus
from procurement.rules import SETTLED_TO

AMOUNT_HINT = "As it was given: £870,000, £0.87m, ~£0.9m, £0.8m to £0.9m, nil"


class SettleForm(DoorForm):
    """The amount as it was given, whether it is confirmed, and why."""

    amount = forms.CharField(
        label="Amount",
        help_text=AMOUNT_HINT,
        max_length=200,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter the amount, such as £870,000 or £0.87m"},
    )
    status = forms.ChoiceField(
        label="How sure is it?",
        widget=forms.RadioSelect,
        choices=[(BudgetLineStatus(status).value, BudgetLineStatus(status).label) for status in SETTLED_TO],
        error_messages={
            "required": "Select whether the amount is confirmed or indicative",
            "invalid_choice": "Select whether the amount is confirmed or indicative",
        },
    )
    reason = forms.CharField(
        label="Why?",
        help_text=REASON_HINT.replace("the service’s history", "the line’s history"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say where the amount comes from, for those who read the history later"},
    )
    stamp = forms.IntegerField(required=False, widget=forms.HiddenInput)

    mark_optional = False

    def __init__(self, *given: Any, line: BudgetLine, **more: Any) -> None:
        super().__init__(*given, **more)
        money = line.money
        year = f", {money.year}" if money.year else ""
        self.fields[
            "amount"
        ].help_text = f"{AMOUNT_HINT}. On the line’s own basis: {money.basis.label}{year}."

    @property
    def seen(self) -> int:
        """The version of the line that the form was made from; 0 where the hidden field is not ours."""
        return self.cleaned_data.get("stamp") or 0

    def money(self) -> Money:
        return parse_money(self.cleaned_data["amount"])
