"""The forms that add a contract and change its record."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.forms.values import FuzzyDateFormField, MoneyFormField
from commissioning.core.money import Basis, Extension, Money, NetGross
from outcomes.forms_kpi import StampedForm
from procurement.forms.contract_acts import SHORT, WIDE, day_field
from procurement.models import Contract
from procurement.rules_contracts import UNREASONED
from procurement.selectors.contract_fields import BASICS, label_of
from procurement.services.contracts import NewContract

HINTS = {
    "number": "The contract’s own number, as signed.",
    "term_as_printed": "Such as 7 + 3 years.",
    "starts": "Such as 1 April 2027, or April 2027, or TBC.",
    "cpv": "Eight digits, such as 85323000.",
}


class RecordForm(StampedForm):
    """The fields of a contract's own record, with its services and KPIs."""

    reason = forms.CharField(
        label="Why?",
        help_text="One or two sentences. They stand in the contract’s record.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": UNREASONED.rstrip(".")},
    )

    def __init__(self, *args: Any, offered: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BASICS:
            self.fields[name] = self._field(name, offered)
        self.fields["services"] = forms.ModelMultipleChoiceField(
            offered["services"],
            label="Services it provides",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["kpis"] = forms.ModelMultipleChoiceField(
            offered["kpis"], label="KPIs it has adopted", required=False, widget=forms.CheckboxSelectMultiple
        )

    def _field(self, name: str, offered: Mapping[str, Any]) -> forms.Field:
        column: Any = None if name == "starts" else Contract._meta.get_field(name)
        label = label_of(name)
        given: dict[str, Any] = {"label": label[:1].upper() + label[1:], "help_text": HINTS.get(name, "")}
        given["required"] = name == "name"
        if name == "name":
            given["error_messages"] = {"required": "Enter a name for the contract"}
        if name == "starts":
            return FuzzyDateFormField(**given)
        if name == "phase":
            return forms.ModelChoiceField(offered["phases"], empty_label="No phase", **given)
        if name.endswith("_months"):
            wrong = f"{given['label']}: enter a whole number from 0 to 600"
            messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
            return forms.IntegerField(
                min_value=0, max_value=600, widget=forms.TextInput(SHORT), error_messages=messages, **given
            )
        long = column.get_internal_type() == "TextField"
        widget = forms.Textarea({"rows": 2}) if long else forms.TextInput()
        return forms.CharField(max_length=column.max_length or 4000, widget=widget, **given)

    def basics(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in BASICS if name in self.cleaned_data}


class ChangeForm(RecordForm):
    """An existing contract."""

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        initial = {name: getattr(contract, name) for name in BASICS}
        initial |= {
            "services": list(contract.services.values_list("pk", flat=True)),
            "kpis": list(contract.kpis.values_list("pk", flat=True)),
            "stamp": contract.version,
        }
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.order_fields([*BASICS, "services", "kpis", "reason", "stamp"])

    def words_of(self, name: str) -> str:
        """A field as typed, in words."""
        value = self.cleaned_data.get(name)
        if name == "starts":
            return value.printed if value is not None else ""
        return "" if value is None else str(value)


class AddForm(RecordForm):
    """A new contract, with the terms that it begins with."""

    lead_commissioner: Any = forms.ModelChoiceField(
        None,
        label="Lead commissioner",
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation that commissions it"},
    )
    funder: Any = forms.ModelChoiceField(None, label="Funder", empty_label="Not stated", required=False)
    provider: Any = forms.ModelChoiceField(
        None,
        label="Lead provider",
        help_text="Only for a contract that is let already. Otherwise the award says to whom.",
        empty_label="Not awarded yet",
        required=False,
    )
    public_from = day_field(
        "Since when is its award public?",
        hint="Leave it empty while it is not: provider and value are then sealed.",
        required=False,
    )
    money = MoneyFormField(
        label="Value", help_text="Such as £1.2m. Leave it empty if not known.", required=False
    )
    basis = forms.ChoiceField(
        label="What it is an amount of", choices=Basis.choices, initial=Basis.TOTAL_CONTRACT_VALUE
    )
    extension = forms.ChoiceField(label="Extensions", choices=Extension.choices, initial=Extension.UNSTATED)
    net_gross = forms.ChoiceField(label="Net or gross", choices=NetGross.choices, initial=NetGross.UNSTATED)
    ends = FuzzyDateFormField(
        label="Last day", help_text="Of the firm term, options left out.", required=False
    )
    options = forms.CharField(
        label="Extension options, in months",
        help_text="In their order, such as 12 + 12. Leave it empty where there is none.",
        required=False,
        max_length=60,
        widget=forms.TextInput(WIDE),
    )
    option_notice_months = forms.IntegerField(
        label="Notice for an option, in months",
        required=False,
        min_value=0,
        max_value=60,
        widget=forms.TextInput(SHORT),
    )
    order: ClassVar[tuple[str, ...]] = (
        "name",
        "number",
        "description",
        "department",
        "lead_commissioner",
        "funder",
        "provider",
        "public_from",
        "phase",
        "starts",
        "ends",
        "term_as_printed",
        "options",
        "option_notice_months",
        "notice_months",
        "money",
        "basis",
        "extension",
        "net_gross",
        "review_every_months",
        "cpv",
        "route",
        "note",
        "services",
        "kpis",
        "reason",
        "stamp",
    )

    def __init__(self, *args: Any, offered: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, **kwargs)
        for name in ("lead_commissioner", "funder", "provider"):
            field: Any = self.fields[name]
            field.queryset = offered["organisations"]
        self.fields["starts"].required = True
        self.fields["starts"].error_messages["required"] = "Enter the start, or TBC if it is not known yet"
        self.order_fields(self.order)

    def clean_options(self) -> list[int]:
        """Months of each option. Raises ValidationError for what is no whole number."""
        parts = self.cleaned_data["options"].replace("+", " ").replace(",", " ").split()
        if wrong := [part for part in parts if not part.isdecimal()]:
            raise ValidationError(f"“{wrong[0]}” is not a number of months. Write the options like 12 + 12")
        return [int(part) for part in parts]

    def new_contract(self) -> NewContract:
        given = self.cleaned_data
        money: Money = given["money"]
        if money.is_known:
            money = Money(
                text=money.text,
                amount=money.amount,
                upper=money.upper,
                qualifier=money.qualifier,
                basis=Basis(given["basis"]) if money.basis == Basis.UNSTATED else money.basis,
                year=money.year,
                extension=Extension(given["extension"]),
                net_gross=NetGross(given["net_gross"]),
            )
        return NewContract(
            values=self.basics(),
            lead_commissioner=given["lead_commissioner"],
            funder=given["funder"],
            provider=given["provider"],
            money=money,
            ends=given["ends"] if given["ends"].is_dated else None,
            options=given["options"],
            option_notice_months=given["option_notice_months"],
            public_from=given["public_from"],
            services=given["services"],
            kpis=given["kpis"],
        )
