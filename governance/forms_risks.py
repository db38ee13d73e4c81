"""Forms over risks: the filter of the register, what is said of a risk, an assessment, and what is done with one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from governance.models import Body, Risk
from governance.models.risks import RiskLevel, RiskResponse, RiskState
from governance.rules.risk_states import Act
from governance.rules.risk_words import IMPACT_WORDS, LIKELIHOOD_WORDS
from governance.rules.scoring import Band
from governance.selectors.risks import RiskView
from governance.services.risk_acts import Done
from governance.services.risks import NO_LEVEL, NO_RATIONALE, NO_RISK, Judgement, RiskWords
from outcomes.forms_kpi import DayField
from procurement.forms.contract_acts import day_field
from procurement.models import ProcurementPhase

OVERDUE, UNASSESSED, UNMITIGATED, UNOWNED = "overdue", "unassessed", "unmitigated", "unowned"
ESCALATED, TO_ESCALATE = "escalated", "to_escalate"
ATTENTION = [
    ("", "Anything"),
    (UNASSESSED, "Not assessed"),
    (UNOWNED, "Without an owner"),
    (UNMITIGATED, "Without a mitigation"),
    (OVERDUE, "Review overdue"),
    (ESCALATED, "Escalated"),
    (TO_ESCALATE, "To be escalated"),
]
OPEN, NONE = "open", "none"
OWNER_HINT = "A role, not a name, such as Programme Director. Leave empty where nobody owns it yet."
REASON_HINT = "One or two sentences. They stand in the history."
LIKELIHOOD_HINT = "How likely the event is: 1 is the least likely, 5 the most."
IMPACT_HINT = "How much it would matter: 1 is the least, 5 the most."


class RiskFilterForm(ViewForm):
    """Offers the bands, owners and phases that the register has."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    state = choice("State", [("", "Any state"), (OPEN, "Open"), *RiskState.choices])
    band = choice("Band", [])
    owner = choice("Owner", [])
    phase = choice("Phase", [])
    attention = choice("Needs attention", ATTENTION)

    def __init__(self, data: QueryDict, views: Sequence[RiskView], bands: Sequence[Band]) -> None:
        super().__init__(data)
        owners = sorted({view.owner_role for view in views} - {""}, key=str.casefold)
        phases = {str(view.phase_number): view.phase_name for view in views if view.phase_number is not None}
        self._offer("band", "Any band", [(band.name, band.name) for band in reversed(bands)])
        self._offer("owner", "Anyone or nobody", [(owner, owner) for owner in owners])
        self._offer("phase", "Any phase", [*sorted(phases.items()), (NONE, "No phase")] if phases else [])

    def _offer(self, name: str, anything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", anything), *choices]

    def value_label(self, name: str) -> str:
        """A chip that says which side it is of: a band’s or an owner’s name alone would not."""
        label = super().value_label(name)
        return f"{self.fields[name].label}: {label}" if label and name in ("band", "owner") else label


class ReasonField(forms.CharField):
    def __init__(self, label: str = "Why?", hint: str = REASON_HINT, missing: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": missing or "Say why, for those who read the history later"},
        )


def _prose(label: str, hint: str = "", rows: int = 2, **more: Any) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=4000, widget=area, required=False, **more)


