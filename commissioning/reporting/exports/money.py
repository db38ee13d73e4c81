"""Budget lines, the reconciliation of stated values, and totals, as tables."""

from collections.abc import Iterator
from datetime import date

from commissioning.core.comparison import Comparison, compare
from commissioning.core.money import total
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    joined,
    money_columns,
    money_values,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from procurement.selectors.lines import LineRow
from procurement.selectors.money import BasisTotal, LineGroup, added_since, basis_totals, share_of, totals_by
from procurement.selectors.stated import Reading, StatedRow, StatedSum, stated_sums
from procurement.tables_money import GROUPINGS, sum_words
from procurement.words import amount_words, settled_words
from programmes.selectors.sources import Place, places_of

LINE_COLUMNS = (
    SheetColumn("Reference", "The budget line's stable reference.", width=14),
    SheetColumn("Line", "Its name in the papers.", width=34),
    SheetColumn("Phase", "The number of the phase; empty for none.", Kind.INTEGER),
    SheetColumn("Funder codes", "Codes of the commissioners whose money it is.", width=16),
    SheetColumn("Funders", "Their names. Several share the amount in parts that no paper gives.", width=34),
    SheetColumn("Services", "Names of the services that it pays for.", width=40),
    SheetColumn("Service references", "Their stable references.", width=26),
    SheetColumn("Shared", "yes where one amount pays for several services; it is never split.", Kind.YES_NO),
    *money_columns("Amount", "What is set aside."),
    SheetColumn("Status", "To be confirmed, Indicative, Confirmed, Forecast or Outturn.", width=16),
    SheetColumn("May be negative", "yes for a line that can be income or a saving.", Kind.YES_NO),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    SheetColumn(
        "Settled",
        "Who put an amount to a line that had none, when and why. No paper is its source.",
        width=40,
    ),
    ILLUSTRATIVE,
)


def budget_lines_table(material: Material) -> SheetTable:
    lines = material.lines.rows
    places = places_of([line.fact_id for line in lines])
    return SheetTable(
        "budget_lines",
        "Budget lines",
        "One row is one budget line. Amounts are in pounds; an empty amount is not known, and its marker says why.",
        LINE_COLUMNS,
        tuple(_line(line, places.get(line.fact_id or 0, ())) for line in lines),
    )


def _line(line: LineRow, places: tuple[Place, ...]) -> tuple[Value, ...]:
    return (
        line.reference,
        line.label,
        line.phase_number,
        joined(line.funder_codes),
        joined([funder.name for funder in line.funders]),
        joined([service.name for service in line.services]),
        joined([service.reference for service in line.services]),
        line.is_shared,
        *money_values(line.money),
        line.status_label,
        line.may_be_negative,
        line.note or None,
        locators(places),
        settled_words(line) or None,
        line.illustrative,
    )


# --- reconciliation ---------------------------------------------------------------------------------------------

COMPARISON_COLUMNS = (
    SheetColumn("Stated from", "The lowest amount that the printed figure can stand for.", Kind.POUNDS),
    SheetColumn("Stated to", "The highest; empty for “over”.", Kind.POUNDS),
    SheetColumn("Lines", "How many budget lines the reading takes in.", Kind.INTEGER),
    SheetColumn("Lines not known", "How many of them have no amount.", Kind.INTEGER),
    SheetColumn("Lines come to", "The sum of the known lines.", Kind.POUNDS),
    SheetColumn("Difference", "Lines minus stated; empty for a limit that is met.", Kind.POUNDS),
    SheetColumn("Headroom", "How far inside a limit (“over”, “under”) the lines are.", Kind.POUNDS),
    SheetColumn("Shortfall", "What the lines not known would have to make up.", Kind.POUNDS),
    SheetColumn("Verdict", "reconciles, met, differs, cannot reconcile, cannot be judged yet, …", width=22),
    SheetColumn("Across bases", "yes where the amounts are not for one basis and year.", Kind.YES_NO),
    SheetColumn("Why", "The verdict's reason in a sentence.", width=60),
)
RECONCILIATION_COLUMNS = (
    SheetColumn("Reference", "The stated value's stable reference; several for a sum of them.", width=24),
    SheetColumn(
        "Kind", "“stated value”, or “sum of one place” for what one place's values add up to.", width=18
    ),
    SheetColumn("Covers", "What the amount covers, as the paper words it.", width=34),
    SheetColumn("Reading", "The budget lines that this reading takes it to cover.", width=34),
    SheetColumn(
        "Readings", "How many readings the wording allows: above 1 it is ambiguous, 0 not read.", Kind.INTEGER
    ),
    *money_columns("Stated", "What the paper states."),
    *COMPARISON_COLUMNS,
    PRINTED_IN,
)


def reconciliation_table(material: Material) -> SheetTable:
    at = material.position
    sums = stated_sums(at.stated, at.lines, [phase.phase_id for phase in at.phases])
    rows = [_reading(row, reading) for row in at.stated for reading in row.readings]
    rows += [_unread(row) for row in at.stated if not row.readings]
    return SheetTable(
        "reconciliation",
        "Reconciliation",
        "One row is one stated value under one reading of what it covers, compared with those budget lines.",
        RECONCILIATION_COLUMNS,
        (*rows, *(_sum(each) for each in sums)),
    )


