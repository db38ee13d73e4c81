"""Two people, one record, on the data-entry site: what the other changed, and what the second typed, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.admin.helpers import AdminForm
from django.db import models
from django.utils.html import strip_tags

from commissioning.core.admin_forms import REASON, SEEN_VERSION, RecordForm
from commissioning.core.history import Change, changes_of, snapshot


@dataclass(frozen=True)
class ContestedField:
    """A field that the other person, or both, changed: as it was when opened, as it is now, as it was typed here."""

    label: str
    opened: str
    now: str
    yours: str
    both: bool


@dataclass(frozen=True)
class Conflict:
    """What the conflict page shows above the form."""

    changes: tuple[Change, ...]
    fields: tuple[ContestedField, ...]


def resolve(admin_form: AdminForm, current: models.Model, seen_version: int | None) -> Conflict:
    """Put a merged form in place of the stale one, and say what is contested.

    The merged form holds the record as it is now, with the second person's own edits typed in: saving it again
    writes those and leaves the other person's other changes alone. It carries the current version, so that a third
    change in between is caught again. Where history does not reach back to the version that was opened, everything
    typed counts as an edit.
    """
    typed: Any = admin_form.form
    opened = snapshot(current, seen_version) if seen_version is not None else None
    base = _unbound(typed, opened) if opened is not None else None
    fresh = _unbound(typed, current)
    changed_here = _edited(typed, base or fresh)
    merged = {name: typed[name].data for name in changed_here if name in typed.fields}
    admin_form.form = _unbound(typed, current, initial=merged)
    return Conflict(
        changes=tuple(c for c in changes_of(current) if c.version is None or c.version > (seen_version or 0)),
        fields=tuple(_contested(typed, base, fresh, changed_here)),
    )


def _unbound(typed: Any, instance: models.Model, initial: dict[str, Any] | None = None) -> Any:
    return type(typed)(instance=instance, prefix=typed.prefix, initial=initial or {})


def _edited(typed: Any, base: Any) -> list[str]:
    """The fields in which what was sent differs from what the page showed when it was opened; the reason always."""
    edited = []
    for name, field in typed.fields.items():
        if name == SEEN_VERSION:
            continue
        shown = base.get_initial_for_field(base.fields[name], name)
        if name == REASON or field.has_changed(shown, typed[name].data):
            edited.append(name)
    return edited


def _contested(typed: Any, base: Any, fresh: Any, changed_here: list[str]) -> list[ContestedField]:
    found = []
    for name, field in typed.fields.items():
        if name in {SEEN_VERSION, REASON}:
            continue
        now = _shown(fresh, name)
        opened = _shown(base, name) if base is not None else ""
        theirs = base is not None and opened != now
        mine = name in changed_here
        yours = _words(field, typed[name].data)
        if theirs or (base is None and mine and yours != now):
            label = str(field.label or name)
            found.append(
                ContestedField(label, opened, now, yours if mine else "not changed by you", theirs and mine)
            )
    return found


def _shown(form: Any, name: str) -> str:
    return _words(form.fields[name], form[name].value())


def _words(field: forms.Field, value: Any) -> str:
    """A field's value as a person reads it: the label of a choice, Yes or No for a tick."""
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return "Yes" if value not in (None, "", False, "False") else "No"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        wanted = "" if value is None else str(getattr(value, "pk", value))
        for key, label in cast("Iterable[tuple[Any, Any]]", field.choices):
            if str(key) == wanted and wanted:
                return str(label)
        return ""
    return strip_tags(str(field.prepare_value(value))) if value not in (None, "") else ""


def is_stale(form: Any) -> bool:
    return isinstance(form, RecordForm) and form.is_stale
