"""Forms over stages, gateways and the regime of a phase. The doors say what may be; these read what was typed."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import FuzzyDateFormField
from procurement.models import ProcurementPhase, ProcurementProcess, ProcurementStage
from procurement.models.phases import PhaseEnding
from procurement.models.regimes import Regime
from procurement.selectors.regime import Answers
from procurement.services.gateways import Decided
from procurement.services.regime import RegimeWanted
from procurement.services.stages import Wanted
from programmes.models import Document

WHEN_HINT = "As loose as it was agreed: 29 August 2026, Autumn 2026, by April 2027, 2026/27, or TBC."
OWNER_HINT = "A role or a team, not a name, such as Head of Procurement. Leave empty where nobody is named."
BODY_HINT = "A role or a body, not a name, such as Programme board."
YES_NO_UNKNOWN = (("", "Not known"), ("yes", "Yes"), ("no", "No"))


def reason_field(what: str = "They stand in the history.", label: str = "Why?") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=f"One or two sentences, and the meeting that agreed it. {what}",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why, for those who read the history later"},
    )


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text or "Such as 29 August 2026.",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}, format="%-d %B %Y"),
        error_messages={
            "required": f"{label}: enter a day, such as 29 August 2026",
            "invalid": f"{label}: enter a day such as 29 August 2026 or 2026-08-29",
        },
    )


def version_field() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReasonForm(DoorForm):
    """An act that asks for nothing but its reason."""

    reason = reason_field()


class StageForm(DoorForm):
    """A stage's dates, owner, and whether it is needed; what is left as it was stays as it is."""

    planned = FuzzyDateFormField(label="Planned", required=False, help_text=WHEN_HINT)
    forecast = FuzzyDateFormField(label="Forecast", required=False, help_text=WHEN_HINT)
    actual = FuzzyDateFormField(
        label="Actual", required=False, help_text="When it happened. Leave empty while it has not."
    )
    owner = forms.CharField(label="Owner", required=False, max_length=200, help_text=OWNER_HINT)
    not_applicable = forms.BooleanField(label="This procurement does without the stage", required=False)
    why_not_applicable = forms.CharField(label="Why it does without", required=False, max_length=300)
    reason = reason_field()
    version = version_field()

    def __init__(self, *given: Any, stage: ProcurementStage, **more: Any) -> None:
        names = ("planned", "forecast", "actual", "owner", "not_applicable", "why_not_applicable", "version")
        initial = {name: getattr(stage, name) for name in names}
        super().__init__(*given, **{"initial": initial, **more})
        if stage.planned_frozen_on is not None:
            del self.fields["planned"]
        if stage.kind.is_gateway:
            for name in ("actual", "not_applicable", "why_not_applicable"):
                del self.fields[name]

    def wanted(self) -> Wanted:
        """Once valid: what the door takes."""
        names = ("planned", "forecast", "actual", "owner", "not_applicable", "why_not_applicable")
        return Wanted(**{name: self.cleaned_data[name] for name in names if name in self.fields})