class RiskForm(DoorForm):
    """What is said of a risk. One that a paper printed keeps the paper's title and words: they are not asked for."""

    title = forms.CharField(
        label="The risk in a few words",
        max_length=200,
        error_messages={"required": NO_RISK.rstrip(".")},
    )
    cause = _prose("Cause", "What might bring it about: “Because …”")
    event = _prose("Event", "What might happen: “there is a risk that …”")
    effect = _prose("Effect", "What would follow: “its effect would be: …”")
    text = _prose("Anything else", "What the three parts above do not say.")
    phase = forms.ModelChoiceField(
        queryset=ProcurementPhase.objects.none(), required=False, empty_label="The programme as a whole"
    )
    raised = FuzzyDateFormField(
        label="When was it raised?", required=False, help_text="A day or a month: 3 October 2018, May 2013."
    )
    owner_role = forms.CharField(label="Owner", required=False, max_length=120, help_text=OWNER_HINT)
    response = forms.ChoiceField(
        label="Response", required=False, choices=[("", "Not decided"), *RiskResponse.choices]
    )
    response_note = _prose("About the response", "Such as to whom it is transferred.")
    review_due = DayField(label="When is its next review due?", help_text="Such as 30 November 2026")
    reason = ReasonField()
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, phases: Any, risk: Risk | None = None, **more: Any) -> None:
        shown = {} if risk is None else {each.name: getattr(risk, each.name) for each in fields(RiskWords)}
        stamp = {} if risk is None else {"version": risk.version}
        super().__init__(*given, **{**more, "initial": {**shown, **stamp, **more.get("initial", {})}})
        self.risk = risk
        phase = self.fields["phase"]
        assert isinstance(phase, forms.ModelChoiceField)  # noqa: S101
        phase.queryset = phases
        if risk is not None and risk.fact_id:
            del self.fields["title"], self.fields["text"]

    def words(self) -> RiskWords:
        """What the door takes, once the form is valid."""
        given = self.cleaned_data
        printed = {"title": self.risk.title, "text": self.risk.text} if self.risk else {}
        named = [each.name for each in fields(RiskWords)]
        return RiskWords(**{**printed, **{name: given[name] for name in named if name in given}})

    def words_of(self, name: str) -> str:
        """A value as the person typed or chose it, in words."""
        return said(name, self.cleaned_data[name])


def said(name: str, value: Any) -> str:
    """A value of a risk as pages word it; "" where nothing is said."""
    if name == "raised":
        return str(value.printed) if value else ""
    if name == "response":
        return str(RiskResponse(value).label) if value else ""
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value or "")


def _points(words: Sequence[str]) -> list[tuple[int, str]]:
    return [(number, f"{number}: {word}") for number, word in enumerate(words, 1)]


class AssessForm(DoorForm):
    """Likelihood and impact at one level. Each is added to those before it and cannot be changed afterwards."""

    door_fields: Mapping[str, str] = {"act": "level"}

    level = forms.ChoiceField(
        label="What is the score of?",
        widget=forms.RadioSelect,
        choices=[
            (RiskLevel.CURRENT, "Current: with the mitigations that are in place"),
            (RiskLevel.INHERENT, "Inherent: before anything is done about it"),
            (RiskLevel.TARGET, "Target: what is aimed at"),
        ],
        error_messages={"required": "Choose what the score is of"},
    )
    likelihood = forms.TypedChoiceField(
        help_text=LIKELIHOOD_HINT,
        coerce=int,
        choices=_points(LIKELIHOOD_WORDS),
        widget=forms.RadioSelect,
        error_messages={"required": NO_LEVEL.rstrip("."), "invalid_choice": NO_LEVEL.rstrip(".")},
    )
    impact = forms.TypedChoiceField(
        help_text=IMPACT_HINT,
        coerce=int,
        choices=_points(IMPACT_WORDS),
        widget=forms.RadioSelect,
        error_messages={"required": NO_LEVEL.rstrip("."), "invalid_choice": NO_LEVEL.rstrip(".")},
    )
    day = day_field("On which day was it judged?", missing="Enter the day on which it was judged")
    rationale = ReasonField(
        "Why these numbers?",
        "What is known, and what has changed since the last assessment.",
        NO_RATIONALE.rstrip("."),
    )

    def judgement(self) -> Judgement:
        given = self.cleaned_data
        return Judgement(
            given["level"], given["likelihood"], given["impact"], given["day"], given["rationale"]
        )


class ActForm(DoorForm):
    """Something done with a risk as a whole: when and why, and what the act needs besides."""

    body = forms.ChoiceField(
        label="Which body is told?", error_messages={"required": "Choose the body that is told"}
    )
    day = day_field("On which day?", missing="Enter the day on which it was done")
    review_due = DayField(
        label="When is the next review due?", help_text="Leave empty where none is planned."
    )
    reason = ReasonField()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, act: Act, bodies: Iterable[Body], **more: Any) -> None:
        super().__init__(*given, **more)
        self.bodies = {body.reference: body for body in bodies}
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Choose a body"), *((code, body.name) for code, body in self.bodies.items())]
        if act is not Act.ESCALATE:
            del self.fields["body"]
        if act is not Act.REVIEW:
            del self.fields["review_due"]

    def done(self) -> Done:
        given = self.cleaned_data
        return Done(
            given["day"], given["reason"], self.bodies.get(given.get("body", "")), given.get("review_due")
        )
