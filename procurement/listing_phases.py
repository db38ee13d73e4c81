"""What an address asks of the phase board and the notices: read once, for the page and for its exports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.widgets import SearchInput
from procurement.models.regimes import Regime
from procurement.rules_stages import StageState
from procurement.selectors.notices import NoticeRow, notices_of
from procurement.selectors.stages import PhaseStages, StageRow, stages_of
from procurement.selectors.tables_of_law import Law
from programmes.models import Programme

GATEWAYS, OPEN = "gateways", "open"
SHOWN = [("", "Every stage"), (GATEWAYS, "Gateways alone"), (OPEN, "Stages not done yet")]


class StageFilterForm(ViewForm):
    """The stages to show, of every phase or one."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    phase = choice("Phase", [])
    status = choice("Status", [("", "Any status"), *StageState.choices])
    shown = choice("Show", SHOWN)

    def __init__(self, data: QueryDict, phases: Iterable[PhaseStages]) -> None:
        super().__init__(data)
        offer(self, "phase", [("", "Every phase"), *((str(each.number), each.title) for each in phases)])

    def fits(self, row: StageRow) -> bool:
        shown, words = self.chosen("shown"), str(self.chosen("q")).casefold()
        return (
            (not self.chosen("status") or row.status.state == self.chosen("status"))
            and (shown != GATEWAYS or row.is_gateway)
            and (shown != OPEN or not (row.is_done or row.not_applicable))
            and (not words or words in f"{row.name} {row.owner} {row.note}".casefold())
        )


@dataclass(frozen=True)
class StageListing:
    """Every phase as at the day, and those of the view with the stages of the view alone."""

    every: tuple[PhaseStages, ...]
    form: StageFilterForm
    phases: tuple[PhaseStages, ...]

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.chosen(name) for name in self.form.fields)


def stage_listing(programme: Programme, params: QueryDict, on: date) -> StageListing:
    """The stages that the address asks for, phase by phase in their order."""
    every = stages_of(programme, on)
    form = StageFilterForm(params, every)
    number = form.chosen("phase")
    own = (each for each in every if not number or str(each.number) == number)
    phases = tuple(replace(each, rows=tuple(row for row in each.rows if form.fits(row))) for each in own)
    return StageListing(every, form, phases)


# --- notices ----------------------------------------------------------------------------------------------------

STATES = [
    ("", "Any state"),
    ("Overdue", "Overdue"),
    ("Expected", "Expected, not planned yet"),
    ("Planned", "Planned"),
    ("Published", "Published"),
    ("Not needed", "Not needed"),
    ("open", "Standstill open"),
]


class NoticeFilterForm(ViewForm):
    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    phase = choice("Phase", [])
    regime = choice("Regime", [("", "Any regime"), *Regime.choices])
    state = choice("State", STATES)

    def __init__(self, data: QueryDict, rows: Iterable[NoticeRow]) -> None:
        super().__init__(data)
        phases = {str(row.phase_number): f"Phase {row.phase_number}: {row.phase_name}" for row in rows}
        offer(self, "phase", [("", "Every phase"), *phases.items()])

    def fits(self, row: NoticeRow, on: date) -> bool:
        state, words = self.chosen("state"), str(self.chosen("q")).casefold()
        return (
            (not self.chosen("phase") or str(row.phase_number) == self.chosen("phase"))
            and (not self.chosen("regime") or row.regime == self.chosen("regime"))
            and (not state or (standstill_open(row, on) if state == "open" else row.state == state))
            and (not words or words in f"{row.code} {row.name} {row.external_id} {row.note}".casefold())
        )


def standstill_open(row: NoticeRow, on: date) -> bool:
    """Whether the notice's standstill still blocks signing on the day."""
    return row.held is not None and (row.held.sign_from is None or on < row.held.sign_from)


@dataclass(frozen=True)
class NoticeListing:
    every: tuple[NoticeRow, ...]
    form: NoticeFilterForm
    rows: tuple[NoticeRow, ...]


def notice_listing(programme: Programme, params: QueryDict, on: date) -> NoticeListing:
    """The notices that the address asks for: overdue ones first, then by the day they are due or were published."""
    every = notices_of(programme, on, law=Law(on))
    form = NoticeFilterForm(params, every)
    rows = [row for row in every if form.fits(row, on)]
    rows.sort(key=lambda row: (not row.overdue, row.due_on or row.published_on or date.max, row.phase_number))
    return NoticeListing(every, form, tuple(rows))


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a side of a filter its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)
