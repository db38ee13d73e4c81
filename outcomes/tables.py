"""Areas of a review as tables: the list, and what is said of one of them."""

from collections.abc import Sequence

from django.http import QueryDict

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, chosen_sort, sorted_columns
from commissioning.core.values_html import link_cell
from outcomes.selectors.area_values import AreaRow, Heading, Learnt, RiskRow, Said
from programmes.addresses import Addresses
from programmes.tables import source_cell

NOT_SAID = "The review says nothing of this."
AREA_COLUMNS = (
    Column("Area", key="name"),
    Column("Described", key="depth"),
    Column("Interviewees", key="interviewees", numeric=True),
    Column("Aged 0 to 18", key="population", numeric=True),
    Column("Partners", key="partners", numeric=True),
    Column("Learning", key="learning", numeric=True),
    Column("Impacts", key="impacts", numeric=True),
    Column("Themes", key="themes", numeric=True),
)
SORTS = {
    "name": lambda row: row.short_name.casefold(),
    "depth": lambda row: (row.depth_label, row.number),
    "interviewees": lambda row: row.interviewees,
    "population": lambda row: row.population,
    "partners": lambda row: row.partners,
    "learning": lambda row: row.learning,
    "impacts": lambda row: row.impacts,
    "themes": lambda row: row.themes,
}


def area_table(rows: Sequence[AreaRow], params: QueryDict, to: Addresses) -> Table:
    """In the review's order unless a column is chosen; areas without a population come last either way."""
    key, descending = chosen_sort(params, AREA_COLUMNS, default="")
    shown = list(rows)
    if key:
        known = [row for row in rows if SORTS[key](row) is not None]
        unknown = [row for row in rows if SORTS[key](row) is None]
        shown = [*sorted(known, key=SORTS[key], reverse=descending), *unknown]
    return Table(
        "Areas that the review compares",
        sorted_columns(AREA_COLUMNS, params, default=""),
        tuple(_area_row(row, to) for row in shown),
        empty="No area is recorded yet.",
    )


def _area_row(row: AreaRow, to: Addresses) -> Row:
    thin = (Tag("Interviewed, nothing reported", Tone.WARN),) if row.is_thin else ()
    quantified = f"{row.quantified} with a number" if row.impacts else ""
    return Row(
        (
            Cell(row.short_name, to.of("area", row.key), _full_name(row), tags=thin),
            Cell(
                "In detail" if row.depth == "detailed" else "In summary",
                note=row.model_type[:1].upper() + row.model_type[1:] or "type not stated",
            ),
            Cell(str(row.interviewees)),
            Cell(f"{row.population:,}") if row.population is not None else Cell("not stated", unknown=True),
            Cell(str(row.partners)),
            Cell(str(row.learning), note=_each(row)),
            Cell(str(row.impacts), note=quantified),
            Cell(str(row.themes)),
        )
    )


def _each(row: AreaRow) -> str:
    """ "5.5 for each interviewee", where there is learning and somebody was asked."""
    return f"{row.learning_each} per interviewee" if row.learning and row.learning_each is not None else ""


def _full_name(row: AreaRow) -> str:
    return row.name if row.name != row.short_name else row.place


def heading_table(heading: Heading, to: Addresses) -> Table:
    """What is said under one heading; columns that nothing fills are left out."""
    labels = any(_sort_of(row) for row in heading.said)
    more = any(_more(row) for row in heading.said)
    columns = (
        Column("What the review says"),
        *((Column("Sort"),) if labels else ()),
        *((Column("Who, how far, by when"),) if more else ()),
        Column("Printed in"),
    )
    rows = [
        Row(
            (
                Cell(_numbered(row), note=row.note),
                *((Cell(_sort_of(row)),) if labels else ()),
                *((Cell(_more(row)),) if more else ()),
                source_cell(row.places, row.fact_id, to),
            ),
            id=row.reference,
        )
        for row in heading.said
    ]
    return Table(heading.label, columns, tuple(rows), caption_hidden=True, row_header=False, empty=NOT_SAID)


def _numbered(row: Said) -> str:
    text = row.text[:1].upper() + row.text[1:]
    return f"{row.number}. {text}" if row.number is not None else text


def _sort_of(row: Said) -> str:
    return ", ".join(filter(None, [row.label, row.wave]))


def _more(row: Said) -> str:
    """ "Chair: provider, commissioner, parent; target: 10,615 children per year, By 2023-24"."""
    roles = [f"{part}: {', '.join(texts)}" for part, texts in row.roles]
    targets = [f"target: {words}" for words in row.targets]
    when = [row.when.printed] if row.when.is_dated else []
    if row.roles or row.targets or when:
        return "; ".join([*roles, *targets, *when])
    return ""


def measure_table(heading: Heading, to: Addresses) -> Table:
    """Measures that an area lists: the review gives them no baseline and no target, and the table says so."""
    rows = [
        Row(
            (
                Cell(row.text[:1].upper() + row.text[1:], note=row.label),
                Cell("no baseline stated", unknown=True),
                Cell(", ".join(row.targets)) if row.targets else Cell("no target stated", unknown=True),
                source_cell(row.places, row.fact_id, to),
            ),
            id=row.reference,
        )
        for row in heading.said
    ]
    columns = (Column("Measure"), Column("Baseline"), Column("Target"), Column("Printed in"))
    return Table(heading.label, columns, tuple(rows), caption_hidden=True, empty=NOT_SAID)


def learning_table(
    rows: Sequence[Learnt], to: Addresses, *, attach: bool, by_area: bool = False, caption: str = "Learning"
) -> Table:
    """Learning points; where the reader may attach evidence, each leads to doing so."""
    columns = (
        Column("Learning point"),
        *((Column("Area"),) if by_area else ()),
        Column("Printed in"),
    )
    body = [
        Row(
            (
                Cell(row.text[:1].upper() + row.text[1:], links=attach_links(row.reference, to, attach)),
                *((link_cell(row.area, to.of("area", row.area_key)),) if by_area else ()),
                source_cell(row.places, row.fact_id, to),
            ),
            id=row.reference,
        )
        for row in rows
    ]
    return Table(caption, columns, tuple(body), caption_hidden=not by_area, row_header=False, empty=NOT_SAID)


def attach_links(reference: str, to: Addresses, attach: bool) -> tuple[Link, ...]:
    """The way to attach a piece of evidence, for those who may; its reference tells one such link from the next."""
    return (
        (Link("Attach as evidence", to.of("evidence_attach", evidence=reference), reference),)
        if attach
        else ()
    )


def risk_table(rows: Sequence[RiskRow], to: Addresses) -> Table:
    body = [
        Row(
            (
                Cell(row.text[:1].upper() + row.text[1:], note=row.label),
                Cell("; ".join(row.mitigations), note=row.note)
                if row.mitigations
                else Cell("none named", unknown=True),
                source_cell(row.places, row.fact_id, to),
            ),
            id=row.reference,
        )
        for row in rows
    ]
    columns = (Column("Risk"), Column("What is done about it"), Column("Printed in"))
    return Table("Risks", columns, tuple(body), caption_hidden=True, row_header=False, empty=NOT_SAID)
