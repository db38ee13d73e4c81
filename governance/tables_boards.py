"""Bodies, their chairs, seats and links, and the boards of reviewed areas, as tables of finished cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from governance.rules.words import joined
from governance.selectors.asks import AskRow
from governance.selectors.bodies import BodyRow, ChairRow, LinkShown
from governance.selectors.body_page import SeatPeriod
from governance.selectors.decisions import AwaitedRow, DecisionRow
from governance.selectors.risks import RiskView
from outcomes.selectors.area_bodies import AreaBody
from programmes.addresses import Addresses
from programmes.tables import period_words, source_cell

SOVEREIGN = Tag("Decides for its own organisation", Tone.INFO)
PROGRAMME_BOARD = Tag("Programme board", Tone.INFO)
KEY_DECISION = Tag("Key decision", Tone.INFO)
PROPOSED = Tag("Proposed", Tone.UNKNOWN)


class Marked(Protocol):
    @property
    def illustrative(self) -> bool: ...


def made_up(row: Marked) -> tuple[Tag, ...]:
    return (Tag("Illustrative"),) if row.illustrative else ()


def body_tags(row: BodyRow) -> tuple[Tag, ...]:
    tags = [PROGRAMME_BOARD] if row.is_programme_board else []
    return (*tags, *((SOVEREIGN,) if row.is_sovereign else ()), *made_up(row))


def body_table(rows: Sequence[BodyRow], to: Addresses) -> Table:
    columns = (
        Column("Body"),
        Column("What it does"),
        Column("Chair"),
        Column("Seats"),
        Column("Links"),
        Column("Printed in"),
    )
    return Table(
        "Boards and other bodies",
        columns,
        tuple(_body(row, to) for row in rows),
        caption_hidden=True,
        empty="No board or other body is recorded.",
    )


def _body(row: BodyRow, to: Addresses) -> Row:
    return Row(
        (
            Cell(row.name, to.of("body", row.reference), kind_words(row), tags=body_tags(row)),
            Cell(row.role or "not stated", unknown=not row.role),
            chairs_cell(row.chairs),
            Cell(_members(row), note=_advisers(row)),
            Cell("; ".join(link.said for link in row.links) or "–"),
            source_cell(row.places, row.fact_id, to),
        ),
        id=row.reference,
    )


def kind_words(row: BodyRow) -> str:
    """ "Board; also named Children's Trust Board"; nothing that is not recorded."""
    names = f"also named {joined(row.aliases)}" if row.aliases else ""
    words = "; ".join(part for part in (row.kind_label, names) if part)
    return words[:1].upper() + words[1:]


def chairs_cell(chairs: Sequence[ChairRow]) -> Cell:
    if not chairs:
        return Cell("no chair recorded", unknown=True)
    return Cell("; ".join(f"{each.words} ({each.standing.lower()})" for each in chairs))


def _members(row: BodyRow) -> str:
    return ", ".join(seat.words for seat in row.members) or "None recorded"


def _advisers(row: BodyRow) -> str:
    words = ", ".join(seat.words for seat in row.advisers)
    return f"Advised by {words}" if words else ""


# --- one body ---------------------------------------------------------------------------------------------------


def chair_table(caption: str, rows: Sequence[ChairRow], empty: str = "") -> Table:
    return Table(
        caption,
        (Column("Role"), Column("Standing"), Column("Organisation"), Column("When")),
        tuple(
            Row(
                (
                    Cell(row.role_title, tags=made_up(row)),
                    Cell(row.standing),
                    Cell(row.organisation or "not named", unknown=not row.organisation),
                    Cell(sentence(period_words(row.starts_on, row.ends_on))),
                )
            )
            for row in rows
        ),
        caption_size="s",
        compact=True,
        empty=empty or "None recorded.",
    )


def seats_table(caption: str, rows: Sequence[SeatPeriod], empty: str = "") -> Table:
    return Table(
        caption,
        (Column("Seat"), Column("As"), Column("When")),
        tuple(
            Row(
                (
                    Cell(
                        row.words, note="An interest, not one organisation’s seat" if row.is_interest else ""
                    ),
                    Cell(row.kind_label),
                    Cell(sentence(period_words(row.starts_on, row.ends_on))),
                )
            )
            for row in rows
        ),
        caption_size="s",
        compact=True,
        empty=empty or "None recorded.",
    )


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def links_table(caption: str, rows: Sequence[LinkShown], to: Addresses, *, inwards: bool) -> Table:
    """Links out of a body, or into it: each with its kind, the other body, and the paper's words."""
    other = Column("Which body") if inwards else Column("To which body")
    return Table(
        caption,
        (other, Column("How"), Column("In the paper’s words")),
        tuple(_link(row, to, inwards=inwards) for row in rows),
        caption_size="s",
        compact=True,
        empty="No body is recorded as answering or linking to this one."
        if inwards
        else "No link from this body to another is recorded.",
    )


