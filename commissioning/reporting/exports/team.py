"""The posts of a joint team, the funding with its funders, and the law that bears on the programme, as tables."""

from collections.abc import Iterator

from commissioning.core.money import Money
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
    money_columns,
    money_values,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from procurement.selectors.funding import ContributionRow, FundingRow, funding
from programmes.models import Duty
from programmes.selectors.posts import PostRow, posts
from programmes.selectors.sources import Place, places_of

NO_NUMBER = "[not stated]"
POST_COLUMNS = (
    SheetColumn("Reference", "The post's stable reference.", width=14),
    SheetColumn("Post", "Its title; never who holds it.", width=36),
    SheetColumn("FTE", "Full-time equivalents; empty where no paper says, never 0 for that.", Kind.NUMBER),
    SheetColumn("FTE marker", "[not stated] where there is no number.", width=12),
    SheetColumn("Band", "As printed.", width=12),
    SheetColumn("Scale points", "As printed.", width=12),
    *money_columns("Salary", "What a full-time holder is paid in a year."),
    SheetColumn(
        "Costs at least", "FTE × the foot of the scale, pounds a year, before on-costs.", Kind.POUNDS
    ),
    SheetColumn("Costs at most", "FTE × the top of the scale.", Kind.POUNDS),
    SheetColumn("On-costs", "Whether the salary includes them.", width=24),
    SheetColumn("New", "yes for a new post, no for an existing one.", Kind.YES_NO),
    SheetColumn("Counted as new in", "The places that count it as new, where they differ.", width=30),
    SheetColumn("State", "Proposed, Evaluated, Approved, Recruiting, Filled and so on.", width=14),
    SheetColumn("Duties", "As printed.", width=48),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def posts_table(material: Material) -> SheetTable:
    return SheetTable(
        "posts",
        "Posts",
        "One row is one post of the joint team. Costs are weighted by FTE and leave out on-costs.",
        POST_COLUMNS,
        tuple(_post(row) for row in posts(material.programme)),
    )


def _post(row: PostRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.title,
        row.fte,
        NO_NUMBER if row.fte is None else None,
        row.band or None,
        row.scale_points or None,
        *money_values(row.salary),
        row.minimum,
        row.maximum,
        row.on_costs_label,
        row.is_new,
        joined(row.counted_as_new_in),
        row.state_label,
        joined(row.duties),
        row.note or None,
        locators(row.places),
        row.illustrative,
    )


# --- funding ----------------------------------------------------------------------------------------------------

FUNDING_COLUMNS = (
    SheetColumn("Reference", "The funding's stable reference.", width=14),
    SheetColumn("Row", "“funding”, or “contribution” for what one funder gives to it.", width=14),
    SheetColumn("Funding", "Its name.", width=36),
    SheetColumn("Nature", "Recurrent, Non-recurrent, Capital, Tariff or Not stated.", width=16),
    SheetColumn("Nature as printed", "The paper's own words.", width=24),
    *date_columns("Period", "The time it is for."),
    SheetColumn("Months", "Whole months of that period; empty where it is not dated.", Kind.INTEGER),
    *money_columns("Amount", "The whole funding; on its own row only, so that no sum counts it twice."),
    SheetColumn("Project reference", "The project it is for; empty for the programme as a whole.", width=16),
    SheetColumn("Project", "Its name.", width=30),
    SheetColumn("Funder", "Who gives the contribution.", width=34),
    SheetColumn(
        "Funder is an organisation",
        "no where the paper's words name none of the organisations.",
        Kind.YES_NO,
    ),
    *money_columns("Contribution", "What the funder gives."),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def funding_table(material: Material) -> SheetTable:
    return SheetTable(
        "funding",
        "Funding",
        "One row is one funding, or one funder's contribution to it. An amount nobody states is empty, never 0.",
        FUNDING_COLUMNS,
        tuple(line for row in funding(material.programme) for line in _funding(row)),
    )


def _funding(row: FundingRow) -> Iterator[tuple[Value, ...]]:
    yield _funding_line(row, row.money, None)
    for part in row.contributions:
        yield _funding_line(row, None, part)


def _funding_line(row: FundingRow, whole: Money | None, part: ContributionRow | None) -> tuple[Value, ...]:
    return (
        row.reference,
        "contribution" if part else "funding",
        row.name,
        row.nature_label,
        row.nature_as_printed or None,
        *date_values(row.period),
        row.months,
        *(money_values(whole) if whole else (None,) * 7),
        row.summary_reference or None,
        row.summary_name or None,
        part.funder if part else None,
        part.is_named if part else None,
        *(money_values(part.money) if part else (None,) * 7),
        row.note or None,
        locators(row.places),
        row.illustrative,
    )


# --- duties -----------------------------------------------------------------------------------------------------

DUTY_COLUMNS = (
    SheetColumn("Reference", "Its stable reference.", width=14),
    SheetColumn("Duty or legislation", "Its name.", width=36),
    SheetColumn("What it does", "As the paper words it.", width=60),
    SheetColumn("Stage", "How far it had got.", width=24),
    *date_columns("Date", "From when it obliges, or when it is due."),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def duties_table(material: Material) -> SheetTable:
    rows = list(Duty.objects.filter(programme=material.programme))
    places = places_of([row.fact_id for row in rows])
    return SheetTable(
        "duties",
        "Duties",
        "One row is one duty or piece of legislation that bears on the programme.",
        DUTY_COLUMNS,
        tuple(_duty(row, places.get(row.fact_id or 0, ())) for row in rows),
    )


def _duty(row: Duty, places: tuple[Place, ...]) -> tuple[Value, ...]:
    return (
        row.reference,
        row.name,
        row.effect,
        row.stage or None,
        *date_values(row.date),
        locators(places),
        row.illustrative,
    )
