"""Forms of highlight reports: what one is to cover, what its author says of it, and a step on its way to approval."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.models import Body, HighlightReport
from governance.rules.rating_facts import DIMENSION_LABELS
from governance.rules.report_steps import Step
from governance.services.reports import ReportPlan, ReportText, Stated
from procurement.forms.contract_acts import day_field
from procurement.models import ProcurementPhase

TEXTS = {
    "summary": (
        "Summary",
        "Where it stands and what the reader has to know first. It is needed before review.",
    ),
    "done": ("Done in the period", "One thing to a line. Lines drafted from the records end in a reference."),
    "coming": ("Next period", "One thing to a line."),
    "lessons": ("Lessons", "What others should do, or not do again."),
}
STATE_LABELS = {
    Confidence.GREEN: "Green: delivery is highly likely",
    Confidence.AMBER: "Amber: feasible, with issues to resolve now",
    Confidence.RED: "Red: appears unachievable without a change",
    Confidence.NOT_RATED: "Not rated",
}
UNDATED = "Enter the day, such as 1 October 2026"


class ReportAddForm(DoorForm):
    """The period and what is reported on."""

    period_start = day_field("First day of the period", hint="Such as 1 October 2026", missing=UNDATED)
    period_end = day_field(
        "Last day of the period", hint="Figures are as at this day. Such as 31 October 2026", missing=UNDATED
    )
    phase = forms.ChoiceField(label="What is it about?", required=False)
    body = forms.ChoiceField(label="For which body?", required=False)

    def __init__(
        self, *given: Any, phases: Iterable[ProcurementPhase], bodies: Iterable[Body], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.phases = {str(phase.number): phase for phase in phases}
        self.bodies = {body.reference: body for body in bodies}
        self._offer("phase", "The whole programme", {code: str(row) for code, row in self.phases.items()})
        self._offer("body", "No body in particular", {code: row.name for code, row in self.bodies.items()})

    def _offer(self, name: str, nothing: str, choices: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", nothing), *choices.items()]

    def plan(self) -> ReportPlan:
        given = self.cleaned_data
        return ReportPlan(
            given["period_start"],
            given["period_end"],
            self.phases.get(given["phase"]),
            self.bodies.get(given["body"]),
        )


class ReportForm(DoorForm):
    """The author's words, and for each dimension what is stated and why it differs from what the records suggest."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, ratings: Sequence[Mapping[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.ratings = ratings
        for name, (label, hint) in TEXTS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                required=False,
                max_length=20_000,
                widget=forms.Textarea({"rows": 4 if name in {"summary", "lessons"} else 8}),
            )
        for row in ratings:
            code, label = row["dimension"], DIMENSION_LABELS[row["dimension"]]
            self.fields[f"stated_{code}"] = forms.ChoiceField(
                label=f"{label}: what do you state?",
                choices=[(each.value, STATE_LABELS[each]) for each in Confidence],
                error_messages={"required": f"{label}: choose what you state"},
            )
            self.fields[f"because_{code}"] = forms.CharField(
                label=f"{label}: why it differs from what the records suggest",
                help_text="Needed only where it does.",
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in TEXTS]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each dimension with its two boxes, for the template."""
        return [
            {
                "label": row["label"],
                "suggested": str(Confidence(row["suggested"]).label),
                "reason": row["suggested_because"],
                "tolerance": row["tolerance"],
                "fields": (self[f"stated_{row['dimension']}"], self[f"because_{row['dimension']}"]),
            }
            for row in self.ratings
        ]

    def text(self) -> ReportText:
        given = self.cleaned_data
        stated = {
            row["dimension"]: Stated(
                Confidence(given[f"stated_{row['dimension']}"]), given[f"because_{row['dimension']}"]
            )
            for row in self.ratings
        }
        return ReportText(given["summary"], given["done"], given["coming"], given["lessons"], stated)


def initial_of(report: HighlightReport, ratings: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What the form is opened with."""
    texts = {name: getattr(report, name) for name in TEXTS}
    stated = {f"stated_{row['dimension']}": row["stated"] for row in ratings}
    because = {f"because_{row['dimension']}": row["because"] for row in ratings}
    return {**texts, **stated, **because, "version": report.version}


class StepForm(DoorForm):
    """A step with a note: needed to return a report, welcome with any other."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, step: Step, **more: Any) -> None:
        super().__init__(*given, **more)
        needed = step == Step.RETURN
        self.fields["note"] = forms.CharField(
            label="What has the author to mend?" if needed else "Note",
            help_text="It stands in the report’s history.",
            required=needed,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": "Say what the author has to mend"},
        )
