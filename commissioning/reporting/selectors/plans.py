"""What a programme has besides phases and money, for its dashboard: read only where it has any."""

from collections.abc import Collection
from dataclasses import dataclass, field

from commissioning.reporting.selectors.position import Position
from governance.selectors.actions import ActionView, actions
from outcomes.board import BoardFilter, narrowed
from outcomes.selectors.area_values import AreaRow
from outcomes.selectors.areas import areas
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.summaries import board_rows
from outcomes.selectors.themes import ThemeMatrix, theme_matrix
from procurement.selectors.funding import FundingRow, funding
from procurement.selectors.milestones import MilestoneRow
from programmes.models import ProgrammeStatement
from programmes.models.programmes import StatementKind
from programmes.models.responsibilities import Standing
from programmes.selectors.commissioning_models import GroupRow, ModelRow, models_of, service_groups
from programmes.selectors.intentions import IntentionRow, completeness, intentions
from programmes.selectors.intentions_completeness import Completeness
from programmes.selectors.matrix import WhoCommissions, who_commissions
from programmes.selectors.posts import PostCosts, PostRow, post_costs, posts
from programmes.selectors.responsibilities import ClaimRow

SHOWN_STATEMENTS = (StatementKind.VISION, StatementKind.PURPOSE)
NEXT_STEP = "next_step"


@dataclass(frozen=True)
class Plans:
    """Everything of the programme that its rooms hold; empty, or None, where it has none of it.

    Discrepancies, scope, money, phases and milestones are the position's (`at`). Who commissions what is left out
    where phases say it already.
    """

    at: Position
    statements: tuple[tuple[str, str], ...] = ()
    who: WhoCommissions | None = None
    models: tuple[ModelRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    funding: tuple[FundingRow, ...] = ()
    intentions: tuple[IntentionRow, ...] = ()
    complete: Completeness = field(default_factory=lambda: Completeness(()))
    actions: tuple[ActionView, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    themes: ThemeMatrix | None = None
    kpis: tuple[BoardRow, ...] = ()

    @property
    def post_costs(self) -> PostCosts:
        return post_costs(self.posts)

    @property
    def late(self) -> tuple[MilestoneRow, ...]:
        """Not done, with the latest day that the date can mean passed; longest past first."""
        return tuple(row for row in self.at.milestones if row.is_overdue(self.at.on))

    @property
    def undated(self) -> tuple[MilestoneRow, ...]:
        return tuple(row for row in self.at.milestones if not row.when.is_dated)

    @property
    def ahead(self) -> tuple[MilestoneRow, ...]:
        """Not done, with a day still ahead; soonest first."""
        rows = [
            row
            for row in self.at.milestones
            if not row.is_done and row.when.end is not None and row.when.end >= self.at.on
        ]
        return tuple(sorted(rows, key=lambda row: (row.when.end, row.when.sort_key, row.reference)))

    @property
    def handovers(self) -> tuple[ClaimRow, ...]:
        """Leads that are agreed to begin after the day, soonest first."""
        rows = [
            claim
            for service in (self.who.services if self.who else ())
            for claim in service.claims
            if claim.is_lead
            and claim.governing
            and claim.standing != Standing.PROPOSED
            and claim.starts_on is not None
            and claim.starts_on > self.at.on
        ]
        return tuple(sorted(rows, key=lambda row: (row.starts_on, row.service_name)))

    @property
    def has_leads(self) -> bool:
        return self.who is not None and any(row.claims for row in self.who.services)


def plans(at: Position, rooms: Collection[str]) -> Plans:
    """What the open rooms hold, by the names of their addresses; the queries are those of the rooms that are open."""
    programme, on = at.programme, at.on
    found = intentions(programme, on) if "intentions" in rooms else ()
    return Plans(
        at,
        statements=_statements(at),
        who=who_commissions(programme, on) if "commissioners" in rooms and not at.phases else None,
        models=models_of(programme) if "commissioning_models" in rooms else (),
        groups=service_groups(programme) if "commissioning_models" in rooms else (),
        posts=posts(programme) if "hub" in rooms else (),
        funding=funding(programme) if "hub" in rooms else (),
        intentions=found,
        complete=completeness(programme, on, rows=found),
        actions=actions(programme, on) if "actions" in rooms else (),
        areas=areas(programme) if "areas" in rooms else (),
        themes=theme_matrix(programme) if "themes" in rooms else None,
        kpis=narrowed(board_rows(programme, on), BoardFilter(), on) if "kpis" in rooms else (),
    )


def _statements(at: Position) -> tuple[tuple[str, str], ...]:
    """What it is for, as the papers word it, under one label each; the programme's own vision where it has one."""
    rows = ProgrammeStatement.objects.filter(programme=at.programme, kind__in=SHOWN_STATEMENTS)
    said: dict[str, list[str]] = {}
    for kind, text in rows.values_list("kind", "text"):
        said.setdefault(kind, []).append(text)
    if at.programme.vision:
        said[StatementKind.VISION] = [at.programme.vision]
    return tuple(
        (str(StatementKind(kind).label), "; ".join(said[kind])) for kind in SHOWN_STATEMENTS if kind in said
    )
