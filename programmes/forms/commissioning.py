"""The filter of the matrix, and the forms that hand a lead over, record a succession and describe a group anew."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm, EffectiveField
from commissioning.core.forms.renderer import FilterFormMixin
from commissioning.core.forms.values import FuzzyDateFormField
from programmes.models import CommissioningModel, Organisation, ServiceGroup
from programmes.models.commissioning_models import Arrangement, Pooling
from programmes.models.organisations import SuccessionKind
from programmes.models.responsibilities import ResponsibilityRole, Standing
from programmes.rules import tidy
from programmes.rules_leads import UNDECIDED, UNREASONED
from programmes.selectors.commissioning_models import PARTS
from programmes.selectors.matrix import NOBODY, NOT_STATED, PartsFilter, WhoCommissions
from programmes.services.service_groups import GroupTerms

DECISION_HINT = "The body, and the day or the minute. It stands in the history for good."
REASON_HINT = "One or two sentences, for those who read the history later."
Choices = list[tuple[str, str]]


def _choice(label: str) -> forms.ChoiceField:
    wrong = {"invalid_choice": "“%(value)s” is not one of the choices, so this filter is not used"}
    return forms.ChoiceField(label=label, required=False, error_messages=wrong)


class PartsForm(FilterFormMixin, forms.Form):
    """The filter of the matrix; it stays usable while a side is wrong: the others hold, and the page says which."""

    commissioner = _choice("Commissioner")
    role = _choice("Part")
    model = _choice("Model")
    standing = _choice("Standing")
    statutory = _choice("Statutory duty")

    def __init__(self, data: QueryDict, who: WhoCommissions) -> None:
        super().__init__(data)
        names = sorted((each.name, str(each.organisation_id)) for each in who.commissioners)
        models = dict.fromkeys(name for row in who.services for name, _ in row.models)
        offered: dict[str, Choices] = {
            "commissioner": [("", "Any"), *((pk, name) for name, pk in names), (NOBODY, "Nobody leads")],
            "role": [("", "Any part"), *ResponsibilityRole.choices],
            "model": [("", "Any model"), *((name, name) for name in models), (NOBODY, "None stated")],
            "standing": [("", "Any standing"), *(c for c in Standing.choices if c[0] != Standing.ENDED)],
            "statutory": [("", "Stated or not"), ("yes", "Yes"), ("no", "No"), (NOT_STATED, "Not stated")],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def filter(self) -> PartsFilter:
        self.is_valid()
        return PartsFilter(**{name: self.cleaned_data.get(name) or "" for name in self.fields})

    @property
    def problems(self) -> list[str]:
        return [f"{self.fields[name].label}: {errors[0]}" for name, errors in self.errors.items()]

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(side, words) of every side in use."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        words = {name: dict(self.fields[name].choices) for name in chosen}  # type: ignore[attr-defined]
        return [
            (name, f"{self.fields[name].label}: {words[name][value]}")
            for name, value in chosen.items()
            if value
        ]


def _decision() -> forms.CharField:
    return forms.CharField(
        label="Who decided it, where and when?",
        help_text=DECISION_HINT,
        max_length=300,
        error_messages={"required": UNDECIDED.rstrip(".")},
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why?",
        help_text=REASON_HINT,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": UNREASONED.rstrip(".")},
    )


class HandoverForm(DoorForm):
    """To whom the lead passes, from when, by whose decision and why."""

    to = forms.ChoiceField(
        label="Who takes the lead over?",
        error_messages={
            "required": "Choose the organisation that takes the lead over",
            "invalid_choice": "Choose the organisation that takes the lead over",
        },
    )
    effective = EffectiveField()
    decision = _decision()
    reason = _reason()
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    mark_optional = False

    def __init__(self, *given: Any, receivers: Iterable[Organisation], **more: Any) -> None:
        super().__init__(*given, **more)
        self.receivers = {each.reference: each for each in receivers}
        choices = [(reference, each.name) for reference, each in self.receivers.items()]
        self.fields["to"].choices = [("", "Choose an organisation"), *choices]  # type: ignore[attr-defined]

    @property
    def receiver(self) -> Organisation:
        return self.receivers[self.cleaned_data["to"]]


class SuccessionForm(DoorForm):
    """Who passes to whom, from when, by whose decision and why. Who takes on what is asked on the summary."""

    predecessors = forms.MultipleChoiceField(
        label="Which organisations are succeeded?",
        help_text="Those that have a part in a service of this programme.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kind = forms.ChoiceField(
        label="What happens to them?",
        widget=forms.RadioSelect,
        choices=SuccessionKind.choices,
        error_messages={
            "required": "Select what happens to them",
            "invalid_choice": "Select what happens to them",
        },
    )
    successors = forms.MultipleChoiceField(
        label="Which organisations take over?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    new_successors = forms.CharField(
        label="New organisations that take over",
        help_text="One name to a line, where the product has not heard of them.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    effective = EffectiveField()
    decision = _decision()
    reason = _reason()

    mark_optional = False

    def __init__(
        self, *given: Any, before: Iterable[Organisation], after: Iterable[Organisation], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.before = {each.reference: each for each in before}
        self.after = {each.reference: each for each in after}
        for name, found in (("predecessors", self.before), ("successors", self.after)):
            self.fields[name].choices = [(ref, each.name) for ref, each in found.items()]  # type: ignore[attr-defined]

    @property
    def chosen_before(self) -> list[Organisation]:
        return [self.before[reference] for reference in self.cleaned_data["predecessors"]]

    def chosen_after(self) -> dict[str, Organisation]:
        """The successors by the key that the summary's choices use; new ones are not saved yet."""
        chosen = {reference: self.after[reference] for reference in self.cleaned_data["successors"]}
        names = [tidy(line) for line in self.cleaned_data["new_successors"].splitlines()]
        new = {
            f"new-{place}": Organisation(name=name) for place, name in enumerate(dict.fromkeys(names)) if name
        }
        return {**chosen, **new}


