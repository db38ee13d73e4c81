"""Money: every stated value against its lines, then the lines by commissioner, phase, year and basis."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Download, Tile, Tone
from commissioning.core.tables import query_with
from commissioning.core.values_html import VERDICT_TONES, verdict_tag
from procurement.listing import wants_combined
from procurement.models import ProcurementPhase
from procurement.selectors.lines import LineRow
from procurement.selectors.money import AddedSince, BasisTotal, added_since, basis_totals, totals_by
from procurement.selectors.register import Register, register
from procurement.selectors.stated import StatedRow, headline, stated_rows, stated_sums
from procurement.tables import Addresses
from procurement.tables_lines import total_basis
from procurement.tables_money import GROUPINGS, difference_words, stated_table, sums_table, totals_table
from procurement.words import amount_words
from programmes.models import Programme
from programmes.tables import day_words
from programmes.views.base import as_at, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def money(request: HttpRequest, key: str) -> HttpResponse:
    """Every figure leads to the page of budget lines with exactly the rows behind it."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "money", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    combine = wants_combined(request.GET)
    found = register(programme, on)
    lines = found.lines
    stated = stated_rows(programme, lines)
    phase_ids = list(ProcurementPhase.objects.filter(programme=programme).values_list("pk", flat=True))
    context = {
        **frame,
        "spending_url": to.of("spending"),
        "funds_url": to.of("funds"),
        "tiles": _tiles(found, stated, to, combine=combine),
        "stated": stated_table(stated, to),
        "sums": sums_table(stated_sums(stated, lines, phase_ids), to),
        "totals": [
            totals_table(caption, heading, totals_by(lines, by, combine=combine), to, combine=combine)
            for by, caption, heading in GROUPINGS
        ],
        "choice": basis_choice(lines, request, combine=combine),
        "downloads": downloads(programme, request) if frame["may_export"] else (),
        "illustrative": any(line.illustrative for line in lines),
    }
    return render(request, "procurement/money.html", context)


def basis_choice(lines: Sequence[LineRow], request: HttpRequest, *, combine: bool) -> dict[str, Any] | None:
    """The choice between one total for each basis and one across them; None where there is one basis only."""
    bases = basis_totals(lines)
    if len(bases) < 2:
        return None
    return {
        "bases": [total_basis(each.total) for each in bases if each.total.known is not None],
        "combined": combine,
        "url": query_with(request.GET, combine=None if combine else "1", page=None),
    }


def downloads(programme: Programme, request: HttpRequest) -> tuple[Download, ...]:
    query = query_with(request.GET, page=None)
    asked = "" if query == "?" else query

    def link(text: str, name: str, table: str, note: str) -> Download:
        return Download(text, reverse(name, args=[programme.key, table]) + asked, note)

    return (
        link("Reconciliation as a workbook", "table_xlsx", "reconciliation", "Excel, every reading"),
        link("Reconciliation as CSV", "table_csv", "reconciliation", "one table, UTF-8"),
        link("Totals as a workbook", "table_xlsx", "totals", "Excel, as grouped here"),
        link("Totals as CSV", "table_csv", "totals", "one table, UTF-8"),
    )


def _tiles(found: Register, stated: Sequence[StatedRow], to: Addresses, *, combine: bool) -> list[Tile]:
    totals = basis_totals(found.lines, combine=combine)
    tiles = [_known(totals, found.lines, to, combine=combine), *_stated(stated)]
    if found.first_addition:
        since = found.first_addition
        scope = [row.service for row in found.rows]
        added = added_since(scope, found.lines, since, days=found.added_days, combine=combine)
        tiles.append(_added(added, since, to, combine=combine))
    unknown = [line for line in found.lines if line.is_unknown]
    if unknown:
        names = "; ".join(line.label for line in unknown[:5]) + ("; …" if len(unknown) > 5 else "")
        href = to.lines({"amount": "unknown"})
        figure = f"{len(unknown)} {'line' if len(unknown) == 1 else 'lines'}"
        tiles.append(
            Tile("Amount not known", figure, names, href, "See these lines", Tone.UNKNOWN, "To be confirmed")
        )
    return tiles


def _known(totals: Sequence[BasisTotal], lines: Sequence[LineRow], to: Addresses, *, combine: bool) -> Tile:
    words = figure_words(totals)
    unknown = sum(line.is_unknown for line in lines)
    against = (
        f"{len(lines) - unknown} of {len(lines)} lines have an amount"
        if lines
        else "No budget line is recorded"
    )
    if len(totals) == 1 and totals[0].total.is_combined:
        against += "; added across bases, as you chose"
    return Tile("Budget lines come to", words, against, to.lines(combine=combine), "See every line")


def figure_words(totals: Sequence[BasisTotal]) -> str:
    """One amount, or how many bases there are: several bases are not one figure."""
    if not totals:
        return "No lines"
    return totals[0].total.amount_printed if len(totals) == 1 else f"{len(totals)} bases, not added"


def _stated(stated: Sequence[StatedRow]) -> list[Tile]:
    heading = headline(stated, None)
    if heading is None:
        return []
    row, reading = heading
    apart, note = difference_words(reading.comparison)
    words = f"The lines: {apart} {note or 'from it'}" if apart else ""
    tone = VERDICT_TONES[reading.comparison.verdict]
    figure = amount_words(row.money)
    status = verdict_tag(reading.comparison).text
    return [Tile("Papers state for the whole", figure, words, tone=tone, status=status)]


def _added(added: AddedSince, since: date, to: Addresses, *, combine: bool) -> Tile:
    month = f"{since:%B %Y}" if since.day == 1 else day_words(since)
    parts = [f"{len(added.services)} services, {len(added.lines)} lines"]
    if added.unknown_lines:
        parts.append(f"{added.unknown_lines} not known")
    if added.share is not None:
        parts.append(f"{added.share}% of the known {added.programme[0].total.amount_printed}")
    href = to.lines({"added": month}, combine=combine)
    return Tile(f"Added since {month}", figure_words(added.totals), "; ".join(parts), href, "See these lines")
