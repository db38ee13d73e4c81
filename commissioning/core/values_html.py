"""Money and verdicts as cells and tags: the one place where an unknown amount turns into a hatched chip."""

from commissioning.core.comparison import Comparison, Verdict
from commissioning.core.components import Link, Tag, Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Money, MoneyTotal, format_pounds
from commissioning.core.tables import Cell

VERDICT_TONES = {
    Verdict.NOTHING_TO_COMPARE: Tone.NEUTRAL,
    Verdict.RECONCILES: Tone.GOOD,
    Verdict.MET: Tone.GOOD,
    Verdict.DIFFERS: Tone.WARN,
    Verdict.CANNOT_RECONCILE: Tone.ALERT,
    Verdict.CANNOT_BE_JUDGED: Tone.UNKNOWN,
}


def verdict_tag(verdict: Verdict | Comparison) -> Tag:
    """The verdict's own words with a tone: two differing figures are to check, ones that cannot agree need action.

    A comparison of amounts that are not all on one basis and year says so: “Differs, across bases”.
    """
    found = verdict.verdict if isinstance(verdict, Comparison) else Verdict(verdict)
    label = str(found.label)
    if isinstance(verdict, Comparison) and verdict.across_bases:
        label += ", across bases"
    return Tag(label[:1].upper() + label[1:], VERDICT_TONES[found])


def money_cell(money: Money | MoneyTotal, *, href: str = "", note: str = "") -> Cell:
    """An amount as printed; unknown money as a chip that says which kind of unknown, without a sort value."""
    if isinstance(money, MoneyTotal):
        return _total_cell(money, href, note)
    if money.amount is None:
        return Cell(
            text=money.printed or str(money.qualifier.label),
            href=href,
            note=note,
            unknown=True,
        )
    bare = money.printed[-1:].isdigit() and "£" not in money.printed
    read_as = f"read as {format_pounds(money.amount)}" if bare and money.amount else ""
    return Cell(money.printed, href, note or read_as, sort_value=str(money.amount))


def _total_cell(total: MoneyTotal, href: str, note: str) -> Cell:
    known, _, unknown = total.printed.partition(", ")
    all_unknown = total.unknown_count > 0 and total.unknown_count == total.line_count
    if all_unknown or not total.line_count:
        return Cell(total.printed, href, note, unknown=all_unknown)
    return Cell(
        known,
        href,
        note,
        tags=(Tag(unknown, Tone.UNKNOWN),) if unknown else (),
        sort_value=str(total.known),
    )


DASHES = ("-", "–", "—")


def date_cell(when: FuzzyDate, *, note: str = "", overdue: bool = False) -> Cell:
    """A date as printed, sorted by its earliest day; without any day it is a chip saying why, a printed dash too."""
    if not when.is_dated and when.text.strip() in DASHES:
        return Cell(str(when.status.label), note=note or f"printed as “{when.text.strip()}”", unknown=True)
    if not when.is_dated:
        return Cell(when.printed or str(when.status.label), note=note, unknown=True)
    first = when.start or when.end
    note = note or (f"{first.year} inferred" if first and when.year_inferred else "")
    tags = (Tag("Overdue", Tone.ALERT),) if overdue else ()
    return Cell(
        when.printed,
        note=note,
        tags=tags,
        sort_value=first.isoformat() if first else "",
    )


def link_cell(text: str, href: str, *, note: str = "", words: str = "") -> Cell:
    """A name that leads to its page; `words` are read out after it."""
    return Cell(text, href, note, words, sort_value=text.casefold())


def links_cell(*links: Link) -> Cell:
    return Cell(links=links)
