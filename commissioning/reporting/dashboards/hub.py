"""The page of a joint team: from its records to finished components. Lays out figures; works none out."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from commissioning.core.components import Empty, Link, Tag, Tile, Tone
from commissioning.core.money import Money, format_exactly
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.selectors.hub import Hub, Line, Party, Said
from procurement.selectors.funding import FundingRow
from programmes.addresses import Addresses
from programmes.selectors.posts import PostRow
from programmes.tables import day_words, source_cell
from programmes.tables_intentions import sentence

NO_TEAM = Empty(
    "No post is recorded for this programme yet.",
    "A joint team has this page once somebody enters its posts, in data entry.",
)
BEFORE_ON_COSTS = "Scale minimum to maximum, weighted by FTE, before on-costs"


def hub_page(hub: Hub, to: Addresses) -> dict[str, Any]:
    """Context for the page; `to` gives addresses that keep the reader's day."""
    return {
        "empty": NO_TEAM if not hub.posts else None,
        "lede": lede(hub),
        "tiles": tiles(hub),
        "posts_table": posts_table(hub, to),
        "funded": [funded_words(row) for row in hub.team_funding],
        "early": early_words(hub),
        "funders_table": funders_table(hub, to),
        "accountable_table": accountable_table(hub, to),
        "two_lines": hub.two_lines,
        "acts_for_table": acts_for_table(hub.acts_for, to),
        "functions": said_links(hub.functions, to),
        "support": said_links(hub.support, to),
    }


def lede(hub: Hub) -> str:
    """The team in two sentences: what it costs for how long, and what nobody says."""
    costs = hub.costs
    money = range_words(costs.minimum, costs.maximum)
    first = (
        f"{plural(costs.new_count, 'new post')} of {fte_words(costs.new_fte)} FTE cost {money} a year in salaries, "
        "before on-costs."
        if money
        else f"{plural(costs.post_count, 'post')}; what they cost is not known."
    )
    unknown = [row for row in hub.team_funding if not row.money.is_known and not _given(row.contributions)]
    funders = sum(len(row.contributions) for row in unknown)
    if funders:
        return f"{first} {plural(funders, 'funder')} pay for the team; no paper says how much."
    return f"{first} Nobody is recorded as paying for it." if not hub.team_funding else first


def _given(contributions: Sequence[Any]) -> bool:
    return any(part.money.is_known for part in contributions)


def tiles(hub: Hub) -> list[Tile]:
    return [_posts_tile(hub), _year_tile(hub), _period_tile(hub), _funding_tile(hub)]


def _posts_tile(hub: Hub) -> Tile:
    existing = [post for post in hub.posts if not post.is_new]
    uncounted = any(post.fte is None for post in existing)
    against = counted_words(hub)
    if existing:
        against += f" Existing posts: {'number not stated' if uncounted else plural(len(existing), 'post')}."
    return Tile("Posts", f"{fte_words(hub.costs.fte)} FTE", against.strip(), "#posts", "See the posts")


def counted_words(hub: Hub) -> str:
    """ "2.5 FTE in 3 new posts by para 20; 3.5 FTE in 4 new posts by recommendation 2."."""
    said = [
        f"{fte_words(sum((row.fte for row in rows if row.fte is not None), Decimal(0)))} FTE in "
        f"{plural(len(rows), 'new post')} by {place}"
        for place, rows in hub.counted
    ]
    return f"{'; '.join(said)}." if said else ""


def _year_tile(hub: Hub) -> Tile:
    money = range_words(hub.costs.minimum, hub.costs.maximum)
    if not money:
        return Tile(
            "Salaries a year", "Not known", "No post has both a number and a salary", tone=Tone.UNKNOWN
        )
    left_out = hub.costs.unknown_count
    note = f"; {plural(left_out, 'entry', 'entries')} without a number or salary left out" if left_out else ""
    return Tile("Salaries a year", money, BEFORE_ON_COSTS + note, "#posts", "See the posts")


