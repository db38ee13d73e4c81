"""Who commissions what, groups of services under their models, and lists of services as printed, as tables."""

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import (
    ILLUSTRATIVE,
    PRINTED_IN,
    Material,
    locators,
    yes_no_unsaid,
)
from programmes.models.responsibilities import Standing
from programmes.selectors.commissioning_models import GroupRow, service_groups
from programmes.selectors.considerations import ConsiderationRow, considerations
from programmes.selectors.responsibilities import ActRow, ClaimRow, claims
from programmes.selectors.scope_lists import ItemRow, ListRow, scope_lists

RESPONSIBILITY_COLUMNS = (
    SheetColumn("Reference", "The term's stable reference.", width=20),
    SheetColumn("Service reference", "The service's stable reference.", width=14),
    SheetColumn("Service", "Its name.", width=32),
    SheetColumn("Role", "Lead commissioner, Co-commissioner, Transacting body, Funder or Host.", width=18),
    SheetColumn("Organisation", "Who has the role.", width=34),
    SheetColumn("Code", "The code that the papers print for it, if any.", width=12),
    SheetColumn("Organisation as printed", "The name as this place of the paper prints it.", width=30),
    SheetColumn("Holds on the day", "yes where the term covers the day of the file.", Kind.YES_NO),
    SheetColumn("Standing", "Proposed, Agreed, Current or Ended, as recorded now.", width=12),
    SheetColumn(
        "Governing", "yes for the one that counts; the others are claims that papers print.", Kind.YES_NO
    ),
    SheetColumn("Statutory", "yes, no, or “not said”.", width=10),
    SheetColumn("Starts", "The first day on which it holds; empty where none is stated.", Kind.DATE),
    SheetColumn("Ends", "The first day on which it no longer holds; empty for an open end.", Kind.DATE),
    *date_columns("Term", "The period as the paper prints it."),
    SheetColumn("Opened by", "The act that opened the term: its reference and words.", width=36),
    SheetColumn("Closed by", "The act that ended it.", width=36),
    SheetColumn("Decided by", "Who decided those acts, where and when.", width=30),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def responsibilities_table(material: Material) -> SheetTable:
    """Every term, or those of the services that the address leaves."""
    rows = material.parts.terms if material.parts else claims(material.programme)
    return SheetTable(
        "responsibilities",
        "Responsibilities",
        "One row is one term: one organisation in one role for one service. Claims that overlap are all here.",
        RESPONSIBILITY_COLUMNS,
        tuple(_responsibility(row, material) for row in rows),
    )


def _responsibility(row: ClaimRow, material: Material) -> tuple[Value, ...]:
    acts = [act for act in (row.opened_by, row.closed_by) if act is not None]
    return (
        row.reference,
        row.service_reference,
        row.service_name,
        row.role_label,
        row.organisation,
        row.code or None,
        row.printed or None,
        row.holds_on(material.on),
        str(Standing(row.standing).label),
        row.governing,
        yes_no_unsaid(row.statutory),
        row.starts_on,
        row.ends_on,
        *date_values(row.term),
        _act(row.opened_by),
        _act(row.closed_by),
        joined(list(dict.fromkeys(act.decision for act in acts))),
        row.note or None,
        locators(row.places),
        row.illustrative,
    )


def _act(act: ActRow | None) -> str | None:
    return f"{act.reference}: {act.text}" if act else None


# --- groups of services -----------------------------------------------------------------------------------------

GROUP_COLUMNS = (
    SheetColumn("Reference", "The group's stable reference.", width=12),
    SheetColumn("Group", "The group of services, or the component of one.", width=36),
    SheetColumn("Code", "The paper's own grouping.", width=10),
    SheetColumn("Model", "The commissioning model it is under.", width=16),
    SheetColumn("Level", "1 co-ordinated, 2 joint, 3 integrated.", Kind.INTEGER),
    SheetColumn("Needs and priorities", "How these are settled between the commissioners.", width=24),
    SheetColumn("Design and contracting", "How services are designed and contracted.", width=24),
    SheetColumn("Money", "How the money is held.", width=24),
    SheetColumn("Performance", "How performance is managed.", width=24),
    SheetColumn("Led by", "The organisations that lead it.", width=34),
    SheetColumn("Led by as printed", "The paper's own words.", width=34),
    SheetColumn("Why", "The rationale that the paper gives.", width=48),
    SheetColumn(
        "Pooled fund", "Whether a section 75 agreement is in place, intended, absent or not stated.", width=26
    ),
    SheetColumn("Pooled fund as printed", "The paper's own words.", width=30),
    SheetColumn(
        "Integrated without pooling",
        "yes where it is called integrated with neither a pooled fund nor a section 75 agreement.",
        Kind.YES_NO,
    ),
    *date_columns("Until", "Until when the model holds."),
    SheetColumn("Intended model", "The model that it is to move to.", width=16),
    *date_columns("Intended", "By when it is to move."),
    SheetColumn("Services", "Names of the services that it covers.", width=40),
    SheetColumn("Service references", "Their stable references.", width=26),
    SheetColumn(
        "Also under another model",
        "Services of it that have components under another model, with those groups.",
        width=40,
    ),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def service_groups_table(material: Material) -> SheetTable:
    return SheetTable(
        "service_groups",
        "Service groups",
        "One row is one group of services with the commissioning model it is under, in its four parts.",
        GROUP_COLUMNS,
        tuple(_group(row) for row in service_groups(material.programme)),
    )


def _group(row: GroupRow) -> tuple[Value, ...]:
    arrangements = {part.name: part.arrangement for part in row.parts}
    others = [f"{name}: {', '.join(groups)}" for name, groups in row.under_others.items() if groups]
    return (
        row.reference,
        row.name,
        row.code or None,
        row.model,
        row.level,
        *(
            arrangements[name]
            for name in ("needs_and_priorities", "design_and_contracting", "money", "performance")
        ),
        joined(row.leads),
        row.lead_as_printed or None,
        row.rationale or None,
        row.pooling,
        row.pooling_as_printed or None,
        row.lacks_pooling,
        *date_values(row.until),
        row.intended_model or None,
        *date_values(row.intended),
        joined([service.name for service in row.services]),
        joined([service.reference for service in row.services]),
        joined(others),
        row.note or None,
        locators(row.places),
        row.illustrative,
    )


# --- printed lists ----------------------------------------------------------------------------------------------

LIST_COLUMNS = (
    SheetColumn("Reference", "The entry's stable reference.", width=20),
    SheetColumn("List", "The place that prints the list, such as “Table 3”.", width=16),
    SheetColumn("List reference", "The list's stable reference.", width=16),
    SheetColumn("The list is", "What the paper says it is a list of.", width=30),
    SheetColumn("Entry", "The entry in its own words.", width=40),
    SheetColumn("Includes", "What it is said to include.", width=40),
    SheetColumn("Services", "Names of the services of the register that it means.", width=40),
    SheetColumn("Service references", "Their stable references; empty where it means none.", width=26),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def scope_lists_table(material: Material) -> SheetTable:
    rows = [_entry(row, item) for row in scope_lists(material.programme) for item in row.items]
    return SheetTable(
        "scope_lists",
        "Scope lists",
        "One row is one entry of one printed list of services; the lists disagree, and all are kept.",
        LIST_COLUMNS,
        tuple(rows),
    )


def _entry(row: ListRow, item: ItemRow) -> tuple[Value, ...]:
    return (
        item.reference,
        row.name,
        row.reference,
        row.says or None,
        item.name,
        joined(item.includes),
        joined([name for _, name in item.services]),
        joined([reference for reference, _ in item.services]),
        locators(item.places),
        row.illustrative,
    )


CONSIDERATION_COLUMNS = (
    SheetColumn("Reference", "Its stable reference.", width=14),
    SheetColumn("What may come", "What may come into the programme later.", width=48),
    SheetColumn("On condition", "On what condition, where the paper says.", width=40),
    *date_columns("When", "By when it is to be considered."),
    SheetColumn("Services", "Names of the services it concerns.", width=40),
    SheetColumn("Service references", "Their stable references.", width=26),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def considerations_table(material: Material) -> SheetTable:
    return SheetTable(
        "future_considerations",
        "Future considerations",
        "One row is one thing that may come into the programme later.",
        CONSIDERATION_COLUMNS,
        tuple(_consideration(row) for row in considerations(material.programme)),
    )


def _consideration(row: ConsiderationRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.text,
        row.condition or None,
        *date_values(row.date),
        joined([name for _, name in row.services]),
        joined([reference for reference, _ in row.services]),
        locators(row.places),
        row.illustrative,
    )
