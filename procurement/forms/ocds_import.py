"""The forms of receiving: a file, and what a person decides of it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.renderer import AppFormMixin
from procurement.rules_import import NEW, Ask, ImportPlan, PartyPlan, key_for

UNANSWERED = "Answer “{question}”"
WHO = "Say who {name} is"


class OcdsUploadForm(AppFormMixin, forms.Form):
    file = forms.FileField(
        label="An OCDS file (.json)",
        help_text="A release or record package of Find a Tender, Contracts Finder or another publisher, at most 20 MB.",
        max_length=200,
        widget=forms.FileInput({"accept": ".json,application/json"}),
        error_messages={
            "required": "Choose the file to read",
            "empty": "The file is empty. Choose one with a notice in it",
            "invalid": "Choose the file again: the browser did not send it",
        },
    )


class DecisionForm(DoorForm):
    """A field for each question of a plan and for each party that no identifier has matched."""

    mark_optional = False

    def __init__(self, data: Any, plan: ImportPlan, organisations: Mapping[str, str]) -> None:
        super().__init__(data)
        self.plan = plan
        self.parties = {party_field(party): party for party in plan.parties if party.how != "identifier"}
        for name, party in self.parties.items():
            self.fields[name] = _party_field(party, organisations)
        for process in plan.processes:
            for ask in process.asks:
                self.fields[ask.key] = _ask_field(ask)

    def refuse_open(self) -> None:
        """Say of everything undecided what is to be done, at its field."""
        for name, party in self.parties.items():
            if party.is_open:
                self.add_error(name, party.problem or WHO.format(name=party.name))
        for process in self.plan.processes:
            for ask in process.asks:
                if ask.is_open:
                    self.add_error(ask.key, UNANSWERED.format(question=ask.question))


def party_field(party: PartyPlan) -> str:
    """The name of a party's field."""
    return key_for("party", party.key)


def answers_in(data: Mapping[str, str]) -> dict[str, str]:
    """The answers that a page sent; what is no answer to any question does no harm."""
    return {name: value[:200] for name, value in data.items() if name.startswith("q") and len(name) == 13}


def _ask_field(ask: Ask) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=ask.question,
        help_text=ask.hint,
        choices=list(ask.choices),
        initial=ask.chosen or None,
        required=False,
        widget=forms.RadioSelect(),
    )


def _party_field(party: PartyPlan, organisations: Mapping[str, str]) -> forms.ChoiceField:
    """Those of the same name first; then everybody, since a person may know better."""
    known = ", ".join(party.identifiers) or "no identifier in a register"
    offered = [(reference, organisations.get(reference, reference)) for reference in party.candidates]
    others = [(ref, name) for ref, name in organisations.items() if ref not in party.candidates]
    choices: list[Any] = [("", "Not decided yet"), (NEW, "A new organisation: add it")]
    if offered:
        choices.append(("Same name; a name alone does not identify", offered))
    if others:
        choices.append(("Organisations here", others))
    return forms.ChoiceField(
        label=f"Who is {party.name}?",
        help_text=f"It {' and '.join(party.roles)}; {known}. It {party.why}.",
        choices=choices,
        initial=party.answer,
        required=False,
    )
