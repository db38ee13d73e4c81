"""Issues, dependencies, assumptions and requests for change, each as a row of its register on a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from governance.models.registers import (
    Assumption,
    ChangeRequest,
    Dependency,
    DependencyDirection,
    Issue,
    IssueState,
)
from governance.rules.register_fields import CHANGE_REQUESTS, ISSUES, REGISTERS, Kind, Register
from governance.rules.registers import UNDECIDED
from governance.selectors.actions import Waiting, days_since
from programmes.models import Programme
from programmes.rules_milestones import day_words
from programmes.selectors.sources import Place, places_of

FINISHED = {register.model: register.finished for register in REGISTERS.values()}
EFFECTS = ("on_time", "on_cost", "on_scope", "on_quality", "on_benefits", "on_risk")
UNDATED = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)


@dataclass(frozen=True)
class RegisterRow:
    """What the four registers have in common, on a day.

    `title` is what the row is called, `text` what is said of it besides. `owner_role` is a role, empty where nobody is
    named. `due` is the day by which it wants something: blank where none is stated. `age` is how long it has stood,
    None where nobody said since when. State, owner and words are those recorded now.
    """

    record_id: int
    reference: str
    title: str
    text: str
    state: str
    state_label: str
    is_open: bool
    owner_role: str
    raised: FuzzyDate
    due: FuzzyDate
    is_overdue: bool
    age: Waiting | None
    phase_number: int | None
    phase: str
    version: int
    is_ahead: bool
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool


@dataclass(frozen=True)
class IssueRow(RegisterRow):
    """An issue. Resolved after the day, it is still open on the day. `risk_reference` is the risk that came true."""

    severity: str
    severity_label: str
    risk_reference: str
    risk_title: str
    escalated_to: str
    escalated_reference: str
    resolution: str
    resolved: FuzzyDate


@dataclass(frozen=True)
class DependencyRow(RegisterRow):
    """What a programme needs from others, or they from it. `clash`: why its date and its milestone's do not fit."""

    direction: str
    direction_label: str
    other_party: str
    organisation: str
    milestone_reference: str
    milestone_text: str
    milestone_when: FuzzyDate
    note: str
    clash: str


@dataclass(frozen=True)
class AssumptionRow(RegisterRow):
    """What a plan takes for granted. `due` is the day of its next review, past which an untested one is overdue."""

    if_wrong: str
    review_due: date | None
    evidence: str


@dataclass(frozen=True)
class ChangeRequestRow(RegisterRow):
    """A request to change what was agreed. `effects` are (what it would touch, how), only those that are stated."""

    raised_by_role: str
    because: str
    effects: tuple[tuple[str, str], ...]
    decision_reference: str
    decision_title: str
    decided_because: str

    @property
    def is_awaited(self) -> bool:
        """Whether nobody has decided it yet: raised, assessed or deferred."""
        return self.state in UNDECIDED


def issues(programme: Programme, on: date, *, include_later: bool = False) -> tuple[IssueRow, ...]:
    """The issues raised by `on`, or nobody knows when, in the order of their references; two queries.

    `include_later` adds those raised only afterwards, for the page of one of them; so for each register.
    """
    rows = Issue.objects.filter(programme=programme).select_related("phase", "risk", "escalated_to")
    return _rows(rows, on, include_later, _issue)


def dependencies(programme: Programme, on: date, *, include_later: bool = False) -> tuple[DependencyRow, ...]:
    """Every dependency: no day is recorded from which one stands; two queries."""
    rows = Dependency.objects.filter(programme=programme).select_related("phase", "milestone", "organisation")
    return _rows(rows, on, include_later, _dependency)


def assumptions(programme: Programme, on: date, *, include_later: bool = False) -> tuple[AssumptionRow, ...]:
    """Every assumption, with whether its review is overdue; two queries."""
    return _rows(Assumption.objects.filter(programme=programme), on, include_later, _assumption)


def change_requests(
    programme: Programme, on: date, *, include_later: bool = False
) -> tuple[ChangeRequestRow, ...]:
    """The requests raised by `on`, or nobody knows when, each with what was decided; two queries."""
    rows = ChangeRequest.objects.filter(programme=programme).select_related("decision")
    return _rows(rows, on, include_later, _change_request)


def rows_about(register: Register, programme: Programme, on: date, **of: str) -> tuple[RegisterRow, ...]:
    """The rows of a register that hang on one record, such as `risk__reference=`; one query, a second for sources."""
    linked = [name for name in register.names if register.kind(name) == Kind.LINK]
    linked += ["decision"] if register is CHANGE_REQUESTS else []
    rows = register.model.objects.filter(programme=programme, **of).select_related("programme", *linked)
    return _rows(rows, on, include_later=False, view=_VIEWS[register.page])


def _rows(rows: Iterable[Any], on: date, include_later: bool, view: Callable[..., Any]) -> tuple[Any, ...]:
    found = [row for row in rows if include_later or not _is_ahead(row, on)]
    places = places_of([row.fact_id for row in found])
    return tuple(view(row, places.get(row.fact_id or 0, ()), on) for row in found)