class EvidenceForm(DoorForm):
    """What shows that one requirement is met."""

    requirement = forms.ChoiceField(label="Which requirement does it meet?")
    document = forms.ChoiceField(label="Document", required=False)
    text = forms.CharField(
        label="Where is the proof found?",
        required=False,
        max_length=500,
        help_text="Such as: minute 4 of the programme board of 2 March 2026. Needed where no document is chosen.",
    )

    def __init__(
        self, *given: Any, requirements: Iterable[tuple[str, str]], documents: Iterable[Document], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        _offer(self, "requirement", requirements)
        papers = [(each.reference, str(each)) for each in documents]
        _offer(self, "document", [("", "No document"), *papers])
        if not papers:
            del self.fields["document"]


class WithdrawForm(DoorForm):
    evidence = forms.CharField(widget=forms.HiddenInput, max_length=60)
    version = version_field()
    reason = reason_field(label="Why is it taken away?")


class DecisionForm(DoorForm):
    """What a body decided at a gateway. `override` only for who may pass it with something missing."""

    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=[("passed", "Go on: the gateway is passed"), ("held", "Not yet: the gateway is not passed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the gateway is passed"},
    )
    override = forms.BooleanField(
        label="Pass it although something is missing",
        required=False,
        help_text="What is missing is kept with the decision and with your reason, for everybody to read.",
    )
    decided_by = forms.CharField(
        label="Who decided?",
        max_length=200,
        help_text=BODY_HINT,
        error_messages={"required": "Say which body decided, such as Programme board"},
    )
    decided_on = day_field("When was it decided?")
    reason = reason_field("They stand with the decision.")
    version = version_field()

    def __init__(self, *given: Any, may_override: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not may_override:
            del self.fields["override"]

    def decided(self) -> Decided:
        """Once valid: what the door takes."""
        data = self.cleaned_data
        return Decided(
            passed=data["outcome"] == "passed",
            decided_by=data["decided_by"],
            decided_on=data["decided_on"],
            reason=data["reason"],
            override=data.get("override", False),
        )


class RegimeForm(DoorForm):
    """What is bought, and under which rules. Asking again with other answers shows what they point to."""

    health_care = forms.ChoiceField(
        label="Is it health care to individuals?",
        choices=YES_NO_UNKNOWN,
        required=False,
        help_text="Or, where other things are bought with it, is health care its main subject?",
    )
    cpv = forms.CharField(
        label="Main CPV code", required=False, max_length=10, help_text="Eight digits, such as 85100000."
    )
    mixed = forms.ChoiceField(
        label="Is anything else bought with it?",
        required=False,
        choices=[
            ("no", "No"),
            ("separable", "Yes, and it could reasonably be supplied separately"),
            ("inseparable", "Yes, and it could not reasonably be supplied separately"),
            ("", "Not known"),
        ],
    )
    regime = forms.ChoiceField(
        label="Under which rules does the phase buy?",
        error_messages={"required": "Choose under which rules the phase buys"},
    )
    light_touch = forms.BooleanField(label="Light touch contract", required=False)
    process = forms.ChoiceField(label="Process", required=False)
    decided_by = forms.CharField(
        label="Who decided?",
        max_length=200,
        help_text=BODY_HINT,
        error_messages={"required": "Say which role or body decides, such as Head of Procurement"},
    )
    decided_on = day_field("When was it decided?")
    reason = reason_field("They stand with the choice.")
    version = version_field()

    def __init__(
        self,
        *given: Any,
        phase: ProcurementPhase,
        processes: Iterable[ProcurementProcess],
        **more: Any,
    ) -> None:
        self.known = {each.reference: each for each in processes}
        health = {True: "yes", False: "no", None: ""}[phase.is_health_care]
        initial = {
            "health_care": health,
            "cpv": phase.cpv,
            "mixed": "no",
            "regime": phase.regime,
            "light_touch": phase.light_touch,
            "process": phase.process.reference if phase.process else "",
            "decided_by": phase.regime_decided_by,
            "decided_on": phase.regime_decided_on,
            "reason": phase.regime_reason,
            "version": phase.version,
        }
        super().__init__(*given, **{**more, "initial": {**initial, **more.get("initial", {})}})
        _offer(self, "regime", [("", "Not chosen"), *Regime.choices])
        named = [(code, f"{each.get_regime_display()}: {each.name}") for code, each in self.known.items()]
        _offer(self, "process", [("", "Not chosen"), *named])

    def answers(self) -> Answers:
        """What was answered of the subject, readable or not yet valid as a whole."""
        data = {
            name: str(self.data.get(name, "")) for name in ("health_care", "cpv", "mixed", "regime", "reason")
        }
        mixed = {"no": False, "separable": True, "inseparable": True}.get(data["mixed"])
        return Answers(
            health_care={"yes": True, "no": False}.get(data["health_care"]),
            cpv=data["cpv"].strip(),
            mixed=mixed,
            separable=data["mixed"] == "separable" if mixed else None,
            exempt_reason=data["reason"] if data["regime"] == Regime.EXEMPT else "",
        )

    def wanted(self) -> RegimeWanted:
        """Once valid: what the door takes."""
        data = self.cleaned_data
        return RegimeWanted(
            answers=self.answers(),
            regime=data["regime"],
            light_touch=data["light_touch"],
            process=self.known.get(data["process"]),
            decided_by=data["decided_by"],
            decided_on=data["decided_on"],
            reason=data["reason"],
        )


class AbandonForm(DoorForm):
    ended_as = forms.ChoiceField(
        label="How did it end?",
        choices=PhaseEnding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    ended_on = day_field("When did it end?")
    reason = reason_field("They stand with the phase.")
    version = version_field()


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)
