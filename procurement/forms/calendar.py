"""The filter of a calendar: kinds of date, a phase, and from when to when."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.periods import add_months, day_before
from procurement.forms.filters import SinceField
from procurement.rules_calendar import CalendarRow, DateKind, in_window

MONTHS_AHEAD = 12
NONE = "none"
BOX = {"class": "nhsuk-input--width-10", "autocomplete": "off"}


class CalendarForm(ViewForm):
    kind = choice("Kind", [("", "Any kind"), *DateKind.choices])
    phase = choice("Phase", [])
    since = SinceField(label="From", required=False, max_length=80, widget=forms.TextInput(BOX))
    until = SinceField(label="To", required=False, max_length=80, widget=forms.TextInput(BOX))

    def __init__(self, data: QueryDict, rows: Sequence[CalendarRow], on: date) -> None:
        super().__init__(data)
        self.on = on
        numbers = sorted({row.phase_number for row in rows if row.phase_number is not None})
        field = self.fields["phase"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("", "Any phase"),
            *((str(number), f"Phase {number}") for number in numbers),
            (NONE, "No phase"),
        ]

    @property
    def window(self) -> tuple[date, date]:
        """From the day to a year on, unless asked otherwise. A month as either end counts whole."""
        since: FuzzyDate | None = self.chosen("since") or None
        until: FuzzyDate | None = self.chosen("until") or None
        first = (since.start or since.end) if since else None
        last = (until.end or until.start) if until else None
        begins = first or self.on
        return begins, last or day_before(add_months(begins, MONTHS_AHEAD))

    @property
    def problems(self) -> list[str]:
        begins, ends = self.window
        turned = [] if begins <= ends else ["To: it lies before the day it runs from, so nothing is shown"]
        return [*super().problems, *turned]

    def value_label(self, name: str) -> str:
        label = super().value_label(name)
        before = {"since": "From ", "until": "To "}
        return f"{before.get(name, '')}{label}" if label else ""

    def fits(self, row: CalendarRow) -> bool:
        """Whether a row answers kind and phase; the window is another matter."""
        kind, phase = self.chosen("kind"), self.chosen("phase")
        number = "" if row.phase_number is None else str(row.phase_number)
        return (not kind or row.kind == kind) and (not phase or number == ("" if phase == NONE else phase))

    def falls_in(self, row: CalendarRow) -> bool:
        return in_window(row, *self.window)
