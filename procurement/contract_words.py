"""Words and cells that the register, the contract's page, its forms and exports share."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commissioning.core.components import Tag, Tone
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import Money
from commissioning.core.tables import Cell
from commissioning.core.values_html import date_cell, money_cell
from procurement.rules_acts import ContractState
from procurement.rules_contracts import kind_words, words
from procurement.selectors.contract_acts import ActRow
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.sealed import NOT_SHOWN

TONES = {
    ContractState.PLANNED: Tone.NEUTRAL,
    ContractState.TENDERED: Tone.NEUTRAL,
    ContractState.AWARD_INTENDED: Tone.INFO,
    ContractState.AWARDED: Tone.INFO,
    ContractState.ENDED: Tone.NEUTRAL,
}
NO_PROVIDER = "none recorded"
PART_WORDS = {
    "provider": "Provider",
    "lead_provider": "Lead provider",
    "lead_commissioner": "Lead commissioner",
    "co_commissioner": "Co-commissioner",
    "funder": "Funder",
    "subcontractor": "Subcontractor",
}


def state_tag(row: ContractRow) -> Tag:
    return Tag(row.state_label, TONES.get(row.state, Tone.GOOD))


def provider_cell(row: ContractRow) -> Cell:
    if row.provider is None:
        return Cell(row.hidden_words, unknown=True)
    return Cell(row.provider) if row.provider else Cell(NO_PROVIDER, unknown=True)


def value_cell(row: ContractRow) -> Cell:
    """Each value on its own basis; never added up."""
    if row.values is None:
        return Cell(row.hidden_words, unknown=True)
    if not row.values:
        return Cell("none recorded", unknown=True)
    first = money_cell(row.values[0])
    rest = "; ".join(value_words(money) for money in row.values[1:])
    note = kind_words(row.values[0]) + (f"; {rest}" if rest else "")
    return Cell(first.text, note=note, unknown=first.unknown, sort_value=first.sort_value)


def value_words(money: Money) -> str:
    """ "£1.2m, total contract value, base term only, net"."""
    return f"{money.printed or money.qualifier.label}, {kind_words(money)}"


def day(when: FuzzyDate | None) -> str:
    """A date as printed; one that was worked out from an exact day as that day, without the word “inferred”."""
    if when is None:
        return ""
    if when.status == DateStatus.INFERRED and when.precision == Precision.DAY and when.end:
        return words(when.end)
    return when.printed.removesuffix(" (inferred)")


def worked_out_cell(when: FuzzyDate | None, *, note: str = "", tags: Sequence[Tag] = ()) -> Cell:
    """A date that was worked out; a chip where it cannot be."""
    if when is None or not when.is_dated:
        return Cell("not known", unknown=True, note=note)
    first = when.start or when.end
    return Cell(day(when), note=note, tags=tags, sort_value=first.isoformat() if first else "")


def stated_cell(when: FuzzyDate, *, note: str = "") -> Cell:
    """A date as stated."""
    if not when.is_dated and not when.printed:
        return Cell("not stated", unknown=True, note=note)
    return (
        date_cell(when, note=note) if when.status != DateStatus.INFERRED else worked_out_cell(when, note=note)
    )


def notice_cell(row: ContractRow, on: date) -> Cell:
    """The last day for notice; passed or near, it says so."""
    if row.is_over:
        return Cell("–", words="the contract has ended")
    if row.notice_by is None or row.notice_by.end is None:
        return Cell("not known", unknown=True)
    left = (row.notice_by.end - on).days
    tags: tuple[Tag, ...] = ()
    if left < 0:
        tags = (Tag("Passed", Tone.ALERT),)
    elif left <= 92:
        tags = (Tag(f"In {left} {'day' if left == 1 else 'days'}", Tone.WARN),)
    return worked_out_cell(row.notice_by, note=f"for {row.notice_for}", tags=tags)


def review_cell(row: ContractRow, on: date) -> Cell:
    if row.next_review is None:
        return Cell("–", words="no review is due")
    tags = (Tag("Overdue", Tone.WARN),) if row.review_is_overdue(on) else ()
    return Cell(words(row.next_review), tags=tags, sort_value=row.next_review.isoformat())


def last_end_cell(row: ContractRow) -> Cell:
    """With every live option taken; beside it what a paper prints, where the two cannot be the same day."""
    note = ""
    if row.printed_last_end is not None and row.end_disagrees:
        note = f"printed with extension: {row.printed_last_end.printed}"
    tags = (Tag("Differs from the paper", Tone.WARN),) if row.end_disagrees else ()
    return worked_out_cell(row.last_possible_end, note=note, tags=tags)


# --- acts ---------------------------------------------------------------------------------------------------------


def act_sentences(act: ActRow, *, provider: bool, value: bool, hidden: str = NOT_SHOWN) -> list[str]:
    """What an act changed, a sentence for each thing: “End: 31 March 2021, now 30 June 2022.”"""
    found = []
    for name in dict.fromkeys((*act.before, *act.after)):
        sentence = _sentence(name, act.before.get(name), act.after.get(name), provider, value, hidden)
        if sentence:
            found.append(sentence)
    return found


PLAIN = {"option": "Option {after} taken.", "months": "Longer by {after} months.", "other": "Also: {after}."}


def _sentence(name: str, before: Any, after: Any, provider: bool, value: bool, hidden: str) -> str:
    if name in PLAIN:
        return PLAIN[name].format(after=after)
    if name == "values":
        return _value_sentence(before or (), after or ()) if value else f"Value: {hidden}."
    if name == "ends":
        return f"End: {before or 'not stated'}, now {after}."
    if name not in PART_WORDS:
        return ""
    if name in ("provider", "lead_provider", "subcontractor") and not provider:
        return f"{PART_WORDS[name]}: {hidden}."
    return f"{PART_WORDS[name]}: {f'{before}, now ' if before else ''}{after}."


def _value_sentence(before: Sequence[Any], after: Sequence[Any]) -> str:
    was = {kept["kind"]: kept["printed"] for kept in before}
    return " ".join(
        f"Value ({kept['kind']}): {was.get(kept['kind'], 'none')}, now {kept['printed']}." for kept in after
    )


def act_state(act: ActRow, on: date) -> Tag:
    """Whether the act counts on the day."""
    counts = act.counts_from
    if counts is None or (act.signed_on is not None and act.kind == "variation" and act.signed_on > on):
        return Tag("Proposed, not signed", Tone.UNKNOWN)
    if counts > on:
        return Tag(f"Counts from {words(counts)}", Tone.INFO)
    return Tag("In force", Tone.GOOD)
