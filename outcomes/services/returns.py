"""The doors through which measurements come in: page, upload, API and import all come this way.

A return is submitted, then accepted by somebody else, or sent back with a reason, changed and submitted again; until
it is accepted it can be withdrawn. Accepting it writes the measurements, which the database then locks: they are
corrected by another return, with a reason, and the old figure stays beside the new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.models import User
from outcomes.models import KPI, KPIReturn, Measurement
from outcomes.models.returns import ReturnChannel, ReturnKind, ReturnState, ReturnStepKind
from outcomes.rules_fates import Fate
from outcomes.rules_lines import Line
from outcomes.selectors.returns_lines import line_of, recorded_lines
from outcomes.services.numbered import numbered
from outcomes.services.returns_door import (
    add_step,
    judged_lines,
    locked_kpis,
    locked_return,
    require_approver,
    require_submitter,
    stored,
    write_lines,
)
from outcomes.services.summaries import refresh
from programmes.access import Grants
from programmes.models import Programme

UNREASONED = "Say why the approved figures change, for those who read the history later."
NOT_SAID_WHY = "Say what is to be changed, so that its owner can."
NOTHING = "There is nothing to submit: every figure is recorded, or awaits approval, as it is."
OPEN = (ReturnState.SUBMITTED, ReturnState.RETURNED)


@dataclass(frozen=True)
class Batch:
    """The lines of one KPI."""

    kpi: KPI
    lines: Sequence[Line]


@dataclass(frozen=True)
class Came:
    """How a return came: typed, pasted, or in a file, with the file's name and SHA-256."""

    channel: str = ReturnChannel.ENTERED
    file_name: str = ""
    file_hash: str = ""


def submit(
    programme: Programme,
    batches: Sequence[Batch],
    *,
    by: User,
    grants: Grants,
    on: date,
    came: Came = Came(),
    kind: str = ReturnKind.RETURN,
    reason: str = "",
) -> tuple[KPIReturn, ...]:
    """One return for each KPI with a line that is new or changed, in one transaction; unchanged lines are left out.

    `kind` correction needs a reason and takes only periods that have a figure. Raises PermissionDenied for a KPI whose
    returns the person may not send, ValidationError for any line that may not be written and where nothing is left.
    """
    if kind == ReturnKind.CORRECTION and not reason.strip():
        raise ValidationError({"reason": UNREASONED})
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        kpis = locked_kpis(programme.pk, [batch.kpi for batch in batches])
        kept = [
            (kpi, lines)
            for batch in batches
            if (kpi := _own(kpis, batch, grants)) and (lines := _to_send(kpi, batch.lines, kind, on))
        ]
        if not kept:
            raise ValidationError(NOTHING)
        names = numbered(KPIReturn, "RET", programme, len(kept))
        return tuple(
            _submitted(name, kpi, lines, by=by, came=came, kind=kind, reason=reason)
            for name, (kpi, lines) in zip(names, kept, strict=True)
        )


def _own(kpis: dict[int, KPI], batch: Batch, grants: Grants) -> KPI:
    kpi = kpis.get(batch.kpi.pk)
    if kpi is None:
        raise ValidationError(f"{batch.kpi.reference} is not a KPI of this programme.")
    require_submitter(grants, kpi)
    return kpi


def _to_send(kpi: KPI, lines: Sequence[Line], kind: str, on: date) -> list[Line]:
    judged = judged_lines(kpi, lines, kind, on)
    return [line for line, verdict in judged if verdict.fate in {Fate.NEW, Fate.CHANGED}]


def _submitted(
    name: str, kpi: KPI, lines: Sequence[Line], *, by: User, came: Came, kind: str, reason: str
) -> KPIReturn:
    sent = KPIReturn(
        reference=name,
        programme_id=kpi.programme_id,
        kpi=kpi,
        kind=kind,
        channel=came.channel,
        file_name=came.file_name[:200],
        file_hash=came.file_hash,
        reason=reason.strip(),
        submitted_by=by,
        illustrative=kpi.illustrative,
    )
    sent.full_clean()
    sent.save()
    write_lines(sent, lines)
    add_step(sent, ReturnStepKind.SUBMITTED, by=by, reason=reason)
    return sent


def correct(
    kpi: KPI,
    lines: Sequence[Line],
    *,
    reason: str,
    by: User,
    grants: Grants,
    on: date,
    came: Came = Came(),
) -> KPIReturn:
    """Submit other figures for periods that have one, with the reason; accepted, they supersede those, which stay.

    Raises what `submit` raises.
    """
    kind = ReturnKind.CORRECTION
    (sent,) = submit(
        kpi.programme, [Batch(kpi, lines)], by=by, grants=grants, on=on, came=came, kind=kind, reason=reason
    )
    return sent


