"""The money page's tables: stated values against lines, what one place's values add up to, and totals of the lines."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from commissioning.core.comparison import Comparison, Verdict
from commissioning.core.components import Link, Tag, Tone
from commissioning.core.money import Qualifier, format_pounds, total
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import verdict_tag
from procurement.selectors.money import BasisTotal, LineGroup, reading_where
from procurement.selectors.stated import Reading, StatedRow, StatedSum
from procurement.tables import NOTHING, Addresses
from procurement.tables_lines import total_basis
from procurement.words import amount_words
from programmes.tables import source_cell

GROUPINGS = (
    ("commissioner", "By commissioner", "Commissioner"),
    ("phase", "By phase", "Phase"),
    ("year", "By year", "Year"),
    ("basis", "By basis", "Basis of the amount"),
)
COMPARED = (
    Column("Lines come to", numeric=True),
    Column("Difference", numeric=True),
    Column("Verdict"),
    Column("Why"),
)


def stated_table(rows: Sequence[StatedRow], to: Addresses) -> Table:
    """Every stated value under each reading of what it covers; an ambiguous one has a row for each."""
    columns = (Column("Paper states"), Column("For"), *COMPARED, Column("Printed in"))
    body = [_stated_row(row, reading, to) for row in rows for reading in row.readings]
    body += [_unread_row(row, to) for row in rows if not row.readings]
    return Table(
        "Stated values against the budget lines",
        columns,
        tuple(body),
        caption_hidden=True,
        empty="No paper states a value for this programme or a part of it.",
    )


def _stated_row(row: StatedRow, reading: Reading, to: Addresses) -> Row:
    covers = Cell(row.covers)
    if row.is_ambiguous:
        covers = Cell(row.covers, note=f"read as: {reading.label}", tags=(Tag("Ambiguous", Tone.WARN),))
    return Row(
        (
            Cell(
                amount_words(row.money),
                note=_stated_note(row, reading.comparison),
                unknown=not row.money.is_known,
            ),
            covers,
            *compared_cells(reading.comparison, to.lines(reading_where(reading)) if reading.lines else ""),
            source_cell(row.places, row.fact_id, to),
        )
    )


def _unread_row(row: StatedRow, to: Addresses) -> Row:
    nothing = Cell(NOTHING, words="nothing to compare")
    why = Cell("Nobody has recorded which budget lines this value covers.")
    return Row(
        (
            Cell(amount_words(row.money), note=str(row.money.basis.label)),
            Cell(row.covers),
            nothing,
            nothing,
            Cell(tags=(verdict_tag(Verdict.NOTHING_TO_COMPARE),)),
            why,
            source_cell(row.places, row.fact_id, to),
        )
    )


def _stated_note(row: StatedRow, comparison: Comparison) -> str:
    """The basis, and what the rounded figure can stand for."""
    basis = str(row.money.basis.label)
    basis = basis[:1].upper() + basis[1:]
    bounds = bounds_words(comparison.stated_low, comparison.stated_high)
    year = f", {row.money.year}" if row.money.year else ""
    return f"{basis}{year}{f'; stands for {bounds}' if bounds else ''}"


def bounds_words(low: Decimal | None, high: Decimal | None) -> str:
    """ "£20.45m to £20.55m", "anything above £45.00m"; "" where the figure is exact or nothing is known."""
    if (low is None and high is None) or low == high:
        return ""
    if high is None:
        return f"anything above {format_pounds(low)}"
    return f"{_fine(low)} to {_fine(high)}" if low is not None else f"anything below {format_pounds(high)}"


def _fine(amount: Decimal) -> str:
    """A bound that two decimals of a million might not show."""
    return format_pounds(amount) if amount % 10_000 == 0 else f"£{amount:,.0f}"


def compared_cells(comparison: Comparison, href: str) -> tuple[Cell, ...]:
    """Known lines, how far they are from the stated value, the verdict, and the reason in a sentence."""
    unknown = (
        f"{comparison.unknown_count} of {comparison.line_count} lines not known"
        if comparison.unknown_count
        else ""
    )
    if not comparison.line_count:
        known = Cell("no lines")
    elif comparison.has_no_one_sum:
        known = Cell(f"{len(comparison.bases)} bases, not added", href, unknown)
    elif comparison.known is None:
        known = Cell("not known", href, unknown, unknown=True)
    else:
        known = Cell(format_pounds(comparison.known), href, unknown)
    return known, difference_cell(comparison), Cell(tags=(verdict_tag(comparison),)), Cell(comparison.reason)


def difference_cell(comparison: Comparison) -> Cell:
    text, note = difference_words(comparison)
    return Cell(text, note=note) if text else Cell(NOTHING, words="no difference to state")


def difference_words(comparison: Comparison) -> tuple[str, str]:
    """The signed difference, or the headroom above a floor (never called a difference), as text and note.

    Both are empty where there is nothing to state.
    """
    if comparison.headroom is not None:
        side = "above the floor" if comparison.verdict == Verdict.MET else "inside the limit"
        return format_pounds(comparison.headroom), f"headroom {side}"
    if comparison.difference is None:
        return "", ""
    sign = "+" if comparison.difference > 0 else ""
    within = "within the rounding" if comparison.fits_so_far and comparison.difference else ""
    return f"{sign}{format_pounds(comparison.difference)}", within


def sums_table(sums: Sequence[StatedSum], to: Addresses) -> Table:
    columns = (Column("One place states"), Column("Together"), Column("For"), *COMPARED)
    body = [
        Row(
            (
                Cell(each.locator, note=" + ".join(amount_words(part.money) for part in each.parts)),
                Cell(sum_words(each)),
                Cell(
                    f"Phase {each.phase_number}" if each.phase_number is not None else "The whole programme"
                ),
                *compared_cells(each.comparison, to.lines(_sum_where(each))),
            )
        )
        for each in sums
    ]
    return Table(
        "What one place’s values add up to",
        columns,
        tuple(body),
        caption_hidden=True,
        empty="No place states values for every part of a whole.",
    )


def _sum_where(each: StatedSum) -> dict[str, str]:
    return {"phase": str(each.phase_number)} if each.phase_number is not None else {}


def sum_words(each: StatedSum) -> str:
    """The stated parts added, “about” where one of them is approximate."""
    return total((part.money for part in each.parts), combine=True).amount_printed


# --- totals of the lines ----------------------------------------------------------------------------------------


def totals_table(
    caption: str, heading: str, groups: Sequence[LineGroup], to: Addresses, *, combine: bool
) -> Table:
    """One row for each group and basis; each figure opens exactly its lines."""
    columns = (
        Column(heading),
        Column("Known", numeric=True),
        Column("Not known"),
        Column("Lines", numeric=True),
    )
    body = [row for group in groups for row in _group_rows(group, to, combine=combine)]
    return Table(caption, columns, tuple(body), caption_size="s", empty="No budget line is recorded yet.")


def _group_rows(group: LineGroup, to: Addresses, *, combine: bool) -> Iterable[Row]:
    for each in group.totals:
        href = to.lines(group.where, each.where, combine=combine)
        yield Row(
            (
                Cell(group.label, note=basis_of(each), tags=combined_tags(each)),
                known_cell(each, href),
                unknown_cell(each, href),
                Cell(links=(Link(str(each.total.line_count), href, f"lines of {group.label}"),)),
            )
        )


def known_cell(each: BasisTotal, href: str) -> Cell:
    if each.total.known is None:
        return Cell("not known", href, unknown=True)
    return Cell(each.total.amount_printed, href, sort_value=str(each.total.known))


def unknown_cell(each: BasisTotal, href: str) -> Cell:
    if not each.total.unknown_count:
        return Cell("none")
    kinds = ", ".join(f"{count} {Qualifier(kind).label}" for kind, count in each.total.unknown_kinds.items())
    return Cell(kinds, href, unknown=True)


def basis_of(each: BasisTotal) -> str:
    if each.total.known is None:
        return ""
    words = total_basis(each.total)
    return words[:1].upper() + words[1:]


def combined_tags(each: BasisTotal) -> tuple[Tag, ...]:
    """A sum across bases or years is marked wherever it is printed."""
    return (Tag("Added across bases", Tone.WARN),) if each.total.is_combined else ()