def _raised(row: Any) -> FuzzyDate:
    raised: FuzzyDate = getattr(row, "raised", UNDATED)
    return raised


def _is_ahead(row: Any, on: date) -> bool:
    first = _raised(row).start
    return first is not None and first > on


def _common(row: Any, places: Sequence[Place], on: date, *, state: str, due: FuzzyDate) -> dict[str, Any]:
    phase = getattr(row, "phase", None)
    is_open = state not in FINISHED[type(row)]
    title = str(getattr(row, "title", "") or row.text)
    return {
        "record_id": row.pk,
        "reference": row.reference,
        "title": title[:1].upper() + title[1:],
        "text": row.text if hasattr(row, "title") else "",
        "state": state,
        "state_label": _labels(row)[state],
        "is_open": is_open,
        "owner_role": getattr(row, "owner_role", ""),
        "raised": _raised(row),
        "due": due,
        "is_overdue": due.is_overdue(on, done=not is_open),
        "age": days_since(_raised(row), on),
        "phase_number": phase.number if phase else None,
        "phase": f"Phase {phase.number}" if phase else "",
        "version": row.version,
        "is_ahead": _is_ahead(row, on),
        "places": tuple(places),
        "fact_id": row.fact_id,
        "illustrative": row.illustrative,
    }


def _labels(row: Any) -> dict[str, str]:
    return {value: str(label) for value, label in type(row)._meta.get_field("state").flatchoices}


def _issue(row: Issue, places: Sequence[Place], on: date) -> IssueRow:
    """One resolved after the day was open on it, whatever it was called then."""
    later = row.resolved.start is not None and row.resolved.start > on
    state = IssueState.OPEN.value if later and row.state in ISSUES.finished else row.state
    body = row.escalated_to
    return IssueRow(
        **_common(row, places, on, state=state, due=row.due),
        severity=row.severity,
        severity_label=str(row.get_severity_display()),
        risk_reference=row.risk.reference if row.risk else "",
        risk_title=row.risk.title if row.risk else "",
        escalated_to=body.name if body else "",
        escalated_reference=body.reference if body else "",
        resolution="" if later else row.resolution,
        resolved=UNDATED if later else row.resolved,
    )


def _dependency(row: Dependency, places: Sequence[Place], on: date) -> DependencyRow:
    milestone = row.milestone
    return DependencyRow(
        **_common(row, places, on, state=row.state, due=row.due),
        direction=row.direction,
        direction_label=str(row.get_direction_display()),
        other_party=row.other_party,
        organisation=row.organisation.name if row.organisation else "",
        milestone_reference=milestone.reference if milestone else "",
        milestone_text=milestone.text if milestone else "",
        milestone_when=milestone.date if milestone else UNDATED,
        note=row.note,
        clash=clash_of(row.direction, row.due, milestone.date) if milestone else "",
    )


def clash_of(direction: str, due: FuzzyDate, milestone: FuzzyDate) -> str:
    """A sentence where what is needed is surely late for what needs it, in whichever direction; else "".

    What we need must come no later than our milestone; what others need of us comes with our milestone, and so our
    milestone no later than they need it. Dates that may fit say nothing.
    """
    needs = direction == DependencyDirection.NEEDS
    first, last = (milestone, due) if needs else (due, milestone)
    if not first.precedes(last):
        return ""
    if needs:
        return f"It is due {due.printed}, after the milestone that needs it: {milestone.printed}."
    return f"They need it {due.printed}, before our milestone gives it: {milestone.printed}."


def _assumption(row: Assumption, places: Sequence[Place], on: date) -> AssumptionRow:
    return AssumptionRow(
        **_common(row, places, on, state=row.state, due=_review(row.review_due)),
        if_wrong=row.if_wrong,
        review_due=row.review_due,
        evidence=row.evidence,
    )


def _review(day: date | None) -> FuzzyDate:
    return FuzzyDate(day_words(day), day, day, Precision.DAY, DateStatus.STATED) if day else UNDATED


def _change_request(row: ChangeRequest, places: Sequence[Place], on: date) -> ChangeRequestRow:
    stated = [(name.removeprefix("on_"), getattr(row, name)) for name in EFFECTS]
    values = _common(row, places, on, state=row.state, due=UNDATED)
    return ChangeRequestRow(
        **{**values, "owner_role": row.raised_by_role},
        raised_by_role=row.raised_by_role,
        because=row.because,
        effects=tuple((name.capitalize(), text) for name, text in stated if text),
        decision_reference=row.decision.reference if row.decision else "",
        decision_title=row.decision.title if row.decision else "",
        decided_because=row.decided_because,
    )


_VIEWS: Mapping[str, Callable[[Any, Sequence[Place], date], RegisterRow]] = {
    "issues": _issue,
    "dependencies": _dependency,
    "assumptions": _assumption,
    "change_requests": _change_request,
}
