"""The doors of a programme's scales of status and of its tolerances."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit, lock_for_edit
from commissioning.core.models import User
from governance.models import StatusPoint, StatusScale, Tolerance
from governance.rules.rating_facts import DEFAULT_TOLERANCES, DIMENSION_LABELS
from governance.rules.scales import Point, scale_problems
from governance.rules.words import counted
from governance.services.report_door import may
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

FIRST_POINTS = (("Not started", ""), ("Under way", ""), ("Completed", "complete"))
COMPLETE, STOPPED = "complete", "stopped"
TWICE = "There is a scale of this name already. Give it another."


@dataclass(frozen=True)
class PointPlan:
    """A point as it is to be; `pk` is that of the point it was, None for a new one. `means`: "", complete, stopped."""

    label: str
    means: str = ""
    pk: int | None = None


def add_scale(programme: Programme, name: str, *, by: User, grants: Grants) -> StatusScale:
    """A scale with three points to begin with. Raises PermissionDenied (SET_SCALES) and ValidationError (name)."""
    may(grants, Permission.SET_SCALES, programme.pk)
    with transaction.atomic(), acting(by=by, reason=f"Scale added: {name.strip()}"):
        lock_programme(programme.pk)
        refuse({"name": _name_problem(programme, name)})
        scale = StatusScale(
            reference=next_reference(StatusScale, "SCALE", programme),
            programme=programme,
            name=name.strip(),
            is_default=not StatusScale.objects.filter(programme=programme, is_default=True).exists(),
            illustrative=programme.illustrative,
        )
        scale.full_clean()
        scale.save()
        _write_points(scale, [PointPlan(label, means) for label, means in FIRST_POINTS], {})
        return scale


def change_scale(
    scale: StatusScale,
    *,
    name: str,
    points: Sequence[PointPlan],
    is_default: bool,
    by: User,
    grants: Grants,
    reason: str,
    version: int | None = None,
) -> StatusScale:
    """Make the scale hold these points in this order. A point that any status was given with can not be removed.

    A point renamed is renamed in every history, since it is the same point. Raises PermissionDenied (SET_SCALES),
    ValidationError by field (name, points, reason) and StaleEdit.
    """
    may(grants, Permission.SET_SCALES, scale.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(scale.programme_id)
        row = lock_for_edit(StatusScale, scale.pk, scale.version if version is None else version)
        held = {point.pk: point for point in row.points.all()}
        kept = {plan.pk for plan in points if plan.pk is not None}
        refuse(
            {
                "name": _name_problem(row.programme, name, but=row.pk),
                "points": " ".join([*_in_use(held, kept), *point_problems(points)]),
                "reason": reason_problem(reason),
            }
        )
        for pk in held.keys() - kept:
            held[pk].delete()
        _write_points(row, points, held)
        if is_default and not row.is_default:
            for other in StatusScale.objects.filter(programme=row.programme_id, is_default=True):
                other.is_default = False
                other.save()
        row.name, row.is_default = name.strip(), is_default or row.is_default
        row.full_clean()
        row.save()
        return row


def point_problems(points: Sequence[PointPlan]) -> tuple[str, ...]:
    """What is wrong with the points together, a sentence each."""
    return scale_problems(
        [
            Point(f"p{place}", plan.label, place, plan.means == COMPLETE, plan.means == STOPPED)
            for place, plan in enumerate(points, 1)
        ]
    )


def set_tolerance(
    programme: Programme,
    dimension: str,
    *,
    amber_from: Decimal | None,
    red_from: Decimal | None,
    words: str,
    by: User,
    grants: Grants,
    reason: str,
    version: int = 0,
) -> Tolerance:
    """Set how far a dimension may stray, in the unit of its rule; `version` is 0 where the programme had none.

    Ratings that reports have stated are not touched. Raises PermissionDenied (SET_SCALES), ValidationError by field
    (dimension, amber_from, red_from, reason) and StaleEdit.
    """
    may(grants, Permission.SET_SCALES, programme.pk)
    label = DIMENSION_LABELS.get(dimension, dimension)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        refuse(
            {
                "dimension": "" if dimension in DEFAULT_TOLERANCES else f"{label} is rated by no measure.",
                **tolerance_problems(amber_from, red_from),
                "reason": reason_problem(reason),
            }
        )
        assert amber_from is not None  # noqa: S101 (refused above)
        assert red_from is not None  # noqa: S101
        row = _tolerance(programme, dimension, version)
        row.amber_from, row.red_from, row.words = amber_from, red_from, words.strip()
        row.full_clean()
        row.save()
        return row


def tolerance_problems(amber_from: Decimal | None, red_from: Decimal | None) -> dict[str, str]:
    """Amber begins above nought, and red where amber does or above it."""
    if amber_from is None or red_from is None:
        return {
            "amber_from": "" if amber_from is not None else "Enter from which number it is amber.",
            "red_from": "" if red_from is not None else "Enter from which number it is red.",
        }
    return {
        "amber_from": "" if amber_from > 0 else "Amber begins above 0: at 0 nothing could ever be green.",
        "red_from": "" if red_from >= amber_from else "Red begins where amber does, or above it.",
    }


def _tolerance(programme: Programme, dimension: str, version: int) -> Tolerance:
    held = Tolerance.objects.filter(programme=programme, dimension=dimension).first()
    if held is not None:
        return lock_for_edit(Tolerance, held.pk, version)
    if version:
        raise StaleEdit(Tolerance(programme=programme, dimension=dimension))
    return Tolerance(
        reference=next_reference(Tolerance, "TOL", programme),
        programme=programme,
        dimension=dimension,
        illustrative=programme.illustrative,
    )


def _name_problem(programme: Programme, name: str, but: int = 0) -> str:
    if not name.strip():
        return "Give the scale a name."
    rows = StatusScale.objects.filter(programme=programme, name__iexact=name.strip()).exclude(pk=but)
    return TWICE if rows.exists() else ""


def _in_use(held: dict[int, StatusPoint], kept: set[int]) -> list[str]:
    """Points that would go although statuses were given with them, each by name."""
    found = []
    for pk in sorted(held.keys() - kept):
        times = held[pk].statuses.count()
        if times:
            found.append(
                f"“{held[pk].label}” can not be removed: {counted(times, 'status', 'statuses')} on record say it. "
                "Keep it, or rename it."
            )
    return found


def _write_points(scale: StatusScale, points: Sequence[PointPlan], held: dict[int, StatusPoint]) -> None:
    taken = {point.code for pk, point in held.items() if pk in {plan.pk for plan in points}}
    for place, plan in enumerate(points, 1):
        row = held.get(plan.pk or 0) or StatusPoint(scale=scale, code=_code(plan.label, taken))
        taken.add(row.code)
        row.label, row.position = " ".join(plan.label.split()), place
        row.is_complete, row.is_stopped = plan.means == COMPLETE, plan.means == STOPPED
        row.full_clean(
            validate_constraints=False
        )  # two points may change places: the database asks at the end
        row.save()


def _code(label: str, taken: set[str]) -> str:
    """A code for good, made from the first name: letters, figures and _."""
    stem = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:24] or "point"
    stem = stem if stem[0].isalpha() else f"p_{stem}"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}_{number}", number + 1
    return found
