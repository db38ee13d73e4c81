"""What the page of a contract shows in tables: parties, values, ends and options over time, acts, reviews, notices."""

from datetime import date

from commissioning.core.components import Link, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell, money_cell
from procurement.contract_words import (
    act_sentences,
    act_state,
    last_end_cell,
    notice_cell,
    provider_cell,
    review_cell,
    state_tag,
    stated_cell,
    worked_out_cell,
)
from procurement.rules_contracts import kind_words, words
from procurement.rules_terms import OptionState
from procurement.selectors.contract_page import ContractPage
from procurement.selectors.contract_types import OptionRow
from programmes.addresses import Addresses
from programmes.tables import period_words

NOTHING = "–"


def summary_rows(page: ContractPage, on: date, to: Addresses) -> list[SummaryRow]:
    """The position on the day."""
    row = page.row
    phase = f"Phase {row.phase_number}: {row.phase_name}" if row.phase_number is not None else ""
    rows = [
        ("State", Cell(tags=(state_tag(row),))),
        ("Lead provider", provider_cell(row)),
        ("Start", stated_cell(row.starts)),
        ("Current end", stated_cell(row.current_end)),
        ("Last possible end", last_end_cell(row)),
        ("Term as printed", _text(row.term_as_printed)),
        ("Notice by", notice_cell(row, on)),
        ("Notice to end it", _months(row.notice_months)),
        ("Next review", review_cell(row, on)),
        ("Phase", Cell(phase, to.of("phase", row.phase_number)) if phase else Cell("none", words="no phase")),
        ("Number", _text(row.number)),
        ("Department", _text(row.department)),
        ("Procurement route", _text(row.route)),
        ("CPV code", _text(row.cpv)),
        ("Signed on", Cell(words(row.signed_on)) if row.signed_on else Cell("not recorded", unknown=True)),
    ]
    if row.replaces:
        rows.append(("Replaces", Cell(row.replaces, to.of("contract", row.replaces))))
    if page.replaced_by:
        links = tuple(Link(one.name, to.of("contract", one.reference)) for one in page.replaced_by)
        rows.append(("Replaced by", Cell(links=links)))
    return [SummaryRow(key, cell) for key, cell in rows]


def _text(text: str) -> Cell:
    return Cell(text) if text else Cell("not recorded", unknown=True)


def _months(months: int | None) -> Cell:
    if months is None:
        return Cell("not recorded", unknown=True)
    return Cell(f"{months} {'month' if months == 1 else 'months'}")


def held_words(starts_on: date | None, ends_on: date | None) -> str:
    """From when to when a row holds; one without days has held from the beginning."""
    if starts_on is None and ends_on is None:
        return "from the beginning"
    return period_words(starts_on, ends_on)


def parties_table(page: ContractPage, on: date) -> Table:
    """Every part that an organisation has had or has, with its time."""
    rows = [
        Row(
            (
                Cell(party.organisation),
                Cell(party.role_label),
                Cell(held_words(party.starts_on, party.ends_on)),
                Cell(tags=(Tag("On the day", Tone.GOOD),))
                if party.in_force(on)
                else Cell(NOTHING, words="not on the day"),
            )
        )
        for party in sorted(page.parties, key=lambda p: (p.role_label, p.starts_on or date.min, p.pk))
    ]
    columns = (Column("Organisation"), Column("Part"), Column("When"), Column("Position"))
    return Table(
        "Parties",
        columns,
        rows,
        caption_hidden=True,
        empty="No party is recorded that you may know of."
        if page.hides_parties
        else "No party is recorded yet.",
    )


def values_table(page: ContractPage, on: date) -> Table:
    """Each value on its own basis, side by side, and what it was before. They are never added up."""
    rows = [
        Row(
            (
                Cell(kind_words(value.money)),
                money_cell(value.money),
                Cell(held_words(value.starts_on, value.ends_on)),
                Cell(tags=(Tag("On the day", Tone.GOOD),))
                if (value.starts_on is None or value.starts_on <= on)
                and (value.ends_on is None or on < value.ends_on)
                else Cell(NOTHING, words="not on the day"),
            )
        )
        for value in sorted(page.values, key=lambda v: (kind_words(v.money), v.starts_on or date.min, v.pk))
    ]
    columns = (Column("Basis"), Column("Value", numeric=True), Column("When"), Column("Position"))
    hidden = "" if page.sight.value else f"{page.sight.words}."
    return Table(
        "Values by basis", columns, rows, caption_hidden=True, empty=hidden or "No value is recorded yet."
    )