def resubmit(
    kpi_return: KPIReturn,
    lines: Sequence[Line],
    *,
    by: User,
    grants: Grants,
    on: date,
    expected: int,
    reason: str = "",
) -> KPIReturn:
    """Send a return that was sent back again, with these lines in place of its own.

    Raises PermissionDenied, ValidationError as `submit` does and where it is not with its owner, and StaleEdit where it
    was changed since `expected`.
    """
    states = [ReturnState.RETURNED]
    with locked_return(kpi_return, by=by, reason=reason, expected=expected, states=states) as row:
        require_submitter(grants, row.kpi)
        kpi = row.kpi
        judged = judged_lines(kpi, lines, row.kind, on, besides=row)
        kept = [line for line, verdict in judged if verdict.fate in {Fate.NEW, Fate.CHANGED}]
        if not kept:
            raise ValidationError(NOTHING)
        row.lines.all().delete()
        write_lines(row, kept)
        return _moved(row, ReturnState.SUBMITTED, ReturnStepKind.RESUBMITTED, by=by, reason=reason)


def accept(kpi_return: KPIReturn, *, by: User, grants: Grants, on: date, expected: int) -> KPIReturn:
    """Approve a return: its lines become measurements, which are locked; a corrected figure stays, no longer current.

    Raises PermissionDenied without the permission; ValidationError for one's own return, where it is no longer
    awaiting approval, and where a period has meanwhile been given a figure; StaleEdit where it was submitted again
    since `expected`.
    """
    states = [ReturnState.SUBMITTED]
    with locked_return(kpi_return, by=by, reason="", expected=expected, states=states) as row:
        require_approver(grants, row, by=by)
        kpi = row.kpi
        lines = [line_of(line) for line in row.lines.all()]
        judged = judged_lines(kpi, lines, row.kind, on, besides=row)
        same = [line.period.printed for line, verdict in judged if verdict.fate == Fate.UNCHANGED]
        if same:
            raise ValidationError(
                f"{', '.join(same)}: the same figure has been recorded meanwhile. Send the return back."
            )
        _record(row, kpi, lines)
        moved = _moved(row, ReturnState.ACCEPTED, ReturnStepKind.ACCEPTED, by=by)
        refresh([kpi.pk])
        return moved


def _record(row: KPIReturn, kpi: KPI, lines: Sequence[Line]) -> None:
    """The measurements of the lines, each in place of the one that counted for its period until now."""
    before = recorded_lines([kpi.pk])[kpi.pk]
    replaced = {line.key: before[line.key].measurement_id for line in lines if line.key in before}
    Measurement.objects.filter(pk__in=replaced.values()).update(is_current=False)
    names = numbered(Measurement, "MEA", row.programme, len(lines))
    Measurement.objects.bulk_create(
        stored(
            Measurement(
                reference=name,
                programme_id=row.programme_id,
                kpi=kpi,
                source=f"Return {row.reference}",
                kpi_return=row,
                supersedes_id=replaced.get(line.key),
                illustrative=kpi.illustrative,
            ),
            line,
        )
        for name, line in zip(names, lines, strict=True)
    )


def send_back(kpi_return: KPIReturn, *, reason: str, by: User, grants: Grants, expected: int) -> KPIReturn:
    """Send a return back to its owner with the reason.

    Raises PermissionDenied without the permission; ValidationError without a reason, for one's own return, and where
    it no longer awaits approval; StaleEdit.
    """
    if not reason.strip():
        raise ValidationError({"reason": NOT_SAID_WHY})
    states = [ReturnState.SUBMITTED]
    with locked_return(kpi_return, by=by, reason=reason, expected=expected, states=states) as row:
        require_approver(grants, row, by=by)
        return _moved(row, ReturnState.RETURNED, ReturnStepKind.RETURNED, by=by, reason=reason)


def withdraw(
    kpi_return: KPIReturn, *, by: User, grants: Grants, expected: int, reason: str = ""
) -> KPIReturn:
    """Take a return back that is not approved yet; whoever may send returns of the KPI may.

    Raises PermissionDenied, ValidationError where it is no longer open, and StaleEdit.
    """
    with locked_return(kpi_return, by=by, reason=reason, expected=expected, states=OPEN) as row:
        require_submitter(grants, row.kpi)
        return _moved(row, ReturnState.WITHDRAWN, ReturnStepKind.WITHDRAWN, by=by, reason=reason)


def _moved(
    row: KPIReturn, state: ReturnState, step: ReturnStepKind, *, by: User, reason: str = ""
) -> KPIReturn:
    row.state = state
    row.save()
    add_step(row, step, by=by, reason=reason)
    return row
