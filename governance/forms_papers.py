"""Forms over papers written here: the filter of the list, a new paper, its state, and its issue."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from governance.models import Body
from governance.models.board_papers import HouseStyle, PaperPurpose, PaperState
from governance.selectors.board_papers import PaperRow

REASON_HINT = "One sentence. It stands in the history."
STYLE_HINT = (
    "Whose headings it is set under. It can be changed while the paper is a draft; no text is lost by it."
)
DATE_HINT = "The day of the meeting it is for, such as 13 December 2018. Leave empty while nobody knows."


class PaperFilterForm(ViewForm):
    """Offers the bodies that papers are written for."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    body = choice("Body", [])
    state = choice("State", [("", "Any state"), *PaperState.choices])
    style = choice("House style", [("", "Any style"), *HouseStyle.choices])
    purpose = choice("Purpose", [("", "Any purpose"), *PaperPurpose.choices])

    def __init__(self, data: QueryDict, rows: Sequence[PaperRow]) -> None:
        super().__init__(data)
        bodies = sorted({(row.body_reference, row.body) for row in rows}, key=lambda pair: pair[1])
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Any body"), *bodies]


class ReasonField(forms.CharField):
    def __init__(self, label: str = "Why?", hint: str = REASON_HINT) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=2000,
            widget=forms.Textarea({"rows": 2}),
            error_messages={"required": "Say why, for those who read the history later"},
        )


def title_field() -> forms.CharField:
    return forms.CharField(label="Title", max_length=300, error_messages={"required": "Enter a title"})


def style_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="House style",
        choices=HouseStyle.choices,
        help_text=STYLE_HINT,
        error_messages={"required": "Choose the house style it is written in"},
    )


def purpose_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="What is it for?", choices=PaperPurpose.choices)


def dated_field() -> FuzzyDateFormField:
    return FuzzyDateFormField(label="Date of the paper", required=False, help_text=DATE_HINT)


def author_field() -> forms.CharField:
    hint = "A role, not a name, such as Director of Public Health."
    return forms.CharField(label="Report from", required=False, max_length=200, help_text=hint)


class PaperAddForm(DoorForm):
    """What has to be known to begin: whom it is for and what it is called. The rest is written on the next page."""

    body = forms.ChoiceField(
        label="Which body is it for?", error_messages={"required": "Choose the body that it is for"}
    )
    title = title_field()
    style = style_field()
    purpose = purpose_field()
    dated = dated_field()
    author_role = author_field()
    reason = ReasonField("Why is it written?")

    def __init__(self, *given: Any, bodies: Iterable[Body], **more: Any) -> None:
        super().__init__(*given, **more)
        self.bodies = {body.reference: body for body in bodies}
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Choose a body"), *((code, body.name) for code, body in self.bodies.items())]


class PaperActForm(DoorForm):
    """One act on a paper as it was seen: ready, back to draft, issue."""

    reason = ReasonField()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    step = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, label: str = "Why?", hint: str = REASON_HINT, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
