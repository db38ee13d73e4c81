"""Forms over asks, decisions and positions. The doors say what may be; these read what a person typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from governance.forms_actions import DATE_HINT, ReasonField
from governance.models import Body, Decision, Meeting, Recommendation
from governance.models.decisions import DecisionOutcome
from governance.models.recommendations import CommitteeVerb
from governance.selectors.decisions import DecisionRow
from governance.services.decisions import FIELDS
from procurement.forms.phases import day_field, version_field
from programmes.models import Document

AWAITED, IN_EFFECT, NOT_IN_EFFECT, GAPS = "awaited", "in_effect", "not_in_effect", "gaps"
STANDING = (
    ("", "Any"),
    (AWAITED, "A body’s position is awaited"),
    (IN_EFFECT, "In effect"),
    (NOT_IN_EFFECT, "Not in effect yet, or not known"),
    (GAPS, "Something is missing in the record"),
)


def long_text(label: str, *, rows: int = 3, required: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=help_text,
        max_length=8000,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required} if required else {},
    )


def offer(form: forms.Form, name: str, first: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (every caller names a choice)
    field.choices = [("", first), *((value, str(label)) for value, label in choices)]


class DecisionFilterForm(ViewForm):
    """Offers the bodies that decided something."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    body = choice("Decided by", [])
    outcome = choice("Outcome", [("", "Any outcome"), *DecisionOutcome.choices])
    key = choice("Kind", [("", "Any"), ("yes", "Key decisions"), ("no", "Other decisions")])
    standing = choice("Standing", STANDING)

    def __init__(self, data: QueryDict, rows: Sequence[DecisionRow]) -> None:
        super().__init__(data)
        bodies = {row.body_reference: row.body for row in rows}
        offer(self, "body", "Any body", sorted(bodies.items(), key=lambda pair: pair[1]))


