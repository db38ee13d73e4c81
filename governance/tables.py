"""Discrepancies, asks, feedback and seats as tables of finished cells."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import verdict_tag
from governance.listing import DISCREPANCY_COLUMNS
from governance.models.discrepancies import Handling
from governance.rules import ReadingView, StatementView
from governance.rules.evidence import LeadSeat
from governance.selectors.asks import AskRow, FeedbackRow
from governance.selectors.discrepancies import DiscrepancyView, Origin
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.selectors.sources import Place
from programmes.views.sources import place_links

NO_OWNER = "no owner yet"
HANDLING_TONES = {
    Handling.OPEN: Tone.WARN,
    Handling.EXPLAINED: Tone.INFO,
    Handling.ACCEPTED: Tone.NEUTRAL,
    Handling.RESOLVED: Tone.GOOD,
}


def discrepancy_table(
    views: Sequence[DiscrepancyView], params: QueryDict, programme: Programme, keep: str
) -> Table:
    return Table(
        "Discrepancies",
        sorted_columns(DISCREPANCY_COLUMNS, params, default=""),
        tuple(_discrepancy_row(view, programme, keep) for view in views),
        caption_hidden=True,
    )


def past_table(views: Sequence[DiscrepancyView], programme: Programme, keep: str) -> Table:
    """Handled ones that their check has stopped finding: kept for what was written about them."""
    return Table(
        "Handled, and no longer found",
        tuple(replace(column, key="") for column in DISCREPANCY_COLUMNS),
        tuple(_discrepancy_row(view, programme, keep) for view in views),
        caption_size="s",
    )


def _discrepancy_row(view: DiscrepancyView, programme: Programme, keep: str) -> Row:
    return Row(
        (
            Cell(
                view.title,
                reverse("discrepancy", args=[programme.key, view.slug]) + keep,
                note=view.arithmetic or statements_in_a_line(view.statements),
            ),
            Cell(str(view.kind.label), tags=verdict_tags(view)),
            Cell(view.origin.label, note=view.reference if view.origin != Origin.COMPUTED else ""),
            Cell(tags=(state_tag(view),)),
            Cell(view.owner_role) if view.owner_role else Cell(NO_OWNER, unknown=True),
        )
    )


def state_tag(view: DiscrepancyView) -> Tag:
    """The state people gave it; one that its check has stopped finding says so."""
    if not view.is_current:
        return Tag("No longer found", Tone.GOOD)
    return Tag(str(view.handling.label), HANDLING_TONES[view.handling])


def verdict_tags(view: DiscrepancyView) -> tuple[Tag, ...]:
    """The verdict of a check on amounts; nothing for other checks, and nothing where readings differ."""
    verdict = view.finding.computed.get("verdict") if view.finding else None
    tones = {"differs": Tone.WARN, "cannot reconcile": Tone.ALERT}
    if view.finding is None or not isinstance(verdict, str) or verdict not in tones:
        return ()
    across = ", across bases" if view.finding.computed.get("across_bases") else ""
    return (Tag(verdict.capitalize() + across, tones[verdict]),)


def statements_in_a_line(statements: Sequence[StatementView]) -> str:
    """ "described further in Section 2 (para 3.1); Benefits and delivery of integration (section 4)"."""
    return "; ".join(f"{each.text} ({each.place})" if each.place else each.text for each in statements)


def readings_table(readings: Sequence[ReadingView]) -> Table:
    columns = (Column("Read as"), Column("Arithmetic"), Column("Verdict"))
    rows = tuple(
        Row((Cell(view.label), Cell(view.arithmetic), Cell(tags=(verdict_tag(view.comparison),))))
        for view in readings
    )
    return Table("Each reading of what the amount covers", columns, rows, caption_size="s")


def figures_table(rows: Sequence[tuple[str, str]], caption: str) -> Table:
    columns = (Column("Figure"), Column("Value", numeric=True))
    return Table(
        caption, columns, tuple(Row((Cell(name), Cell(value))) for name, value in rows), caption_size="s"
    )


def ask_table(asks: Sequence[AskRow], programme: Programme, to: Addresses) -> Table:
    columns = (
        Column("Asked to"),
        Column("What"),
        Column("Of whom"),
        Column("Where"),
        Column("Printed in"),
        Column("Outcome"),
    )
    return Table(
        "What is asked",
        columns,
        tuple(_ask_row(ask, programme, to) for ask in asks),
        caption_hidden=True,
        empty="No paper of this programme asks a board or other body for anything.",
    )


def _ask_row(ask: AskRow, programme: Programme, to: Addresses) -> Row:
    inside = ask.in_recommendations_section
    outcome = Cell("No outcome recorded", unknown=True)
    if ask.decision:
        outcome = Cell(ask.decision_words, to.of("decision", ask.decision), note=ask.decision)
    elif ask.outcome:
        outcome = Cell(ask.outcome)
    return Row(
        (
            Cell(tags=(Tag(ask.verb_label, Tone.INFO),)),
            Cell(ask.text, to.of("ask", ask.reference), note=ask.reference),
            Cell(ask.body),
            Cell("Recommendations section" if inside else "Body text", tags=() if inside else (OUTSIDE,)),
            place_cell(ask.places, programme, ask.fact_id),
            outcome,
        ),
        id=ask.reference,
    )


OUTSIDE = Tag("Not among the recommendations", Tone.WARN)


def feedback_table(rows: Sequence[FeedbackRow], programme: Programme) -> Table:
    columns = (
        Column("What was said"),
        Column("Printed in"),
        Column("What was done"),
        Column("Answer printed in"),
    )
    return Table(
        "What partners said",
        columns,
        tuple(
            Row(
                (
                    Cell(row.text),
                    place_cell(row.places, programme, row.fact_id),
                    _answer(row),
                    Cell(links=place_links(programme.key, row.response_places, fact_id=row.fact_id))
                    if row.response_places
                    else Cell("–"),
                ),
                id=row.reference,
                highlight=row.is_unanswered,
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No feedback is recorded.",
    )


def _answer(row: FeedbackRow) -> Cell:
    if row.response:
        return Cell(row.response)
    if row.is_unanswered:
        return Cell(tags=(Tag("No answer recorded", Tone.WARN),))
    return Cell("None needed: it gives support")


def seat_table(seats: Sequence[LeadSeat], programme: Programme, keep: str) -> Table:
    columns = (
        Column("Lead commissioner"),
        Column("Services led", numeric=True),
        Column("Seat"),
        Column("Whose seat"),
    )
    return Table(
        "Seats on the programme board of those who lead services in scope",
        columns,
        tuple(_seat_row(seat, programme, keep) for seat in seats),
        caption_hidden=True,
        empty="No service in scope has a lead commissioner on this day.",
    )


def _seat_row(seat: LeadSeat, programme: Programme, keep: str) -> Row:
    joiner = "&" if keep else "?"
    register = f"{reverse('services', args=[programme.key])}{keep}{joiner}commissioner={seat.code}"
    tag = Tag("Has a seat", Tone.GOOD) if seat.is_seated else Tag("No seat", Tone.WARN)
    return Row(
        (
            Cell(seat.organisation, note=seat.code),
            Cell(str(len(seat.services)), register, words=f"led by {seat.organisation}"),
            Cell(tags=(tag,)),
            Cell(_whose(seat)),
        ),
        highlight=not seat.is_seated,
    )


def _whose(seat: LeadSeat) -> str:
    if seat.own:
        return ", ".join(seat.own)
    return (
        f"Through {' and '.join(seat.through)}"
        if seat.through
        else "Neither its own nor a parent's or part's"
    )


def place_cell(places: Sequence[Place], programme: Programme, fact_id: int | None) -> Cell:
    """The places of a record, each leading to the paper there; a record without a source says so."""
    whole = [place for place in places if not place.field] or list(places)
    if not whole:
        return Cell("no source recorded", unknown=True)
    return Cell(links=place_links(programme.key, whole, fact_id=fact_id))