def _period_tile(hub: Hub) -> Tile:
    over = hub.over_funded_period
    if over is None:
        return Tile("Over the funded period", "Not known", "No funded period is stated", tone=Tone.UNKNOWN)
    periods = ", ".join(dict.fromkeys(row.period.printed for row in hub.team_funding))
    return Tile(
        "Over the funded period",
        range_words(*over),
        f"{hub.funded_months} months, {periods}; without pay awards or part-years",
        "#money",
        "See the funding",
    )


def _funding_tile(hub: Hub) -> Tile:
    parts = [part for row in hub.team_funding for part in row.contributions]
    known = [row.money for row in hub.team_funding if row.money.is_known]
    if known:
        return Tile("Funding", known[0].printed, plural(len(parts), "funder"), "#money", "See the funders")
    named = sum(part.is_named for part in parts)
    against = (
        f"{plural(len(parts), 'funder')}, {named} named; no amount is stated"
        if parts
        else "No funder is recorded"
    )
    return Tile("Funding", "Not known", against, "#money", "See the funders", tone=Tone.UNKNOWN)


def funded_words(row: FundingRow) -> str:
    """ "April 2013 to March 2016, 36 months, non-recurrent (pump priming)."."""
    period = row.period.printed or "period not stated"
    months = f"{row.months} months" if row.months is not None else ""
    return f"{', '.join(filter(None, [period, months, row.nature_as_printed or row.nature_label.lower()]))}."


def early_words(hub: Hub) -> str:
    """ "Funding starts 5 months before the team is fully operational: …"; empty where it does not start before."""
    months = hub.before_operation
    if months is None or hub.operation is None:
        return ""
    start = next(row.period.start for row in hub.team_funding if row.period.start)
    return (
        f"Funding starts {months.printed} before the team is {hub.operation_label}: "
        f"{start:%B %Y} against {hub.operation.printed}."
    )


def posts_table(hub: Hub, to: Addresses) -> Table:
    columns = (
        Column("Post"),
        Column("FTE", numeric=True),
        Column("Band, points"),
        Column("Full-time salary", numeric=True),
        Column("Cost a year", numeric=True),
        Column("State"),
        Column("Counted new in"),
        Column("Source"),
    )
    costs = hub.costs
    money = range_words(costs.minimum, costs.maximum)
    blank = Cell()
    foot = Row(
        (
            Cell("Posts with a number"),
            Cell(fte_words(costs.fte)),
            blank,
            blank,
            Cell(money or "not known", unknown=not money),
            blank,
            blank,
            blank,
        )
    )
    return Table(
        "Posts",
        columns,
        tuple(_post_row(post, to) for post in hub.posts),
        caption_hidden=True,
        compact=True,
        id="hub-posts",
        foot=foot if hub.posts else None,
    )


def _post_row(post: PostRow, to: Addresses) -> Row:
    unknown = Cell("not stated", unknown=True)
    money = range_words(post.minimum, post.maximum)
    band = ", ".join(filter(None, [post.band, post.scale_points]))
    return Row(
        (
            Cell(post.title, note="" if post.counted_as_new_in else post.note),
            unknown if post.fte is None else Cell(fte_words(post.fte)),
            Cell(band) if band else Cell("not stated", unknown=True),
            money_cell(post.salary),
            Cell(money) if money else Cell("not known", unknown=True),
            Cell(post.state_label, tags=(Tag("New", Tone.INFO),) if post.is_new else ()),
            Cell(
                ", ".join(map(unbroken, post.counted_as_new_in)) or ("not said" if post.is_new else "not new")
            ),
            source_cell(post.places, post.fact_id, to),
        )
    )


def unbroken(words: str) -> str:
    """A place stays on one line: “recommendation 2”."""
    return words.replace(" ", "\u00a0")


