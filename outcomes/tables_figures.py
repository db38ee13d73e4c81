"""Figures and populations of a review as tables."""

from collections.abc import Sequence
from decimal import Decimal

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import link_cell
from outcomes.models.figures import FigureBasis
from outcomes.rules import Recomputed
from outcomes.selectors.evidence import EvidenceRow
from outcomes.selectors.figures import FigureView, Recomputing
from outcomes.selectors.populations import PopulationRow, Populations
from outcomes.tables import attach_links
from programmes.addresses import Addresses
from programmes.selectors.sources import Place
from programmes.tables import source_cell

TONES = {
    Recomputed.YES: Tone.GOOD,
    Recomputed.WITHIN_ROUNDING: Tone.WARN,
    Recomputed.NO: Tone.ALERT,
    Recomputed.UNKNOWN: Tone.UNKNOWN,
}


def figure_table(
    rows: Sequence[FigureView],
    to: Addresses,
    *,
    caption: str,
    by_area: bool = True,
    basis: bool = False,
    attach: bool = False,
    hidden: bool = False,
) -> Table:
    """Figures with what they are set against; columns that nothing fills are left out.

    `basis` adds what each rests on, for tables that do not stand under a heading of it.
    """
    against = any(row.comparator or row.target or row.recomputing for row in rows)
    columns = (
        Column("What"),
        *((Column("Area"),) if by_area else ()),
        Column("Figure"),
        *((Column("Rests on"),) if basis else ()),
        *((Column("Set against"),) if against else ()),
        Column("Printed in"),
    )
    body = [
        Row(
            (
                Cell(
                    row.text[:1].upper() + row.text[1:],
                    note=_about(row),
                    links=attach_links(row.reference, to, attach),
                ),
                *((link_cell(row.area, to.of("area", row.area_key)),) if by_area else ()),
                value_cell(row),
                *((Cell(row.basis_label, unknown=row.basis == FigureBasis.NOT_STATED),) if basis else ()),
                *((_against(row),) if against else ()),
                source_cell(row.places, row.fact_id, to),
            ),
            id=row.reference,
        )
        for row in rows
    ]
    return Table(caption, columns, tuple(body), caption_hidden=hidden, row_header=False, empty="None.")


def _about(row: FigureView) -> str:
    return "; ".join(filter(None, [row.site, row.domain, row.period, row.note]))


def value_cell(row: FigureView) -> Cell:
    """The figure as printed with its direction; one without a number says so and is never drawn as 0."""
    note = "; ".join(filter(None, [row.direction, _basis_words(row)]))
    if not row.is_quantified:
        return Cell("no number stated", note=note, unknown=True)
    return Cell(row.printed, note=note)


def _basis_words(row: FigureView) -> str:
    """The review's own words for what a figure rests on, where they say more than ours."""
    printed = row.basis_as_printed
    return "" if printed.casefold() in row.basis_label.casefold() else printed


def _against(row: FigureView) -> Cell:
    """The comparator and the target with the points between, and whether the figure recomputes."""
    parts = []
    if row.comparator:
        parts.append(f"{row.comparator} ({_points(row.comparator_gap, row.unit)})")
    if row.target:
        parts.append(f"target {row.target} ({_points(row.target_gap, row.unit)})")
    found = row.recomputing
    if found is None:
        return Cell("; ".join(parts))
    verdict = Tag(str(found.result.verdict.label), TONES[found.result.verdict])
    return Cell("; ".join(parts), tags=(verdict,), note=arithmetic_words(found))


def _points(gap: Decimal | None, unit: str) -> str:
    """ "3.5 points below", "10.8 points above"."""
    if gap is None:
        return "no number to compare"
    if not gap:
        return "the same"
    words = "points" if unit == "percent" else unit
    return f"{abs(gap).normalize():,f} {words} {'above' if gap > 0 else 'below'}"


def arithmetic_words(found: Recomputing) -> str:
    """What a reader can follow: the printed figures, what is stated, and what the rounding of the first allows."""
    words = f"{found.arithmetic}; stated {found.stated}"
    return f"{words}; with rounding {found.may_be}" if found.may_be else words


def population_table(found: Populations, to: Addresses) -> Table:
    """Each area's population in the review's table, and beside it every other that the review prints for it."""
    rows = [
        Row(
            (
                link_cell(row.area, to.of("area", row.area_key)),
                Cell(row.printed),
                Cell("; ".join(_other(each) for each in found.others if each.area_key == row.area_key)),
                source_cell(row.places, row.fact_id, to),
            )
        )
        for row in found.table
    ]
    rows += [
        Row(
            (
                Cell(row.place),
                Cell(row.printed),
                Cell("not in the total"),
                source_cell(row.places, row.fact_id, to),
            )
        )
        for row in found.comparators
    ]
    basis = next((row.basis for row in found.table), "")
    columns = (
        Column("Area"),
        Column("Children aged 0 to 18", numeric=True),
        Column("Other populations printed"),
        Column("Printed in"),
    )
    foot = Row((Cell(f"The {len(found.table)} areas"), Cell(f"{found.total:,}"), Cell(), Cell()))
    return Table(
        "Populations",
        columns,
        tuple(rows),
        caption_note=f"Basis of the first: {basis}" if basis else "",
        empty="No population is recorded.",
        foot=foot if found.table else None,
    )


def _other(row: PopulationRow) -> str:
    """ "West Yorkshire and Harrogate: 570,000 (0-18; stated in the text; section 5.8.1)"."""
    where = ", ".join(dict.fromkeys(place.locator for place in row.places))
    who = "; ".join(filter(None, [row.ages, row.basis, where]))
    return f"{row.place}: {row.printed}" + (f" ({who})" if who else "")


def evidence_table(
    rows: Sequence[tuple[EvidenceRow, tuple[Place, ...]]], to: Addresses, *, attach: bool
) -> Table:
    columns = (
        Column("What the review says"),
        Column("Kind"),
        Column("Area"),
        Column("Figure"),
        Column("Printed in"),
    )
    return Table(
        "Evidence",
        columns,
        tuple(_evidence_row(row, places, to, attach=attach) for row, places in rows),
        caption_hidden=True,
        row_header=False,
        empty="Nothing fits.",
    )


def _evidence_row(row: EvidenceRow, places: tuple[Place, ...], to: Addresses, *, attach: bool) -> Row:
    use = attach_links(row.reference, to, attach and row.is_attachable)
    return Row(
        (
            Cell(row.text[:1].upper() + row.text[1:], _leads_to(row, to), row.note, links=use),
            Cell(row.kind_label),
            Cell(row.area or "across the areas"),
            Cell(row.value, note=row.basis_label) if row.value or row.basis_label else Cell(),
            source_cell(places, row.fact_id, to),
        )
    )


def _leads_to(row: EvidenceRow, to: Addresses) -> str:
    if row.theme_key:
        return to.of("theme", row.theme_key)
    if not row.area_key:
        return to.of("impacts") + "#populations"
    places = {"area": "", "mitigation": "#risks", "population": "#populations"}
    return to.of("area", row.area_key) + places.get(row.kind, f"#{row.reference}")
