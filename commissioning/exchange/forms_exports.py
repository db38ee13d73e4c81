"""The form of a saved export."""

from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.exchange.models import Cadence, ExportFormat
from commissioning.exchange.selectors.table_words import WHOLE, table_words
from commissioning.reporting.exports import TABLES


class SavedExportForm(DoorForm):
    mark_optional = False
    name = forms.CharField(
        label="What is it called?",
        max_length=120,
        required=False,  # the door asks for it
        widget=forms.TextInput({"class": "nhsuk-input--width-30", "autocomplete": "off"}),
    )
    table = forms.ChoiceField(label="What is in it?", required=False)
    query = forms.CharField(
        label="Filters and order",
        help_text="As they stand in the address of the list after the question mark, such as kind=milestone&sort=-when."
        " Lists fill this in.",
        max_length=2000,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    format = forms.ChoiceField(label="As which kind of file?", choices=ExportFormat.choices)
    cadence = forms.ChoiceField(label="How often is it made?", choices=Cadence.choices, required=False)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        tables: Any = self.fields["table"]
        tables.choices = [("", WHOLE), *((name, table_words(name)) for name in sorted(TABLES))]
