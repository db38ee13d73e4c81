"""Forms over boards' actions: the filter, a new action, an answer, a new date, and the mark of a weaker answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from governance.models import Body, Decision, Meeting
from governance.models.actions import BoardActionState, ReportingFrequency
from governance.selectors.actions import ActionView
from outcomes.forms_kpi import DayField
from programmes.models import Document

WRONG = {"invalid_choice": "“%(value)s” is not one of the choices, so this filter is not used"}
UNANSWERED, MISSING, WEAKENED, OVERDUE = "unanswered", "missing", "weakened", "overdue"
SLIPPED, CONDITION = "slipped", "condition"
HELD, NOBODY, NO_MEETING, BY_MEETING = "held", "nobody", "none", "meeting"
ATTENTION = [
    ("", "Anything"),
    (UNANSWERED, "Without any answer"),
    (MISSING, "With a promised report missing"),
    (WEAKENED, "Marked as weakened"),
    (OVERDUE, "Past its date and open"),
    (SLIPPED, "Target date put off"),
    (CONDITION, "Condition of a body’s agreement"),
]
GROUPS = [("", "One list"), (BY_MEETING, "By meeting")]
REASON_HINT = "One sentence, such as the meeting and the minute. It stands in the history."
DATE_HINT = "A day or a month, as it was minuted: 12 September 2013, April 2013."


class ActionFilterForm(ViewForm):
    """Offers the boards, meetings, states and owners that the list has."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    body = forms.ChoiceField(label="Board", required=False, error_messages=WRONG)
    meeting = forms.ChoiceField(required=False, error_messages=WRONG)
    owner = forms.ChoiceField(required=False, error_messages=WRONG)
    state = forms.ChoiceField(required=False, error_messages=WRONG)
    attention = forms.ChoiceField(
        label="Needs attention", required=False, choices=ATTENTION, error_messages=WRONG
    )
    group = forms.ChoiceField(label="Shown as", required=False, choices=GROUPS, error_messages=WRONG)

    def __init__(self, data: QueryDict, views: Sequence[ActionView]) -> None:
        super().__init__(data)
        bodies = {view.body_reference: view.body for view in views}
        self._offer("body", "Any board", sorted(bodies.items(), key=lambda pair: pair[1]))
        meetings = {view.origin.meeting_reference: meeting_words(view) for view in views}
        given = sorted(((code, words) for code, words in meetings.items() if code), key=lambda pair: pair[1])
        self._offer("meeting", "Any meeting", [*given, (NO_MEETING, "No meeting recorded")])
        owners = sorted({view.owner_role for view in views} - {""}, key=str.casefold)
        self._offer(
            "owner", "Anyone or nobody", [(NOBODY, "Nobody named"), *((each, each) for each in owners)]
        )
        self._offer(
            "state", "Any state", [(HELD, "Held until complete: every open one"), *BoardActionState.choices]
        )

    def _offer(self, name: str, anything: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", anything), *((value, str(label)) for value, label in choices)]

    def value_label(self, name: str) -> str:
        label = super().value_label(name)
        return f"Owner: {label}" if label and name == "owner" else label


def meeting_words(view: ActionView) -> str:
    """The meeting that an action comes from: “Programme board, 13 December 2018”; "" where none is recorded."""
    origin = view.origin
    held = origin.meeting_held.printed if origin.meeting_held else ""
    return ", ".join(part for part in (origin.meeting_title, held) if part)


class ReasonField(forms.CharField):
    def __init__(self, hint: str = REASON_HINT) -> None:
        super().__init__(
            label="Why?",
            help_text=hint,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": "Say why, for those who read the history later"},
        )


class ActionAddForm(DoorForm):
    """What a board agreed should be done."""

    body = forms.ChoiceField(
        label="Which board agreed it?", error_messages={"required": "Choose the board that agreed it"}
    )
    text = forms.CharField(
        label="What is to be done?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what is to be done"},
    )
    agreed = FuzzyDateFormField(
        label="When was it agreed?",
        help_text=DATE_HINT,
        error_messages={"required": "Enter when it was agreed, such as April 2013, or TBC"},
    )
    due = FuzzyDateFormField(
        label="By when?", required=False, help_text="As loose as it was agreed: by April 2014, Autumn 2013."
    )
    owner_role = forms.CharField(
        label="Owner", required=False, max_length=120, help_text="A role, not a name, such as Director."
    )
    reports_promised = forms.ChoiceField(
        label="How often was the board promised a report?", required=False, choices=ReportingFrequency.choices
    )
    meeting = forms.ChoiceField(label="Meeting that it comes from", required=False)
    decision = forms.ChoiceField(label="Decision that it comes from", required=False)
    reason = ReasonField()

    def __init__(
        self,
        *given: Any,
        bodies: Iterable[Body],
        meetings: Iterable[Meeting] = (),
        decisions: Iterable[Decision] = (),
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.bodies = {body.reference: body for body in bodies}
        self.origins: dict[str, dict[str, Any]] = {
            "meeting": {each.reference: each for each in meetings},
            "decision": {each.reference: each for each in decisions},
        }
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Choose a board"), *((code, body.name) for code, body in self.bodies.items())]
        for name, rows in self.origins.items():
            self._offer_origin(name, rows)

    def _offer_origin(self, name: str, rows: dict[str, Any]) -> None:
        """Nothing to choose from is nothing to ask."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", f"No {name} recorded"), *((code, str(row)) for code, row in rows.items())]
        if not rows:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        given = {**self.cleaned_data, "body": self.bodies.get(self.cleaned_data["body"])}
        for name, rows in self.origins.items():
            given[name] = rows.get(given.get(name, ""))
        return given


class RespondForm(DoorForm):
    """An answer as it was reported. It is added to those before it and cannot be changed afterwards."""

    text = forms.CharField(
        label="What was reported?",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Say what was reported"},
    )
    reported = FuzzyDateFormField(
        label="When was it reported?",
        help_text=DATE_HINT,
        error_messages={"required": "Enter when it was reported, such as 12 September 2013"},
    )
    state = forms.ChoiceField(
        label="What state does it leave the action in?",
        choices=BoardActionState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the state that the answer leaves the action in"},
    )
    document = forms.ChoiceField(label="Paper that reports it", required=False)
    reason = ReasonField("Who told you, or which minute says so. It stands in the history.")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, documents: Iterable[Document], **more: Any) -> None:
        super().__init__(*given, **more)
        self.documents = {paper.reference: paper for paper in documents}
        field = self.fields["document"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        papers = ((code, paper.title) for code, paper in self.documents.items())
        field.choices = [("", "None of the papers recorded here"), *papers]

    def values(self) -> dict[str, Any]:
        """What the door takes besides who and when."""
        given = dict(self.cleaned_data)
        given["document"] = self.documents.get(given["document"])
        given["expected_version"] = given.pop("version")
        return given


class WeakenedForm(DoorForm):
    """One press marks the answer as weaker than what was agreed, or takes the mark off; either needs a reason."""

    reason = forms.CharField(
        label="Why?",
        help_text="What was agreed, what is promised now, and why the one is less than the other.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what is less, or no longer less, than what was agreed"},
    )
    weakened = forms.ChoiceField(
        choices=[("yes", "Mark as weakened"), ("no", "Take the mark off")], widget=forms.HiddenInput
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RedateForm(DoorForm):
    """Another target date. The one before stays, with the reason and the day on which the new one was given."""

    to = FuzzyDateFormField(
        label="New target date",
        help_text="As loose as it was agreed: 12 December 2013, by April 2014, Autumn 2013, or TBC.",
        error_messages={"required": "Enter the new target date, such as December 2013, or TBC"},
    )
    given_on = DayField(
        label="When was it given?",
        help_text="The day on which the board, or whoever keeps the plan, gave the new date. Today or earlier.",
        required=True,
        error_messages={
            "required": "Enter the day on which the new date was given, such as 12 September 2013"
        },
    )
    reason = ReasonField("What held it up, and who agreed to the new date. It stands in the history.")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("to", "given_on", "reason", "version")}
