"""The forms of an import: the file, its columns, the yes, the undo."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.intake.limits import LIMITS
from commissioning.exchange.selectors.places import FileColumn

MEGABYTE = 1024 * 1024
LEAVE_OUT = "Leave this column out"


class UploadForm(AppFormMixin, forms.Form):
    file = forms.FileField(
        label="The spreadsheet",
        help_text="An .xlsx workbook or a .csv file, at most 10 MB: our template, a file taken away here, or your own "
        "sheet with other headings.",
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": "Choose the file to import",
            "empty": "The file is empty. Choose one with rows in it",
            "invalid": "Choose the file again: the browser did not send it",
        },
    )
    effective_on = forms.DateField(
        label="From when do the changes count?",
        help_text="For changes that hold from a day, such as a lead or a forecast. Today, unless you say otherwise: "
        "1 April 2026 or 2026-04-01.",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
        error_messages={"invalid": "Write the day like 1 April 2026 or 2026-04-01"},
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > LIMITS.file_bytes:
            size = sent.size / MEGABYTE
            most = LIMITS.file_bytes // MEGABYTE
            raise forms.ValidationError(
                f"This file has {size:.1f} MB; at most {most} MB can be read. Split it into several."
            )
        return sent


class ColumnsForm(AppFormMixin, forms.Form):
    """A list box for each column of the file: which column of the register it is, or none."""

    mark_optional = False

    def __init__(
        self,
        data: Any,
        columns: Sequence[FileColumn],
        headings: Sequence[str],
    ) -> None:
        super().__init__(data)
        choices = [("", LEAVE_OUT), *((each, each) for each in headings)]
        for column in columns:
            self.fields[f"column_{column.place}"] = forms.ChoiceField(
                label=f"{column.letter}: {column.heading or 'no heading'}",
                help_text=_hint(column),
                choices=choices,
                initial=column.proposed,
                required=False,
            )
        self.fields["remember"] = forms.BooleanField(
            label="Remember this for files with the same headings", required=False, initial=True
        )
        self.fields["shared"] = forms.BooleanField(
            label="Share it with everybody who imports into this register here", required=False
        )

    @property
    def chosen(self) -> dict[int, str]:
        return {
            int(name.removeprefix("column_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }


def _hint(column: FileColumn) -> str:
    sample = f"Such as {column.sample}" if column.sample else "Empty in the first rows"
    return f"{sample}. {column.told}" if column.told else sample


class ConfirmForm(DoorForm):
    mark_optional = False
    reason = forms.CharField(
        label="Why do these records change?",
        help_text="One or two sentences. They stand in the history of each record.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        required=False,  # the door asks for it, in the same words everywhere
    )
    leave_out = forms.BooleanField(label="Import the other rows without the refused ones", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, version: int, refused: int) -> None:
        super().__init__(data, initial={"version": version})
        if not refused:
            del self.fields["leave_out"]


class UndoForm(DoorForm):
    mark_optional = False
    reason = forms.CharField(
        label="Why is it undone?",
        help_text="It stands in the history of each record.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
