"""What a report says of money: budget, newest forecast and the difference, by phase or by line, unknowns counted."""

from __future__ import annotations

from collections.abc import Sequence

from commissioning.core.money import MoneyTotal
from governance.rules.words import counted
from governance.selectors.report_facts import Facts
from governance.selectors.report_parts import Figures, Json, cell, section
from procurement.selectors.spending import SpendingGroup
from programmes.addresses import Addresses


def money_section(facts: Facts, figures: Figures, to: Addresses) -> Json:
    """One row for each phase, in a report on a phase for each line, and everything together last.

    Amounts on different bases are never added: a row then names each total. No query.
    """
    groups = [*facts.groups, *([facts.money] if len(facts.groups) > 1 else [])]
    rows = [_row(group, figures, to, whole=group is facts.money) for group in groups]
    missing = facts.money.not_compared
    finding = (
        f"{counted(len(facts.money.rows), 'budget line')}: {facts.money.variance.words} against budget, "
        f"{missing} without a forecast or a known budget."
    )
    return section(
        "money",
        "Money",
        ("Lines" if facts.phase else "Phase", "Budget", "Forecast", "Variance"),
        rows,
        finding=finding,
        empty="No budget line is recorded.",
        numeric=(1, 2, 3),
    )


def _row(group: SpendingGroup, figures: Figures, to: Addresses, *, whole: bool) -> tuple[Json, ...]:
    label = "Everything together" if whole else group.label
    key = "money.all" if whole else f"money.{group.key}"
    link = to.of("spending")
    budget = figures.add(f"{key}.budget", f"{label}: budget", totals_words(group.budget), link)
    forecast = figures.add(f"{key}.forecast", f"{label}: forecast", totals_words(group.forecast), link)
    variance = figures.add(
        f"{key}.variance", f"{label}: variance", group.variance.words, link, group.variance.amount
    )
    without = group.not_compared
    return (
        cell(label, note=counted(len(group.rows), "line")),
        cell(budget),
        cell(forecast, unknown=not group.forecast),
        cell(
            variance,
            note=f"{counted(without, 'line')} not compared" if without else "",
            unknown=group.variance.amount is None,
        ),
    )


def totals_words(totals: Sequence[MoneyTotal]) -> str:
    """ "£12.47m, 2 of 8 lines TBC"; several bases one after the other, each named, as they are never added.

    "not reported" where there is nothing.
    """
    if len(totals) < 2:
        return totals[0].printed if totals else "not reported"
    return "; ".join(f"{total.printed} ({_basis(total)})" for total in totals)


def _basis(total: MoneyTotal) -> str:
    """ "per annum", "budget for a year, 2026/27"; amounts that are not known have none."""
    said = [*(str(basis.label) for basis in total.bases), *total.years]
    return ", ".join(part for part in said if part) or "basis not known"
