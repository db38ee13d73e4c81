"""What happened to a KPI: changes of its definition, targets and chart, and its returns and corrections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from outcomes.models import KPI, KPIChange, KPIReturn, ReturnStep
from outcomes.models.returns import ReturnKind

TOGETHER = timedelta(seconds=2)  # what one press of a button changed is told as one thing


@dataclass(frozen=True)
class Event:
    """One thing that happened, in a sentence; `return_reference` is that of the return it came by."""

    sentence: str
    at: datetime
    who: str
    why: str = ""
    details: tuple[str, ...] = ()
    return_reference: str = ""


def history_of(kpi: KPI) -> tuple[Event, ...]:
    """Everything that happened, the newest first; four queries.

    Figures of returns are not repeated here: the table has those that stand, and small ones are hidden there.
    """
    events = [*_changes(kpi), *_returns(kpi)]
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _changes(kpi: KPI) -> Iterable[Event]:
    rows = list(KPIChange.objects.filter(kpi=kpi).select_related("made_by"))
    for (who, why), same in groupby(rows, key=lambda row: (str(row.made_by), row.reason)):
        for together in _at_once(list(same)):
            yield _changed(together, who, why)


def _at_once(rows: Sequence[KPIChange]) -> Iterable[list[KPIChange]]:
    found: list[list[KPIChange]] = []
    for row in rows:
        if found and found[-1][-1].made_at - row.made_at <= TOGETHER:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _changed(rows: Sequence[KPIChange], who: str, why: str) -> Event:
    told = [change_words(row) for row in reversed(rows)]
    if len(told) == 1:
        return Event(told[0], rows[0].made_at, who, why)
    labels = ", ".join(row.field for row in reversed(rows))
    return Event(f"{len(told)} things changed: {labels}.", rows[0].made_at, who, why, tuple(told))


def change_words(row: KPIChange) -> str:
    """ "Numerator changed from “children seen” to “children seen in time”." """
    if not row.before:
        return f"{row.field}: {row.after}." if row.after else f"{row.field} changed."
    if not row.after:
        return f"{row.field}: {row.before} taken out."
    return f"{row.field} changed from “{row.before}” to “{row.after}”."


def _returns(kpi: KPI) -> Iterable[Event]:
    found = KPIReturn.objects.filter(kpi=kpi).prefetch_related("lines")
    by_key = {row.pk: row for row in found}
    steps = ReturnStep.objects.filter(kpi_return__kpi=kpi).select_related("made_by")
    for step in steps:
        sent = by_key[step.kpi_return_id]
        noun = "Correction" if sent.kind == ReturnKind.CORRECTION else "Return"
        said = str(step.get_step_display())
        why = step.reason or (sent.reason if step.step == "submitted" else "")
        sentence = f"{noun} of {_periods(sent)} {said[0].lower()}{said[1:]}."
        yield Event(sentence, step.made_at, str(step.made_by), why, return_reference=sent.reference)


def _periods(sent: KPIReturn) -> str:
    periods = sorted({(line.period.start, line.period.printed) for line in sent.lines.all()})
    if not periods:
        return "no period"
    first, last = periods[0][1], periods[-1][1]
    return first if len(periods) == 1 else f"{first} to {last}"
