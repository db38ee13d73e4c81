"""Benefits as tables: the register by audience, what was realised of one, and those that papers only name."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR
from itertools import groupby

from django.http import QueryDict

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.listing_benefits import BENEFIT_COLUMNS
from governance.rules.benefits import BenefitState, Standing
from governance.selectors.benefits import BenefitView, RealisedRow, number_words
from governance.selectors.benefits_named import NamedBenefit
from outcomes.printed import number
from programmes.addresses import Addresses
from programmes.tables import source_cell

STATE_TONES = {
    BenefitState.REALISED: Tone.GOOD,
    BenefitState.ON_THE_WAY: Tone.INFO,
    BenefitState.BEHIND: Tone.WARN,
    BenefitState.TOO_EARLY: Tone.NEUTRAL,
    BenefitState.NO_BASELINE: Tone.UNKNOWN,
    BenefitState.NO_TARGET: Tone.UNKNOWN,
    BenefitState.WORDS_ONLY: Tone.UNKNOWN,
}
NOT_STATED = "Audience not stated"
ILLUSTRATIVE = Tag("Illustrative", Tone.NEUTRAL)


def benefit_tables(
    rows: Sequence[BenefitView], params: QueryDict, to: Addresses, *, sort: str
) -> list[Table]:
    """One table of all where a column sorts them; else one for each audience."""
    if sort:
        return [_table("Benefits", rows, params, to, placed=True)]
    return [
        _table(words, list(group), params, to, placed=False)
        for words, group in groupby(rows, key=audience_words)
    ]


def audience_words(view: BenefitView) -> str:
    return view.audience_label if view.audience else NOT_STATED


def _table(
    caption: str, rows: Sequence[BenefitView], params: QueryDict, to: Addresses, *, placed: bool
) -> Table:
    return Table(
        caption,
        sorted_columns(BENEFIT_COLUMNS, params, default=""),
        tuple(_row(view, to, placed=placed) for view in rows),
        caption_hidden=placed,
        caption_size="s",
    )


def _row(view: BenefitView, to: Addresses, *, placed: bool) -> Row:
    notes = [view.reference, audience_words(view) if placed else "", view.phase_name]
    return Row(
        (
            Cell(
                view.title,
                to.of("benefit", view.reference),
                " · ".join(filter(None, notes)),
                tags=(ILLUSTRATIVE,) if view.illustrative else (),
            ),
            owner_cell(view),
            level_cell(view.baseline_words, "no baseline", view.baseline_on),
            level_cell(view.target_words, "no target", view.target_by, "by "),
            realised_cell(view),
            Cell(tags=(state_tag(view.standing),), note=state_note(view.standing)),
        ),
        id=view.reference,
    )


def owner_cell(view: BenefitView) -> Cell:
    return Cell(view.owner_role) if view.owner_role else Cell("no owner", unknown=True)


def level_cell(words: str, none: str, when: FuzzyDate, before: str = "") -> Cell:
    """A baseline or a target with its date as stated; where there is none a chip says so."""
    said = when.printed.strip()
    if before and said.lower().startswith(before):
        before = ""
    dated = f"{before}{said}" if when.is_dated else said
    return Cell(words or none, note=dated if words or when.is_dated else "", unknown=not words)


def realised_cell(view: BenefitView) -> Cell:
    """The last value with its date; where a KPI measures it, whose it is and why a newer one does not show."""
    newest = view.measured.newest_without if view.measured else ""
    source = f"KPI {view.measured.reference}" if view.measured else ""
    if view.last is None:
        text = "no figure yet" if view.measured else "nothing reported"
        return Cell(text, note="; ".join(filter(None, (source, newest))), unknown=True)
    when = f"by {view.last.when.printed}" if view.last.when.printed and not view.last.of_kpi else ""
    period = view.last.when.printed if view.last.of_kpi else ""
    notes = (when, period, source, f"newest, {newest}" if newest else "")
    return Cell(view.last.words, note="; ".join(filter(None, notes)))


def state_tag(found: Standing) -> Tag:
    return Tag(found.state.label, STATE_TONES[found.state])


def state_note(found: Standing) -> str:
    """ "The last value lies between baseline and target. 25 % of the way." """
    return f"{found.reason} {share_words(found)}".strip()


def share_words(found: Standing) -> str:
    """The distance covered in whole per cent, rounded down; "" where there is none to tell."""
    if found.share is None or found.state != BenefitState.ON_THE_WAY:
        return ""
    whole = found.share.to_integral_value(ROUND_FLOOR)
    return f"{number(whole)} % of the way from baseline to target."


# --- one benefit ------------------------------------------------------------------------------------------------


def realised_table(view: BenefitView, to: Addresses, *, may_edit: bool) -> Table:
    """Every entry in order of its date; a corrected one stays, struck through, and says what took its place."""
    columns = [Column("By"), Column("How much"), Column("In words"), Column("Reported"), Column("Entry")]
    return Table(
        "What was realised, as reported",
        tuple([*columns, Column("Correct", hidden=True)] if may_edit else columns),
        tuple(_realised_row(row, view, to, may_edit=may_edit) for row in view.realised),
        caption_hidden=True,
        empty="Nobody has reported anything yet.",
    )


def _realised_row(row: RealisedRow, view: BenefitView, to: Addresses, *, may_edit: bool) -> Row:
    gone = not row.stands
    why = f"Corrected by {row.corrected_by}: it no longer counts." if gone else ""
    cells = [
        date_cell(row.by_date),
        Cell(number_words(row.value, view.unit), struck=gone)
        if row.value is not None
        else Cell("no number", unknown=True),
        Cell(row.text, struck=gone) if row.text else Cell("–", words="no words"),
        _reported_cell(row, to),
        Cell(
            row.reference,
            note=why or (f"Corrects {row.corrects}." if row.corrects else ""),
            tags=(Tag("Corrected", Tone.WARN),) if gone else (),
        ),
    ]
    if may_edit:
        address = to.of("benefit_realised_add", view.reference, corrects=row.reference)
        link = Link("Correct", address, f"the entry {row.reference}")
        cells.append(Cell(links=(link,)) if row.stands else Cell("–", words="corrected already"))
    return Row(tuple(cells), id=row.reference)


def _reported_cell(row: RealisedRow, to: Addresses) -> Cell:
    """By whom and when it was entered; in which paper, and where that prints it."""
    entered = f"{row.who}, {row.made_at:%-d %B %Y}"
    if row.places:
        return Cell(links=source_cell(row.places, row.fact_id, to).links, note=entered)
    if row.document_reference:
        return Cell(row.document_title, to.of("document", row.document_reference), entered)
    return Cell(entered)


# --- those that papers name -------------------------------------------------------------------------------------


def named_table(rows: Sequence[NamedBenefit], to: Addresses) -> Table:
    columns = (Column("Benefit"), Column("For whom"), Column("Named for"), Column("Printed in"))
    return Table(
        "Benefits that papers name",
        columns,
        tuple(_named_row(row, to) for row in rows),
        caption_hidden=True,
        compact=True,
    )


def _named_row(row: NamedBenefit, to: Addresses) -> Row:
    project = (
        Cell(row.project, to.of("project_summary", row.project_reference))
        if row.project
        else Cell("The programme as a whole")
    )
    return Row(
        (
            Cell(row.text[:1].upper() + row.text[1:], tags=(ILLUSTRATIVE,) if row.illustrative else ()),
            Cell(row.audience_label, unknown=not row.audience),
            project,
            source_cell(row.places, row.fact_id, to),
        )
    )
