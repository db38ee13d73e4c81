"""Forms over milestones: the filter of the list, a new one, and everything that changes about one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, labels_of
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from procurement.forms.filters import SinceField
from procurement.models import ProcurementPhase
from procurement.selectors.milestones import MilestoneRow
from procurement.selectors.milestones_list import (
    DATED,
    MAYBE_ANY,
    MOVED,
    NONE,
    OUTSIDE_ANY,
    OVERDUE,
    UNDATED,
    MilestoneFilter,
)
from programmes.models import CommissioningIntention, Milestone, ProjectSummary
from programmes.models.delivery import MilestoneKind, MilestoneState
from programmes.rules_milestones import Fit

WRONG = {"invalid_choice": "“%(value)s” is not one of the choices, so this filter is not used"}
DATES = [
    ("", "Dated or not"),
    (DATED, "Dated"),
    (OVERDUE, "Date passed, not done"),
    (MOVED, "Re-forecast"),
    (UNDATED, "Undated, for whatever reason"),
    ("tbc", "TBC"),
    ("awaited", "Awaited"),
    ("ongoing", "Ongoing"),
    ("blank", "Not stated"),
]
FITS = [
    ("", "Anywhere"),
    (OUTSIDE_ANY, "Before its start or after its end"),
    (Fit.BEFORE.value, "Before its start"),
    (Fit.AFTER.value, "After its end"),
    (MAYBE_ANY, "May be outside"),
]
WHEN_HINT = "As loose as it was agreed: 29 August 2013, Autumn 2013, by April 2014, 2013/14, or TBC."
REASON_HINT = "One or two sentences, and the meeting that agreed it. They stand in the milestone’s history."
OWNER_HINT = "A role, not a name, such as Commissioning Manager. Leave empty where nobody is named."


def _choice(label: str, choices: Iterable[tuple[str, str]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=list(choices), error_messages=WRONG)


class MilestoneFilterForm(ViewForm):
    """Offers the kinds, parents, states and owners that the list has."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    kind = _choice("Kind")
    parent = _choice("Belongs to")
    state = _choice("State")
    dates = _choice("Date", DATES)
    fit = _choice("Against its parent", FITS)
    due = SinceField(
        label="Due in (a month, season or year)",
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    owner = _choice("Owner")

    def __init__(self, data: QueryDict, rows: Sequence[MilestoneRow]) -> None:
        super().__init__(data)
        kinds = {row.kind_code: row.kind for row in rows}
        parents = {row.parent.code: row.parent.label for row in rows}
        states = {row.state: row.state_label for row in rows}
        owners = sorted({row.owner_role for row in rows} - {""}, key=str.casefold)
        self._offer("kind", "Any kind", _sorted(kinds))
        self._offer("parent", "Anything", [(code, parents[code]) for code in sorted(parents)])
        self._offer("state", "Any state", _sorted(states))
        self._offer("owner", "Anyone or nobody", [(NONE, "Nobody named"), *((each, each) for each in owners)])

    def _offer(self, name: str, anything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", anything), *choices]

    def value_label(self, name: str) -> str:
        label = super().value_label(name)
        if label and name == "due":
            return f"Due in {label}"
        return f"Owner: {label}" if label and name == "owner" else label

    def filter(self) -> MilestoneFilter:
        sides = ("kind", "parent", "state", "dates", "fit", "owner")
        return MilestoneFilter(
            search=self.chosen("q"),
            due=self.chosen("due") or None,
            **{name: self.chosen(name) for name in sides},
        )


def _sorted(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(labels.items(), key=lambda pair: pair[1].casefold())


class ReasonField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label="Why?",
            help_text=REASON_HINT,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": "Say why, for those who read the history later"},
        )


class MilestoneAddForm(DoorForm):
    """A new milestone of a phase, a project summary, an intention, or the programme itself."""

    text = forms.CharField(
        label="What is to be done or reached?",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what is to be done or reached"},
    )
    kind = forms.ChoiceField(choices=MilestoneKind.choices, initial=MilestoneKind.MILESTONE)
    parent = forms.ChoiceField(label="What does it belong to?", required=False)
    when = FuzzyDateFormField(
        label="By when?",
        help_text=f"{WHEN_HINT} A season or a year stays one: nobody has to invent a day.",
        error_messages={"required": "Enter a date such as Autumn 2013 or by April 2014, or TBC"},
    )
    owner_role = forms.CharField(label="Owner", required=False, max_length=120, help_text=OWNER_HINT)
    reason = ReasonField()

    def __init__(
        self,
        *given: Any,
        phases: Iterable[ProcurementPhase],
        summaries: Iterable[ProjectSummary],
        intentions: Iterable[CommissioningIntention],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.parents: dict[str, tuple[str, Any]] = {
            **{f"phase-{each.number}": ("phase", each) for each in phases},
            **{each.reference: ("summary", each) for each in summaries},
            **{each.reference: ("intention", each) for each in intentions},
        }
        before = {"phase": "", "summary": "Project: ", "intention": "Intention "}
        words = [(code, f"{before[side]}{each}") for code, (side, each) in self.parents.items()]
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "The programme as a whole"), *words]
        if not words:
            del self.fields["parent"]

    def values(self) -> dict[str, Any]:
        """What the door takes, once the form is valid: `phase`, `summary` or `intention` where one was chosen."""
        given = dict(self.cleaned_data)
        side, parent = self.parents.get(given.pop("parent", ""), ("", None))
        return {**given, **({side: parent} if side else {})}


class MilestoneChangeForm(DoorForm):
    """State, forecast, owner and what it waits for, in one form: what is left as it was stays as it is."""

    state = forms.ChoiceField(label="State", choices=MilestoneState.choices)
    when = FuzzyDateFormField(
        label="Forecast", help_text=f"{WHEN_HINT} The date before stays in the history.", required=False
    )
    owner_role = forms.CharField(label="Owner", required=False, max_length=120, help_text=OWNER_HINT)
    needs = forms.MultipleChoiceField(label="Waits for", required=False, widget=forms.CheckboxSelectMultiple)
    effective_on = forms.DateField(
        label="From which day does it count?",
        help_text="Today or earlier. The list and the chart show the change from this day on.",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the day from which the change counts, such as 29 August 2013",
            "invalid": "Enter a day such as 29 August 2013 or 2013-08-29",
        },
    )
    reason = ReasonField()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    needs_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, milestone: Milestone, others: Iterable[MilestoneRow], today: date, **more: Any
    ) -> None:
        self.milestone = milestone
        present = [str(pk) for pk in milestone.needs.values_list("needs_id", flat=True)]
        initial = {
            "state": milestone.state,
            "when": milestone.date,
            "owner_role": milestone.owner_role,
            "needs": present,
            "needs_seen": " ".join(present),
            "effective_on": f"{today.day} {today:%B %Y}",
            "version": milestone.version,
        }
        super().__init__(*given, **{**more, "initial": {**initial, **more.get("initial", {})}})
        offered = [(str(row.record_id), f"{row.text} ({row.reference})") for row in others]
        field = self.fields["needs"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = offered
        if not offered:
            del self.fields["needs"]

    def needed(self, present: Collection[int]) -> set[int]:
        """What it is to wait for: what it waits for now, with what the person ticked or unticked since they saw it.

        So what somebody else has added or taken away meanwhile stays as they left it.
        """
        seen = {int(pk) for pk in self.cleaned_data["needs_seen"].split() if pk.isdecimal() and len(pk) < 19}
        chosen = {int(pk) for pk in self.cleaned_data.get("needs", ())}
        return (set(present) | (chosen - seen)) - (seen - chosen)

    def words_of(self, name: str) -> str:
        """A value as the person typed or chose it, in words."""
        value = self.cleaned_data[name]
        if name == "state":
            return labels_of(self.fields["state"])[value]  # type: ignore[arg-type]
        if name == "when":
            return value.printed or str(value.status.label)
        return str(value)