def _link(row: LinkShown, to: Addresses, *, inwards: bool) -> Row:
    name, reference = (row.source, row.source_reference) if inwards else (row.target, row.target_reference)
    tags = (*((PROPOSED,) if row.is_proposed else ()), *made_up(row))
    how = f"{row.kind_label} this one" if inwards else row.kind_label
    return Row(
        (
            Cell(name, to.of("body", reference)),
            Cell(how, tags=tags),
            Cell(f"“{row.words}”") if row.words else Cell("not kept", unknown=True),
        )
    )


def asks_table(rows: Sequence[AskRow], to: Addresses) -> Table:
    return Table(
        "What papers ask of it",
        (Column("Asked to"), Column("What"), Column("Paper"), Column("Outcome")),
        tuple(
            Row(
                (
                    Cell(row.verb_label),
                    Cell(row.text, to.of("ask", row.reference), tags=made_up(row)),
                    Cell(row.document_title),
                    Cell(row.decision_words, to.of("decision", row.decision), row.decision)
                    if row.decision
                    else Cell(row.outcome)
                    if row.outcome
                    else Cell("No outcome recorded", unknown=True),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No paper of this programme asks it for anything.",
    )


def decisions_table(rows: Sequence[DecisionRow], to: Addresses, *, empty: str) -> Table:
    return Table(
        "Decisions",
        (Column("Decision"), Column("Outcome"), Column("Decided")),
        tuple(
            Row(
                (
                    Cell(row.title, to.of("decision", row.reference), row.text, tags=made_up(row)),
                    Cell(row.outcome_label, note=row.tally_words, tags=(KEY_DECISION,) if row.is_key else ()),
                    date_cell(row.decided),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty=empty,
    )


def awaited_table(rows: Sequence[AwaitedRow], to: Addresses) -> Table:
    return Table(
        "Decisions that wait for its position",
        (Column("Decision"), Column("Waiting for", numeric=True)),
        tuple(
            Row(
                (
                    Cell(
                        row.title,
                        to.of("decision", row.decision_reference),
                        "It has deferred its position" if row.has_deferred else "",
                        tags=made_up(row),
                    ),
                    Cell(f"{row.days:,} {'day' if row.days == 1 else 'days'}")
                    if row.days is not None
                    else Cell("not known since when", unknown=True),
                )
            )
            for row in rows
        ),
        caption_size="s",
        compact=True,
        empty="No decision waits for its position.",
    )


def escalated_table(rows: Sequence[RiskView], to: Addresses) -> Table:
    return Table(
        "Risks escalated to it",
        (Column("Risk"), Column("Score now"), Column("Why")),
        tuple(
            Row(
                (
                    Cell(row.title, to.of("risk", row.reference), tags=made_up(row)),
                    Cell(f"{row.current.score} ({row.current.band.name})")
                    if row.current
                    else Cell("not assessed", unknown=True),
                    Cell(row.escalated_because or "not stated", unknown=not row.escalated_because),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No risk is escalated to it on this day.",
    )


# --- boards of the areas of a review ------------------------------------------------------------------------------


def area_body_table(rows: Sequence[AreaBody], to: Addresses) -> Table:
    columns = (
        Column("Body"),
        Column("Area"),
        Column("Chairs"),
        Column("Members"),
        Column("Reports to"),
        Column("Printed in"),
    )
    return Table(
        "Boards of the areas reviewed",
        columns,
        tuple(_area_body(row, to) for row in rows),
        caption_hidden=True,
    )


def _area_body(row: AreaBody, to: Addresses) -> Row:
    led = f"Led by {joined(row.leads)}" if row.leads else ""
    return Row(
        (
            Cell(row.text, note=row.note or led, tags=made_up(row)),
            Cell(links=(Link(row.area, to.of("area", row.area_key)),)),
            _said(sentence(row.chairs_words)),
            _said(", ".join(row.members)),
            _said("; ".join(row.reports_to)),
            source_cell(row.places, row.fact_id, to),
        ),
        id=row.reference,
    )


def _said(words: str) -> Cell:
    return Cell(words) if words else Cell("not said", unknown=True)
