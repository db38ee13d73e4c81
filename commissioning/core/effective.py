"""Facts that hold for a period: half-open dates, so a successor starts on the day its predecessor ends."""

from __future__ import annotations

import functools
import operator
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    BigIntegerRangeField,
    DateRangeField,
    RangeOperators,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value


class EffectiveQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Rows in force on `day`: started on or before it (or always), ending after it (or never)."""
        started = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        not_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        return self.filter(started & not_ended)


class EffectiveDated(models.Model):
    """`starts_on` is the first day in force, `ends_on` the first day no longer in force; either may be open.

    "Until 31 March 2015" is therefore stored as ending on 1 April 2015.
    """

    starts_on = models.DateField("starts on", null=True, blank=True)
    ends_on = models.DateField(
        "ends on",
        null=True,
        blank=True,
        help_text="The first day it no longer applies: for “until 31 March”, 1 April.",
    )

    objects = EffectiveQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Reject a period that ends on or before the day it starts.

        Must come before the database sees the row: there a reversed pair makes the range constructor itself
        fail, and an empty one would hold on no day at all.
        """
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError(
                {"ends_on": "The end must come after the start. To cover one day, end it on the day after."}
            )

    def in_force(self, on: date) -> bool:
        """True when the row holds on the day `on`."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on < self.ends_on
        )


def dates_in_order(prefix: str) -> models.CheckConstraint:
    """The database's refusal of reversed and empty periods; `prefix` starts its name."""
    return models.CheckConstraint(
        name=f"{prefix}_dates_in_order",
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
        violation_error_message="The end must come after the start.",
    )


def no_overlap(name: str, *partition_fk_names: str, condition: Q | None = None) -> ExclusionConstraint:
    """Only one row may hold at a time among rows that share every foreign key named.

    A row without one of the keys shares nothing, and so never conflicts. Whole-number ranges of one value
    stand in for equality, because PostgreSQL's own GiST classes have none for bigint without the btree_gist
    extension.
    """
    expressions: list[tuple[Func, str]] = [
        (
            Func(
                F(key),
                F(key),
                Value("[]"),
                function="int8range",
                output_field=BigIntegerRangeField(),
            ),
            RangeOperators.OVERLAPS,
        )
        for key in partition_fk_names
    ]
    period = Func(
        F("starts_on"),
        F("ends_on"),
        Value("[)"),
        function="daterange",
        output_field=DateRangeField(),
    )
    present = [Q(**{f"{key}__isnull": False}) for key in partition_fk_names]
    conditions = [*present, condition] if condition else present
    return ExclusionConstraint(
        name=name,
        expressions=[*expressions, (period, RangeOperators.OVERLAPS)],
        condition=functools.reduce(operator.and_, conditions) if conditions else None,
        violation_error_message=(
            "Another record already covers part of this period. End it first, or change the dates."
        ),
    )