class GroupForm(DoorForm):
    """A group of services described anew: model, four parts, pooling, rationale, and what is intended by when."""

    commissioning_model = forms.ChoiceField(label="Model now")
    needs_and_priorities = forms.ChoiceField(label=PARTS[0][1], choices=Arrangement.choices)
    design_and_contracting = forms.ChoiceField(label=PARTS[1][1], choices=Arrangement.choices)
    money = forms.ChoiceField(label=PARTS[2][1], choices=Arrangement.choices)
    performance = forms.ChoiceField(label=PARTS[3][1], choices=Arrangement.choices)
    pooling = forms.ChoiceField(label="Pooled fund or section 75 agreement", choices=Pooling.choices)
    rationale = forms.CharField(
        label="Rationale", required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    intended_model = forms.ChoiceField(label="Model intended", required=False)
    intended = FuzzyDateFormField(
        label="Intended by when",
        required=False,
        help_text="As agreed, however loosely: April 2015, By September 2014, TBC",
    )
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    reason = _reason()
    stamp = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, group: ServiceGroup, models: Iterable[CommissioningModel], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.group = group
        self.models = {model.reference: model for model in models}
        choices = [(reference, model.name) for reference, model in self.models.items()]
        self.fields["commissioning_model"].choices = choices  # type: ignore[attr-defined]
        self.fields["intended_model"].choices = [("", "None stated"), *choices]  # type: ignore[attr-defined]

    @property
    def seen(self) -> int:
        """The version of the group that the form was made from; 0 where the hidden field is not ours."""
        return self.cleaned_data.get("stamp") or 0

    def terms(self) -> GroupTerms:
        """What a valid form says of the group."""
        given = self.cleaned_data
        return GroupTerms(
            commissioning_model=self.models[given["commissioning_model"]],
            intended_model=self.models.get(given["intended_model"]),
            **{
                name: given[name]
                for name in (*(name for name, _ in PARTS), "pooling", "rationale", "intended", "note")
            },
        )
