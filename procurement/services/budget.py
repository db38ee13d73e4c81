"""The doors of budget lines: a line to be confirmed gets its amount, a line is added, what was entered is put right."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from commissioning.core.money import Money
from procurement.models import BudgetLine, BudgetLineChange, BudgetLineFunder, BudgetLineService
from procurement.rules import (
    line_amount_problem,
    line_status_problem,
    line_values,
    settled_status_problem,
    settling_amount_problem,
)
from procurement.selectors.line_funders import funders_for
from programmes.access import Grants
from programmes.models import Organisation, Programme, Service
from programmes.references import lock_programme, next_reference
from programmes.rules import reason_problem
from programmes.services.scope_door import refuse

NOT_SETTLED_BY_YOU: Final = "Amounts are put to budget lines by finance leads and programme managers."
NOT_YOURS: Final = "Budget lines are kept by finance leads and programme managers."
SETTLE_IT: Final = (
    "This line has no amount yet: settle it, with how sure the amount is, instead of correcting it."
)
OF_THE_AMOUNT: Final = frozenset({"money", "status", "may_be_negative"})
LINE_FIELDS: Final = ("label", "phase", "money", "status", "may_be_negative", "note")


def settle_budget_line(
    line: BudgetLine,
    *,
    money: Money,
    status: str,
    reason: str,
    by: User,
    grants: Grants,
    on: date,
    expected: int,
) -> BudgetLine:
    """Put an amount to a line that has none. `money` is as read from the words typed; basis and year stay the line's.

    The settlement is kept with what the line said before, so that a page as at a day before `on` still says it.

    Raises PermissionDenied; ValidationError by field for a line that has an amount, for money that is not one amount
    or names another basis or year, and for an empty reason; StaleEdit where the line is not at version `expected`.
    """
    if not grants.may(Permission.SETTLE_BUDGET, line.programme_id):
        raise PermissionDenied(NOT_SETTLED_BY_YOU)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        locked = lock_for_edit(BudgetLine, line.pk, expected)
        before: Money = locked.money
        if before.is_known:
            raise ValidationError(
                f"“{locked.label}” has an amount already: {before.printed}. "
                "To correct it, change the line under Data entry."
            )
        refuse(
            {
                "amount": settling_amount_problem(money, before, may_be_negative=locked.may_be_negative),
                "status": settled_status_problem(status),
                "reason": reason_problem(reason),
            }
        )
        values_before = line_values(before, locked.status)
        locked.money = replace(
            money,
            basis=before.basis,
            year=before.year,
            recurrence=before.recurrence,
            extension=before.extension,
            net_gross=money.net_gross if money.net_gross != "unstated" else before.net_gross,
        )
        locked.status = status
        locked.full_clean()
        locked.save()
        BudgetLineChange.objects.create(
            line=locked,
            settled_on=on,
            before=values_before,
            after=line_values(locked.money, locked.status),
            reason=reason.strip(),
            made_by=by,
        )
        return locked


def add_budget_line(
    programme: Programme,
    values: Mapping[str, Any],
    *,
    services: Collection[Service] = (),
    funders: Collection[Organisation] = (),
    by: User,
    grants: Grants,
    reason: str,
) -> BudgetLine:
    """Add a line, last in its phase, for services and with money of commissioners of this programme.

    `values` are by name of field. A line of which no amount is known is to be confirmed unless its status says more.
    Raises PermissionDenied, ValidationError by field, and KeyError for what is no field of a line.
    """
    _allow(programme.pk, values, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        last = BudgetLine.objects.filter(programme=programme).aggregate(last=models.Max("position"))["last"]
        line = BudgetLine(
            programme=programme,
            reference=next_reference(BudgetLine, "BL", programme),
            position=(last or 0) + 1,
            illustrative=programme.illustrative,
        )
        _put(line, values)
        if not line.status and not line.money.is_known:
            line.status = "tbc"
        refuse(
            {**_problems(line), **_tie_problems(line, services, funders), "reason": reason_problem(reason)}
        )
        line.full_clean()
        line.save()
        _tie(line, BudgetLineService, "service", services)
        _tie(line, BudgetLineFunder, "organisation", funders)
        return line


def change_budget_line(
    line: BudgetLine,
    values: Mapping[str, Any],
    *,
    services: Collection[Service] | None = None,
    funders: Collection[Organisation] | None = None,
    expected: int,
    by: User,
    grants: Grants,
    reason: str,
) -> BudgetLine:
    """Put right what was entered of a line; what differs is kept in its history with the reason.

    An amount for a line that has none is no correction: `settle_budget_line` takes it, and keeps from which day on.
    None leaves services or funders as they are. Raises PermissionDenied, StaleEdit, ValidationError by field, and
    KeyError for what is no field of a line.
    """
    _allow(line.programme_id, values, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        locked = lock_for_edit(BudgetLine, line.pk, expected)
        settles = "money" in values and values["money"].is_known and not locked.money.is_known
        before = {name: getattr(locked, name) for name in LINE_FIELDS}
        _put(locked, values)
        changed = {name for name in LINE_FIELDS if getattr(locked, name) != before[name]}
        refuse({"money": SETTLE_IT if settles else "", "reason": reason_problem(reason)})
        problems = _problems(locked)
        held = (
            problems
            if changed & OF_THE_AMOUNT
            else {name: problems[name] for name in changed & set(problems)}
        )
        refuse({**held, **_tie_problems(locked, services or (), funders or ())})
        tied = services is not None and _tie(locked, BudgetLineService, "service", services)
        funded = funders is not None and _tie(locked, BudgetLineFunder, "organisation", funders)
        if changed or tied or funded:  # a line whose services change is another version of it
            locked.full_clean()
            locked.save()
        return locked


def _allow(programme_id: int, values: Mapping[str, Any], grants: Grants) -> None:
    if unknown := set(values) - set(LINE_FIELDS):
        raise KeyError(f"Not fields of a budget line: {', '.join(sorted(unknown))}.")
    if not grants.may(Permission.EDIT_MONEY_DATA, programme_id):
        raise PermissionDenied(NOT_YOURS)


def _put(line: BudgetLine, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(line, name, value.strip() if isinstance(value, str) else value)


def _problems(line: BudgetLine) -> dict[str, str]:
    elsewhere = line.phase is not None and line.phase.programme_id != line.programme_id
    return {
        "label": "" if line.label else "Name the line, as the paper does.",
        "phase": "Choose a phase of this programme." if elsewhere else "",
        "money": line_amount_problem(line.money, may_be_negative=line.may_be_negative),
        "status": line_status_problem(line.status, line.money),
    }


def _tie_problems(
    line: BudgetLine, services: Collection[Service], funders: Collection[Organisation]
) -> dict[str, str]:
    """Services and commissioners of other programmes, by name."""
    strangers = [each.name for each in services if each.programme_id != line.programme_id]
    known = set(funders_for(line.programme).values_list("pk", flat=True)) if funders else set()
    others = [each.name for each in funders if each.pk not in known]
    return {
        "services": f"Not services of this programme: {', '.join(strangers)}." if strangers else "",
        "funders": f"Not commissioners of this programme: {', '.join(others)}." if others else "",
    }


def _tie(line: BudgetLine, model: type[models.Model], side: str, wanted: Collection[Any]) -> bool:
    """Make the ties of a line exactly those wanted; whether any was made or taken away."""
    rows: Any = model._default_manager.filter(line=line)
    held = set(rows.values_list(f"{side}_id", flat=True))
    ids = {record.pk for record in wanted}
    for gone in rows.exclude(**{f"{side}__in": ids}):
        gone.delete()
    for record in wanted:
        if record.pk not in held:
            model._default_manager.create(line=line, **{side: record})
    return held != ids
