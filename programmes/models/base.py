"""What every record of a programme has: a stable reference, a programme, a version, its sources, a mark if invented."""

import re
from typing import Any, ClassVar, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, EffectiveQuerySet


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of a programme. `visible_to` is the only way that pages, exports and the data-entry site reach them."""

    programme_path = "programme"

    def visible_to(self, grants: Any) -> Self:
        """Rows of the programmes that the grants (programmes.access.Grants) let their holder see; none by default."""
        if grants.everything:
            return self
        return self.filter(**{f"{self.programme_path}__in": grants.programme_ids})


class ScopedEffectiveQuerySet(EffectiveQuerySet, ScopedQuerySet):  # type: ignore[override]
    """Dated rows of a programme: `on(day)` and `visible_to(grants)`."""


def scoped_by(path: str, *, dated: bool = False) -> models.Manager[Any]:
    """The manager of rows that reach their programme through another record, such as `document__programme`."""
    base = ScopedEffectiveQuerySet if dated else ScopedQuerySet
    queryset: type[ScopedQuerySet] = type(base.__name__, (base,), {"programme_path": path})
    manager: models.Manager[Any] = queryset.as_manager()
    return manager


DROP_FACT = """
DELETE FROM programmes_sourcereference WHERE fact_id = OLD.fact_id;
DELETE FROM programmes_fact WHERE id = OLD.fact_id;
RETURN NULL;
"""


def fact_trigger() -> pgtrigger.Trigger:
    """A record takes its fact and its sources with it, so that no document lists what no longer exists."""
    return pgtrigger.Trigger(
        name="drop_fact", when=pgtrigger.After, operation=pgtrigger.Delete, func=DROP_FACT
    )


REFERENCE = "[A-Za-z0-9._-]+"  # what may stand in an address
NOT_A_REFERENCE = re.compile(r"\.+|add", re.IGNORECASE)  # a step up in an address; the page of a new record


def reference_problem(reference: str) -> str:
    """What is wrong with a reference and what to do about it; "" where it may stand in an address."""
    if re.fullmatch(REFERENCE, reference) and not NOT_A_REFERENCE.fullmatch(reference):
        return ""
    return (
        f"“{reference}” cannot stand in the address of a page. Use letters without accents, figures, dots, dashes "
        "and underscores, such as HAM-BL-01."
    )


class Recorded(Versioned):
    """A record with a stable reference, such as HAM-BL-01, that exports print and imports match.

    `fact` is the anchor that source references hang on; it is null while nobody has named a source, and pages then
    say so. `illustrative` marks what no paper prints.
    """

    reference = models.CharField(max_length=60, unique=True, help_text="Stable, such as HAM-BL-01.")
    illustrative = models.BooleanField(
        default=False,
        help_text="Tick when no paper prints this; it is then marked wherever it shows.",
    )
    fact = models.OneToOneField(
        "programmes.Fact",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta(Versioned.Meta):
        abstract = True
        triggers = [*Versioned.Meta.triggers, fact_trigger()]

    def clean(self) -> None:
        super().clean()
        if self.reference and (problem := reference_problem(self.reference)):
            raise ValidationError({"reference": problem})


class Scoped(Recorded):
    """A record that belongs to one programme and is seen by those who may see the programme."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="%(class)ss")

    objects: ClassVar[models.Manager[Any]] = ScopedQuerySet.as_manager()

    class Meta(Recorded.Meta):
        abstract = True


class ScopedEffective(EffectiveDated, Scoped):
    """A record of a programme that holds for a period."""

    objects: ClassVar[models.Manager[Any]] = ScopedEffectiveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Scoped.Meta):
        abstract = True
