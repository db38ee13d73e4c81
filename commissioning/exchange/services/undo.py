"""Undo an import as a whole: every record stands again as it did before, or nothing is undone.

What the import wrote is read from the protected history, side effects included, and taken back row by row. It is
refused where anything of it was changed later or something newer rests on it. Nothing is lost: that the rows were
written and taken away again stays in the history, and the database itself lets only rows of this very import go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, router, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone

from commissioning.core.access import Permission
from commissioning.core.audit import UNDO_SETTING, acting
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act
from commissioning.exchange.selectors.written import WrittenRows, later_changes, written_by

MOST_NAMED: Final = 10
NOT_YOURS: Final = "An import is undone by whoever confirmed it, or by a programme manager."
NOT_DONE: Final = "Only an import that is done can be undone; this one is: {state}."
UNREASONED: Final = "Say why the import is undone; it stands in the history of each record."


@dataclass(frozen=True)
class UndoPlan:
    """What undoing would take back, and what stands in its way, in words; it is possible where nothing does."""

    rows: tuple[WrittenRows, ...]
    in_the_way: tuple[str, ...]

    @property
    def possible(self) -> bool:
        return not self.in_the_way

    @property
    def count(self) -> int:
        return sum(len(each.keys) for each in self.rows)


def may_undo(run: ImportRun, act: Act) -> bool:
    """Whoever confirmed it and may still write the register, or who keeps the programme's data."""
    keeps = Permission.EDIT_DATA if run.programme_id else Permission.EDIT_REFERENCE
    own = run.confirmed_by_id == act.by.pk and resource_of(run.register).may(act)
    return own or act.grants.may(keeps, run.programme_id)


def plan_undo(run: ImportRun) -> UndoPlan:
    """What stands in the way of undoing: later changes of the same records, and newer records that rest on them."""
    rows = tuple(written_by(run))
    problems = [*_later(rows, run), *_resting(rows), *_unknown(rows)]
    shown = problems[:MOST_NAMED]
    if len(problems) > MOST_NAMED:
        shown.append(f"… and {len(problems) - MOST_NAMED} more.")
    return UndoPlan(rows, tuple(shown))


def undo(run: ImportRun, act: Act, *, reason: str) -> ImportRun:
    """Take back everything the import wrote, in one transaction.

    Raises PermissionDenied, and ValidationError where it is not done, no reason is given, or something rests on it.
    """
    if not may_undo(run, act):
        raise PermissionDenied(NOT_YOURS)
    if not reason.strip():
        raise ValidationError({"reason": UNREASONED})
    with transaction.atomic(), acting(by=act.by, reason=reason.strip(), undoes=str(run.pk)):
        locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.DONE:
            raise ValidationError(NOT_DONE.format(state=locked.get_state_display().lower()))
        plan = plan_undo(locked)
        if not plan.possible:
            raise ValidationError([*plan.in_the_way])
        _take_back(plan.rows, locked)
        locked.state, locked.undone_by, locked.undone_at = RunState.UNDONE, act.by, timezone.now()
        locked.undo_reason = reason.strip()
        locked.save()
    return locked


# --- what stands in the way -----------------------------------------------------------------------------------------


def _later(rows: Iterable[WrittenRows], run: ImportRun) -> list[str]:
    found: dict[tuple[str, int], str] = {}
    for each in rows:
        for event in later_changes(each, run):
            name = _name(each.model, event.pgh_obj_id) or f"{event}"
            found[each.model._meta.label, event.pgh_obj_id] = (
                f"{name} was changed after the import, on {event.pgh_created_at:%-d %B %Y at %H:%M}."
            )
    return list(found.values())


def _resting(rows: Iterable[WrittenRows]) -> list[str]:
    """Newer records that would go, or lose what they point at, with what the import added."""
    added = {each.model: each.added for each in rows if each.added}
    problems: list[str] = []
    for model, keys in added.items():
        collector = Collector(using=router.db_for_write(model), origin=None)
        try:
            collector.collect(list(model._base_manager.filter(pk__in=keys)))
        except (ProtectedError, RestrictedError) as error:
            resting: Any = getattr(error, "protected_objects", None) or getattr(
                error, "restricted_objects", ()
            )
            problems += [_rests(each) for each in resting if each.pk not in added.get(type(each), ())]
            continue
        gone = {m: {each.pk for each in found} for m, found in collector.data.items()}
        for fast in collector.fast_deletes:
            gone.setdefault(fast.model, set()).update(fast.values_list("pk", flat=True))
        for other, others in gone.items():
            foreign = others - set(added.get(other, ()))
            if foreign and hasattr(other, "pgh_event_models"):
                problems += [_rests(each) for each in other._base_manager.filter(pk__in=foreign)]
        pointing: Any = collector.field_updates.values()
        for instances in pointing:
            problems += [
                _rests(each)
                for found in instances
                for each in found
                if each.pk not in added.get(type(each), ())
            ]
    return list(dict.fromkeys(problems))


def _rests(record: models.Model) -> str:
    return f"{str(record._meta.verbose_name).capitalize()} “{record}” rests on what was imported."


def _unknown(rows: Iterable[WrittenRows]) -> list[str]:
    """Records of which history does not say how they stood before."""
    return [
        f"History does not say how {each.model._meta.verbose_name} {key} stood before."
        for each in rows
        for key, before in {**each.changed, **each.removed}.items()
        if before is None
    ]


def _name(model: type[models.Model], key: int) -> str:
    record = model._base_manager.filter(pk=key).first()
    return "" if record is None else f"{str(model._meta.verbose_name).capitalize()} “{record}”"


# --- taking it back ---------------------------------------------------------------------------------------------------


def _take_back(rows: Iterable[WrittenRows], run: ImportRun) -> None:
    """Foreign keys are checked at the end of the transaction, so the order of the tables does not matter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [UNDO_SETTING, str(run.pk)])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for each in rows:
        for before in each.removed.values():
            _as_record(each.model, before).save_base(raw=True, force_insert=True)
        for key, before in each.changed.items():
            values = {name: value for name, value in _values(each.model, before).items() if name != "version"}
            each.model._base_manager.filter(pk=key).update(**values)
    for each in rows:
        gone: Any = each.model._base_manager.filter(pk__in=each.added)
        gone._raw_delete(router.db_for_write(each.model))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config(%s, '', true)", [UNDO_SETTING])


def _values(model: type[models.Model], event: Any) -> dict[str, Any]:
    kept = {field.attname for field in event._meta.concrete_fields}
    return {
        field.attname: getattr(event, field.attname)
        for field in model._meta.concrete_fields
        if field.attname in kept and not field.primary_key
    }


def _as_record(model: type[models.Model], event: Any) -> models.Model:
    return model(pk=event.pgh_obj_id, **_values(model, event))
