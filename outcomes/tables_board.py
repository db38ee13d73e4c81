"""The board table: cells of one KPI in one row, and the icons as finished drawings."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from django.http import QueryDict
from django.template.loader import render_to_string

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from outcomes import words_board as say
from outcomes.board import Tie, is_late, tie_of
from outcomes.charts.icons import assurance_icon, variation_icon
from outcomes.charts.spark import spark_cell
from outcomes.models.kpis import KPIState
from outcomes.selectors.board_rows import BoardRow
from outcomes.words import assurance_words, variation_words
from programmes.addresses import Addresses

BOARD_COLUMNS = (
    Column("KPI", key="name"),
    Column("Latest", key="latest"),
    Column("Target"),
    Column("Change", key="variation"),
    Column("Against target", key="assurance"),
    Column("Mean and limits"),
    Column("Up to 24 periods"),
    Column("Owner", key="owner"),
    Column("Data age", key="age"),
)
ICON = 32
SPARK = 110
NO_DOMAIN = "Without a domain"


@lru_cache(maxsize=64)
def icon_html(kind: str, code: str, size: int = ICON) -> str:
    """The drawing of an icon, finished; `kind` is variation or assurance, an empty code the dashed ring."""
    draw = variation_icon if kind == "variation" else assurance_icon
    return render_to_string(f"charts/{kind}_icon.svg", {"c": draw(code or None, size)})


def board_tables(
    rows: Sequence[BoardRow], params: QueryDict, on: date, keep: str, *, sort: str, several: bool = False
) -> list[Table]:
    """One table of all where a column sorts them; else one for each domain, and where `several` programme too."""
    if sort:
        return [_table("KPIs", rows, params, on, keep, placed=True)]

    def heading(row: BoardRow) -> str:
        domain = row.domain or NO_DOMAIN
        return f"{row.programme_place}: {domain}" if several else domain

    return [
        _table(words, list(group), params, on, keep, placed=False)
        for words, group in groupby(rows, key=heading)
    ]


def _table(
    caption: str, rows: Sequence[BoardRow], params: QueryDict, on: date, keep: str, *, placed: bool
) -> Table:
    return Table(
        caption,
        sorted_columns(BOARD_COLUMNS, params, default=""),
        tuple(board_row(row, on, keep, placed=placed) for row in rows),
        caption_hidden=True,
        compact=True,
    )


def board_row(row: BoardRow, on: date, keep: str, *, placed: bool = False) -> Row:
    """`placed` where the table mixes domains, so that each row names its own."""
    return Row(
        (
            name_cell(row, keep, placed=placed),
            latest_cell(row),
            target_cell(row),
            variation_cell(row),
            assurance_cell(row),
            limits_cell(row),
            trend_cell(row),
            owner_cell(row),
            age_cell(row, on),
        )
    )


def name_cell(row: BoardRow, keep: str = "", *, placed: bool = False) -> Cell:
    notes = [
        row.reference,
        *([row.domain or NO_DOMAIN] if placed else []),
        {Tie.DIRECT: "direct", Tie.NONE: "measures no outcome", Tie.PROXY: ""}[tie_of(row)],
        "" if row.state == KPIState.REPORTING and not row.is_retired else row.state_label.lower(),
        "illustrative" if row.illustrative else "",
    ]
    tags = (Tag("Proxy", Tone.WARN),) if tie_of(row) == Tie.PROXY else ()
    href = Addresses(row.programme_key, keep).of("kpi", row.reference)
    return Cell(row.name, href, ", ".join(filter(None, notes)), tags=tags)


def latest_cell(row: BoardRow) -> Cell:
    text = say.latest_words(row)
    return Cell(text or say.NO_FIGURE, note=say.latest_notes(row), unknown=not text)


def target_cell(row: BoardRow) -> Cell:
    unknown = row.target_value is None and not row.target_text
    return Cell(say.target_words(row), note=say.target_notes(row), unknown=unknown)


def variation_cell(row: BoardRow) -> Cell:
    words = say.why_no_variation(row) or variation_words(row.variation).short
    return Cell(words, note=say.variation_notes(row), chart=icon_html("variation", row.variation))


def assurance_cell(row: BoardRow) -> Cell:
    words = say.why_no_assurance(row) or assurance_words(row.assurance).short
    return Cell(words, chart=icon_html("assurance", row.assurance))


def limits_cell(row: BoardRow) -> Cell:
    mean = say.mean_words(row) if row.points > 1 else ""  # the mean of one figure is that figure
    return Cell(mean, note=say.limits_words(row)) if mean else Cell("none yet", unknown=True)


def trend_cell(row: BoardRow) -> Cell:
    return _trend(
        row.spark_points,
        (row.unit, row.decimals, row.frequency),
        row.variation or None,
        row.mean,
        row.target_value,
    )


@lru_cache(maxsize=2048)
def _trend(
    points: tuple[tuple[date, Decimal | None], ...],
    printed_as: tuple[str, int, str],
    variation: str | None,
    mean: Decimal | None,
    target: Decimal | None,
) -> Cell:
    """A sparkline with its words. Kept, since the same figures give the same drawing and boards are read often."""
    unit, decimals, frequency = printed_as
    return spark_cell(
        points,
        unit=unit,
        decimals=decimals,
        frequency=frequency,
        variation=variation,
        mean=mean,
        target=target,
        width=SPARK,
    )


def owner_cell(row: BoardRow) -> Cell:
    if not row.owner and not row.owner_role:
        return Cell("not stated", unknown=True)
    return Cell(row.owner or row.owner_role, note=row.owner_role if row.owner else "")


def age_cell(row: BoardRow, on: date) -> Cell:
    words = say.age_words(row, on)
    tags = (Tag("Late", Tone.WARN),) if is_late(row, on) else ()
    return Cell(words or "no dated figure", tags=tags, unknown=not words)
