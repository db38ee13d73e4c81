"""What people type to record an act on a contract. The doors say whether it may be; these forms only read it."""

from typing import Any

from django import forms

from outcomes.forms_kpi import DayField, StampedForm
from procurement.models.contracts import PartyRole
from procurement.rules_contracts import UNREASONED
from procurement.selectors.contract_page import ContractPage
from procurement.services.contract_door import Deed

WIDE = {"class": "nhsuk-input--width-20", "autocomplete": "off"}
SHORT = {"class": "nhsuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}
DAY_HINT = "Such as 1 April 2027"


def day_field(label: str, *, hint: str = DAY_HINT, required: bool = True, missing: str = "") -> DayField:
    return DayField(
        label=label,
        help_text=hint,
        required=required,
        error_messages={"required": missing or f"Enter the day: {label.rstrip('?').lower()}"},
    )


class ContractForm(StampedForm):
    """A change of a contract: why, and which version of it the person saw."""

    reason = forms.CharField(
        label="Why?",
        help_text="One or two sentences. They stand in the contract’s record.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": UNREASONED.rstrip(".")},
    )

    def __init__(self, *args: Any, page: ContractPage, organisations: Any = None, **kwargs: Any) -> None:
        self.page = page
        kwargs["initial"] = {"stamp": page.contract.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if organisations is not None:
            for name in ("provider", "successor", "organisation"):
                if name in self.fields:
                    self.fields[name].queryset = organisations  # type: ignore[attr-defined]
        self.order_fields(
            [*(name for name in self.fields if name not in ("reason", "stamp")), "reason", "stamp"]
        )


class ActForm(ContractForm):
    """What every act needs: who decided and when, and from when it counts."""

    decided_by = forms.CharField(
        label="Who decided?",
        help_text="The body or role, never a name: Joint commissioning board",
        max_length=200,
        widget=forms.TextInput(WIDE),
        error_messages={"required": "Name the body or role that decided"},
    )
    decided_on = day_field("When was it decided?", missing="Enter the day of the decision")
    effective_on = day_field("From when does it count?", missing="Enter the first day on which it counts")

    def deed(self) -> Deed:
        given = self.cleaned_data
        return Deed(given["decided_on"], given["decided_by"], given["effective_on"], given.get("signed_on"))


class AwardForm(ActForm):
    provider: Any = forms.ModelChoiceField(
        None,
        label="To which provider?",
        help_text="It is sealed until the notice of the award is published.",
        empty_label="Choose a provider",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.page.row.provider:
            self.fields["provider"].help_text = f"Leave it empty for {self.page.row.provider}, as recorded."


class SignForm(ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "When was it signed?"
        self.fields["effective_on"].help_text = "Not before the day after standstill ends"


class TerminateForm(ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "From which day is it no longer in force?"
        self.fields[
            "effective_on"
        ].help_text = "The first day without the contract: its last day is the day before"


class ExtendForm(ActForm):
    months = forms.IntegerField(
        label="By how many months?",
        widget=forms.TextInput(SHORT),
        error_messages={
            "invalid": "Months: enter a whole number",
            "required": "Enter the months of the extension",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        option = next((each for each in self.page.row.options if each.is_open), None)
        if option is not None:
            self.initial.setdefault("months", option.months)
            self.fields[
                "months"
            ].help_text = (
                f"Option {option.sequence} is of {option.months} months; what is not taken of it lapses."
            )
        else:
            self.fields["months"].help_text = "No option is left to extend this contract."


class NovateForm(ActForm):
    party = forms.ChoiceField(label="Whose place is taken?", choices=())
    successor: Any = forms.ModelChoiceField(
        None,
        label="By which organisation?",
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation that takes its place"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.choices = [
            (str(party.pk), f"{party.organisation} ({party.role_label.lower()})")
            for party in self.page.row.parties
        ]


class SignVariationForm(ContractForm):
    variation = forms.ChoiceField(label="Which variation?", choices=())
    decided_by = forms.CharField(
        label="Who signed?",
        help_text="A role, never a name",
        max_length=200,
        widget=forms.TextInput(WIDE),
        error_messages={"required": "Name the role that signed"},
    )
    signed_on = day_field("When was it signed?", missing="Enter the day of the signing")
    door_fields = {
        "effective_on": "signed_on",
        "decided_on": "signed_on",
        "values": "variation",
        "ends": "variation",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["variation"]
        field.choices = [
            (act.reference, f"{act.title}, from {act.effective_on:%d/%m/%Y}")
            for act in self.page.row.acts
            if act.is_proposed
        ]


class LapseForm(ContractForm):
    sequence = forms.ChoiceField(label="Which option?", choices=())
    lapsed_on = day_field("From which day can it no longer be taken?", missing="Enter the day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sequence"]
        field.choices = [
            (str(option.sequence), f"Option {option.sequence}: {option.months} months")
            for option in self.page.row.options
            if option.is_open
        ]


class PartyForm(ContractForm):
    role = forms.ChoiceField(label="Part", choices=PartyRole.choices)
    organisation: Any = forms.ModelChoiceField(
        None,
        label="Organisation",
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation"},
    )
    starts_on = day_field(
        "From which day?", hint="Leave it empty for the beginning of the contract.", required=False
    )


class PartyEndForm(ContractForm):
    party = forms.ChoiceField(label="Whose part ends?", choices=())
    ends_on = day_field(
        "From which day does it no longer have its part?", missing="Enter the first day without it"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.choices = [
            (str(party.pk), f"{party.organisation} ({party.role_label.lower()})")
            for party in self.page.row.parties
            if party.ends_on is None and party.role != PartyRole.LEAD_COMMISSIONER
        ]
