"""The doors of benefits: what is sought, and what was realised. Realised values are added, never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import Benefit, BenefitRealised
from governance.models.benefits import BenefitAudience, BenefitDirection
from governance.rules.benefits import other_direction, other_unit
from governance.selectors.benefits import better_of
from outcomes.models import KPI
from outcomes.selectors.series import unit_of
from procurement.models import ProcurementPhase
from programmes.access import Grants
from programmes.models import Document, Programme
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import day_words, owner_problem, reason_problem
from programmes.services.scope_door import refuse

NOT_YOURS = "Your role in this programme does not allow this."
NOTHING = "Nothing differs from what is recorded. Change something, or cancel."


@dataclass(frozen=True)
class BenefitPlan:
    """Everything that a benefit's own record says; None and "" where nothing is stated."""

    title: str
    baseline_on: FuzzyDate
    target_by: FuzzyDate
    text: str = ""
    audience: str = ""
    phase: ProcurementPhase | None = None
    owner_role: str = ""
    measurement: str = ""
    kpi: KPI | None = None
    unit: str = ""
    direction: str = ""
    baseline_text: str = ""
    baseline_value: Decimal | None = None
    target_text: str = ""
    target_value: Decimal | None = None
    is_cash_releasing: bool | None = None


def add_benefit(programme: Programme, plan: BenefitPlan, *, by: User, grants: Grants, reason: str) -> Benefit:
    """Record a benefit that is sought. Raises PermissionDenied (EDIT_RISKS) and ValidationError by field."""
    _may(grants, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        refuse({**plan_problems(programme, plan), "reason": reason_problem(reason)})
        row = Benefit(
            reference=next_reference(Benefit, "BEN", programme),
            programme=programme,
            illustrative=_is_illustrative(programme, plan),
        )
        _write(row, plan)
        return row


def change_benefit(
    benefit: Benefit, plan: BenefitPlan, *, by: User, grants: Grants, reason: str, version: int | None = None
) -> tuple[str, ...]:
    """Make the record say what the plan says, and give the names of the fields that changed.

    Raises PermissionDenied (EDIT_RISKS), ValidationError by field, with `act` where nothing differs, and StaleEdit.
    """
    with _locked(benefit, by=by, grants=grants, reason=reason, version=version) as row:
        changed = tuple(each.name for each in fields(plan) if _differs(row, plan, each.name))
        problems = plan_problems(row.programme, plan)
        refuse(
            {
                **problems,
                "unit": problems["unit"] or _reread_problem(row, plan),
                "reason": reason_problem(reason),
                "act": "" if changed else NOTHING,
            }
        )
        row.illustrative = row.illustrative or _is_illustrative(row.programme, plan)
        _write(row, plan)
        return changed


def add_realised(
    benefit: Benefit,
    *,
    by_date: FuzzyDate,
    value: Decimal | None,
    text: str,
    today: date,
    by: User,
    grants: Grants,
    reason: str,
    version: int | None = None,
    corrects: BenefitRealised | None = None,
    document: Document | None = None,
) -> BenefitRealised:
    """Add what was realised by a date: a number in the benefit's unit, words, or both.

    A correction names the entry whose place it takes; that entry stays on the record. Where a KPI measures the benefit
    its figures are sent in as returns, so that only words are taken here. Raises PermissionDenied (EDIT_RISKS),
    ValidationError by field (by_date, value, text, corrects, document, reason) and StaleEdit.
    """
    with _locked(benefit, by=by, grants=grants, reason=reason, version=version) as row:
        refuse(
            {
                "by_date": _by_date_problem(by_date, today),
                "value": _value_problem(row, value),
                "text": "" if text.strip() or value is not None else "Enter a number, or say it in words.",
                "corrects": _corrects_problem(row, corrects),
                "document": _document_problem(row, document),
                "reason": reason_problem(reason),
            }
        )
        entry = BenefitRealised(
            reference=next_reference(BenefitRealised, "REAL", row.programme),
            programme=row.programme,
            benefit=row,
            value=value,
            text=text.strip(),
            corrects=corrects,
            document=document,
            made_by=by,
            illustrative=row.illustrative,
        )
        entry.by_date = by_date
        entry.full_clean()
        entry.save()
        row.save()  # raises the version, so that whoever adds another at the same time is told of this one
        return entry


def plan_problems(programme: Programme, plan: BenefitPlan) -> dict[str, str]:
    """What is wrong with a plan, by field; "" where nothing is."""
    return {
        "title": "" if plan.title.strip() else "Say what the benefit is.",
        "audience": "" if plan.audience in BenefitAudience.values else "Choose for whom from the list.",
        "direction": _direction_problem(plan),
        "owner_role": owner_problem(plan.owner_role),
        "phase": _foreign(programme, plan.phase, "a phase"),
        "kpi": _foreign(programme, plan.kpi, "a KPI"),
        "unit": _unit_problem(plan),
        "target_value": _side_problem(plan),
    }


def _foreign(programme: Programme, record: ProcurementPhase | KPI | None, what: str) -> str:
    if record is None or record.programme_id == programme.pk:
        return ""
    return f"Choose {what} of this programme."


def _unit_problem(plan: BenefitPlan) -> str:
    if plan.kpi is None or not (why := other_unit(plan.unit, unit_of(plan.kpi))):
        return ""
    return f"{why} Leave the unit empty, or enter the KPI’s."


def _reread_problem(benefit: Benefit, plan: BenefitPlan) -> str:
    """Numbers that were reported in one unit would say something else in another; a missing unit may be added."""
    before = unit_of(benefit.kpi) if benefit.kpi else benefit.unit
    after = unit_of(plan.kpi) if plan.kpi else plan.unit
    if not before.strip() or before.strip().casefold() == after.strip().casefold():
        return ""
    if not BenefitRealised.objects.filter(benefit=benefit, value__isnull=False).exists():
        return ""
    return (
        f"Values are on the record in “{before.strip()}”, and would be read in “{after.strip() or 'no unit'}”. "
        "Keep the unit, or record another benefit."
    )


def _direction_problem(plan: BenefitPlan) -> str:
    if plan.direction not in BenefitDirection.values:
        return "Choose from the list."
    if plan.kpi is None or not (why := other_direction(plan.direction, better_of(plan.kpi))):
        return ""
    return f"{why} Leave it not stated, or correct one of them."


def _side_problem(plan: BenefitPlan) -> str:
    """Numbers and direction that contradict one another are a slip of the pen, and would never be judged."""
    direction = plan.direction or (better_of(plan.kpi) if plan.kpi else "")
    if plan.baseline_value is None or plan.target_value is None or direction not in {"up", "down"}:
        return ""
    own = BenefitDirection.UP if plan.target_value > plan.baseline_value else BenefitDirection.DOWN
    if plan.baseline_value == plan.target_value or own == direction:
        return ""
    better, side = ("More", "below") if direction == BenefitDirection.UP else ("Less", "above")
    return f"{better} is said to be better, and the target is {side} the baseline. Correct one of them."


def _by_date_problem(by_date: FuzzyDate, today: date) -> str:
    first = by_date.start or by_date.end
    if first is None:
        return "Enter by when it was realised, such as March 2020 or 31 March 2020."
    if first > today:
        return f"{by_date.printed} is still to come. Enter {day_words(today)} or an earlier day."
    return ""


def _value_problem(benefit: Benefit, value: Decimal | None) -> str:
    if value is None or benefit.kpi is None:
        return ""
    return f"{benefit.kpi.reference} measures this benefit: send its figures in as a return. Add words only here."


def _corrects_problem(benefit: Benefit, corrects: BenefitRealised | None) -> str:
    if corrects is None:
        return ""
    if corrects.benefit_id != benefit.pk:
        return "Choose an entry of this benefit."
    later = BenefitRealised.objects.filter(corrects=corrects).first()
    if later is None:
        return ""
    return f"{corrects.reference} has been corrected already. Correct {later.reference} instead."


def _document_problem(benefit: Benefit, document: Document | None) -> str:
    if document is None or document.programme_id == benefit.programme_id:
        return ""
    return "Choose a paper of this programme."


def _is_illustrative(programme: Programme, plan: BenefitPlan) -> bool:
    hangs_on = (plan.phase, plan.kpi)
    return programme.illustrative or any(record is not None and record.illustrative for record in hangs_on)


def _differs(row: Benefit, plan: BenefitPlan, name: str) -> bool:
    wanted = getattr(plan, name)
    return bool((wanted.strip() if isinstance(wanted, str) else wanted) != getattr(row, name))


def _write(row: Benefit, plan: BenefitPlan) -> None:
    for each in fields(plan):
        value = getattr(plan, each.name)
        setattr(row, each.name, value.strip() if isinstance(value, str) else value)
    row.full_clean()
    row.save()


def _may(grants: Grants, programme_id: int) -> None:
    if not grants.may(Permission.EDIT_RISKS, programme_id):
        raise PermissionDenied(NOT_YOURS)


@contextmanager
def _locked(
    benefit: Benefit, *, by: User, grants: Grants, reason: str, version: int | None
) -> Iterator[Benefit]:
    _may(grants, benefit.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(benefit.programme_id)
        yield lock_for_edit(Benefit, benefit.pk, benefit.version if version is None else version)
