"""What every deed on returns does: check who asks, lock what it touches, check the lines, write the steps."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from outcomes.models import KPI, BreakdownMember, KPIReturn, Measurement, ReturnLine, ReturnStep
from outcomes.models.returns import ReturnState, ReturnStepKind
from outcomes.rules_fates import Fate, Judged, judge, repeated
from outcomes.rules_lines import Line
from outcomes.rules_returns import recheck
from outcomes.selectors.returns_lines import pending_lines, recorded_lines
from outcomes.services.summaries import lock_kpis
from programmes.access import Grants

SENT = (ReturnStepKind.SUBMITTED, ReturnStepKind.RESUBMITTED)
NOT_OWN = "You submitted this return, so somebody else has to approve it or send it back."
DONE = {
    ReturnState.SUBMITTED: "was submitted again",
    ReturnState.RETURNED: "was sent back",
    ReturnState.ACCEPTED: "was approved",
    ReturnState.WITHDRAWN: "was withdrawn",
}


def require_submitter(grants: Grants, kpi: KPI) -> None:
    """A manager or analyst for any KPI, a commissioner for those that their own organisation owns; else 403."""
    if not grants.may_submit_return(kpi.programme_id, kpi.owner_id):
        raise PermissionDenied(f"Your role does not let you send returns of {kpi.reference}.")


def require_approver(grants: Grants, kpi_return: KPIReturn, *, by: User) -> None:
    """Whoever may approve returns in the programme, but never one who submitted it, administrators included.

    Raises PermissionDenied without the permission, ValidationError for one's own return.
    """
    if not grants.may(Permission.APPROVE_RETURNS, kpi_return.programme_id):
        raise PermissionDenied("Your role does not let you approve returns.")
    if is_submitter(kpi_return, by):
        raise ValidationError(NOT_OWN)


def is_submitter(kpi_return: KPIReturn, person: User) -> bool:
    """Whether the person sent the return, at first or again."""
    sent = ReturnStep.objects.filter(kpi_return=kpi_return, made_by=person, step__in=SENT)
    return kpi_return.submitted_by_id == person.pk or sent.exists()


@contextmanager
def locked_return(
    kpi_return: KPIReturn, *, by: User, reason: str, expected: int, states: Sequence[ReturnState]
) -> Iterator[KPIReturn]:
    """The return in one of the states, locked for one deed.

    Raises ValidationError that says who has done what meanwhile where it is in another state, StaleEdit where it is
    in the right state but was changed since `expected`, the version that the person saw.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        kpi = locked_kpis(kpi_return.programme_id, [kpi_return.kpi])[kpi_return.kpi_id]
        row = KPIReturn.objects.select_for_update(of=("self",)).get(pk=kpi_return.pk)
        row.kpi = kpi
        if row.state not in states:
            raise ValidationError(meanwhile(row))
        if row.version != expected:
            raise StaleEdit(row)
        yield row


def meanwhile(row: KPIReturn) -> str:
    """“RET-3 was approved by Programme manager on 3 May 2025: nothing was done a second time.”"""
    last = row.steps.select_related("made_by").order_by("-made_at", "-pk").first()
    done = DONE[ReturnState(row.state)]
    who = f" by {last.made_by} on {last.made_at.day} {last.made_at:%B %Y}" if last is not None else ""
    return f"{row.reference} {done}{who}. Nothing of yours was done."


def locked_kpis(programme_id: int, kpis: Sequence[KPI]) -> dict[int, KPI]:
    """The KPIs of the programme as they stand, locked against other writers until the transaction ends.

    Every door takes these locks before any other, so that two writers never block each other for good.
    """
    return {kpi.pk: kpi for kpi in lock_kpis(kpi.pk for kpi in kpis) if kpi.programme_id == programme_id}


def judged_lines(
    kpi: KPI, lines: Sequence[Line], kind: str, on: date, *, besides: KPIReturn | None = None
) -> list[tuple[Line, Judged]]:
    """Every line with what becomes of it, by the rules and by what is recorded now. Raises ValidationError for lines
    that cannot be written, all of them at once, each with its period.
    """
    recorded = recorded_lines([kpi.pk])[kpi.pk]
    pending = pending_lines([kpi.pk], besides=besides)[kpi.pk]
    judged = [(line, judge(kpi, line, kind, recorded.get(line.key), pending.get(line.key))) for line in lines]
    problems = [
        f"{kpi.reference}, {line.period.printed}: {problem}"
        for line, verdict in judged
        if (problem := recheck(kpi, line, on) or (verdict.words if verdict.fate == Fate.REFUSED else ""))
    ]
    problems += [
        f"{kpi.reference}, {lines[place].period.printed} is there twice: keep one."
        for place in repeated(lines)
    ]
    if problems:
        raise ValidationError(problems)
    _check_members(kpi, lines)
    return judged


def _check_members(kpi: KPI, lines: Sequence[Line]) -> None:
    asked = {line.member_id for line in lines if line.member_id is not None}
    if not asked:
        return
    own = BreakdownMember.objects.filter(pk__in=asked, breakdown__programme=kpi.programme_id)
    if own.count() != len(asked):
        raise ValidationError("A place, service or group is not one of this programme.")


def add_step(kpi_return: KPIReturn, step: ReturnStepKind, *, by: User, reason: str = "") -> None:
    ReturnStep.objects.create(kpi_return=kpi_return, step=step, made_by=by, reason=reason.strip())


def write_lines(kpi_return: KPIReturn, lines: Sequence[Line]) -> None:
    ReturnLine.objects.bulk_create(stored(ReturnLine(kpi_return=kpi_return), line) for line in lines)


Stored = TypeVar("Stored", ReturnLine, Measurement)


def stored(row: Stored, line: Line) -> Stored:
    """The row with what the line says put into it."""
    row.period = line.period
    row.member_id = line.member_id
    row.numerator, row.denominator, row.value = line.numerator, line.denominator, line.value
    row.missing = line.missing
    row.is_final = line.is_final
    row.comment = line.comment
    return row
