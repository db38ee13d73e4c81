"""What data entry keeps to itself: records that are sealed are neither listed, nor counted, nor filtered by.

A model says so with `is_sealed = True`, and of its fields with `sealed_fields`, the names of those that stand sealed on
a record today. Such models are not on the data-entry site; but a deletion would list them among what goes with a
record, and a list could be filtered by whether a record has any.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from commissioning.core.admin_mixins import AnyModelAdmin

NOT_LISTED: Final = "Records that are not shown here"


def is_sealed(model: Any) -> bool:
    return bool(getattr(model, "is_sealed", False))


class SealedMixin(AnyModelAdmin):
    """Mixed into every kind of record."""

    # Fields that may be sealed on some record, so that no list is filtered by them.
    sealed_columns: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filters of an address, but for those that reach a sealed record or field: they would answer by counting."""
        first = lookup.split("__")[0]
        try:
            field: Any = self.opts.get_field(first)
        except FieldDoesNotExist:
            field = None
        if is_sealed(getattr(field, "related_model", None)) or first.startswith(
            self.sealed_columns or ("\0",)
        ):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """What goes with a deletion, or stands in its way, without sealed records and how many there are."""
        listed, counts, perms, protected = super().get_deleted_objects(objs, request)
        sealed = [model._meta for model in apps.get_models() if is_sealed(model)]
        marks = tuple(f"{capfirst(str(meta.verbose_name))}: " for meta in sealed)
        plurals = {str(meta.verbose_name_plural) for meta in sealed}
        shown = {plural: count for plural, count in counts.items() if str(plural) not in plurals}
        kept = [line for line in protected if not str(line).startswith(marks)]
        if len(kept) < len(protected):
            kept.append(NOT_LISTED)
        return _without(listed, marks), shown, perms, kept


def _without(listed: Iterable[Any], marks: tuple[str, ...]) -> list[Any]:
    """The nested list without the lines that begin with one of these, and without what is nested beneath them."""
    kept: list[Any] = []
    dropped = False
    for line in listed:
        if isinstance(line, list):
            if not dropped:
                beneath = _without(line, marks)
                kept += [beneath] if beneath else []
            continue
        dropped = str(line).startswith(marks)
        kept += [] if dropped else [line]
    return kept


def sealed_words(record: models.Model, name: str, words: str) -> str:
    """How data entry shows a field that may be sealed."""
    if name in getattr(record, "sealed_fields", ()):
        return words
    return str(getattr(record, name).printed)
