"""The forms of the evaluation room. Each offers only what its reader may see; the door decides if it may be."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import MoneyFormField
from commissioning.core.models import User
from commissioning.core.money import Basis
from procurement.models import AwardCriterion, Bid, BidScore, DecisionRecord, Lot, TeamMember
from procurement.models.sealed import BidStanding, TeamRole
from procurement.services.sealed_decision import KEY_CRITERIA
from procurement.services.sealed_scores import Given, Place

WHOLE = ("", "The whole phase")


def _area(label: str, *, hint: str = "", required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=5000, widget=widget)


def _line(label: str, *, hint: str = "", required: bool = True, longest: int = 200) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest, widget=widget)


def _decimal(label: str, *, hint: str = "", required: bool = False) -> forms.DecimalField:
    widget = forms.TextInput({"inputmode": "decimal", "class": "nhsuk-input--width-5", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, help_text=hint, required=required, max_digits=5, decimal_places=2, widget=widget
    )


class EvaluationForm(DoorForm):
    """A form whose choices are given when it is made: field name → (value, words)."""

    def __init__(
        self, *given: Any, choices: dict[str, list[tuple[str, str]]] | None = None, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        for name, offered in (choices or {}).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = offered
        if "lot" in self.fields and len((choices or {}).get("lot", ())) < 2:
            del self.fields["lot"]


class MemberForm(EvaluationForm):
    user = forms.ChoiceField(
        label="Who?", help_text="Those whose role in this programme lets them be on a procurement team."
    )
    role = forms.ChoiceField(
        label="As what?",
        choices=TeamRole.choices,
        help_text="Whoever evaluates quality reads no price and no estimate, whatever else they are.",
    )


class MemberEndForm(EvaluationForm):
    member = forms.ChoiceField(
        label="Whose place ends?", help_text="From this moment they read nothing by it."
    )


class DeclareForm(EvaluationForm):
    has_conflict = forms.ChoiceField(
        label="Have you, or has anybody close to you, an interest in this procurement?",
        choices=[
            ("no", "No, I have no interest to declare"),
            ("yes", "Yes, I have an interest to declare"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have an interest to declare"},
    )
    lot = forms.ChoiceField(label="In what?", required=False)
    text = _area(
        "Which interest?",
        hint="Such as work for, money in, or family with somebody who may bid. It is read by the procurement lead and "
        "the decision maker. A declared conflict takes away at once all that is sealed in this phase.",
    )


class LiftForm(EvaluationForm):
    user = forms.ChoiceField(label="Whose conflict?")
    text = _area("How was it dealt with?", required=True)


class EstimateForm(EvaluationForm):
    money = MoneyFormField(
        label="Estimate over the whole life, options included",
        help_text="Such as £1.2m, £10m to £12m, or TBC.",
        basis=Basis.TOTAL_CONTRACT_VALUE,
    )
    lot = forms.ChoiceField(label="Of what?", required=False)
    reason = _area("What does it rest on?", required=True)


class CriterionForm(EvaluationForm):
    name = _line("What are bids judged by?")
    weight = _decimal("Weight in per cent", hint="Empty where there is none.")
    is_price = forms.BooleanField(label="It is about price", required=False)
    key_criterion = forms.ChoiceField(
        label="Key criterion of the Provider Selection Regime",
        required=False,
        choices=[("", "None"), *KEY_CRITERIA.items()],
    )


class BidForm(EvaluationForm):
    bidder = _line("Bidder", hint="As on the bid.")
    lot = forms.ChoiceField(label="For what?", required=False)
    received_on = forms.DateField(
        label="Received on",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
        error_messages={"invalid": "Enter a day such as 29 August 2025 or 2025-08-29"},
    )
    note = _area("Note")


class PriceForm(EvaluationForm):
    bid = forms.ChoiceField(label="Which bid?")
    price = MoneyFormField(
        label="Price over the whole life",
        help_text="Such as £1,234,567.",
        basis=Basis.TOTAL_CONTRACT_VALUE,
    )


class StandingForm(EvaluationForm):
    bid = forms.ChoiceField(label="Which bid?")
    standing = forms.ChoiceField(label="How does it stand?", choices=BidStanding.choices)
    reason = _area("Why?", required=True)


class ModerateForm(EvaluationForm):
    bid = forms.ChoiceField(label="Which bid?")
    criterion = forms.ChoiceField(label="Under which criterion?")
    score = _decimal("The score agreed on, 0 to 100", required=True)
    comment = _area("Comment")
    reason = _area(
        "Why?", hint="What the panel agreed on, and why it differs from single scores.", required=True
    )


class ConfirmForm(EvaluationForm):
    """Nothing to fill in: a button that does it."""


class RecordForm(EvaluationForm):
    provider = _line("Provider chosen")
    provider_address = _line("Its registered address", required=False, longest=300)
    process_reasons = _area("The process followed, and why", required=True, rows=5)
    decision_makers = _line("Who decided", hint="Roles or bodies, never names.", longest=300)
    quality_innovation = _area(f"Weighing of: {KEY_CRITERIA['quality_innovation'].lower()}")
    value = _area(f"Weighing of: {KEY_CRITERIA['value'].lower()}")
    integration = _area(f"Weighing of: {KEY_CRITERIA['integration'].lower()}")
    access = _area(f"Weighing of: {KEY_CRITERIA['access'].lower()}")
    social_value = _area(f"Weighing of: {KEY_CRITERIA['social_value'].lower()}")
    other_criteria = _area("Other criteria, and how they were applied")
    conflicts = _area("Conflicts of interest, and how they were handled", hint="Or that there were none.")

    @classmethod
    def initial_of(cls, record: DecisionRecord | None) -> dict[str, Any]:
        if record is None:
            return {}
        own = {name: getattr(record, name) for name in cls.base_fields if hasattr(record, name)}
        return {**own, **record.weighing}

    def values(self) -> dict[str, Any]:
        """What the door takes, once the form is valid."""
        given = dict(self.cleaned_data)
        weighing = {code: said for code in KEY_CRITERIA if (said := given.pop(code, "").strip())}
        return {**given, "weighing": weighing}


class ScoresForm(EvaluationForm):
    """A box for a score and one for a comment, for each bid under each criterion that the person scores."""

    def __init__(
        self,
        *given: Any,
        bids: Iterable[Bid],
        criteria: Iterable[AwardCriterion],
        own: Iterable[BidScore],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        before = {(row.bid_id, row.criterion_id): row for row in own}
        self.places: dict[str, Place] = {}
        offered = tuple(criteria)
        for bid in bids:
            for criterion in offered:
                self._add(bid, criterion, before.get((bid.pk, criterion.pk)))

    def _add(self, bid: Bid, criterion: AwardCriterion, before: BidScore | None) -> None:
        name = f"{bid.reference}.{criterion.reference}"
        self.places[name] = bid.pk, criterion.pk
        self.fields[f"score.{name}"] = score = _decimal(f"{bid_words(bid)}: {criterion}, 0 to 100")
        self.fields[f"comment.{name}"] = comment = _area(f"Why, for {bid_words(bid)}: {criterion}", rows=2)
        if before is not None:
            score.initial, comment.initial = before.score, before.comment

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in self.places:
            score: Decimal | None = given.get(f"score.{name}")
            if score is not None and not 0 <= score <= 100:
                self.add_error(f"score.{name}", ValidationError("Enter a score from 0 to 100"))
            if score is None and given.get(f"comment.{name}") and f"score.{name}" not in self.errors:
                self.add_error(f"score.{name}", ValidationError("Enter the score that the comment is for"))
        return given

    def given(self) -> dict[Place, Given]:
        """The scores typed, by bid and criterion; an empty box gives none."""
        return {
            place: Given(self.cleaned_data[f"score.{name}"], self.cleaned_data[f"comment.{name}"])
            for name, place in self.places.items()
            if self.cleaned_data[f"score.{name}"] is not None
        }


def bid_words(bid: Bid) -> str:
    return f"{bid.bidder}, {bid.lot}" if bid.lot else bid.bidder


def bid_choices(bids: Iterable[Bid]) -> list[tuple[str, str]]:
    return [(str(bid.pk), bid_words(bid)) for bid in bids]


def lot_choices(lots: Iterable[Lot]) -> list[tuple[str, str]]:
    return [WHOLE, *((str(lot.pk), str(lot)) for lot in lots)]


def team_choices(team: Iterable[TeamMember]) -> list[tuple[str, str]]:
    return [(str(row.pk), f"{row.user}: {row.get_role_display()}") for row in team]


def people_choices(people: Iterable[User]) -> list[tuple[str, str]]:
    """Each by their title; those who share one are told apart by their address."""
    people = tuple(people)
    titles = [str(person) for person in people]
    return [
        (str(person.pk), title if titles.count(title) == 1 else f"{title} ({person.email})")
        for person, title in zip(people, titles, strict=True)
    ]
