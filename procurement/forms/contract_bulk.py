"""The form that changes one field of several contracts."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from procurement.rules_contracts import UNREASONED
from procurement.selectors.contract_fields import label_of
from procurement.selectors.contract_types import ContractRow
from procurement.services.contract_bulk import FIELDS


class BulkForm(DoorForm):
    """Each box carries the version of its contract that the person saw."""

    contracts = forms.MultipleChoiceField(
        label="Contracts",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one contract",
            "invalid_choice": "A contract chosen was changed by somebody else meanwhile, or is no longer in this view. "
            "It is not ticked now: look at it, and tick it again",
        },
    )
    field = forms.ChoiceField(
        label="Which field?",
        choices=[(name, label_of(name)[:1].upper() + label_of(name)[1:]) for name in FIELDS],
    )
    value = forms.CharField(
        label="New value",
        help_text="Months as a number; a CPV code as eight digits. Leave it empty to clear the field.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Why?",
        help_text="It stands in the history of every contract that changes.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": UNREASONED.rstrip(".")},
    )

    def __init__(self, *args: Any, rows: Sequence[ContractRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["contracts"]
        field.choices = [
            (f"{row.contract_id}:{row.version}", f"{row.name} ({row.reference})") for row in rows
        ]

    def chosen(self) -> dict[int, int]:
        """Each contract's key with the version seen."""
        return {
            int(key): int(version) for key, version in (c.split(":") for c in self.cleaned_data["contracts"])
        }