def _reading(row: StatedRow, reading: Reading) -> tuple[Value, ...]:
    return (
        row.reference,
        "stated value",
        row.covers,
        reading.label,
        len(row.readings),
        *money_values(row.money),
        *_comparison(reading.comparison),
        locators(row.places),
    )


def _unread(row: StatedRow) -> tuple[Value, ...]:
    """A stated value of which nobody has recorded the lines that it covers: nothing to compare it with."""
    comparison = compare([row.money], [])
    return (
        row.reference,
        "stated value",
        row.covers,
        None,
        0,
        *money_values(row.money),
        *_comparison(comparison),
        locators(row.places),
    )


def _sum(each: StatedSum) -> tuple[Value, ...]:
    summed = total((part.money for part in each.parts), combine=True)
    whole = f"Phase {each.phase_number}" if each.phase_number is not None else "The whole programme"
    bases = joined([str(basis.label) for basis in summed.bases])
    return (
        joined([part.reference for part in each.parts]),
        "sum of one place",
        whole,
        " + ".join(amount_words(part.money) for part in each.parts),
        1,
        *(summed.known, sum_words(each), None, summed.upper, None, bases, joined(summed.years)),
        *_comparison(each.comparison),
        each.locator,
    )


def _comparison(comparison: Comparison) -> tuple[Value, ...]:
    return (
        comparison.stated_low,
        comparison.stated_high,
        comparison.line_count,
        comparison.unknown_count,
        comparison.known,
        comparison.difference,
        comparison.headroom,
        comparison.shortfall,
        str(comparison.verdict.label),
        comparison.across_bases,
        comparison.reason,
    )


# --- totals -----------------------------------------------------------------------------------------------------

TOTAL_COLUMNS = (
    SheetColumn(
        "Grouped by",
        "Commissioner, Phase, Year, Basis of the amount, Whole programme or Added since.",
        width=20,
    ),
    SheetColumn("Group", "Which one. Each line counts once in each grouping.", width=44),
    SheetColumn("Known", "The sum of the known lines; empty where none is known.", Kind.POUNDS),
    SheetColumn("Known upper end", "The sum of the upper ends where a line is a range.", Kind.POUNDS),
    SheetColumn("In words", "The sum as the pages print it, with what is not known.", width=30),
    SheetColumn("Lines", "How many lines are in the group.", Kind.INTEGER),
    SheetColumn("Lines not known", "How many of them have no amount.", Kind.INTEGER),
    SheetColumn(
        "Share of known",
        "The group's part of the programme's known amount; of known amounts only.",
        Kind.PERCENT,
    ),
    SheetColumn("Basis", "The basis of the amounts added.", width=22),
    SheetColumn("Year", "The financial year of the amounts added.", width=12),
    SheetColumn(
        "Added across bases",
        "yes where somebody chose to add amounts of several bases or years.",
        Kind.YES_NO,
    ),
)


def totals_table(material: Material) -> SheetTable:
    return SheetTable(
        "totals",
        "Totals",
        "One row is one total of budget lines on one basis."
        if not material.combined
        else "One row is one total. Amounts on different bases were added, because whoever took this file chose to.",
        TOTAL_COLUMNS,
        tuple(_total_rows(material)),
    )


def _total_rows(material: Material) -> Iterator[tuple[Value, ...]]:
    lines, combine = material.register.lines, material.combined
    groups = [("Whole programme", group) for group in _whole(material)]
    for by, _, heading in GROUPINGS:
        groups += [(heading, group) for group in totals_by(lines, by, combine=combine)]
    since = material.register.first_addition
    if since:
        groups.append(("Added since", _added(material, since)))
    whole = groups[0][1].totals if lines else ()
    for heading, group in groups:
        for each in group.totals:
            yield _total(heading, group.label, each, whole)


def _whole(material: Material) -> list[LineGroup]:
    lines = material.register.lines
    totals = basis_totals(lines, combine=material.combined)
    return [LineGroup("all", material.programme.place, {}, lines, totals)]


def _added(material: Material, since: date) -> LineGroup:
    found = material.register
    scope = [row.service for row in found.rows]
    added = added_since(scope, found.lines, since, days=found.added_days, combine=material.combined)
    label = f"{since.isoformat()}: {len(added.services)} services"
    return LineGroup("added", label, {}, added.lines, added.totals)


def _total(heading: str, label: str, each: BasisTotal, whole: tuple[BasisTotal, ...]) -> tuple[Value, ...]:
    summed, share = each.total, share_of((each,), whole)
    return (
        heading,
        label,
        summed.known,
        summed.upper,
        summed.printed,
        summed.line_count,
        summed.unknown_count,
        None if share is None else share / 100,
        joined([str(basis.label) for basis in summed.bases]),
        joined(summed.years),
        summed.is_combined,
    )