class AskForm(DoorForm):
    """What a received paper asks of a body."""

    document = forms.ChoiceField(
        label="Which paper asks it?", error_messages={"required": "Choose the paper that asks it"}
    )
    verb = forms.ChoiceField(
        label="What is the body asked to do?",
        choices=[("", "Choose a verb"), *CommitteeVerb.choices],
        error_messages={"required": "Choose what the paper asks: to agree, to note …"},
    )
    text = long_text("What is asked?", required="Say what is asked, in the paper’s words")
    body = forms.ChoiceField(
        label="Which body is asked?", error_messages={"required": "Choose the body that is asked"}
    )
    body_as_printed = forms.CharField(
        label="The body’s name as printed",
        required=False,
        max_length=200,
        help_text="Only where the paper prints it otherwise.",
    )
    section = forms.ChoiceField(
        label="Where in the paper is it?",
        choices=[
            ("yes", "In the recommendations section"),
            ("no", "Only in the body text"),
        ],
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": "Choose where in the paper it is asked"},
    )
    locator = forms.CharField(
        label="Where is it printed?", required=False, max_length=200, help_text="Such as para 4.7."
    )
    reason = ReasonField("What you read it from. It stands in the history.")

    def __init__(
        self, *given: Any, bodies: Iterable[Body], documents: Iterable[Document], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.bodies = {body.reference: body for body in bodies}
        self.documents = {paper.reference: paper for paper in documents}
        offer(self, "body", "Choose a body", ((code, body.name) for code, body in self.bodies.items()))
        offer(
            self,
            "document",
            "Choose a paper",
            ((code, paper.title) for code, paper in self.documents.items()),
        )

    def values(self) -> dict[str, Any]:
        """Once valid: what the door takes besides who."""
        given = dict(self.cleaned_data)
        given["in_recommendations_section"] = given.pop("section") == "yes"
        given["body"] = self.bodies.get(given["body"])
        given["document"] = self.documents.get(given["document"])
        return given


class DecisionForm(DoorForm):
    """The record of a decision. What is left empty is not recorded, and the page of the decision says so."""

    body = forms.ChoiceField(
        label="Which body decided?", error_messages={"required": "Choose the body that decided"}
    )
    meeting = forms.ChoiceField(label="At which meeting?", required=False)
    recommendation = forms.ChoiceField(label="Which ask does it answer?", required=False)
    title = forms.CharField(
        label="Title",
        max_length=300,
        help_text="Such as the heading of its minute.",
        error_messages={"required": "Give the decision a title, such as the heading of its minute"},
    )
    text = long_text(
        "What was decided?", required="Say what was decided", help_text="In the words of the minute."
    )
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the body decided"},
    )
    decided = FuzzyDateFormField(
        label="When was it decided?",
        help_text=DATE_HINT,
        error_messages={"required": "Enter when it was decided, such as 13 December 2018"},
    )
    delegated_to = forms.CharField(
        label="Decided under delegated powers by",
        required=False,
        max_length=200,
        help_text="A role, not a name. Leave it empty where the body itself decided.",
    )
    reasons = long_text("Reasons")
    alternatives_rejected = long_text("Alternatives considered and rejected")
    interests = long_text(
        "Interests declared in it",
        rows=2,
        help_text="“None” where none were. Those declared at its meeting are shown besides.",
    )
    dispensations = long_text("Dispensations", rows=2, help_text="“None” where none were given.")
    is_key = forms.BooleanField(label="It is a key decision", required=False)
    key_because = forms.CharField(label="Why it is a key decision", required=False, max_length=300)
    published_on = day_field("Published on", required=False)
    subject_to_call_in = forms.BooleanField(label="It can be called in", required=False)
    call_in_ends_on = day_field(
        "Last day to call it in",
        required=False,
        help_text="Left empty, the fifth working day after publication is taken. Give another where the body’s "
        "constitution says so.",
    )
    called_in_on = day_field("Called in on", required=False)
    call_in_result = long_text(
        "How the call-in ended",
        rows=2,
        help_text="Begin with “Confirmed” or “Sent back”, then the words of the minute.",
    )
    effective = FuzzyDateFormField(
        label="When does it take effect?",
        required=False,
        help_text="Nothing is put into effect before it. As loose as it was decided: 1 April 2019, April 2019.",
    )
    document = forms.ChoiceField(label="Paper that records it", required=False)
    asked = forms.MultipleChoiceField(
        label="Whose own position does it need?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each decides for its own organisation: nobody’s agreement stands for another’s.",
    )
    reason = ReasonField("The minute that says so, or why the record is corrected. It stands in the history.")
    version = version_field()

    def __init__(
        self,
        *given: Any,
        bodies: Collection[Body],
        meetings: Iterable[Meeting],
        asks: Iterable[Recommendation],
        documents: Iterable[Document],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.found: dict[str, dict[str, Any]] = {
            "body": {each.reference: each for each in bodies},
            "meeting": {each.reference: each for each in meetings},
            "recommendation": {each.reference: each for each in asks},
            "document": {each.reference: each for each in documents},
        }
        firsts = {
            "body": "Choose a body",
            "meeting": "At no meeting that is recorded here",
            "recommendation": "None that is recorded here",
            "document": "None of the papers recorded here",
        }
        for name, first in firsts.items():
            offer(self, name, first, ((code, _short(each)) for code, each in self.found[name].items()))
        self.sovereign = {each.reference: each for each in bodies if each.is_sovereign}
        asked = self.fields["asked"]
        assert isinstance(asked, forms.MultipleChoiceField)  # noqa: S101
        asked.choices = [(code, body.name) for code, body in self.sovereign.items()]
        if not self.sovereign:
            del self.fields["asked"]

    def values(self) -> dict[str, Any]:
        """Once valid: the record's own fields, as the door takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name in FIELDS}
        for name, found in self.found.items():
            given[name] = found.get(given[name])
        return given

    @property
    def asked_bodies(self) -> list[Body]:
        return [self.sovereign[code] for code in self.cleaned_data.get("asked", ())]


def initial_of(decision: Decision) -> dict[str, Any]:
    """What the form of a correction shows: the record as it stands."""
    shown: dict[str, Any] = {name: getattr(decision, name) for name in FIELDS}
    for name in ("body", "meeting", "recommendation", "document"):
        shown[name] = shown[name].reference if shown[name] is not None else ""
    shown["asked"] = [each.body.reference for each in decision.positions_asked.select_related("body")]
    shown["version"] = decision.version
    return shown


def _short(record: Any) -> str:
    words = str(record)
    return words if len(words) <= 120 else f"{words[:117]}…"
