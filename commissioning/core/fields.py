"""Composite model fields: several real columns read and written as one value object.

    class BudgetLine(models.Model):
        money = MoneyField("budget")

adds the columns money_text, money_amount, … and lets code say `line.money = parse_money("~£13m")` and
`BudgetLine(money=…)`. Queries, migrations and history see the plain columns only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final, Generic, Self, TypeVar, overload

from django.db import models
from django.db.models import F, Q

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import (
    UNKNOWN_QUALIFIERS,
    Basis,
    Extension,
    Money,
    NetGross,
    Qualifier,
)

Value = TypeVar("Value")
TEXT_LENGTH: Final = 200


# A subclass of property, because Django accepts `Model(money=…)`, `objects.create(money=…)` and
# `update_or_create(defaults={"money": …})` for the properties of a model and for nothing else that is not a
# column.
class CompositeField(property, Generic[Value]):
    """Base of the composite fields. `columns` names the real columns, for `save(update_fields=…)` and
    `only()`.
    """

    value_class: Callable[..., Value]

    def __init__(self, verbose_name: str = "") -> None:
        super().__init__(fset=self.__set__)
        self.name = ""
        self.verbose_name = verbose_name
        # Made here and not on attachment, so that columns keep the order in which the model declares its
        # fields.
        self._columns = self._make_columns()

    def _make_columns(self) -> Mapping[str, models.Field[Any, Any]]:
        raise NotImplementedError

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Add the columns, and this object as the attribute `name` (called by Django)."""
        self.name = name
        label = self.verbose_name or name.replace("_", " ")
        for part, column in self._columns.items():
            field = deepcopy(column)
            field.verbose_name = label if part == "text" else f"{label} {part.replace('_', ' ')}"
            field.contribute_to_class(model, self.column(part))
        setattr(model, name, self)

    def column(self, part: str) -> str:
        """The name of one column: `BudgetLine.money.column("amount")` is "money_amount"."""
        return f"{self.name}_{part}"

    @property
    def columns(self) -> list[str]:
        return [self.column(part) for part in self._columns]

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> Value: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> Self | Value:
        if instance is None:
            return self
        return self.value_class(**{part: getattr(instance, self.column(part)) for part in self._columns})

    def __set__(self, instance: object, value: Value) -> None:
        if not isinstance(value, self.value_class):  # type: ignore[arg-type]
            raise TypeError(f"{self.name} takes a {self.value_class.__name__}, not {type(value).__name__}.")
        for part in self._columns:
            part_value = getattr(value, part)
            # The plain stored string, so that an unsaved instance reads as one fetched from the database
            # does.
            setattr(instance, self.column(part), getattr(part_value, "value", part_value))


class MoneyField(CompositeField[Money]):
    """Money in eleven columns. A row made without money holds "not stated", never £0."""

    value_class = Money

    def _make_columns(self) -> Mapping[str, models.Field[Any, Any]]:
        return {
            "text": _text(TEXT_LENGTH),
            "amount": models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True),
            "upper": models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True),
            "currency": models.CharField(max_length=3, default="GBP"),
            "qualifier": _choice(Qualifier, Qualifier.NOT_STATED),
            "basis": _choice(Basis, Basis.UNSTATED),
            "year": _text(7),
            "recurrence": _text(TEXT_LENGTH),
            "extension": _choice(Extension, Extension.UNSTATED),
            "net_gross": _choice(NetGross, NetGross.UNSTATED),
            "note": models.TextField(blank=True, default=""),
        }


class FuzzyDateField(CompositeField[FuzzyDate]):
    """A stated date in eight columns. A row made without a date holds "blank"."""

    value_class = FuzzyDate

    def _make_columns(self) -> Mapping[str, models.Field[Any, Any]]:
        return {
            "text": _text(TEXT_LENGTH),
            "start": models.DateField(null=True, blank=True),
            "end": models.DateField(null=True, blank=True),
            "precision": _choice(Precision, Precision.NONE),
            "status": _choice(DateStatus, DateStatus.BLANK),
            "year_inferred": models.BooleanField(default=False),
            "recurrence": _text(TEXT_LENGTH),
            "note": models.TextField(blank=True, default=""),
        }


def _text(length: int) -> models.CharField[Any, Any]:
    return models.CharField(max_length=length, blank=True, default="")


def _choice(choices: type[models.TextChoices], default: models.TextChoices) -> models.CharField[Any, Any]:
    return models.CharField(max_length=20, choices=choices.choices, default=default.value)


def money_constraints(name: str, prefix: str) -> list[models.BaseConstraint]:
    """The database's share of the money rules for the field `name`; `prefix` starts each constraint's name.

    In an abstract model give a prefix with "%(app_label)s_%(class)s".
    """
    amount, upper, qualifier = f"{name}_amount", f"{name}_upper", f"{name}_qualifier"
    unknown = sorted(choice.value for choice in UNKNOWN_QUALIFIERS)
    known = sorted(choice.value for choice in Qualifier if choice not in UNKNOWN_QUALIFIERS)
    is_range = Q(**{qualifier: Qualifier.RANGE.value})
    return [
        models.CheckConstraint(
            name=f"{prefix}_{name}_amount_known",
            condition=Q(**{f"{amount}__isnull": True, f"{qualifier}__in": unknown})
            | Q(**{f"{amount}__isnull": False, f"{qualifier}__in": known}),
            violation_error_message=(
                "Give an amount, or say why there is none (TBC, awaited, not stated): not both."
            ),
        ),
        models.CheckConstraint(
            name=f"{prefix}_{name}_nil_is_zero",
            condition=~Q(**{qualifier: Qualifier.NIL.value}) | Q(**{amount: 0}),
            violation_error_message="Nil means an amount of £0.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_{name}_upper_of_range",
            condition=(~is_range & Q(**{f"{upper}__isnull": True}))
            | (is_range & Q(**{f"{upper}__isnull": False, f"{upper}__gte": F(amount)})),
            violation_error_message=(
                "A range needs an upper amount that is not below the lower one; nothing else has one."
            ),
        ),
    ]


def fuzzy_date_constraints(name: str, prefix: str) -> list[models.BaseConstraint]:
    """The database's share of the date rules for the field `name`; `prefix` as in `money_constraints`."""
    start, end, precision = f"{name}_start", f"{name}_end", f"{name}_precision"
    undated = Q(**{f"{start}__isnull": True, f"{end}__isnull": True})
    is_none = Q(**{precision: Precision.NONE.value})
    return [
        models.CheckConstraint(
            name=f"{prefix}_{name}_in_order",
            condition=Q(**{f"{start}__isnull": True})
            | Q(**{f"{end}__isnull": True})
            | Q(**{f"{start}__lte": F(end)}),
            violation_error_message="The last day cannot come before the first.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_{name}_precision",
            condition=(is_none & undated) | (~is_none & ~undated),
            violation_error_message=(
                "A date without days has precision “no date”, and only such a date has it."
            ),
        ),
    ]