def ends_table(page: ContractPage, on: date) -> Table:
    """The last day as it was known from when to when; an end printed with extension is marked."""
    rows = [
        Row(
            (
                date_cell(end.ends),
                Cell("with extension, as printed" if end.is_printed_extension else "current end"),
                Cell(held_words(end.starts_on, end.ends_on)),
                Cell(tags=(Tag("On the day", Tone.GOOD),))
                if (end.starts_on is None or end.starts_on <= on)
                and (end.ends_on is None or on < end.ends_on)
                else Cell(NOTHING, words="not on the day"),
            )
        )
        for end in page.ends
    ]
    columns = (Column("Last day"), Column("What it is"), Column("Known"), Column("Position"))
    return Table("Ends", columns, rows, caption_size="s", empty="No end is recorded yet.")


def options_table(page: ContractPage) -> Table:
    """Each option with the last day for its notice."""
    rows = [
        Row(
            (
                Cell(f"Option {option.sequence}"),
                Cell(f"{option.months} months"),
                Cell(f"{option.notice_months} months")
                if option.notice_months is not None
                else Cell("as the contract’s"),
                worked_out_cell(option.notice_by) if option.notice_by else Cell(NOTHING, words="no day yet"),
                _option_state(option),
            )
        )
        for option in page.row.options
    ]
    columns = (Column("Option"), Column("Length"), Column("Notice"), Column("Notice by"), Column("State"))
    return Table(
        "Extension options", columns, rows, caption_size="s", empty="The contract has no option to extend it."
    )


def _option_state(option: OptionRow) -> Cell:
    if option.state == OptionState.TAKEN and option.taken_on:
        return Cell(tags=(Tag("Taken", Tone.GOOD),), note=f"counts from {words(option.taken_on)}")
    if option.state == OptionState.LAPSED and option.lapsed_on:
        note = f"from {words(option.lapsed_on)}: {option.lapsed_because}"
        return Cell(tags=(Tag("Lapsed", Tone.NEUTRAL),), note=note)
    return Cell(tags=(Tag("May be taken", Tone.INFO),))


def acts_table(page: ContractPage, on: date, sign_links: dict[str, Link] | None = None) -> Table:
    """Acts in the order of the record, with what each changed; reasons are sealed with the provider."""
    rows = []
    for act in page.acts:
        sentences = act_sentences(
            act, provider=page.sight.provider, value=page.sight.value, hidden=page.sight.words
        )
        link = (sign_links or {}).get(act.reference)
        open_ = page.sight.provider and page.sight.value
        rows.append(
            Row(
                (
                    Cell(act.title, note=act.reference),
                    Cell(
                        words(act.effective_on),
                        note=f"signed {words(act.signed_on)}" if act.signed_on else "",
                    ),
                    Cell(tags=(act_state(act, on),), links=(link,) if link else ()),
                    Cell(" ".join(sentences) or NOTHING),
                    Cell(act.decided_by, note=words(act.decided_on)),
                    Cell(act.reason if open_ else page.sight.words, unknown=not open_),
                )
            )
        )
    columns = (
        Column("Act"),
        Column("From"),
        Column("State"),
        Column("What changed"),
        Column("Decided by"),
        Column("Why"),
    )
    return Table("Acts", columns, rows, caption_hidden=True, empty="No act is recorded up to this day.")


def reviews_table(page: ContractPage, to: Addresses) -> Table:
    """Reviews, the newest first."""
    reference = page.contract.reference
    rows = [
        Row(
            (
                Cell(words(review.held_on), to.of("contract_review", reference, review.reference)),
                Cell(review.found if len(review.found) <= 160 else f"{review.found[:157]}…"),
                Cell(str(review.kpis)),
                Cell(
                    f"{review.open_actions} of {review.actions} open",
                    tags=(Tag(f"{review.overdue} overdue", Tone.WARN),) if review.overdue else (),
                )
                if review.actions
                else Cell("none"),
                Cell(words(review.next_on)) if review.next_on else Cell(NOTHING, words="no day named"),
            )
        )
        for review in page.reviews
    ]
    columns = (
        Column("Held"),
        Column("What was found"),
        Column("KPIs in focus", numeric=True),
        Column("Actions"),
        Column("Next"),
    )
    return Table("Reviews", columns, rows, caption_hidden=True, empty="No review is recorded up to this day.")


def notices_table(page: ContractPage) -> Table:
    """Notices of the contract and of its phase."""
    rows = [
        Row(
            (
                Cell(str(notice.kind), href=notice.url),
                Cell(words(notice.published_on)) if notice.published_on else Cell("not published"),
                Cell(notice.not_needed_because or (words(notice.due_on) if notice.due_on else NOTHING)),
            )
        )
        for notice in page.notices
    ]
    columns = (Column("Notice"), Column("Published"), Column("Due, or why not needed"))
    return Table(
        "Notices", columns, rows, caption_hidden=True, empty="No notice is recorded for this contract."
    )
