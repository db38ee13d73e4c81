"""Rows of figures that somebody else has to approve: sent through the door of returns, one return for each KPI."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.measured_wanted import Wanted
from outcomes.models import KPIReturn
from outcomes.models.returns import ReturnChannel, ReturnKind
from outcomes.rules_fates import Fate, Judged, Pending, Recorded, judge
from outcomes.rules_lines import Line, line_words
from outcomes.rules_returns import recheck
from outcomes.selectors.returns_lines import line_of, pending_lines, recorded_lines
from outcomes.services.returns import Batch, Came, submit

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned

BY_RETURN: Final = "a return, which somebody else approves"
BY_CORRECTION: Final = "a correction, which somebody else approves"
NOT_KEPT: Final = "not kept: a figure that comes by a return names the return"
UPLOADED: Final = Came(channel=ReturnChannel.UPLOADED)

Refuse = Callable[["Planned", Exception], None]
Held = Mapping[int, Mapping[Any, Any]]


def send(waiting: Sequence[tuple["Planned", Wanted]], act: Act, refuse: Refuse) -> None:
    """Send the rows that are new or change something; each row is judged by itself, so that one keeps back no other.

    A row that says what is recorded, or what awaits approval, becomes unchanged.
    """
    ids = {wanted.kpi.pk for _, wanted in waiting}
    recorded, pending = recorded_lines(ids), pending_lines(ids)
    going: dict[str, list[tuple[Planned, Wanted, Line]]] = {}
    for row, wanted in waiting:
        line, kind, judged = _judged(wanted, act, recorded, pending)
        if judged.fate == Fate.REFUSED:
            refuse(row, ValidationError({"fate": judged.words}))
        elif judged.fate == Fate.UNCHANGED:
            row.verdict, row.values = Verdict.SAME, {}
        else:
            going.setdefault(kind, []).append((row, wanted, line))
    for kind, rows in going.items():
        _submit(kind, rows, act, refuse)


def _submit(kind: str, rows: Sequence[tuple["Planned", Wanted, Line]], act: Act, refuse: Refuse) -> None:
    try:
        with transaction.atomic():
            names = _names(kind, [(wanted, line) for _, wanted, line in rows], act)
    except (ValidationError, PermissionDenied) as refusal:
        for row, _, _ in rows:
            refuse(row, refusal)
        return
    for row, wanted, line in rows:
        row.key = (names[wanted.kpi.pk],)
        row.changes = _changes(kind, wanted, line)


def _names(kind: str, lines: Sequence[tuple[Wanted, Line]], act: Act) -> dict[int, str]:
    """The references of the returns that the lines went with, by KPI."""
    assert act.programme is not None  # noqa: S101  # figures belong to a programme
    batches: dict[int, list[Line]] = {}
    kpis = {wanted.kpi.pk: wanted.kpi for wanted, _ in lines}
    for wanted, line in lines:
        batches.setdefault(wanted.kpi.pk, []).append(line)
    sent = submit(
        act.programme,
        [Batch(kpis[pk], own) for pk, own in batches.items()],
        by=act.by,
        grants=act.grants,
        on=act.on,
        came=UPLOADED,
        kind=kind,
        reason=act.reason if kind == ReturnKind.CORRECTION else "",
    )
    return {each.kpi_id: each.reference for each in sent}


def _changes(kind: str, wanted: Wanted, line: Line) -> list[list[str]]:
    before = line_words(wanted.kpi, line_of(wanted.record)) if wanted.record is not None else ""
    by = BY_CORRECTION if kind == ReturnKind.CORRECTION else BY_RETURN
    dropped = [
        [heading, "", NOT_KEPT]
        for name, heading in (("source", "Data source"), ("text", "As printed"))
        if wanted.words.get(name)
    ]
    return [["Value", before, line_words(wanted.kpi, line)], ["Comes by", "", by], *dropped]


def sent_alone(wanted: Wanted, act: Act) -> models.Model:
    """One figure by itself. Gives the return, or the measurement where it says what is recorded already."""
    ids = [wanted.kpi.pk]
    line, kind, judged = _judged(wanted, act, recorded_lines(ids), pending_lines(ids))
    if judged.fate == Fate.UNCHANGED and wanted.record is not None:
        return wanted.record
    if judged.fate in {Fate.REFUSED, Fate.UNCHANGED}:
        raise ValidationError({"fate": judged.words})
    names = _names(kind, [(wanted, line)], act)
    return KPIReturn.objects.get(reference=names[wanted.kpi.pk])


def _judged(wanted: Wanted, act: Act, recorded: Held, pending: Held) -> tuple[Line, str, Judged]:
    line = wanted.line if wanted.line is not None else line_of(_record(wanted))
    if wanted.is_final is not None:
        line = replace(line, is_final=wanted.is_final)
    stands: Recorded | None = recorded.get(wanted.kpi.pk, {}).get(line.key)
    waits: Pending | None = pending.get(wanted.kpi.pk, {}).get(line.key)
    corrects = stands is not None and not stands.gives_way and stands.line.figures != line.figures
    kind = str(ReturnKind.CORRECTION if corrects else ReturnKind.RETURN)
    if problem := recheck(wanted.kpi, line, act.on):
        return line, kind, Judged(Fate.REFUSED, problem)
    judged = judge(wanted.kpi, line, kind, stands, waits)
    return line, kind, Judged(judged.fate, _sentence(judged.words))


def _record(wanted: Wanted) -> Any:
    return wanted.record


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words and not words.endswith(".") else words
