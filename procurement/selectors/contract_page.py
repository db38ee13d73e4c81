"""Everything the page of one contract shows, as far as its reader may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models import OutcomeMeasure
from outcomes.models.frameworks import FrameworkState
from procurement.models import Contract, Notice
from procurement.models.terms import BreakPoint, ContractReview, ReviewAction
from procurement.selectors.contract_acts import ActRow
from procurement.selectors.contract_fields import watched
from procurement.selectors.contract_types import ContractRow, EndRow, PartyRow, ValueRow
from procurement.selectors.contracts import rows_and_terms
from procurement.selectors.sealed import ContractSight, Sight
from programmes.selectors.edits import FieldEdit, edits_since
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class OutcomeTie:
    """An outcome that a KPI of the contract measures; a proxy stands for it without measuring it."""

    kpi_id: int
    reference: str
    text: str
    is_proxy: bool


@dataclass(frozen=True)
class ReviewRow:
    """A review held by the day, with how many of its actions are still open on it."""

    reference: str
    held_on: date
    found: str
    next_on: date | None
    kpis: int
    actions: int
    open_actions: int
    overdue: int
    illustrative: bool


@dataclass(frozen=True)
class ContractPage:
    """`row` is the register's row on the day; the rest is over time. What is sealed is left out of every part."""

    contract: Contract
    row: ContractRow
    sight: ContractSight
    parties: tuple[PartyRow, ...]
    values: tuple[ValueRow, ...]
    ends: tuple[EndRow, ...]
    acts: tuple[ActRow, ...]
    break_points: tuple[BreakPoint, ...]
    reviews: tuple[ReviewRow, ...]
    notices: tuple[Notice, ...]
    outcomes: tuple[OutcomeTie, ...]
    replaced_by: tuple[Contract, ...]
    edits: tuple[FieldEdit, ...]
    places: tuple[Place, ...]

    @property
    def hides_parties(self) -> bool:
        """Whether who provides it is not shown; how many are hidden is not told."""
        return not self.sight.provider


def contract_page(contract: Contract, on: date, sight: Sight) -> ContractPage:
    """The contract as at the day, its dated rows and acts, and what it is tied to; a fixed number of queries."""
    (row,), read = rows_and_terms(Contract.objects.filter(pk=contract.pk), on, sight)
    seen = sight.of_contract(contract)
    terms = read[contract.pk]
    fact = contract.fact_id
    return ContractPage(
        contract=contract,
        row=row,
        sight=seen,
        parties=tuple(party for party in terms.parties if seen.provider or not party.provides),
        values=tuple(terms.values) if seen.value else (),
        ends=tuple(terms.ends),
        acts=tuple(act for act in row.acts if act.decided_on <= on),
        break_points=tuple(contract.break_points.all()),
        reviews=_reviews(contract, on),
        notices=_notices(contract),
        outcomes=_outcomes([kpi.pk for kpi in row.kpis]),
        replaced_by=tuple(contract.replaced_by.order_by("reference")),
        edits=edits_since(contract, 1, watched()),
        places=places_of([fact]).get(fact, ()) if fact else (),
    )


def _reviews(contract: Contract, on: date) -> tuple[ReviewRow, ...]:
    """Newest first; three queries."""
    held = ContractReview.objects.filter(contract=contract, held_on__lte=on).order_by("-held_on", "-pk")
    return tuple(
        _review(review, list(review.actions.all()), len(review.kpis.all()), on)
        for review in held.prefetch_related("actions", "kpis")
    )


def _review(review: ContractReview, actions: Sequence[ReviewAction], kpis: int, on: date) -> ReviewRow:
    still = [action for action in actions if action.done_on is None or action.done_on > on]
    return ReviewRow(
        review.reference,
        review.held_on,
        review.found,
        review.next_on,
        kpis,
        len(actions),
        len(still),
        sum(_is_overdue(action.due, on) for action in still),
        review.illustrative,
    )


def _is_overdue(due: FuzzyDate, on: date) -> bool:
    return due.deadline is not None and due.deadline < on


def _notices(contract: Contract) -> tuple[Notice, ...]:
    """The contract's own notices, and those of its phase that name no contract."""
    rows = Notice.objects.filter(programme=contract.programme_id).select_related("kind")
    own = rows.filter(contract=contract)
    if contract.phase_id:
        own = own | rows.filter(phase=contract.phase_id, contract__isnull=True)
    return tuple(own.order_by("published_on", "due_on", "reference"))


def _outcomes(kpi_ids: Sequence[int]) -> tuple[OutcomeTie, ...]:
    """The outcomes of frameworks not superseded that these KPIs measure."""
    ties = (
        OutcomeMeasure.objects.filter(kpi__in=kpi_ids)
        .exclude(outcome__framework__state=FrameworkState.SUPERSEDED)
        .order_by("is_proxy", "outcome__reference")
    )
    return tuple(
        OutcomeTie(*row)
        for row in ties.values_list("kpi_id", "outcome__reference", "outcome__text", "is_proxy")
    )
