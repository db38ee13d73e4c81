"""Organisations, from and to files: one register that programmes share, kept by platform administrators."""

from collections.abc import Mapping
from typing import Any

from commissioning.core.access import Permission
from commissioning.core.spreadsheets import SheetTable
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptChoice
from commissioning.exchange.registers.fields import KeyColumn, TextColumn
from commissioning.exchange.registers.fixed_columns import SpeltList, SpeltText
from commissioning.exchange.registers.lookups import named
from commissioning.exchange.registers.naming import folded
from commissioning.reporting.exports.organisations import organisation_sheet
from procurement.selectors.organisations import organisation_rows, organisations_seen
from programmes.models import Organisation
from programmes.models.organisations import OrganisationKind
from programmes.rules import name_key
from programmes.services.organisations import add_organisation, change_organisation


class OrganisationResource(RegisterResource):
    """Codes, identifiers and successions are worked out: they are kept with papers, registers and acts."""

    register = "organisations"
    title = "Organisations"
    one = "organisation"
    model = Organisation
    permissions = (Permission.EDIT_REFERENCE,)
    natural_key = ("Name",)
    label = "Name"
    of_programme = False
    adds_by_key = True

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Organisation reference"))
    name = TextColumn("Name", required=True, aliases=("Organisation", "Organisation name", "Title"))
    kind = KeptChoice("Kind", OrganisationKind.choices, aliases=("Type", "Organisation type", "Category"))
    parent = SpeltText("Parent reference", aliases=("Parent", "Parent organisation"))
    other_names = SpeltList("Other names", aliases=("Aliases", "Also known as", "Short name", "AKA"))

    def table(self, act: Act) -> SheetTable:
        """Every organisation that the person may see; whoever keeps them sees all."""
        programmes = None if act.grants.may(Permission.EDIT_REFERENCE) else act.grants.programme_ids
        return organisation_sheet(organisation_rows(organisations_seen(act.grants), programmes))

    def records(self, act: Act) -> Mapping[Key, Organisation]:
        rows = organisations_seen(act.grants).select_related("parent").prefetch_related("aliases")
        return {(row.reference,): row for row in rows}

    def before(self, record: Any, name: str) -> Any:
        parent = record.parent
        words = {folded(parent.name), folded(parent.reference)} if parent is not None else set()
        names = [alias.name for alias in record.aliases.all()]
        return {"kind": record.kind, "parent": words, "other_names": names}.get(name)

    def add(self, values: Mapping[str, Any], act: Act) -> Organisation:
        return add_organisation(
            name=values["name"],
            kind=values.get("kind") or OrganisationKind.OTHER,
            parent=_parent(values.get("parent", ""), act),
            other_names=values.get("other_names", ()),
            reference=values.get("reference", ""),
            reason=act.reason,
            by=act.by,
            grants=act.grants,
        )

    def change(self, record: Organisation, values: Mapping[str, Any], act: Act) -> Organisation:
        said = {name: values[name] for name in ("name", "kind", "other_names") if name in values}
        if "parent" in values:
            said["parent"] = _parent(values["parent"], act)
        return change_organisation(
            record, version=record.version, reason=act.reason, by=act.by, grants=act.grants, **said
        )


def _parent(word: str, act: Act) -> Organisation | None:
    """The organisation that it is part of, by its reference or name; None for an empty cell."""
    if not word:
        return None
    rows = list(organisations_seen(act.grants))
    known = {name_key(row.name): row for row in rows} | {name_key(row.reference): row for row in rows}
    return named(word, known, field="parent", noun="organisation", cure="Write its reference or its name.")
