"""Contracts, from and to files: added with the terms they begin with, their own record changed, funders come and go.

What is dated and agreed (value, provider, last day, options, signing) changes by acts on the contract's own page. No
sealed value is compared with what somebody typed.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.core.intake.values import Unread
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import (
    DatesAtStart,
    DayAtStart,
    ListAtStart,
    MoneyAtStart,
    NamedAtStart,
    NamedListColumns,
    TextAtStart,
)
from commissioning.exchange.registers.contract_parties import ContractNames, change_funders, option_months
from commissioning.exchange.registers.fields import DateColumns, IntegerColumn, KeyColumn, TextColumn
from commissioning.exchange.registers.lookups import phase_numbered, programme_of
from commissioning.exchange.registers.naming import folded, words_for
from procurement.models import Contract
from procurement.selectors.contract_fields import BASICS
from procurement.services.contracts import NewContract, add_contract, change_contract

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Standing

ON_ITS_PAGE: Final = "Open the contract’s own page and record it there: a file does not change it."
BY_VARIATION: Final = f"A contract’s value changes by a variation. {ON_ITS_PAGE}"
BY_NOVATION: Final = f"Who provides or leads a contract changes by award or novation. {ON_ITS_PAGE}"
BY_EXTENSION: Final = f"A contract’s last day changes by extension, variation or termination. {ON_ITS_PAGE}"
BY_OPTION: Final = f"Options are taken or lapse by an act. {ON_ITS_PAGE}"
BY_NOTICE: Final = (
    "Publishing the notice of an award opens it: a file does not change since when it is public."
)
BY_SIGNING: Final = f"A contract is signed by an act. {ON_ITS_PAGE}"
STAYS: Final = "What a contract replaced is recorded when it is added, and stays."
NOT_YET: Final = "This day has not come. Leave the cell empty until the award is public: publishing opens it."
NAME_TAKEN: Final = (
    "{reference} has this name and no number. Write its reference to change it, or the new one’s number."
)


class SignedColumn(DayAtStart):
    """The day of signing, which a new row cannot give either."""

    def read_cell(self, cell: Any, *, formatted: bool) -> Any:
        super().read_cell(cell, formatted=formatted)
        raise Unread(BY_SIGNING)


class ContractResource(ContractNames, RegisterResource):
    register = "contracts"
    title = "Contracts"
    one = "contract"
    model = Contract
    permissions = (Permission.EDIT_CONTRACTS,)
    label = "Contract"
    doors = {
        "money": "value",
        "funder": "funders",
        **dict.fromkeys(("organisation", "party", "role", "starts_on", "ends_on"), "funders"),
    }

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Contract reference", "Contract ref"))
    name = TextColumn("Contract", required=True, aliases=("Contract name", "Name", "Title", "Contract title"))
    number = TextColumn("Number", aliases=("Contract number", "Contract no", "Contract no."))
    lead_commissioner = NamedAtStart(
        "Lead commissioner",
        by_act=BY_NOVATION,
        required=True,
        aliases=("Commissioner", "Co-ordinating commissioner", "Coordinating commissioner"),
    )
    funders = NamedListColumns("Funders", aliases=("Funder", "Funded by"))
    provider = NamedAtStart(
        "Lead provider", by_act=BY_NOVATION, aliases=("Provider", "Supplier", "Current provider")
    )
    value = MoneyAtStart("Value", by_act=BY_VARIATION, aliases=("Contract value", "Value (£)", "Total value"))
    starts = DateColumns("Start", aliases=("Start date", "Starts", "Commencement", "From"))
    ends = DatesAtStart(
        "Current end", by_act=BY_EXTENSION, aliases=("End date", "Ends", "End", "Expiry", "Expiry date", "To")
    )
    term_as_printed = TextColumn("Term as printed", aliases=("Term", "Contract term"))
    options = ListAtStart(
        "Option months", by_act=BY_OPTION, aliases=("Extension options", "Extension months", "Options")
    )
    services = NamedListColumns("Service references", "Services", aliases=("Service reference", "Service"))
    kpis = NamedListColumns("KPI references", "KPIs", aliases=("KPI reference", "KPI"))
    phase = IntegerColumn("Phase", aliases=("Procurement phase", "Phase number"))
    department = TextColumn("Department", aliases=("Directorate", "Team"))
    route = TextColumn("Procurement route", aliases=("Route", "Route to market", "Procurement method"))
    cpv = TextColumn("CPV code", aliases=("CPV", "CPV codes"))
    notice_months = IntegerColumn("Notice months", aliases=("Notice period", "Notice period (months)"))
    review_every_months = IntegerColumn("Review every months", aliases=("Review frequency (months)",))
    signed_on = SignedColumn("Signed on", by_act=BY_SIGNING, aliases=("Date signed", "Signed"))
    public_from = DayAtStart("Public since", by_act=BY_NOTICE, aliases=("Public from", "Published on"))
    description = TextColumn("Description", aliases=("Summary", "About"))
    replaces = TextAtStart("Replaces", by_act=STAYS, aliases=("Replaces contract", "Previous contract"))

    def add(self, values: Mapping[str, Any], act: Act) -> Contract:
        self._refuse_what_is_not_new(values, act)
        ties = self._ties(values, act)
        funders = ties.pop("funders", ())
        money = values.get("value")
        contract = add_contract(
            programme_of(act),
            NewContract(
                values=self._basics(values, act) | self._replaced(values, act),
                lead_commissioner=self._organisation(values, "lead_commissioner", act),
                funder=funders[0] if funders else None,
                provider=self._organisation(values, "provider", act),
                money=money,
                ends=values["ends"] if "ends" in values and values["ends"].is_dated else None,
                options=option_months(values.get("options", ())),
                public_from=values.get("public_from"),
                services=ties.get("services", ()),
                kpis=ties.get("kpis", ()),
            ),
            by=act.by,
            grants=act.grants,
            reason=act.reason,
            on=act.on,
        )
        if len(funders) > 1:
            change_funders(contract, funders, act, starts_on=None)
        return contract

    def change(self, record: Contract, values: Mapping[str, Any], act: Act) -> Contract:
        """The record by its door, then the funders by theirs, each on what the one before left."""
        ties, basics = self._ties(values, act), self._basics(values, act)
        funders = ties.pop("funders", None)
        if basics or ties:
            change_contract(
                record,
                basics,
                **ties,
                version=record.version,
                by=act.by,
                grants=act.grants,
                reason=act.reason,
                on=act.on,
            )
            record = Contract.objects.get(pk=record.pk)
        if funders is not None:
            change_funders(record, funders, act, starts_on=act.effective_on)
        return record

    def records(self, act: Act) -> Mapping[Key, Contract]:
        rows = Contract.objects.filter(programme=act.programme).select_related("programme", "phase")
        return {(row.reference,): row for row in rows}

    def before(self, record: Contract, name: str) -> Any:
        """Of parties and ties the words they go by; of terms nothing: what is sealed never reaches a column."""
        if name == "services":
            return words_for(self._services_of(record.programme), record.services.all())
        if name == "kpis":
            return words_for(self._kpis_of(record.programme), record.kpis.all())
        if name in {"funders", "lead_commissioner", "provider"}:
            return self._words_of_parties(record, name)
        return getattr(record, name) if name in BASICS and name != "phase" else None

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """By its own number where the row has one; else by its name, where one contract alone has it."""
        cells = planned.cells
        at = "Number" if folded(cells.get("Number")) else "Contract"
        word = folded(cells.get(at))
        if planned.key or not word:
            return None
        found = [key for key, row in standing.rows.items() if folded(row[at]) == word]
        return found[0] if len(found) == 1 else None

    # --- what the cells say -----------------------------------------------------------------------------------------

    def _basics(self, values: Mapping[str, Any], act: Act) -> dict[str, Any]:
        found = {name: values[name] for name in BASICS if name in values}
        if values.get("phase") is not None:
            found["phase"] = phase_numbered(programme_of(act), values["phase"], field="phase")
        return found

    def _replaced(self, values: Mapping[str, Any], act: Act) -> dict[str, Any]:
        if "replaces" not in values:
            return {}
        found = Contract.objects.filter(programme=act.programme, reference__iexact=values["replaces"]).first()
        if found is None:
            raise ValidationError({"replaces": "No contract of this programme has this reference."})
        return {"replaces": found}

    def _refuse_what_is_not_new(self, values: Mapping[str, Any], act: Act) -> None:
        same_name = Contract.objects.filter(programme=act.programme, name__iexact=values["name"], number="")
        problems = {}
        if (held := same_name.first()) is not None:
            problems["name"] = NAME_TAKEN.format(reference=held.reference)
        if (day := values.get("public_from")) is not None and day > act.on:
            problems["public_from"] = NOT_YET
        if "starts" not in values:
            problems["starts"] = "Enter the start, or TBC if it is not known yet."
        if problems:
            raise ValidationError(problems)
