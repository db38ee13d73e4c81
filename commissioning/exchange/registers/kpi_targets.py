"""Targets of KPIs, from and to files: set from a day on, put right where wrong, withdrawn before their day."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.values import Unread, is_blank, read_day
from commissioning.core.spreadsheets import Value
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptDay, KeptYesNo, NamedColumns
from commissioning.exchange.registers.fields import DateColumns, KeyColumn, NumberColumn, TextColumn
from commissioning.exchange.registers.lookups import programme_of
from commissioning.exchange.registers.naming import Names, Naming, folded, kpis_of, words_for
from outcomes.models import Target
from outcomes.services.kpis import correct_target, set_target, withdraw_target
from programmes.models import Programme

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Standing

FIXED: Final = "A target stays with its KPI. Set one for the other KPI in a row of its own."
FROM_WHEN: Final = (
    "{kpi} has a target already. Say from which day this one holds: the one before then ends the day before."
)
WITHDRAWN_STAYS: Final = "A target that was withdrawn stays withdrawn. Set it anew in a row of its own."
NOT_NEW: Final = "A new target is in force from its day: leave this cell empty."
ONE_THING: Final = "The row withdraws the target and changes it too. Do one of them."
FIRST: Final = ("first point", "from the first point", "from the first point on")
OPEN: Final = ("no end", "open")


class KPITargetResource(Naming, RegisterResource):
    """A row is recognised by its reference, or by its KPI and the day from which the target holds.

    A target entered wrongly is put right in its row; a new aim is a new row, which ends the target before.
    """

    register = "kpi_targets"
    title = "KPI targets"
    one = "KPI target"
    model = Target
    permissions = (Permission.EDIT_KPIS,)
    label = "Name"
    doors = {"target": "withdrawn"}

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Target reference"))
    kpi = NamedColumns(
        "KPI",
        "Name",
        fixed=FIXED,
        required=True,
        aliases=("KPI reference", "KPI ref", "Indicator", "KPI name"),
    )
    value = NumberColumn("Target", aliases=("Target value", "Value"))
    words = TextColumn("Target in words", aliases=("Target as stated", "Target text"))
    date = DateColumns("By when", aliases=("Target date", "By", "Due"))
    starts_on = KeptDay(
        "Holds from", none=FIRST, aliases=("From", "Starts on", "In force from", "Valid from")
    )
    ends_on = KeptDay("Holds until", none=OPEN, aliases=("To", "Until", "Ends on", "Valid to"))
    origin = TextColumn("Origin", aliases=("Set by", "Source"))
    withdrawn = KeptYesNo("Withdrawn")

    def add(self, values: Mapping[str, Any], act: Act) -> Target:
        named = values["kpi"]
        kpi = self._kpis_of(programme_of(act)).meant_one(named)
        if values.get("withdrawn"):
            raise ValidationError({"withdrawn": NOT_NEW})
        if values.get("starts_on") is None and kpi.targets.filter(withdrawn=False).exists():
            raise ValidationError({"starts_on": FROM_WHEN.format(kpi=kpi.reference)})
        return set_target(
            kpi,
            value=values.get("value"),
            words=values.get("words", ""),
            date=values.get("date"),
            starts_on=values.get("starts_on"),
            ends_on=values.get("ends_on"),
            origin=values.get("origin", ""),
            by=act.by,
            grants=act.grants,
            reason=act.reason,
            on=act.effective_on,
        )

    def change(self, record: Target, values: Mapping[str, Any], act: Act) -> Target:
        who: dict[str, Any] = {"by": act.by, "grants": act.grants, "reason": act.reason}
        if "withdrawn" not in values:
            correct_target(record, values, version=record.version, **who)
            return record
        if not values["withdrawn"]:
            raise ValidationError({"withdrawn": WITHDRAWN_STAYS})
        if len(values) > 1:
            raise ValidationError({"withdrawn": ONE_THING})
        return withdraw_target(record, on=act.on, **who)

    def records(self, act: Act) -> Mapping[Key, Target]:
        rows = Target.objects.filter(programme=act.programme).select_related("programme", "kpi__programme")
        return {(row.reference,): row for row in rows}

    def before(self, record: Target, name: str) -> Any:
        if name == "kpi":
            return words_for(self._kpis_of(record.programme), [record.kpi])
        return super().before(record, name)

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """The target of the row's KPI that holds from the row's day, however spelled; none that was withdrawn."""
        cells = planned.cells
        at = "Name" if is_blank(cells.get("KPI")) else "KPI"
        if planned.key or is_blank(cells.get(at)) or (first := _first_day(cells.get("Holds from"))) is None:
            return None
        found = self._days(standing).get((at, folded(cells.get(at)), first), ())
        return found[0] if len(found) == 1 else None

    def _days(self, standing: "Standing") -> Mapping[tuple[str, str, Value], list[Key]]:
        """(heading, KPI, first day) → keys, read once for a register as it stands; date.min for the first point."""
        held: Any = self.__dict__.get("_by_day")
        if held is None or held[0] is not standing:
            found: dict[Any, list[Key]] = {}
            for key, row in standing.rows.items():
                for at in ("KPI", "Name") if not row["Withdrawn"] else ():
                    first = row["Holds from"] or date.min
                    found.setdefault((at, folded(row[at]), first), []).append(key)
            held = self.__dict__["_by_day"] = (standing, found)
        days: Mapping[tuple[str, str, Value], list[Key]] = held[1]
        return days

    def _kpis_of(self, programme: Programme) -> Names:
        return self._known("kpis", programme, kpis_of)


def _first_day(cell: Cell) -> date | None:
    """The day that a cell says; date.min for from the first point on, None for what says no day."""
    if is_blank(cell) or (isinstance(cell, str) and folded(cell) in FIRST):
        return date.min
    try:
        return read_day(cell)
    except Unread:
        return None
