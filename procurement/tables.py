"""The register as a table, with the cells and addresses that the other tables of services and money share."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from commissioning.core.components import Tag, Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from procurement.selectors.lines import LineRow
from procurement.selectors.register import RegisterRow, matched_name
from procurement.words import amount_words, partners_of, settled_words, tbc_words
from programmes import addresses as programmes_addresses
from programmes.models.services import ScopeState
from programmes.selectors.sources import Place
from programmes.tables import source_cell

STATE_TONES = {ScopeState.IN_SCOPE: Tone.INFO, ScopeState.IN_SCOPE_TBC: Tone.UNKNOWN}
REGISTER_COLUMNS = (
    Column("Service", key="name"),
    Column("Phase", key="phase"),
    Column("Lead commissioner", key="lead"),
    Column("State", key="state"),
    Column("To be confirmed", key="tbc"),
    Column("Budget", key="budget"),
    Column("Added", key="added"),
)
NOTHING = "–"


class Addresses(programmes_addresses.Addresses):
    """The addresses of one programme's pages, each keeping the day that the reader asked about."""

    def lines(self, *where: Mapping[str, str], combine: bool = False) -> str:
        """The budget lines behind a figure: every filter of `where`, and the choice to add across bases."""
        query = {side: value for each in where for side, value in each.items()}
        return self.of("budget_lines", **query, **({"combine": "1"} if combine else {}))


def register_table(
    rows: Sequence[RegisterRow], params: QueryDict, to: Addresses, *, caption: str, empty: str
) -> Table:
    search = params.get("q", "")
    return Table(
        caption,
        sorted_columns(REGISTER_COLUMNS, params, default=""),
        tuple(_register_row(row, search, to) for row in rows),
        caption_hidden=True,
        empty=empty,
        compact=True,
    )


def _register_row(row: RegisterRow, search: str, to: Addresses) -> Row:
    service = row.service
    found = matched_name(row, search) if search else None
    found_as = f" · found as “{found}”" if found and found not in {service.name, service.reference} else ""
    illustrative = (Tag("Illustrative", Tone.NEUTRAL),) if service.illustrative else ()
    return Row(
        (
            Cell(
                service.name,
                to.of("service", service.reference),
                service.reference + found_as,
                tags=illustrative,
            ),
            phase_cell(row, to),
            lead_cell(row),
            Cell(tags=(state_tag(row),)),
            Cell(tags=tuple(Tag(word, Tone.UNKNOWN) for word in tbc_words(row)))
            if tbc_words(row)
            else Cell(NOTHING, words="nothing to be confirmed"),
            budget_cell(row, to),
            added_cell(service.added),
        )
    )


def phase_cell(row: RegisterRow, to: Addresses) -> Cell:
    if row.phase_number is None:
        return Cell(NOTHING, words="in no phase")
    return Cell(f"Phase {row.phase_number}", to.of("phase", row.phase_number), row.phase_name)


def lead_cell(row: RegisterRow) -> Cell:
    if not row.lead:
        return Cell("none recorded", unknown=True)
    name = row.service.lead_name
    return Cell(row.lead, note=name if name != row.lead else "")


def state_tag(row: RegisterRow) -> Tag:
    return Tag(row.service.state_label, STATE_TONES.get(ScopeState(row.service.state), Tone.NEUTRAL))


def added_cell(added: FuzzyDate) -> Cell:
    """The date as printed; a year that the paper does not print beside it is said to be inferred."""
    if not added.is_dated:
        return Cell(NOTHING, words="no date of addition printed")
    first = added.start or added.end
    inferred = first is not None and added.year_inferred and str(first.year) not in added.printed
    return date_cell(added, note=f"{first.year} inferred" if first is not None and inferred else "")


def budget_cell(row: RegisterRow, to: Addresses) -> Cell:
    """Every line that pays for the service; an amount shared with other services stands whole and says with whom."""
    if not row.lines:
        return Cell(NOTHING, words="no budget line")
    href = to.lines({"service": row.service.reference})
    known = [line for line in row.lines if not line.is_unknown]
    if not known and len(row.lines) == 1:
        return Cell(amount_words(row.lines[0].money), href, _shared_with(row.lines[0], row), unknown=True)
    unknown = tuple(Tag(amount_words(line.money), Tone.UNKNOWN) for line in row.unknown_lines)
    notes = [f"{amount_words(line.money)} {_shared_with(line, row)}" for line in row.lines if line.is_shared]
    if len(row.lines) == 1:
        notes = [_shared_with(row.lines[0], row)]
    text = "; ".join(amount_words(line.money) for line in known) or f"{len(row.lines)} lines"
    return Cell(text, href, "; ".join(note for note in notes if note), tags=unknown)


def _shared_with(line: LineRow, row: RegisterRow) -> str:
    partners = partners_of(line, row.service.service_id)
    return f"shared with {partners}" if partners else ""


def line_source_cell(line: LineRow, places: Sequence[Place], to: Addresses) -> Cell:
    """Where a line is printed. An amount that a person put there says who, when and why: no paper is its source."""
    words = settled_words(line)
    cell = source_cell(places, line.fact_id, to)
    if not words:
        return cell
    # A settled line without a paper has a source all the same: the person.
    return Cell(words[:1].upper() + words[1:] + ".", links=cell.links)
