"""What every table of a file is made from: one programme, on one day, as one address asks for it. Read once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.http import QueryDict

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Streamed
from commissioning.reporting.selectors.position import Position, position
from governance.listing import DiscrepancyListing, discrepancy_listing
from governance.listing_actions import ActionListing, action_listing
from governance.listing_benefits import BenefitListing, benefit_listing
from governance.listing_decisions import DecisionListing, decision_listing
from governance.listing_feedback import FeedbackListing, feedback_listing
from governance.listing_risks import RiskListing, risk_listing
from outcomes.listing_board import BoardListing, board_listing
from outcomes.listing_figures import FigureListing, asks_for_figures, figure_listing
from outcomes.listing_returns import TrackerListing, tracker_listing
from outcomes.models import CareModelArea
from outcomes.selectors.area_values import AreaProfile
from outcomes.selectors.areas import compared
from procurement.listing import LineListing, ServiceListing, line_listing, service_listing, wants_combined
from procurement.listing_calendar import CalendarListing, calendar_listing
from procurement.listing_contracts import ContractListing, contract_listing
from procurement.listing_milestones import MilestoneListing, milestone_listing
from procurement.listing_phases import NoticeListing, StageListing, notice_listing, stage_listing
from procurement.listing_runway import RunwayListing, runway_listing
from procurement.rules_thread import Thread
from procurement.selectors.golden_thread import golden_thread
from procurement.selectors.register import Register, register
from procurement.selectors.sealed import PUBLIC, Sight
from programmes.listing_commissioning import PartsListing, asks_for_parts, parts_listing
from programmes.listing_intentions import IntentionListing, intention_listing
from programmes.models import Programme
from programmes.selectors.sources import Place

YES, NO, NOT_SAID = "yes", "no", "not said"


@dataclass(frozen=True)
class Material:
    """`params` is the address of the view that the file is of; empty for everything.

    `read_sight` reads what of sealed fields the person who asks may see; without one a file shows none of them.
    """

    programme: Programme
    on: date
    params: QueryDict
    read_sight: Callable[[], Sight] = field(default=lambda: PUBLIC)

    @cached_property
    def sight(self) -> Sight:
        return self.read_sight()

    @cached_property
    def contracts(self) -> ContractListing:
        """The contracts that the address asks for, as far as the reader may know them."""
        return contract_listing(self.programme, self.params, self.on, self.sight)

    @cached_property
    def position(self) -> Position:
        return position(self.programme, self.on)

    @cached_property
    def register(self) -> Register:
        """Shares its rows with the position where that has been read already."""
        if "position" in self.__dict__:
            return register(self.programme, self.on, scope=self.position.scope, lines=self.position.lines)
        return register(self.programme, self.on)

    @cached_property
    def services(self) -> ServiceListing:
        return service_listing(self.register, self.params)

    @cached_property
    def lines(self) -> LineListing:
        return line_listing(self.register, self.params)

    @cached_property
    def discrepancies(self) -> DiscrepancyListing:
        return discrepancy_listing(self.position.discrepancies, self.params)

    @cached_property
    def intentions(self) -> IntentionListing:
        return intention_listing(self.programme, self.params, self.on)

    @cached_property
    def milestones(self) -> MilestoneListing:
        return milestone_listing(self.programme, self.params, self.on)

    @cached_property
    def runway(self) -> RunwayListing:
        """The runway that the address asks for, under what it supposes."""
        return runway_listing(self.programme, self.params, self.on, self.sight)

    @cached_property
    def calendar(self) -> CalendarListing:
        """The dates that the address asks for: nothing sealed stands among them, whoever asks."""
        return calendar_listing(self.programme, self.params, self.on, today=self.sight.on)

    @cached_property
    def stages(self) -> StageListing:
        return stage_listing(self.programme, self.params, self.on)

    @cached_property
    def notices(self) -> NoticeListing:
        return notice_listing(self.programme, self.params, self.on)

    @cached_property
    def actions(self) -> ActionListing:
        return action_listing(self.programme, self.params, self.on)

    @cached_property
    def risks(self) -> RiskListing:
        return risk_listing(self.programme, self.params, self.on)

    @cached_property
    def decisions(self) -> DecisionListing:
        return decision_listing(self.programme, self.params, self.on)

    @cached_property
    def benefits(self) -> BenefitListing:
        return benefit_listing(self.programme, self.params, self.on)

    @cached_property
    def feedback(self) -> FeedbackListing:
        return feedback_listing(self.programme, self.params, self.on)

    @cached_property
    def kpis(self) -> BoardListing:
        return board_listing(self.programme, self.params, self.on)

    @cached_property
    def parts(self) -> PartsListing | None:
        """Who commissions what, where the address narrows it; None for every term of the programme."""
        narrows = asks_for_parts(self.params)
        return parts_listing(self.programme, self.params, self.on) if narrows else None

    @cached_property
    def figures(self) -> FigureListing | None:
        """The figures of a review, where the address narrows them; None for every figure, context included."""
        return figure_listing(self.programme, self.params) if asks_for_figures(self.params) else None

    @cached_property
    def thread(self) -> Thread:
        """The golden thread of the framework in force, on the day."""
        scope = self.position.scope if "position" in self.__dict__ else None
        return golden_thread(self.programme, on=self.on, scope=scope)

    @cached_property
    def returns(self) -> TrackerListing:
        """The KPIs of the tracker of returns that the address asks for."""
        return tracker_listing(self.programme, self.params, self.on)

    @cached_property
    def area_references(self) -> Mapping[str, str]:
        """The stable reference of each area of a review, by its key."""
        areas = CareModelArea.objects.filter(programme=self.programme)
        return dict(areas.values_list("key", "reference"))

    @cached_property
    def profiles(self) -> tuple[AreaProfile, ...]:
        """Everything that a review says of its areas, in its order; nothing for a programme without any."""
        keys = list(self.area_references)
        return compared(self.programme, keys) if keys else ()

    @property
    def combined(self) -> bool:
        """Whether somebody chose to add amounts across bases and years."""
        return wants_combined(self.params)


def finished(material: Material, table: SheetTable) -> SheetTable:
    """The table with the programme and the day on every row: a file parted from its cover still says what it is of."""
    columns = (
        SheetColumn("Programme", "The programme's short name, as in the address of its pages.", width=14),
        SheetColumn("Position at", "The day on which the rows stand.", Kind.DATE),
    )
    own = (material.programme.key, material.on)
    rows = (
        table.rows.each(lambda row: (*row, *own))
        if isinstance(table.rows, Streamed)
        else tuple((*row, *own) for row in table.rows)
    )
    return replace(table, columns=(*table.columns, *columns), rows=rows)


def yes_no_unsaid(flag: bool | None) -> str:
    """A flag that a paper may leave open: null is “not said”, which is not “no”."""
    return NOT_SAID if flag is None else YES if flag else NO


def locators(places: Sequence[Place]) -> str | None:
    """Each place once, as “HAM-2018-12 para 2.4”."""
    return "; ".join(dict.fromkeys(f"{place.document_reference} {place.locator}" for place in places)) or None


PRINTED_IN = SheetColumn("Printed in", "Where the papers print it: document reference and place.", width=34)
ILLUSTRATIVE = SheetColumn("Illustrative", "yes where no paper prints this row.", Kind.YES_NO)
