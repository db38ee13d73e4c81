"""Forms over benefits: the filter of the register, the profile, and what was realised by a date."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, choice, labels_of
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from commissioning.core.fuzzydate import FuzzyDate
from governance.models import Benefit, BenefitRealised
from governance.models.benefits import BenefitAudience, BenefitDirection
from governance.rules.benefits import BenefitState
from governance.selectors.benefits import BenefitView, decimals_of
from governance.services.benefits import BenefitPlan
from outcomes.models import KPI
from procurement.models import ProcurementPhase
from programmes.models import Document

UNSTATED = "none"
WITH_OWNER, WITHOUT_OWNER = "with", "without"
WHEN_HINT = "As loose as it was agreed: March 2020, 2019/20, by April 2022, or TBC."
REASON_HINT = "One or two sentences, and the meeting that agreed it. They stand in the history."
NUMBER_WIDGET = {"class": "nhsuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}


class BenefitFilterForm(ViewForm):
    """Offers the audiences and phases that the register has."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    audience = choice("For whom", [("", "Anybody")])
    state = choice("State", [("", "Any state"), *((each.value, each.label) for each in BenefitState)])
    owner = choice(
        "Owner", [("", "With or without"), (WITH_OWNER, "With an owner"), (WITHOUT_OWNER, "Without an owner")]
    )
    phase = choice("Phase", [("", "Any phase")])

    def __init__(self, data: QueryDict, views: Sequence[BenefitView]) -> None:
        super().__init__(data)
        here = {view.audience for view in views}
        offered = [
            (each.value or UNSTATED, str(each.label)) for each in BenefitAudience if each.value in here
        ]
        self._offer("audience", offered)
        self._offer("phase", sorted({(str(view.phase), view.phase_name) for view in views if view.phase}))
        if not any(view.phase for view in views) and not data.get("phase"):
            del self.fields["phase"]

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*labels_of(field).items(), *choices]


def number_field(label: str, help_text: str) -> forms.DecimalField:
    """A plain number; its unit is asked for once, beside it."""
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=16,
        decimal_places=4,
        help_text=help_text,
        widget=forms.TextInput(NUMBER_WIDGET),
        error_messages={
            "invalid": f"{label}: enter a plain number, such as 40 or 62.5, without its unit",
            "max_decimal_places": f"{label}: enter at most four decimals",
            "max_digits": f"{label}: enter a smaller number",
            "max_whole_digits": f"{label}: enter a smaller number",
        },
    )


def reason_field(hint: str = REASON_HINT) -> forms.CharField:
    return forms.CharField(
        label="Why?",
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why, for those who read the history later"},
    )


