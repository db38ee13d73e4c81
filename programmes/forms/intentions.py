"""The forms of intentions and project summaries in the shape of their one page: a list is a box, one item to a line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from programmes.models import Organisation
from programmes.models.intentions import (
    IntentionLineKind,
    IntentionState,
    PlannedElsewhere,
    SummaryLineKind,
)
from programmes.rules import tidy
from programmes.selectors.intentions_plan import (
    INTENTION_LABELS,
    SUMMARY_LABELS,
    IntentionPlan,
    PlanLine,
    SummaryPlan,
)
from programmes.services.intentions import NewMilestone

BAR = "|"
LONGEST_LIST = 20_000
LINES_HINT = "One to a line."
ROLES_HINT = "One role to a line, such as Head of Service, Integrated Commissioning. A role, never a name."
PERIOD_HINT = (
    "As agreed, however loosely: April 2013 to March 2014, 3 months from May 2013, 2013/14, On-going, TBC"
)
SALT = "programmes.intentions.seen"


class LinesField(forms.CharField):
    """A list, one item to a line; empty lines are left out. Cleans to plan lines.

    A line that comes back as it was shown is the very line it was shown for, whatever its spaces.
    """

    with_target = False

    def __init__(self, *, rows: int = 4, **given: Any) -> None:
        given.setdefault("help_text", LINES_HINT)
        super().__init__(
            required=False, max_length=LONGEST_LIST, widget=forms.Textarea({"rows": rows}), **given
        )
        self.shown: Mapping[str, PlanLine] = {}

    def clean(self, value: Any) -> tuple[PlanLine, ...]:
        typed = super().clean(value)
        lines = (tidy(line) for line in typed.splitlines())
        return tuple(self.shown.get(line) or self._read(line) for line in lines if line)

    def _read(self, line: str) -> PlanLine:
        if not self.with_target:
            return PlanLine(line)
        text, bar, target = line.rpartition(BAR)
        return (
            PlanLine(text.strip(), target.strip())
            if bar and text.strip()
            else PlanLine(line.strip(BAR + " "))
        )


class MetricsField(LinesField):
    """A metric to a line, with its target after a bar where one is set."""

    with_target = True


class NewMilestonesField(forms.CharField):
    """Milestones to be added, each “what | when”. Raises ValidationError that names the line and the cure."""

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_LIST, widget=forms.Textarea({"rows": 3}), **given)

    def clean(self, value: Any) -> tuple[NewMilestone, ...]:
        lines = [tidy(line) for line in super().clean(value).splitlines()]
        return tuple(self._read(place, line) for place, line in enumerate(filter(None, lines), 1))

    @staticmethod
    def _read(place: int, line: str) -> NewMilestone:
        text, bar, when = (part.strip() for part in line.rpartition(BAR))
        if not bar:
            raise ValidationError(
                f"Line {place}: write what, a bar and when, such as “{line} | September 2013”, or “{line} | TBC”."
            )
        try:
            return NewMilestone(text, parse_fuzzy_date(when))
        except FuzzyDateError as error:
            raise ValidationError(f"Line {place}: {error}", code="unreadable") from error


class PlanForm(DoorForm):
    """What every form of a plan has: the reason, and what the person saw when they opened it, sealed."""

    labels: Mapping[str, str] = {}

    def __init__(self, *given: Any, shown: Iterable[tuple[str, PlanLine]] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        known: dict[str, dict[str, PlanLine]] = {}
        for name, line in shown:
            known.setdefault(name, {})[line.shown] = line
        for name, field in self.fields.items():
            if isinstance(field, LinesField):
                field.shown = known.get(name, {})
        self.fields["reason"] = forms.CharField(
            label="Why?",
            help_text="One or two sentences, and the meeting that agreed it. They stand in the history.",
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": "Say why, for those who read the history later"},
        )
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> tuple[str, Mapping[str, str]]:
        """The stamp and the texts that the form was opened with; nothing where the hidden field is not ours."""
        return unsealed(str(self.data.get("seen", "")))

    def _lists(self, kinds: Sequence[str]) -> dict[str, tuple[PlanLine, ...]]:
        return {kind: self.cleaned_data[kind] for kind in kinds}


def sealed(stamp: str, texts: Mapping[str, str]) -> str:
    """The state of a record as a hidden field carries it; only what this product sealed is read back."""
    return signing.dumps([stamp, dict(texts)], salt=SALT, compress=True)


def unsealed(text: str) -> tuple[str, Mapping[str, str]]:
    try:
        stamp, texts = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return "", {}
    return stamp, texts


def _text(label: str, *, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": rows}),
        **more,
    )


class SummaryForm(PlanForm):
    """A project on one page, in the order in which the page shows it."""

    labels = SUMMARY_LABELS
    name = forms.CharField(
        label="Project", max_length=200, error_messages={"required": "Enter the project’s name"}
    )
    sro = LinesField(label=SUMMARY_LABELS[SummaryLineKind.SRO], help_text=ROLES_HINT, rows=2)
    lead = LinesField(label="Lead", help_text=ROLES_HINT, rows=2)
    lead_vacant = forms.BooleanField(
        label="The lead is a vacancy",
        required=False,
        help_text="Nobody is in the post, or the name is to be confirmed.",
    )
    period = FuzzyDateFormField(
        label="Start and end",
        required=False,
        help_text=PERIOD_HINT,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
    )
    aim = _text("Aim", rows=3)
    history = _text("Done before", help_text="What was done before this project, if anything.")
    objective = LinesField(label="Objectives")
    scope = LinesField(label="Scope", rows=6)
    benefit_users = LinesField(label="Benefits for service users")
    benefit_staff = LinesField(label="Benefits for staff")
    benefit_organisation = LinesField(label="Benefits for the organisation")
    benefit_general = LinesField(label="Benefits, audience not stated")
    metric = MetricsField(
        label="Metrics",
        rows=5,
        help_text="One to a line. Put a target after a bar: Timescales for adoption | 90% within 12 months",
    )
    linked_project = LinesField(label="Linked projects", rows=2)
    note = _text("Note")
    milestones = NewMilestonesField(
        label="New milestones",
        help_text="One to a line, what and when with a bar between: review of panels | April 2014",
    )

    def plan(self) -> SummaryPlan:
        """The plan as typed. Call it on a valid form."""
        given = self.cleaned_data
        return SummaryPlan(
            **{name: given[name] for name in ("name", "period", "lead_vacant", "aim", "history", "note")},
            lists=self._lists(SummaryLineKind.values),
        )


class IntentionForm(PlanForm):
    """An intention as the list of intentions and its own page show it."""

    labels = INTENTION_LABELS
    number = forms.IntegerField(
        label="Number",
        help_text="As the paper numbers it. No two intentions of a programme share one.",
        error_messages={
            "required": "Enter the number that the intention has in the paper",
            "invalid": "Enter the number in figures, such as 4",
        },
    )
    title = _text(
        "Intention", rows=3, help_text="What is to be commissioned or changed, in the paper’s words."
    )
    lead = LinesField(
        label="Leads",
        rows=2,
        help_text="One organisation or role to a line, never a name. An organisation of the programme is recognised.",
    )
    group = forms.ModelChoiceField(
        label="Group that works on it",
        required=False,
        queryset=Organisation.objects.none(),
        empty_label="None named",
    )
    priority = LinesField(label="Priorities")
    progress = _text("Progress", rows=3)
    state = forms.ChoiceField(label="State", choices=IntentionState.choices)
    maturity = forms.CharField(
        label="Maturity", required=False, help_text="In the paper’s words, such as most developed."
    )
    is_top_priority = forms.BooleanField(label="It is the top priority", required=False)
    planned_elsewhere = forms.ChoiceField(label="Planned elsewhere", choices=PlannedElsewhere.choices)
    section_75 = forms.CharField(
        label="Section 75 agreement", required=False, help_text="What the paper says of one, if anything."
    )
    parts = forms.IntegerField(
        label="Intentions under this number",
        help_text="1, unless the paper puts several under one number, such as (i) and (ii).",
        error_messages={
            "required": "Enter how many intentions stand under this number, usually 1",
            "invalid": "Enter how many in figures, usually 1",
        },
    )

    def __init__(self, *given: Any, organisations: Iterable[Organisation] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = "Enter what is to be commissioned or changed"
        group: Any = self.fields["group"]
        group.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])

    def plan(self) -> IntentionPlan:
        """The plan as typed. Call it on a valid form."""
        plain = {
            name: self.cleaned_data[name] for name in INTENTION_LABELS if name not in IntentionLineKind.values
        }
        return IntentionPlan(**plain, lists=self._lists(IntentionLineKind.values))
