"""The kinds of act on a contract: the words, the form and the door of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from procurement.forms import contract_acts as forms
from procurement.forms.contract_vary import VaryForm
from procurement.models import Contract, ContractParty
from procurement.services import contract_awards, contract_terms, contracts

Who = Mapping[str, Any]
Write = Callable[[Contract, Any, Who], Any]


@dataclass(frozen=True)
class Kind:
    """One kind of act: its words, its form, and the door it goes through."""

    heading: str
    form: type[forms.ContractForm]
    write: Write
    intro: str = ""


def _party(form: Any, contract: Contract) -> ContractParty | None:
    chosen = form.cleaned_data["party"]
    rows = ContractParty.objects.filter(contract=contract)
    return rows.filter(pk=int(chosen)).first() if str(chosen).isdecimal() else None


KINDS: Mapping[str, Kind] = {
    "award-intended": Kind(
        "Record an intention to award",
        forms.AwardForm,
        lambda c, f, who: contract_awards.intend_award(
            c, f.deed(), provider=f.cleaned_data["provider"], **who
        ),
        "Until the notice of the award is published, only the procurement team sees to whom.",
    ),
    "award": Kind(
        "Record the award",
        forms.AwardForm,
        lambda c, f, who: contract_awards.award(c, f.deed(), provider=f.cleaned_data["provider"], **who),
    ),
    "sign": Kind(
        "Record the signing",
        forms.SignForm,
        lambda c, f, who: contract_awards.sign(c, f.deed(), **who),
        "A contract cannot be signed before its standstill is over.",
    ),
    "vary": Kind(
        "Vary the contract",
        VaryForm,
        lambda c, f, who: contract_terms.vary(
            c, f.deed(), values=f.values(), ends=f.new_end(), what=f.cleaned_data["what"], **who
        ),
        "Change the boxes that the variation changes. What stood before is kept with its days.",
    ),
    "sign-variation": Kind(
        "Sign a variation",
        forms.SignVariationForm,
        lambda c, f, who: contract_terms.sign_variation(
            c,
            f.cleaned_data["variation"],
            signed_on=f.cleaned_data["signed_on"],
            decided_by=f.cleaned_data["decided_by"],
            **who,
        ),
        "It counts from the day agreed, or from its signing where that is later.",
    ),
    "extend": Kind(
        "Extend the contract",
        forms.ExtendForm,
        lambda c, f, who: contract_terms.extend(c, f.deed(), months=f.cleaned_data["months"], **who),
        "An extension takes the next option. It counts from a day before the present end.",
    ),
    "novate": Kind(
        "Novate the contract",
        forms.NovateForm,
        lambda c, f, who: contract_awards.novate(
            c, f.deed(), party=_party(f, c), successor=f.cleaned_data["successor"], **who
        ),
        "A successor takes a party’s place from a day on; the earlier days stay as they are.",
    ),
    "terminate": Kind(
        "Terminate the contract",
        forms.TerminateForm,
        lambda c, f, who: contract_awards.terminate(c, f.deed(), **who),
        "Only for an early end: a contract that runs out ends by its date alone.",
    ),
    "lapse": Kind(
        "Let an option lapse",
        forms.LapseForm,
        lambda c, f, who: contract_terms.let_lapse(
            c, sequence=int(f.cleaned_data["sequence"]), lapsed_on=f.cleaned_data["lapsed_on"], **who
        ),
    ),
    "party": Kind(
        "Add a party",
        forms.PartyForm,
        lambda c, f, who: contracts.add_party(
            c,
            organisation=f.cleaned_data["organisation"],
            role=f.cleaned_data["role"],
            starts_on=f.cleaned_data["starts_on"],
            **who,
        ),
    ),
    "party-end": Kind(
        "End a party’s part",
        forms.PartyEndForm,
        lambda c, f, who: contracts.end_party(
            c, party=_party(f, c), ends_on=f.cleaned_data["ends_on"], **who
        ),
    ),
}