class BenefitForm(DoorForm):
    """The profile of a benefit. Numbers and words both: the words as agreed, the number that they mean."""

    title = forms.CharField(
        label="What is the benefit?", max_length=200, error_messages={"required": "Say what the benefit is"}
    )
    text = forms.CharField(
        label="In more words", required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    audience = forms.ChoiceField(label="For whom?", required=False, choices=BenefitAudience.choices)
    owner_role = forms.CharField(
        label="Owner",
        required=False,
        max_length=120,
        help_text="A role, not a name, such as Head of Nursing.",
    )
    phase = forms.ChoiceField(label="Phase", required=False)
    measurement = forms.CharField(
        label="How is it measured?", required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )
    kpi = forms.ChoiceField(
        label="KPI that measures it",
        required=False,
        help_text="Its figures then say what is realised. They are read where they stand and not copied.",
    )
    unit = forms.CharField(
        label="Unit",
        required=False,
        max_length=60,
        help_text="Such as %, children or £. A KPI brings its own.",
    )
    direction = forms.ChoiceField(
        label="Which way is better?", required=False, choices=BenefitDirection.choices
    )
    baseline_text = forms.CharField(
        label="Baseline in words",
        required=False,
        max_length=200,
        help_text="What there was before, as stated.",
    )
    baseline_value = number_field(
        "Baseline as a number", "Leave empty where nobody knows. Nought is a number."
    )
    baseline_on = FuzzyDateFormField(label="Baseline of", required=False, help_text=WHEN_HINT)
    target_text = forms.CharField(label="Target in words", required=False, max_length=200)
    target_value = number_field("Target as a number", "In the same unit as the baseline.")
    target_by = FuzzyDateFormField(label="To be reached by", required=False, help_text=WHEN_HINT)
    is_cash_releasing = forms.ChoiceField(
        label="Does it release cash?",
        required=False,
        choices=[("", "Not stated"), ("yes", "Yes"), ("no", "No")],
    )
    reason = reason_field()
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, phases: Iterable[ProcurementPhase], kpis: Iterable[KPI], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.phases = {str(phase.number): phase for phase in phases}
        self.kpis = {kpi.reference: kpi for kpi in kpis}
        _choose(self, "phase", "The programme as a whole", self.phases)
        _choose(self, "kpi", "No KPI", {code: f"{code}: {kpi.name}" for code, kpi in self.kpis.items()})

    def plan(self) -> BenefitPlan:
        """Once valid: what the door takes."""
        given = {**self.cleaned_data}
        given.pop("reason"), given.pop("version")
        given["phase"] = self.phases.get(given["phase"])
        given["kpi"] = self.kpis.get(given["kpi"])
        given["is_cash_releasing"] = {"yes": True, "no": False}.get(given["is_cash_releasing"])
        return BenefitPlan(**given)


def initial_of(row: Benefit) -> dict[str, Any]:
    """A benefit's record as its form shows it."""
    cash = {True: "yes", False: "no", None: ""}[row.is_cash_releasing]
    given = {name: getattr(row, name) for name in BenefitForm.base_fields if hasattr(row, name)}
    return {
        **given,
        "phase": str(row.phase.number) if row.phase else "",
        "kpi": row.kpi.reference if row.kpi else "",
        "is_cash_releasing": cash,
        "baseline_value": plain(row.baseline_value),
        "target_value": plain(row.target_value),
    }


def plain(value: Decimal | None) -> str:
    """A stored number as a box shows it: 40 and not 40.0000; "" where there is none."""
    return "" if value is None else f"{value:.{decimals_of(value)}f}"


class RealisedForm(DoorForm):
    """What was realised by a date. It is added to the record and cannot be changed afterwards, only corrected."""

    by_date = FuzzyDateFormField(
        label="By when had it been realised?",
        help_text="The end of what the figure covers: March 2020, 31 March 2020, 2019/20.",
        error_messages={"required": "Enter by when it was realised, such as March 2020"},
    )
    value = number_field("How much, as a number", "")
    text = forms.CharField(
        label="In words",
        required=False,
        max_length=4000,
        help_text="As it was reported. Needed where there is no number.",
        widget=forms.Textarea({"rows": 3}),
    )
    corrects = forms.ChoiceField(label="Does it correct an entry?", required=False)
    document = forms.ChoiceField(label="Paper that reports it", required=False)
    reason = reason_field("Who reported it, or which minute says so. It stands in the history.")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        *given: Any,
        entries: Iterable[BenefitRealised],
        documents: Iterable[Document],
        unit: str,
        kpi: str,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.entries = {entry.reference: entry for entry in entries}
        self.documents = {paper.reference: paper for paper in documents}
        if kpi:
            del self.fields["value"]
            self.fields["text"].required = True
            self.fields[
                "text"
            ].help_text = f"In words only: {kpi} measures it, and its figures are sent as returns."
            self.fields["text"].error_messages["required"] = "Say in words what was realised"
        else:
            self.fields["value"].help_text = f"In {unit}." if unit else "The benefit has no unit yet."
        words = {code: f"{code}: {_entry_words(entry)}" for code, entry in self.entries.items()}
        _choose(self, "corrects", "No, it is a new one", words)
        _choose(
            self,
            "document",
            "None of the papers recorded here",
            {code: paper.title for code, paper in self.documents.items()},
        )

    def values(self) -> dict[str, Any]:
        """What the door takes besides who and when."""
        given = {"value": None, **self.cleaned_data}
        given["corrects"] = self.entries.get(given["corrects"])
        given["document"] = self.documents.get(given["document"])
        return given


def _entry_words(entry: BenefitRealised) -> str:
    when: FuzzyDate = entry.by_date
    return f"{plain(entry.value) or entry.text[:60]}, by {when.printed}"


def _choose(form: forms.Form, name: str, nothing: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = [("", nothing), *((code, str(label)) for code, label in choices.items())]
