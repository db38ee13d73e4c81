"""Budget lines that follow a service into another phase."""

from collections.abc import Collection
from typing import Any

from procurement.models import BudgetLine, ProcurementPhase
from procurement.rules import staying_line_problem
from programmes.models import Service


def lines_to_move(service: Service, ids: Collection[int]) -> tuple[list[BudgetLine], str]:
    """The ticked lines, locked, and why one of them cannot move."""
    if not ids:
        return [], ""
    lines = list(
        BudgetLine.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, programme=service.programme_id)
        .select_related("phase")
        .prefetch_related("services")
        .order_by("pk")
    )
    problems = [
        staying_line_problem(line.label, service.pk, {paid.pk: paid.name for paid in line.services.all()})
        for line in lines
    ]
    if len(lines) != len(set(ids)):
        problems.append("One of the budget lines is no longer there. Look at the list again.")
    return lines, next((problem for problem in problems if problem), "")


def move_lines(lines: Collection[BudgetLine], phase: ProcurementPhase) -> dict[str, tuple[Any, Any]]:
    """Put the lines into the phase. The change keeps, by line reference, the phase each came from and went to."""
    before = {line.reference: line.phase.number if line.phase else None for line in lines}
    for line in lines:
        line.phase = phase
        line.full_clean()
        line.save()
    after = dict.fromkeys(before, phase.number)
    return {"lines": (before, after)} if lines else {}
