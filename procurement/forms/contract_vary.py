"""The form of a variation: a box for each value that stands, one for another, the end, and the day of signing."""

from typing import Any

from django import forms

from commissioning.core.forms.values import FuzzyDateFormField, MoneyFormField
from commissioning.core.money import Basis, Extension, Money, NetGross
from procurement.forms.contract_acts import ActForm, day_field
from procurement.rules_contracts import kind_words


class VaryForm(ActForm):
    """A box for each value that stands, one for another, the end, and the day of signing."""

    new_value = MoneyFormField(
        label="Another value",
        help_text="Such as £250,000. Leave it empty where there is none.",
        required=False,
    )
    new_basis = forms.ChoiceField(
        label="Its basis", choices=Basis.choices, required=False, initial=Basis.UNSTATED
    )
    new_extension = forms.ChoiceField(
        label="Does it count extensions in?",
        choices=Extension.choices,
        required=False,
        initial=Extension.UNSTATED,
    )
    new_net_gross = forms.ChoiceField(
        label="Net or gross?", choices=NetGross.choices, required=False, initial=NetGross.UNSTATED
    )
    ends = FuzzyDateFormField(
        label="New last day", help_text="Leave it as it is where the term does not change.", required=False
    )
    what = forms.CharField(
        label="What else changes, in words",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    signed_on = day_field(
        "When was it signed?",
        hint="Leave it empty while it is proposed: it then changes nothing until it is signed.",
        required=False,
    )
    door_fields = {"values": "new_value"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held: list[tuple[str, Money]] = []
        for place, money in enumerate(self.page.row.values or ()):
            name = f"value_{place}"
            self.held.append((name, money))
            self.fields[name] = MoneyFormField(
                label=f"Value: {kind_words(money)}", required=False, initial=money, basis=money.basis
            )
        self.initial.setdefault("ends", self.page.row.current_end)
        first = ["effective_on", *(name for name, _ in self.held)]
        rest = [
            name
            for name in self.fields
            if name not in (*first, "decided_by", "decided_on", "reason", "stamp")
        ]
        self.order_fields(["decided_by", "decided_on", *first, *rest, "reason", "stamp"])

    def values(self) -> list[Money]:
        """The values that differ from those that stand, each of the kind it had, and another one."""
        found = []
        for name, money in self.held:
            typed: Money = self.cleaned_data[name]
            if typed.is_known and typed.printed != money.printed:
                found.append(_as(typed, money.basis, money.year, money.extension, money.net_gross))
        extra: Money = self.cleaned_data["new_value"]
        if extra.is_known:
            given = self.cleaned_data
            basis = Basis(given["new_basis"] or Basis.UNSTATED)
            found.append(
                _as(
                    extra,
                    extra.basis if basis == Basis.UNSTATED else basis,
                    extra.year,
                    Extension(given["new_extension"] or Extension.UNSTATED),
                    NetGross(given["new_net_gross"] or NetGross.UNSTATED),
                )
            )
        return found

    def new_end(self) -> Any:
        typed = self.cleaned_data["ends"]
        same = typed.printed == self.page.row.current_end.printed
        return None if same or not typed.is_dated else typed


def _as(money: Money, basis: Basis, year: str, extension: Extension, net_gross: NetGross) -> Money:
    return Money(
        text=money.text,
        amount=money.amount,
        upper=money.upper,
        qualifier=money.qualifier,
        basis=basis,
        year=year,
        extension=extension,
        net_gross=net_gross,
    )
