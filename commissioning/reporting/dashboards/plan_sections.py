"""The sections of a programme's dashboard beyond phases and money, each only where the programme has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissioning.core.components import Link
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from commissioning.reporting.dashboards.address import address
from commissioning.reporting.dashboards.plan_tiles import buys_services, cost_words, fte_words, level_words
from commissioning.reporting.dashboards.words import days_until, plural
from commissioning.reporting.selectors.plans import NEXT_STEP, Plans
from procurement.selectors.milestones import MilestoneRow
from programmes.models.commissioning_models import IntegrationLevel
from programmes.selectors.intentions_completeness import PARTS

SHOWN = 5  # rows of a list that has a page of its own


@dataclass(frozen=True)
class Section:
    """A part of the page: what it says in a sentence, its tables, and the page with the whole of it."""

    key: str
    heading: str
    text: str = ""
    tables: Sequence[Table] = ()
    link: Link | None = None


def plan_sections(plans: Plans, keep: str) -> list[Section]:
    found = [
        _leads(plans, keep),
        _models(plans, keep),
        _posts(plans, keep),
        _intentions(plans, keep),
        _dates(plans, keep),
        _actions(plans, keep),
        _areas(plans, keep),
    ]
    return [section for section in found if section is not None]


def _leads(plans: Plans, keep: str) -> Section | None:
    if plans.who is None or not plans.has_leads or plans.at.phases:
        return None
    columns = (
        Column("Commissioner"),
        Column("Leads", numeric=True),
        Column("Statutory", numeric=True),
        Column("Proposed", numeric=True),
        Column("Other parts", numeric=True),
    )
    rows = [
        Row(
            (
                Cell(
                    count.commissioner.name,
                    address(
                        plans.at, "commissioners", f"commissioner={count.commissioner.organisation_id}", keep
                    ),
                ),
                *(
                    Cell(str(number))
                    for number in (count.leads, count.statutory, count.proposed, count.other)
                ),
            )
        )
        for count in plans.who.counts
    ]
    tables = [Table("Services by commissioner", columns, tuple(rows), caption_hidden=True)]
    if plans.handovers:
        tables.append(_handovers(plans, keep))
    link = Link("Every service by commissioner, on any day", address(plans.at, "commissioners", keep=keep))
    return Section("who", "Who commissions what", "", tables, link=link)


def _handovers(plans: Plans, keep: str) -> Table:
    rows = [
        Row(
            (
                Cell(
                    claim.service_name,
                    address(plans.at, "service", "", keep, claim.service_reference),
                ),
                Cell(claim.organisation),
                date_cell(claim.term),
            )
        )
        for claim in plans.handovers
    ]
    columns = (Column("Service"), Column("Lead passes to"), Column("From"))
    return Table("Leads that change hands after this day", columns, tuple(rows), caption_size="s")


def _models(plans: Plans, keep: str) -> Section | None:
    if not plans.groups:
        return None
    rows = [
        Row(
            (
                Cell(level.label),
                Cell(str(len(own))),
                Cell("; ".join(group.name for group in own)),
            )
        )
        for level in IntegrationLevel
        if (own := [group for group in plans.groups if group.level == level])
    ]
    columns = (Column("Model"), Column("Groups", numeric=True), Column("Which"))
    link = Link(
        "The models by their four parts, and what is intended",
        address(plans.at, "commissioning_models", keep=keep),
    )
    return Section(
        "models",
        "How services are commissioned together",
        f"{plural(len(plans.groups), 'group')} of services: {level_words(plans)}.",
        [Table("Groups by model", columns, tuple(rows), caption_hidden=True)],
        link=link,
    )


def _posts(plans: Plans, keep: str) -> Section | None:
    if not plans.posts:
        return None
    rows = [
        Row(
            (
                Cell(post.title, note=post.band),
                Cell(fte_words(post.fte)) if post.fte is not None else Cell("not stated", unknown=True),
                Cell(post.salary.printed, unknown=not post.salary.is_known),
                Cell("New" if post.is_new else "Existing"),
                Cell(post.state_label),
            )
        )
        for post in plans.posts
    ]
    columns = (
        Column("Post"),
        Column("FTE", numeric=True),
        Column("Salary as printed", numeric=True),
        Column("New or existing"),
        Column("State"),
    )
    funders = [funding.name for funding in plans.funding]
    text = f"{fte_words(plans.post_costs.fte)} FTE: {cost_words(plans)}." + (
        f" {plural(len(funders), 'source of funding', 'sources of funding')} recorded." if funders else ""
    )
    link = Link("Posts, cost and who answers to whom", address(plans.at, "hub", keep=keep))
    return Section(
        "posts", "The team", text, [Table("Posts", columns, tuple(rows), caption_hidden=True)], link=link
    )


def _intentions(plans: Plans, keep: str) -> Section | None:
    if not plans.intentions:
        return None
    columns = (Column("Intention"), *(Column(part) for part in PARTS))
    rows = [
        Row(
            (
                Cell(
                    f"{row.number}. {row.title}",
                    address(plans.at, "intention", "", keep, row.reference),
                ),
                *(Cell(cell.words, note="; ".join(cell.flags)) for cell in row.cells),
            )
        )
        for row in plans.complete.rows
    ]
    link = Link("Every intention, with its group and progress", address(plans.at, "intentions", keep=keep))
    return Section(
        "intentions",
        "How complete the plan is",
        f"{len(plans.complete.with_summary)} of {plural(len(plans.intentions), 'intention')} have a project summary.",
        [Table("Completeness by intention", columns, tuple(rows), caption_hidden=True)],
        link=link,
    )


def _dates(plans: Plans, keep: str) -> Section | None:
    """Late, next and next steps as short lists; a programme with phases draws them instead."""
    if not plans.at.milestones or buys_services(plans):
        return None
    steps = [row for row in plans.at.milestones if row.kind_code == NEXT_STEP and not row.is_done]
    ahead = [row for row in plans.ahead if row not in steps]
    tables = [
        _milestones(plans, "Late", plans.late, keep, "dates=overdue"),
        _milestones(plans, "Next", ahead, keep, ""),
        _milestones(plans, "Next steps", steps, keep, f"kind={NEXT_STEP}"),
    ]
    shown = [table for table in tables if table.rows]
    said = [
        f"{len(plans.late)} late",
        f"{len(plans.ahead)} ahead",
        f"{len(plans.undated)} undated",
    ]
    link = Link("Every milestone, with a timeline", address(plans.at, "milestones", keep=keep))
    text = f"{plural(len(plans.at.milestones), 'milestone')}: {', '.join(said)}."
    return Section("dates", "Milestones and next steps", text, shown, link=link)


def _milestones(plans: Plans, caption: str, rows: Sequence[MilestoneRow], keep: str, query: str) -> Table:
    """The first few; the caption says how many there are, and the last row leads to the rest."""
    body = [
        Row(
            (
                Cell(row.text, note=row.parent.label if row.parent.kind != "programme" else ""),
                date_cell(row.when),
                Cell(days_until(row.when, plans.at.on) if row.when.is_dated else "no day is known"),
                Cell(row.owner_role) if row.owner_role else Cell("no owner stated", unknown=True),
            )
        )
        for row in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        href = address(plans.at, "milestones", query, keep)
        body.append(Row((Cell(f"{len(rows) - SHOWN} more", href), Cell(), Cell(), Cell())))
    columns = (Column("What"), Column("When, as printed"), Column("From this day"), Column("Owner"))
    return Table(f"{caption} ({len(rows)})", columns, tuple(body), caption_size="s")


def _actions(plans: Plans, keep: str) -> Section | None:
    if not plans.actions:
        return None
    rows = [
        Row(
            (
                Cell(view.text, address(plans.at, "action", "", keep, view.reference), note=view.body),
                Cell(
                    view.last.text if view.last else "no answer recorded",
                    unknown=view.last is None,
                    note="Weaker than what was agreed" if view.weakened else "",
                ),
                Cell(
                    f"{view.missed_count} of the promised reports" if view.missed_count else "none",
                ),
                Cell(view.state_label),
            )
        )
        for view in plans.actions
    ]
    columns = (Column("Agreed"), Column("Last answer"), Column("Missing"), Column("State"))
    link = Link("Every action beside its answers", address(plans.at, "actions", keep=keep))
    return Section(
        "actions",
        "What boards agreed, and what they were told",
        "",
        [Table("Board actions", columns, tuple(rows), caption_hidden=True)],
        link=link,
    )


def _areas(plans: Plans, keep: str) -> Section | None:
    if not plans.areas:
        return None
    rows = [
        Row(
            (
                Cell(area.name, address(plans.at, "area", "", keep, area.key), note=area.place),
                Cell(area.depth_label),
                Cell(f"{area.population:,}")
                if area.population is not None
                else Cell("not in the review’s table", unknown=True),
                Cell(str(area.learning)),
                Cell(str(area.impacts), note=f"{area.quantified} with a value"),
                Cell(str(area.themes)),
            )
        )
        for area in plans.areas
    ]
    columns = (
        Column("Area"),
        Column("Evidence"),
        Column("Population", numeric=True),
        Column("Learning points", numeric=True),
        Column("Impact figures", numeric=True),
        Column("Themes", numeric=True),
    )
    link = Link("Compare areas side by side", address(plans.at, "areas", keep=keep))
    return Section(
        "areas",
        "Models of care in other places",
        "",
        [Table("Areas", columns, tuple(rows), caption_hidden=True)],
        link=link,
    )
