"""The forms of a review: what was found, the KPIs in focus, and up to five actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.forms.door import DoorForm
from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from outcomes.models import KPI
from procurement.forms.contract_acts import WIDE, day_field
from procurement.models import Contract
from procurement.services.contract_reviews import UNFOUND, Asked

MOST_ACTIONS = 5


class ReviewForm(DoorForm):
    held_on = day_field("When was it held?", missing="Enter the day of the meeting")
    present = forms.CharField(
        label="Who was at the table?",
        help_text="Organisations and roles, never names",
        required=False,
        max_length=300,
    )
    found = forms.CharField(
        label="What was found?",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": UNFOUND.rstrip(".")},
    )
    next_on = day_field("When is the next review?", required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpis: list[KPI] = list(contract.kpis.order_by("name", "reference"))
        for kpi in self.kpis:
            self.fields[f"focus_{kpi.pk}"] = forms.BooleanField(label=f"In focus: {kpi.name}", required=False)
            self.fields[f"said_{kpi.pk}"] = forms.CharField(
                label=f"What was said of {kpi.name}", required=False, max_length=2000
            )
        for place in range(1, MOST_ACTIONS + 1):
            self.fields[f"action_{place}"] = forms.CharField(
                label=f"Action {place}: what is to be done?", required=False, max_length=500
            )
            self.fields[f"owner_{place}"] = forms.CharField(
                label=f"Action {place}: who owns it?",
                help_text="A role, never a name",
                required=False,
                max_length=200,
                widget=forms.TextInput(WIDE),
            )
            self.fields[f"due_{place}"] = forms.CharField(
                label=f"Action {place}: by when?",
                help_text="Such as 30 June 2027, or June 2027",
                required=False,
                max_length=120,
                widget=forms.TextInput(WIDE),
            )
        self.order_fields(
            [
                "held_on",
                "present",
                "found",
                *[n for n in self.fields if "_" in n and n not in ("held_on", "next_on")],
                "next_on",
            ]
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.actions: list[Asked] = []
        for place in range(1, MOST_ACTIONS + 1):
            text, owner, due = (
                str(self.cleaned_data.get(f"{part}_{place}") or "").strip()
                for part in ("action", "owner", "due")
            )
            if not (text or owner or due):
                continue
            if not text:
                self.add_error(f"action_{place}", f"Action {place}: write what is to be done")
            if not owner:
                self.add_error(f"owner_{place}", f"Action {place}: name the role that owns it")
            try:
                self.actions.append(Asked(text, owner, parse_fuzzy_date(due or "TBC")))
            except FuzzyDateError as error:
                self.add_error(f"due_{place}", ValidationError(f"Action {place}: {error}", code="unreadable"))
        return self.cleaned_data

    def focus(self) -> list[tuple[KPI, str]]:
        given = self.cleaned_data
        return [(kpi, given[f"said_{kpi.pk}"]) for kpi in self.kpis if given[f"focus_{kpi.pk}"]]


class ActionDoneForm(DoorForm):
    """That one action was done."""

    done_on = day_field("When was it done?", missing="Enter the day on which it was done")
    outcome = forms.CharField(
        label="What came of it?", max_length=500, error_messages={"required": "Write what came of it"}
    )
    action = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix:
            self.auto_id = f"id_{self.prefix}_%s"
