"""Change against target: every KPI of the filter in the one cell that its icons say, with what a board may do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.tables import query_with
from outcomes.board import Assured, Change, assured_of, change_of, natural
from outcomes.board_advice import ADVICE, NEUTRAL, STRONGEST, Advice
from outcomes.listing_board import BoardListing, board_listing
from outcomes.selectors.board_rows import BoardRow
from outcomes.tables_board import icon_html
from outcomes.views.board import board_frame, filter_context, tabs_of
from outcomes.words import variation_words
from outcomes.words_board import NO_TARGET, why_no_assurance, why_no_variation
from programmes.addresses import Addresses
from programmes.views.base import as_at, programme_or_404

ROWS = (Change.IMPROVEMENT, Change.COMMON_CAUSE, Change.CONCERN)
COLUMNS = (Assured.PASS, Assured.HIT_OR_MISS, Assured.FAIL, Assured.NONE)
ROW_WORDS = {
    Change.IMPROVEMENT: "Improvement",
    Change.COMMON_CAUSE: "Common cause",
    Change.CONCERN: "Concern",
}
COLUMN_WORDS = {
    Assured.PASS: "Pass",
    Assured.HIT_OR_MISS: "Hit or miss",
    Assured.FAIL: "Fail",
    Assured.NONE: "No target",
}
ROW_ICONS = {
    Change.IMPROVEMENT: ("improvement_high", "improvement_low"),
    Change.COMMON_CAUSE: ("common_cause",),
    Change.CONCERN: ("concern_high", "concern_low"),
}


@dataclass(frozen=True)
class Named:
    """A KPI as a link; `note` says what its cell alone does not."""

    name: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class MatrixCell:
    column: str
    advice: Advice
    strongest: bool
    names: Sequence[Named]
    href: str


@dataclass(frozen=True)
class Heading:
    """`href` leads to exactly the KPIs counted."""

    words: str
    count: int
    icons: Sequence[str]
    href: str


@dataclass(frozen=True)
class MatrixRow:
    heading: Heading
    cells: Sequence[MatrixCell]


@require_safe
def kpi_matrix(request: HttpRequest, key: str) -> HttpResponse:
    """The matrix, and beneath it what it cannot place: neutral signals, and KPIs without an icon of change."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = board_frame(request, programme, on)
    listing = board_listing(programme, request.GET, on)
    to = Addresses(programme.key, frame["keep_day"])
    by_reference = sorted(listing.rows, key=lambda row: (row.name.casefold(), natural(row.reference)))
    neutral = [row for row in by_reference if change_of(row) == Change.NEUTRAL]
    without = [row for row in by_reference if change_of(row) == Change.NONE]
    context = {
        **frame,
        **filter_context(request, listing),
        "tabs": tabs_of(request, programme, listing, "kpi_matrix"),
        "columns": [_column(request, to, listing, column) for column in COLUMNS],
        "matrix": [_row(request, to, by_reference, change) for change in ROWS],
        "placed": sum(change_of(row) in ROWS for row in listing.rows),
        "unplaced": len(neutral) + len(without),
        "neutral": [_named(row, to, variation_words(row.variation).short) for row in neutral],
        "neutral_advice": NEUTRAL,
        "without": [_named(row, to, why_no_variation(row)) for row in without],
    }
    return render(request, "outcomes/kpi_matrix.html", context)


def _row(request: HttpRequest, to: Addresses, rows: Sequence[BoardRow], change: Change) -> MatrixRow:
    own = [row for row in rows if change_of(row) == change]
    icons = [icon_html("variation", code, 28) for code in ROW_ICONS[change]]
    heading = Heading(ROW_WORDS[change], len(own), icons, _list(request, to, variation=change.value))
    return MatrixRow(heading, [_cell(request, to, own, change, column) for column in COLUMNS])


def _cell(
    request: HttpRequest, to: Addresses, own: Sequence[BoardRow], change: Change, column: Assured
) -> MatrixCell:
    names = [_named(row, to, _unplaced(row)) for row in own if assured_of(row) == column]
    href = _list(request, to, variation=change.value, assurance=column.value) if names else ""
    strongest = (change, column) == STRONGEST
    return MatrixCell(COLUMN_WORDS[column], ADVICE[change, column], strongest, names, href)


def _unplaced(row: BoardRow) -> str:
    """Why a KPI that has a target of some sort stands under “No target”."""
    why = why_no_assurance(row)
    return "" if why == NO_TARGET else why


def _column(request: HttpRequest, to: Addresses, listing: BoardListing, column: Assured) -> Heading:
    placed = [row for row in listing.rows if change_of(row) in ROWS and assured_of(row) == column]
    icon = icon_html("assurance", "" if column == Assured.NONE else column.value, 28)
    return Heading(COLUMN_WORDS[column], len(placed), [icon], _list(request, to, assurance=column.value))


def _list(request: HttpRequest, to: Addresses, **chosen: str) -> str:
    """The table of the same filter, narrowed further."""
    return reverse("kpis", args=[to.key]) + query_with(request.GET, page=None, sort=None, **chosen)


def _named(row: BoardRow, to: Addresses, note: str = "") -> Named:
    said = ", ".join(filter(None, (note, "proxy" if row.is_proxy else "")))
    return Named(row.name, to.of("kpi", row.reference), said)
