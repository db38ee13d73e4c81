"""Decisions, positions, conditions and effects as tables of finished cells."""

from collections.abc import Sequence

from django.http import QueryDict

from commissioning.core.components import HistoryEntry, Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.listing_decisions import COLUMNS
from governance.models.decisions import DecisionOutcome, Position
from governance.rules.call_in import CallInState, InEffect
from governance.rules.words import counted, joined
from governance.selectors.decision_rows import AskedRow, PositionRow
from governance.selectors.decisions import AwaitedRow, DecisionRow
from programmes.addresses import Addresses

OUTCOME_TONES = {
    DecisionOutcome.AGREED: Tone.GOOD,
    DecisionOutcome.AMENDED: Tone.GOOD,
    DecisionOutcome.NOTED: Tone.INFO,
    DecisionOutcome.DEFERRED: Tone.WARN,
    DecisionOutcome.REFERRED: Tone.WARN,
    DecisionOutcome.REJECTED: Tone.ALERT,
}
POSITION_TONES = {
    Position.AGREED: Tone.GOOD,
    Position.AGREED_WITH_CONDITIONS: Tone.GOOD,
    Position.NOTED: Tone.INFO,
    Position.DEFERRED: Tone.WARN,
    Position.NOT_AGREED: Tone.ALERT,
}
NOT_KNOWN = Cell("not known", unknown=True)


def decision_table(rows: Sequence[DecisionRow], params: QueryDict, to: Addresses) -> Table:
    return Table(
        "Decisions",
        sorted_columns(COLUMNS, params, default=""),
        tuple(_row(row, to) for row in rows),
        caption_hidden=True,
    )


def _row(row: DecisionRow, to: Addresses) -> Row:
    key = (Tag("Key decision", Tone.INFO),) if row.is_key else ()
    lacks = len(row.lacking)
    return Row(
        (
            Cell(row.title, to.of("decision", row.reference), note=row.reference, tags=key),
            Cell(row.body, note=f"by {row.delegated_to}" if row.delegated_to else ""),
            date_cell(row.decided),
            Cell(tags=(outcome_tag(row),), note=row.tally_words),
            Cell(tags=(standing_tag(row.in_effect),), note=standing_note(row)),
            Cell(str(lacks), note=joined(row.lacking)) if lacks else Cell("0", note="nothing"),
        ),
        id=row.reference,
        highlight=bool(row.awaited),
    )


def outcome_tag(row: DecisionRow) -> Tag:
    """The outcome; not in the tone of what is settled while a body asked has not agreed."""
    tone = OUTCOME_TONES[DecisionOutcome(row.outcome)]
    partial = tone == Tone.GOOD and row.asked and not row.tally.is_agreed_by_all
    return Tag(row.outcome_label, Tone.INFO if partial else tone)


def standing_tag(standing: InEffect) -> Tag:
    """In effect, not yet, or not known: what nobody recorded is not guessed."""
    return {
        True: Tag("In effect", Tone.GOOD),
        False: Tag("Not in effect", Tone.WARN),
        None: Tag("Not known whether in effect", Tone.UNKNOWN),
    }[standing.answer]


def standing_note(row: DecisionRow) -> str:
    """Why, and how call-in stands where it can be called in; the count of positions stands beside it."""
    reason = row.in_effect.reason
    if row.tally_words:
        reason = reason.removesuffix(f" {row.tally_words}.")
    if row.call_in.state == CallInState.NOT_SUBJECT or row.call_in.words in reason:
        return reason
    return f"{reason} {row.call_in.words}."


# --- positions ------------------------------------------------------------------------------------------------------


def asked_table(row: DecisionRow, to: Addresses) -> Table:
    """Each body asked with its latest position, or since when it is awaited."""
    columns = (Column("Body"), Column("Position"), Column("When"), Column("Conditions"))
    return Table(
        "The position of each body that decides for itself",
        columns,
        tuple(_asked(each, to) for each in row.asked),
        caption_hidden=True,
        empty="No other body’s position is needed.",
    )


