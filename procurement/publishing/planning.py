"""The planning section of a release: the need, the budget by year and funder, milestones and early notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commissioning.core.periods import FinancialYear, PeriodError
from procurement.models import PooledFund
from procurement.models.pools import FundArrangement
from procurement.ocds.dates import end_of, start_of
from procurement.ocds.values import amount_of, budget_amount
from procurement.publishing.material import Material, PublicLine
from procurement.publishing.parties import Parties
from procurement.publishing.words import Json, kept, sentences, titled

HELD_BACK: Final = "Amount not published before the award"


def budget_of(material: Material, lines: Sequence[PublicLine], parties: Parties) -> Json:
    """planning.budget: the programme as project, each line with its year and contributor, and what papers state.

    A total stands there only where every line is known; stated totals that disagree both stay in the description.
    """
    programme = material.programme
    every = [line.money for line in lines]
    known = [money for money in every if money is not None]
    total = budget_amount(known) if len(known) == len(every) and lines else None
    held = len(every) - len(known)
    words = [total.words[:1].upper() + total.words[1:] if total else ""]
    if held:
        words.append(f"{held} of {len(every)} amounts not published before the award, so there is no total")
    return kept(
        {
            "project": titled(programme.name, illustrative=programme.illustrative),
            "projectID": programme.reference,
            "description": sentences(*words),
            "amount": total.value if total else None,
            "budgetBreakdown": [_line(material, line, parties) for line in lines],
        }
    )


def _line(material: Material, line: PublicLine, parties: Parties) -> Json:
    row, funders = line.row, line.row.funders
    out = amount_of(line.money)
    shared = [parties.refer(funder.organisation_id, "sourceParty") for funder in funders]
    names = ", ".join(reference["name"] for reference in shared if reference)
    value = out.words if line.money is not None else HELD_BACK
    return kept(
        {
            "id": row.reference,
            "description": sentences(
                titled(row.label, illustrative=row.illustrative),
                value,
                f"Shared by {names}; their parts are not stated" if len(funders) > 1 else "",
                *(_arrangement(fund) for fund in material.funds.get(row.line_id, ())),
            ),
            "amount": out.value,
            "period": _year(line),
            "sourceParty": shared[0] if len(shared) == 1 else None,
        }
    )


def _year(line: PublicLine) -> Json | None:
    if line.money is None or not line.money.year:
        return None
    try:
        year = FinancialYear.parse(line.money.year)
    except PeriodError:
        return None
    return {"startDate": start_of(year.start), "endDate": end_of(year.end)}


def _arrangement(fund: PooledFund) -> str:
    """ "Pooled (section 75): Children’s fund, host Sample Council, under NHS Act 2006 section 75"."""
    host = f", host {fund.host.name}" if fund.host else ""
    under = f", under {fund.agreement}" if fund.agreement else ""
    return f"{FundArrangement(fund.arrangement).label}: {fund.name}{host}{under}"


def stated_words(material: Material) -> str:
    """Every total that the papers state, and how it compares with the lines: disagreeing totals both stay."""
    said = []
    for row in material.stated:
        compared = [f"{reading.label}: {reading.comparison.reason}" for reading in row.readings]
        said.append(sentences(f"Stated: {row.money.printed} for {row.covers}", *compared))
    return " ".join(said)
