"""Forms that attach evidence to a plan and take it off."""

from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from governance.selectors.evidence_links import TargetGroup
from governance.services.evidence import UNREASONED, UNSAID

LONGEST = 2000


class AttachForm(DoorForm):
    target = forms.ChoiceField(
        label="Attach it to",
        help_text="An intention, a risk or a recommendation of a programme in which you may attach evidence.",
        error_messages={
            "required": "Choose what the evidence is for",
            "invalid_choice": "“%(value)s” is not among what you may attach evidence to: choose from the list",
        },
    )
    note = forms.CharField(
        label="Why does it bear on this?",
        help_text="One or two sentences. They are shown with the evidence, with your role and today’s date.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": UNSAID},
    )

    def __init__(self, data: Any, *, groups: tuple[TargetGroup, ...]) -> None:
        super().__init__(data)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("", "Choose"),
            *(
                (group.heading, [(choice.value, choice.words) for choice in group.choices])
                for group in groups
            ),
        ]


class DetachForm(DoorForm):
    reason = forms.CharField(
        label="Why is it taken off?",
        help_text="It stays in the history, with your role and today’s date.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": UNREASONED},
    )
