"""The form of one body's position on a decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import FuzzyDateFormField
from governance.forms_actions import DATE_HINT, ReasonField
from governance.forms_decisions import long_text, offer
from governance.models import Body, Meeting
from governance.models.decisions import Position
from governance.services.positions import Stated
from procurement.forms.phases import version_field
from programmes.models import Document


class PositionForm(DoorForm):
    """What one body said. Written once: a later position of the same body takes its place, and both stay."""

    body = forms.ChoiceField(
        label="Whose position is it?", error_messages={"required": "Choose the body whose position it is"}
    )
    position = forms.ChoiceField(
        label="What did it say?",
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the body said"},
    )
    on = FuzzyDateFormField(
        label="When?",
        help_text=DATE_HINT,
        error_messages={"required": "Enter when the body said so, such as 14 January 2019"},
    )
    conditions = long_text(
        "Conditions",
        rows=4,
        help_text="Each on a line of its own; each becomes an action of the body. Only for an agreement with "
        "conditions.",
    )
    owner_role = forms.CharField(
        label="Who is to meet the conditions",
        required=False,
        max_length=120,
        help_text="A role, not a name, such as Director of Public Health.",
    )
    due = FuzzyDateFormField(
        label="By when the conditions are to be met", required=False, help_text="Such as by April 2019."
    )
    meeting = forms.ChoiceField(label="At which meeting?", required=False)
    document = forms.ChoiceField(label="Paper that says so", required=False)
    note = long_text("Note", rows=2)
    reason = ReasonField("Who told you, or which minute says so. It stands in the history.")
    version = version_field()

    def __init__(
        self,
        *given: Any,
        bodies: Iterable[Body],
        meetings: Iterable[Meeting],
        documents: Iterable[Document],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.bodies = {each.reference: each for each in bodies}
        self.meetings = {each.reference: each for each in meetings}
        self.documents = {each.reference: each for each in documents}
        offer(self, "body", "Choose a body", ((code, each.name) for code, each in self.bodies.items()))
        offer(self, "meeting", "At no meeting recorded here", self.meetings.items())
        papers = ((code, each.title) for code, each in self.documents.items())
        offer(self, "document", "None of the papers recorded here", papers)

    def stated(self) -> Stated:
        """Once valid: what the door takes."""
        given = self.cleaned_data
        return Stated(
            body=self.bodies.get(given["body"]),
            position=given["position"],
            on=given["on"],
            conditions=given["conditions"].splitlines(),
            owner_role=given["owner_role"],
            due=given["due"],
            meeting=self.meetings.get(given["meeting"]),
            document=self.documents.get(given["document"]),
            note=given["note"],
        )
