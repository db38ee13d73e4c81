"""The form of a programme's bands: up to six rows, each a name and the score from which it begins."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from governance.forms_risks import ReasonField
from governance.rules.scoring import HIGHEST_SCORE, Band
from governance.services.risk_bands import bands_faults
from procurement.forms.contract_acts import day_field

MOST_BANDS = 6
PARTS = ("name", "from", "words", "escalates")


class BandsForm(DoorForm):
    """A row left wholly empty is no band. What is wrong with the bands together stands above the form."""

    mark_optional = False  # a row is given wholly or not at all, which the page says

    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    starts_on = day_field(
        "From which day do they count?",
        hint="Such as 1 April 2027. The days before keep the bands that they had.",
        missing="Enter the day from which these bands count",
    )
    reason = ReasonField(hint="Such as the body that agreed them. It stands beside the bands.")

    def __init__(self, *given: Any, bands: Sequence[Band], **more: Any) -> None:
        super().__init__(*given, **more)
        for place in range(1, MOST_BANDS + 1):
            held = bands[place - 1] if place <= len(bands) else None
            self._add_row(place, held)
        rows = [f"{part}_{place}" for place in range(1, MOST_BANDS + 1) for part in PARTS]
        self.order_fields([*rows, "starts_on", "reason", "seen"])

    def _add_row(self, place: int, held: Band | None) -> None:
        self.fields[f"name_{place}"] = forms.CharField(
            label="Name",
            required=False,
            max_length=40,
            initial=held.name if held else "",
            error_messages={"max_length": f"Band {place}: shorten the name to 40 characters"},
            widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
        )
        self.fields[f"from_{place}"] = forms.IntegerField(
            label="Lowest score",
            required=False,
            min_value=1,
            max_value=HIGHEST_SCORE,
            initial=held.from_score if held else None,
            widget=forms.TextInput({"class": "nhsuk-input--width-2", "inputmode": "numeric"}),
            error_messages={
                "invalid": f"Band {place}: enter a whole number from 1 to {HIGHEST_SCORE}",
                "min_value": f"Band {place}: the lowest score is 1",
                "max_value": f"Band {place}: the highest score is {HIGHEST_SCORE}",
            },
        )
        self.fields[f"words_{place}"] = forms.CharField(
            label="What is to be done with a risk in it",
            required=False,
            max_length=300,
            initial=held.words if held else "",
            error_messages={"max_length": f"Band {place}: shorten what is to be done to 300 characters"},
        )
        self.fields[f"escalates_{place}"] = forms.BooleanField(
            label="Its risks are to be escalated",
            required=False,
            initial=bool(held and held.escalates),
        )

    @property
    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rows of boxes, for the template."""
        return [(place, [self[f"{part}_{place}"] for part in PARTS]) for place in range(1, MOST_BANDS + 1)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.bands = tuple(
            band for place in range(1, MOST_BANDS + 1) if (band := self._band(place)) is not None
        )
        if not self.errors:
            for fault in bands_faults(self.bands):
                self.add_error(None, fault)
        return self.cleaned_data

    def _band(self, place: int) -> Band | None:
        name, lowest, words, escalates = (self.cleaned_data.get(f"{part}_{place}") for part in PARTS)
        if not (name or lowest is not None or words or escalates):
            return None
        if not name and f"name_{place}" not in self.errors:
            self.add_error(f"name_{place}", f"Band {place}: give it a name, or empty the whole row")
        if lowest is None and f"from_{place}" not in self.errors:
            self.add_error(f"from_{place}", f"Band {place}: enter the score from which it begins, 1 to 25")
        return Band(str(name or ""), lowest or 0, str(words or ""), escalates=bool(escalates))
