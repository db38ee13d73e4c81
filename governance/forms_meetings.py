"""Forms over meetings: the meeting itself, an item of its agenda, an interest declared, and taking an item away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import labels_of
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.fuzzydate import FuzzyDate
from governance.forms_actions import ReasonField
from governance.models import AgendaItem, BoardPaper, Body
from governance.models.board_papers import PaperPurpose
from governance.models.meetings import InterestNature, InterestOutcome, MeetingState
from governance.services.agenda import ItemGiven
from governance.services.attendance import InterestGiven
from programmes.models import Document, Organisation

WHEN_HINT = "A day, or as loose as it is known: 13 December 2018, Autumn 2013, TBC."
ROLE_HINT = "A role, not a name, such as Director of Public Health."
WRITTEN, RECEIVED = "written", "received"


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)


class _MeetingFields(DoorForm):
    """What is said of a meeting whether it is new or not."""

    held = FuzzyDateFormField(
        label="When does or did it meet?",
        help_text=WHEN_HINT,
        error_messages={"required": "Enter when it meets, such as 13 December 2018, or TBC"},
    )
    state = forms.ChoiceField(
        label="Has it been held?",
        choices=MeetingState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose Planned, Held or Cancelled"},
    )
    title = forms.CharField(
        label="Title", required=False, max_length=200, help_text="Only where it has one besides its body’s."
    )
    place = forms.CharField(label="Where?", required=False, max_length=200)
    minutes = forms.ChoiceField(
        label="Paper that records it", required=False, help_text="Its minutes, once they are recorded here."
    )
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))
    reason = ReasonField("Who told you, or which paper says so. It stands in the history.")

    def __init__(self, *given: Any, documents: Iterable[Document], **more: Any) -> None:
        super().__init__(*given, **more)
        self.documents = {paper.reference: paper for paper in documents}
        papers = ((code, paper.title) for code, paper in self.documents.items())
        offer(self, "minutes", [("", "None recorded here"), *papers])

    def values(self) -> dict[str, Any]:
        """What the door takes besides who and when."""
        given = dict(self.cleaned_data)
        given["minutes"] = self.documents.get(given["minutes"])
        return given

    def words_of(self, name: str) -> str:
        """What was typed or chosen, as a reader sees it."""
        value, field = self.cleaned_data.get(name), self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return labels_of(field).get(str(value or ""), "")
        return value.printed if isinstance(value, FuzzyDate) else str(value or "")


class MeetingChangeForm(_MeetingFields):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class MeetingAddForm(_MeetingFields):
    body = forms.ChoiceField(
        label="Which body meets?", error_messages={"required": "Choose the body that meets"}
    )
    field_order: Sequence[str] = ("body",)

    def __init__(self, *given: Any, bodies: Iterable[Body], **more: Any) -> None:
        super().__init__(*given, **more)
        self.bodies = {body.reference: body for body in bodies}
        offer(
            self, "body", [("", "Choose a body"), *((code, each.name) for code, each in self.bodies.items())]
        )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "body": self.bodies.get(self.cleaned_data["body"])}


class ItemForm(DoorForm):
    """An item of an agenda with its place in the order."""

    number = forms.CharField(
        label="Number", required=False, max_length=10, help_text="As printed, such as 5a."
    )
    title = forms.CharField(
        label="What is it about?",
        max_length=300,
        error_messages={"required": "Enter what the item is about"},
    )
    after = forms.ChoiceField(label="Where does it stand?", required=False)
    purpose = forms.ChoiceField(
        label="What is it for?", required=False, choices=[("", "Not stated"), *PaperPurpose.choices]
    )
    presenter_role = forms.CharField(
        label="Who presents it?", required=False, max_length=200, help_text=ROLE_HINT
    )
    paper = forms.ChoiceField(label="Paper", required=False)
    minute = forms.CharField(
        label="What do the minutes say of it?",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Once the meeting has been held.",
    )
    reason = ReasonField("Which paper or person says so. It stands in the history.")
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *given: Any,
        others: Sequence[AgendaItem],
        written: Iterable[BoardPaper],
        received: Iterable[Document],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.written: Mapping[str, BoardPaper] = {f"{WRITTEN}:{row.reference}": row for row in written}
        self.received: Mapping[str, Document] = {f"{RECEIVED}:{row.reference}": row for row in received}
        first = "First" if others else "First: nothing else is on the agenda yet"
        offer(self, "after", [("", first), *((each.reference, f"After {each}") for each in others)])
        groups = [
            ("Written here for this body", [(code, each.title) for code, each in self.written.items()]),
            ("Received", [(code, each.title) for code, each in self.received.items()]),
        ]
        offer(self, "paper", [("", "No paper"), *(group for group in groups if group[1])])

    def item(self) -> ItemGiven:
        given = dict(self.cleaned_data)
        chosen = given.pop("paper")
        given.pop("reason")
        given.pop("version")
        return ItemGiven(**given, paper=self.written.get(chosen), document=self.received.get(chosen))

    def words_of(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if name == "paper":
            chosen: Any = self.written.get(str(value)) or self.received.get(str(value))
            return chosen.title if chosen else "No paper"
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return labels_of(field).get(str(value or ""), "")
        return str(value or "")


class RemoveForm(DoorForm):
    """Take an item off an agenda, with a reason."""

    reason = ReasonField("It stands in the history of what was taken away.")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class InterestForm(DoorForm):
    """An interest declared at a meeting, and what was done about it."""

    role_title = forms.CharField(
        label="Who declared it?",
        max_length=200,
        help_text=ROLE_HINT,
        error_messages={"required": "Enter the role of who declared it, such as Director of Public Health"},
    )
    organisation = forms.ChoiceField(label="Of which organisation?", required=False)
    text = forms.CharField(
        label="What is the interest?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what the interest is"},
    )
    nature = forms.ChoiceField(
        label="What kind of interest?",
        required=False,
        choices=[("", "Not stated"), *InterestNature.choices],
    )
    item = forms.ChoiceField(label="In which item?", required=False)
    outcome = forms.ChoiceField(
        label="What was done about it?",
        required=False,
        choices=[(value, label) for value, label in InterestOutcome.choices if value]
        + [("", "Not recorded")],
        widget=forms.RadioSelect,
    )
    dispensation = forms.CharField(
        label="Who gave the dispensation, and why?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Only where they took part by dispensation.",
    )
    reason = ReasonField("Which minute or person says so. It stands in the history.")

    def __init__(
        self, *given: Any, organisations: Iterable[Organisation], items: Iterable[AgendaItem], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.organisations = {row.reference: row for row in organisations}
        self.items = {row.reference: row for row in items}
        named = ((code, row.name) for code, row in self.organisations.items())
        offer(self, "organisation", [("", "Not stated"), *named])
        offer(
            self, "item", [("", "The whole meeting"), *((code, str(row)) for code, row in self.items.items())]
        )

    def interest(self) -> InterestGiven:
        given = dict(self.cleaned_data)
        given.pop("reason")
        given["organisation"] = self.organisations.get(given["organisation"])
        given["item"] = self.items.get(given["item"])
        return InterestGiven(**given)
