"""The pipeline: what is to be bought, by the stage it has reached and by value."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.components import Empty, Link, Tag, Tile, Tone
from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.widgets import SearchInput
from commissioning.core.money import MoneyTotal
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell, money_cell
from procurement.models.regimes import Regime
from procurement.selectors.pipeline import Pipeline, PipelineRow, PipelineStage, pipeline
from procurement.tables_phases import unknowns, when_words
from procurement.views.sight import sight_of
from programmes.addresses import Addresses
from programmes.tables import day_words
from programmes.views.base import as_at, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

NONE = "none"


class PipelineFilterForm(ViewForm):
    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    regime = choice("Regime", [("", "Any regime"), *Regime.choices, (NONE, "Not chosen")])

    def fits(self, row: PipelineRow) -> bool:
        regime, words = self.chosen("regime"), str(self.chosen("q")).casefold()
        own = row.phase.regime or NONE
        return (not regime or own == regime) and (not words or words in row.phase.title.casefold())


@require_safe
def pipeline_page(request: HttpRequest, key: str) -> HttpResponse:
    """Each phase that goes on: its stage, the next one, its estimate as far as may be known, its budget lines."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    found = pipeline(programme, on, sight_of(request, programme))
    trail = (Link("Procurement", Addresses(programme.key).of("procurement")),)
    frame = programme_frame(request, programme, "procurement", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    form = PipelineFilterForm(request.GET)
    rows = [row for row in found.rows if form.fits(row)]
    context = {
        **frame,
        "heading": "Pipeline",
        "summary": f"{_plural(len(found.rows), 'phase')} at {day_words(on)}. Estimates: {found.whole.words}.",
        "unknowns": unknowns([row.phase for row in found.rows]),
        "tiles": [_tile(stage) for stage in found.stages],
        "filter": filter_of(request, form),
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "table": pipeline_table(rows, to),
        "empty": _empty(found) if not rows else None,
        "illustrative": any(row.phase.illustrative for row in rows),
    }
    return render(request, "procurement/pipeline.html", context)


def _tile(stage: PipelineStage) -> Tile:
    hidden = bool(stage.estimates.note)
    return Tile(
        stage.name,
        _plural(len(stage.rows), "phase"),
        f"Estimates: {stage.words}",
        tone=Tone.UNKNOWN if hidden or stage.without else Tone.INFO,
        status=stage.estimates.note
        if hidden
        else f"{stage.without} without an estimate"
        if stage.without
        else "",
    )


def pipeline_table(rows: list[PipelineRow], to: Addresses) -> Table:
    """The phases by stage reached, in the order of the stages."""
    columns = (
        Column("Phase"),
        Column("Stage reached"),
        Column("Next"),
        Column("Procurement starts"),
        Column("Goes live"),
        Column("Estimate", numeric=True),
        Column("Budget lines", numeric=True),
    )
    ordered = sorted(rows, key=lambda row: (row.position, row.phase.number))
    return Table(
        "Pipeline",
        columns,
        tuple(_row(row, to) for row in ordered),
        caption_hidden=True,
        compact=True,
        empty="No phase fits these filters.",
    )


def _row(row: PipelineRow, to: Addresses) -> Row:
    following = row.following
    return Row(
        (
            Cell(row.phase.title, to.of("phase_stages", row.phase.number), row.phase.regime_label),
            Cell(tags=(Tag(row.stage, Tone.INFO),)),
            Cell(following.name, note=when_words(following)) if following else Cell("–", words="nothing"),
            date_cell(row.phase.procurement_start),
            date_cell(row.phase.go_live),
            _estimate_cell(row),
            _lines_cell(row),
        )
    )


def _estimate_cell(row: PipelineRow) -> Cell:
    if row.hidden:
        return Cell(row.hidden, unknown=True)
    if row.estimate is None:
        return Cell("no estimate", unknown=True)
    made = f"made {day_words(row.estimated_on)}" if row.estimated_on else ""
    return money_cell(row.estimate, note=made)


def _lines_cell(row: PipelineRow) -> Cell:
    if not row.line_count:
        return Cell("no lines", unknown=True)
    if len(row.lines) == 1:
        return money_cell(row.lines[0])
    return Cell("; ".join(_words(total) for total in row.lines), note="on several bases, so not added")


def _words(total: MoneyTotal) -> str:
    return total.printed


def _empty(found: Pipeline) -> Empty:
    if not found.rows:
        return Empty("Nothing in the pipeline", "No phase of this programme is still to be bought.")
    return Empty(
        "No phase fits these filters", "Take one away, or clear them all.", Link("Clear filters", "?")
    )


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
