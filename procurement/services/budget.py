"""The door through which a budget line that is to be confirmed gets its amount."""

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from commissioning.core.money import Money
from procurement.models import BudgetLine, BudgetLineChange
from procurement.rules import line_values, settled_status_problem, settling_amount_problem
from programmes.rules import reason_problem
from programmes.services.scope_door import refuse


def settle_budget_line(
    line: BudgetLine, *, money: Money, status: str, reason: str, by: User, on: date, expected: int
) -> BudgetLine:
    """Put an amount to a line that has none. `money` is as read from the words typed; basis and year stay the line's.

    The settlement is kept with what the line said before, so that a page as at a day before `on` still says it.

    Raises ValidationError by field for a line that has an amount, for money that is not one amount or names another
    basis or year, and for an empty reason; StaleEdit where the line is no longer at version `expected`.
    """
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
