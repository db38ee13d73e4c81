"""Short words that the register, the service page, the money pages and their exports share."""

import re

from commissioning.core.money import Money, format_exactly
from procurement.selectors.lines import LineRow
from procurement.selectors.register import RegisterRow

_WITH_UNIT = re.compile(r"\D*\d[\d,]*(?:\.\d+)?(?:k|m|bn)", re.IGNORECASE)


def amount_words(money: Money) -> str:
    """An amount as it stands in a sentence, with its £ even where a paper's column left it out: “19.5m” is “£19.5m”."""
    printed = money.printed
    if money.amount is None:
        return printed or str(money.qualifier.label)
    if "£" in printed or money.currency != "GBP":
        return printed
    if _WITH_UNIT.fullmatch(printed):
        return re.sub(r"(?=\d)", "£", printed, count=1)
    return format_exactly(money.amount, money.currency)


def settled_words(line: LineRow) -> str:
    """ "settled by Finance lead on 3 March 2019: agreed at the finance group; the paper prints TBC"; "" for others."""
    settled = line.settled
    if settled is None:
        return ""
    said = "the paper prints" if line.fact_id else "before that it was"
    why = settled.why.rstrip(". ")
    return f"settled by {settled.who} on {settled.on.day} {settled.on:%B %Y}: {why}; {said} {settled.before}"


def partners_of(line: LineRow, service_id: int) -> str:
    """The other services that a line pays for, in words; "" where it pays for this one alone."""
    names = [service.name for service in line.services if service.service_id != service_id]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def budget_words(row: RegisterRow) -> list[str]:
    """Each line of a service: “£19.5m shared with School Nursing”, “TBC”."""
    words = []
    for line in row.lines:
        partners = partners_of(line, row.service.service_id)
        words.append(amount_words(line.money) + (f" shared with {partners}" if partners else ""))
    return words


def tbc_words(row: RegisterRow) -> tuple[str, ...]:
    """What about a service is to be confirmed; “not said” where the paper does not say what its TBC qualifies."""
    service = row.service
    words = []
    if service.commissioner_tbc:
        words.append("Commissioner")
    if service.inclusion_tbc:
        words.append("Inclusion")
    if service.inclusion_tbc is None:
        words.append("Inclusion: not said")
    if service.commissioner_tbc is None:
        words.append("Commissioner: not said")
    return (*words, *(["Budget"] if row.unknown_lines else []))


def tbc_sentences(row: RegisterRow) -> list[str]:
    """What a printed TBC leaves open, in full sentences; where the paper does not say, that it does not."""
    service = row.service
    sentences = []
    if service.commissioner_tbc:
        sentences.append("The lead commissioner is to be confirmed.")
    if service.inclusion_tbc:
        sentences.append("Its inclusion in the scope is to be confirmed.")
    if service.inclusion_tbc is None:
        sentences.append("The paper does not say whether “TBC” qualifies its inclusion in the scope.")
    if service.commissioner_tbc is None:
        sentences.append("The paper does not say whether “TBC” qualifies its commissioner.")
    lines = [
        f"The amount of the budget line “{line.label}” is not known: {amount_words(line.money)}."
        for line in row.unknown_lines
    ]
    return [*sentences, *lines]
