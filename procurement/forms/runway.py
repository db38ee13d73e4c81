"""What an address asks of the runway: which rows, and what is supposed of go-lives and lengths."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError
from procurement.rules_backplan import LONGEST
from procurement.rules_what_if import PARTS, WhatIf, read_go_live
from procurement.selectors.runway_types import PhaseRunway, RunwayRow

GAPS, LATE, UNKNOWN, NONE = "gaps", "late", "unknown", "none"
SHOWN = [
    ("", "Everything"),
    (GAPS, "Only where a gap may be left"),
    (LATE, "Only what is late to start"),
    (UNKNOWN, "Only where something is not known"),
]
ASKED_OF_PHASE = re.compile(r"go_live_(?P<number>\d{1,5})")


class GoLiveField(forms.CharField):
    """A month or a date as papers print it. Cleans to a FuzzyDate with days, or None when empty."""

    def clean(self, value: Any) -> FuzzyDate | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return read_go_live(text)
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error


class RunwayForm(ViewForm):
    """The filter and, apart from it, what is supposed: a go-live for each phase and how long each part takes."""

    phase = choice("Phase", [])
    lead = choice("Lead commissioner", [])
    show = choice("Show", SHOWN)

    def __init__(self, data: QueryDict, phases: Sequence[PhaseRunway], rows: Sequence[RunwayRow]) -> None:
        super().__init__(data)
        self.numbers = [phase.number for phase in phases]
        named = [(str(phase.number), phase.title) for phase in phases]
        self._offer("phase", [("", "Any phase"), *named, (NONE, "No phase")])
        leads = sorted({row.lead for row in rows if row.lead}, key=str.casefold)
        self._offer("lead", [("", "Any"), *((lead, lead) for lead in leads), (NONE, "None recorded")])
        for phase in phases:
            self.fields[f"go_live_{phase.number}"] = _go_live_field(phase)
        for name, (what, unit) in PARTS.items():
            self.fields[name] = _length_field(what, unit)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(choices)

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("phase", "lead", "show")]

    @property
    def go_live_fields(self) -> list[forms.BoundField]:
        return [self[f"go_live_{number}"] for number in self.numbers]

    @property
    def length_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PARTS]

    @property
    def what_if(self) -> WhatIf:
        """What is supposed, as far as it can be read."""
        self.is_valid()
        moved = {number: self.cleaned_data.get(f"go_live_{number}") for number in self.numbers}
        lengths = {name: self.cleaned_data.get(name) for name in PARTS}
        return WhatIf(
            {number: when for number, when in moved.items() if when is not None},
            {name: length for name, length in lengths.items() if length is not None},
        )

    @property
    def problems(self) -> list[str]:
        asked = (ASKED_OF_PHASE.fullmatch(name) for name in self.data)
        strangers = [int(found["number"]) for found in asked if found]
        missing = [
            f"There is no phase {number}, so its go-live is not used."
            for number in strangers
            if number not in self.numbers
        ]
        return [*super().problems, *missing]

    def value_label(self, name: str) -> str:
        """For the removable chips: “If phase 1 goes live December 2020”, “If tender takes 8 weeks”."""
        found = self.what_if
        if name in PARTS:
            only = WhatIf(durations={name: found.durations[name]}) if name in found.durations else WhatIf()
        elif (asked := ASKED_OF_PHASE.fullmatch(name)) is not None:
            number = int(asked["number"])
            only = WhatIf({number: found.go_lives[number]}) if number in found.go_lives else WhatIf()
        else:
            return super().value_label(name)
        return f"If {only.words[0]}" if only else ""

    def fits(self, row: RunwayRow) -> bool:
        """Whether a row answers the filter."""
        phase, lead, show = self.chosen("phase"), self.chosen("lead"), self.chosen("show")
        number = "" if row.phase_number is None else str(row.phase_number)
        shown = {
            GAPS: row.has_gap,
            LATE: row.is_late,
            UNKNOWN: bool(row.unknowns or (row.phase and row.phase.unknowns)) or row.where.is_unknown,
        }
        return (
            (not phase or number == ("" if phase == NONE else phase))
            and (not lead or row.lead == ("" if lead == NONE else lead))
            and shown.get(show, True)
        )


def _go_live_field(phase: PhaseRunway) -> GoLiveField:
    recorded = phase.stated.printed if phase.stated.is_dated else "not stated"
    return GoLiveField(
        label=f"Phase {phase.number} goes live",
        help_text=f"Recorded: {recorded}",
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
    )


def _length_field(what: str, unit: str) -> forms.IntegerField:
    wrong = f"Enter a whole number of {unit}s from 0 to {LONGEST}"
    return forms.IntegerField(
        label=f"{what} takes ({unit}s)",
        required=False,
        min_value=0,
        max_value=LONGEST,
        widget=forms.TextInput(
            {"class": "nhsuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )
