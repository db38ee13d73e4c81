"""Budget lines, from and to files: added, put right, and settled where a line to be confirmed gets its amount."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptChoice, KeptYesNo, NamedListColumns
from commissioning.exchange.registers.fields import IntegerColumn, KeyColumn, MoneyColumns, TextColumn
from commissioning.exchange.registers.lookups import phase_numbered, programme_of
from commissioning.exchange.registers.naming import (
    Names,
    Naming,
    folded,
    organisations_in,
    services_of,
    words_for,
)
from procurement.models import BudgetLine
from procurement.models.budget import BudgetLineStatus
from procurement.selectors.line_funders import funders_for
from procurement.services.budget import add_budget_line, change_budget_line, settle_budget_line
from programmes.models import Programme

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Standing

TIES = ("services", "funders")
KEEPS_ITS_AMOUNT = (
    "This line has its amount, and a file does not take it away: it may be older than the amount. Where the amount was "
    "a mistake, put it right under Data entry, with the reason."
)
NAME_TAKEN = (
    "{lines} of this programme has this name. Write its reference to change it, or the phase of the new line."
)


class BudgetLineResource(Naming, RegisterResource):
    """An amount for a line that had none is settled, with the day; any other change corrects what was entered."""

    register = "budget_lines"
    title = "Budget lines"
    one = "budget line"
    model = BudgetLine
    permissions = (Permission.EDIT_MONEY_DATA, Permission.SETTLE_BUDGET)
    natural_key = ("Line", "Phase")
    label = "Line"
    doors = {"amount": "money", "label": "line"}

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Line reference", "Budget line reference"))
    line = TextColumn("Line", required=True, aliases=("Budget line", "Item", "Description", "Name"))
    phase = IntegerColumn("Phase", aliases=("Procurement phase", "Phase number"))
    funders = NamedListColumns(
        "Funder codes",
        "Funders",
        aliases=("Funder code", "Commissioner code", "Commissioner codes", "Commissioner", "Funder"),
    )
    services = NamedListColumns(
        "Service references", "Services", aliases=("Service reference", "Service refs", "Service")
    )
    money = MoneyColumns("Amount", aliases=("Budget", "Value", "Amount (£)", "Budget (£)", "£"))
    status = KeptChoice("Status", BudgetLineStatus.choices, aliases=("Certainty", "How sure"))
    may_be_negative = KeptYesNo("May be negative", aliases=("Income or saving",))
    note = TextColumn("Note", aliases=("Notes", "Comment", "Comments"))

    def add(self, values: Mapping[str, Any], act: Act) -> BudgetLine:
        self._refuse_a_name_that_is_taken(values, act)
        return add_budget_line(
            programme_of(act),
            self._fields(values, act),
            **self._ties(values, act),
            by=act.by,
            grants=act.grants,
            reason=act.reason,
        )

    def change(self, record: BudgetLine, values: Mapping[str, Any], act: Act) -> BudgetLine:
        """What was put right first, then the settlement: each by its own door, the second on what the first left."""
        fields, ties = self._fields(values, act), self._ties(values, act)
        settles = "money" in fields and fields["money"].is_known and not record.money.is_known
        if "money" in fields and record.money.is_known and not fields["money"].is_known:
            raise ValidationError({"money": KEEPS_ITS_AMOUNT})
        money, status = (
            (fields.pop("money"), fields.pop("status", record.status)) if settles else (None, record.status)
        )
        if fields or ties:
            record = change_budget_line(
                record,
                fields,
                **ties,
                expected=record.version,
                by=act.by,
                grants=act.grants,
                reason=act.reason,
            )
        if money is None:
            return record
        return settle_budget_line(
            record,
            money=money,
            status=status,
            reason=act.reason,
            by=act.by,
            grants=act.grants,
            on=act.on,
            expected=record.version,
        )

    def records(self, act: Act) -> Mapping[Key, BudgetLine]:
        rows = BudgetLine.objects.filter(programme=act.programme).select_related("programme", "phase")
        return {(row.reference,): row for row in rows}

    def before(self, record: BudgetLine, name: str) -> Any:
        if name == "services":
            return words_for(self._services_of(record.programme), record.services.all())
        if name == "funders":
            return words_for(self._funders_of(record.programme), record.funders.all())
        return super().before(record, name)

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """A sheet without phases names its lines alone: the only line of the name is meant."""
        if planned.key or "Phase" in planned.cells or not (name := folded(planned.cells.get("Line"))):
            return None
        found = [key for key, row in standing.rows.items() if folded(row["Line"]) == name]
        return found[0] if len(found) == 1 else None

    # --- what the cells name ----------------------------------------------------------------------------------------

    def _fields(self, values: Mapping[str, Any], act: Act) -> dict[str, Any]:
        """The line's own fields, under the door's names."""
        fields = {name: value for name, value in values.items() if name not in (*TIES, "line", "phase")}
        if "line" in values:
            fields["label"] = values["line"]
        if "phase" in values:
            number = values["phase"]
            fields["phase"] = (
                None if number is None else phase_numbered(programme_of(act), number, field="phase")
            )
        return fields

    def _ties(self, values: Mapping[str, Any], act: Act) -> dict[str, Any]:
        programme = programme_of(act)
        found = {}
        if named := values.get("services"):
            found["services"] = self._services_of(programme).meant(named)
        if named := values.get("funders"):
            found["funders"] = self._funders_of(programme).meant(named)
        return found

    def _funders_of(self, programme: Programme) -> Names:
        return self._known(
            "funders",
            programme,
            lambda p: organisations_in(p, funders_for(p), "a commissioner of this programme"),
        )

    def _services_of(self, programme: Programme) -> Names:
        return self._known("services", programme, services_of)

    def _refuse_a_name_that_is_taken(self, values: Mapping[str, Any], act: Act) -> None:
        """Without a phase a new line may be one that is there: the file has to say which."""
        if values.get("phase") is not None:
            return
        rows = BudgetLine.objects.filter(programme=act.programme, label__iexact=values["line"])
        if taken := ", ".join(rows.order_by("reference").values_list("reference", flat=True)[:4]):
            raise ValidationError({"line": NAME_TAKEN.format(lines=taken)})