def funders_table(hub: Hub, to: Addresses) -> Table:
    """Funders of like standing in one row: four CCGs that nobody names say no more in four rows than in one."""
    rows = []
    for row in hub.team_funding:
        parts = Counter((part.funder, part.is_named, part.money) for part in row.contributions)
        for (funder, named, money), number in parts.items():
            rows.append(
                Row(
                    (
                        Cell(sentence(f"{funder} ({number} of them)" if number > 1 else funder)),
                        Cell("Named" if named else "Not named"),
                        _amount(money),
                        source_cell(row.places, row.fact_id, to),
                    )
                )
            )
    columns = (
        Column("Funder"),
        Column("In the paper"),
        Column("Amount", numeric=True),
        Column("Source"),
    )
    return Table(
        "Who pays for the team",
        columns,
        tuple(rows),
        caption_hidden=True,
        empty="No funder is recorded.",
        compact=True,
    )


def _amount(money: Money) -> Cell:
    return money_cell(money) if money.is_known else Cell("not known", unknown=True)


def accountable_table(hub: Hub, to: Addresses) -> Table:
    """Every line with its direction: whom the team answers to, whom those answer to, who answers to it, other links."""
    columns = (Column("Body"), Column("Line"), Column("To"), Column("Source"))
    rows = [_line_row(line, to) for line in hub.upwards]
    rows += [_line_row(line, to) for line in hub.beyond]
    rows += [_line_row(line, to) for line in hub.inwards]
    if hub.bodies and not hub.inwards:
        rows.append(
            Row((Cell("Nobody, as far as papers say"), Cell("answers to"), Cell(hub.bodies[0]), Cell("none")))
        )
    rows += [_line_row(line, to) for line in hub.other_links]
    return Table(
        "Lines of accountability",
        columns,
        tuple(rows),
        caption_hidden=True,
        empty="No line of accountability is recorded for the team.",
        compact=True,
        id="hub-lines",
    )


def _line_row(line: Line, to: Addresses) -> Row:
    """With the paper's own words where they say more than the kind: “possible formal direct links if agreed”."""
    said = dict.fromkeys(place.label for place in line.places if place.label)
    return Row(
        (
            Cell(line.source),
            Cell(line.kind_label.lower(), note="; ".join(f"“{words}”" for words in said)),
            Cell(line.target),
            source_cell(line.places, line.fact_id, to),
        )
    )


def acts_for_table(parties: Sequence[Party], to: Addresses) -> Table:
    rows = tuple(
        Row(
            (
                Cell(party.organisation),
                Cell(f"from {day_words(party.starts_on)}")
                if party.starts_on
                else Cell("not stated", unknown=True),
                Cell(party.words),
                source_cell(party.places, party.fact_id, to),
            )
        )
        for party in parties
    )
    columns = (Column("Organisation"), Column("When"), Column("In the paper"), Column("Source"))
    return Table(
        "On whose behalf the team acts",
        columns,
        rows,
        caption_hidden=True,
        empty="No paper says on whose behalf the team acts.",
        compact=True,
    )


def said_links(said: Sequence[Said], to: Addresses) -> list[tuple[str, Link | None]]:
    """Each statement with a link to where it is printed."""
    return [
        (
            each.text,
            Link(
                ", ".join(dict.fromkeys(place.locator for place in each.places)),
                to.of("fact_sources", each.fact_id),
                "where it is printed",
            )
            if each.places and each.fact_id is not None
            else None,
        )
        for each in said
    ]


def fte_words(fte: Decimal) -> str:
    """ "3.5", "1": full-time equivalents without needless noughts."""
    return f"{fte.normalize():f}"


def range_words(low: Decimal | None, high: Decimal | None) -> str:
    """ "£115,505 to £129,652"; empty where it is not known."""
    if low is None or high is None:
        return ""
    ends = [
        format_exactly(end if end != end.to_integral_value() else end.quantize(Decimal(1)))
        for end in (low, high)
    ]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
