"""The form of a mitigation: what is done, and for which risks."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import FuzzyDateFormField
from governance.forms_risks import OWNER_HINT, ReasonField
from governance.models import Mitigation, Risk
from governance.models.risks import MitigationState
from governance.services.mitigations import MitigationWords


class MitigationForm(DoorForm):
    """One mitigation may serve several risks: it is recorded once, and changed once for all of them."""

    text = forms.CharField(
        label="What is done, or is to be done?",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what is done, or is to be done"},
    )
    risks = forms.MultipleChoiceField(
        label="Which risks is it for?",
        help_text="One mitigation may serve several risks.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one risk that it is for",
            "invalid_choice": "“%(value)s” is not one of this programme’s risks",
        },
    )
    owner_role = forms.CharField(label="Owner", required=False, max_length=120, help_text=OWNER_HINT)
    due = FuzzyDateFormField(
        label="By when?", required=False, help_text="As loose as it was agreed: April 2027, Autumn 2013."
    )
    state = forms.ChoiceField(label="State", required=False, choices=MitigationState.choices)
    reason = ReasonField()
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, offered: Iterable[Risk], mitigation: Mitigation | None = None, **more: Any
    ) -> None:
        initial = {} if mitigation is None else _held(mitigation)
        super().__init__(*given, **{**more, "initial": {**initial, **more.get("initial", {})}})
        self.offered = {risk.reference: risk for risk in offered}
        field = self.fields["risks"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(code, f"{code}: {risk.title}") for code, risk in self.offered.items()]

    def words(self) -> MitigationWords:
        """What the door takes, once the form is valid."""
        given = self.cleaned_data
        return MitigationWords(
            given["text"],
            [self.offered[code] for code in given["risks"]],
            given["owner_role"],
            given["due"],
            given["state"],
        )


def _held(mitigation: Mitigation) -> dict[str, Any]:
    return {
        "text": mitigation.text,
        "risks": [risk.reference for risk in mitigation.risks.all()],
        "owner_role": mitigation.owner_role,
        "due": mitigation.due,
        "state": mitigation.state,
        "version": mitigation.version,
    }