def _asked(each: AskedRow, to: Addresses) -> Row:
    body = Cell(each.body, to.of("body", each.body_reference))
    if each.position is None:
        awaited = Cell(tags=(Tag("Awaited", Tone.WARN),), note=days_words(each.days))
        return Row((body, awaited, Cell("–", words="not yet"), Cell("–", words="none")), highlight=True)
    said = each.position
    note = f"{said.note} {days_words(each.days) if each.is_awaited else ''}".strip()
    return Row(
        (
            body,
            Cell(tags=(position_tag(said),), note=note),
            date_cell(said.on, note=said.reference),
            conditions_cell(said, to),
        ),
        id=said.reference,
        highlight=each.is_awaited,
    )


def position_tag(said: PositionRow) -> Tag:
    return Tag(said.label, POSITION_TONES[Position(said.kind)])


def conditions_cell(said: PositionRow, to: Addresses) -> Cell:
    """Each condition as a link to the action that it became, with its state."""
    if not said.conditions:
        return Cell("–", words="none")
    links = tuple(
        Link(
            f"{f'{place}. ' if len(said.conditions) > 1 else ''}{each.text} ({each.state_label.lower()})",
            to.of("action", each.action_reference),
        )
        for place, each in enumerate(said.conditions, start=1)
    )
    unmet = sum(not each.is_met for each in said.conditions)
    return Cell(links=links, note=f"{unmet or 'none'} of {len(links)} not yet met")


def days_words(days: int | None) -> str:
    return "since a day that is not recorded" if days is None else f"for {counted(days, 'day')}"


def position_entries(row: DecisionRow) -> list[HistoryEntry]:
    """Every position as it was given, the newest first: one that was replaced stays, and says so."""
    return [
        HistoryEntry(
            f"{said.body}: {said.label.lower()}{', since replaced' if said.replaced else ''}.",
            said.on.start if said.on.start == said.on.end else None,
            said.who,
            details=_details(said),
        )
        for said in reversed(row.positions)
    ]


def _details(said: PositionRow) -> list[str]:
    details = [f"Date as given: {said.on.printed}"] if said.on.start != said.on.end else []
    details += [f"Note: {said.note}"] if said.note else []
    details += [f"Condition: {each.text}" for each in said.conditions]
    details += [f"Meeting: {said.meeting}"] if said.meeting else []
    return [*details, *([f"Paper: {said.document}"] if said.document else [])]


def awaited_table(rows: Sequence[AwaitedRow], to: Addresses) -> Table:
    """Decisions outstanding by body."""
    columns = (Column("Body"), Column("Decision"), Column("Asked on"), Column("Days since", numeric=True))
    return Table(
        "Decisions that wait for a body",
        columns,
        tuple(
            Row(
                (
                    Cell(each.body, to.of("body", each.body_reference)),
                    Cell(
                        each.title,
                        to.of("decision", each.decision_reference),
                        note="It has deferred." if each.has_deferred else "",
                    ),
                    Cell(f"{each.asked_on.day} {each.asked_on:%B %Y}") if each.asked_on else NOT_KNOWN,
                    Cell(str(each.days)) if each.days is not None else NOT_KNOWN,
                )
            )
            for each in rows
        ),
        caption_hidden=True,
        empty="No decision waits for a body.",
    )


def effect_table(row: DecisionRow, to: Addresses) -> Table:
    columns = (Column("What it does"), Column("Kind"), Column("State"))
    return Table(
        "What the decision puts into effect",
        columns,
        tuple(
            Row(
                (
                    Cell(each.words, to.of("effect", row.reference, each.reference), note=each.reference),
                    Cell(each.kind_label),
                    Cell(tags=(Tag("Put into effect", Tone.GOOD),), note=each.result)
                    if each.is_applied
                    else Cell(tags=(Tag("Planned", Tone.INFO),)),
                ),
                id=each.reference,
            )
            for each in row.effects
        ),
        caption_hidden=True,
        empty="Nothing is planned to follow from it.",
    )
