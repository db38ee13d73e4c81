"""Budget lines as plain rows: read once for a page, then filtered and summed without asking the database again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.money import Money
from procurement.models import BudgetLine, BudgetLineChange, BudgetLineFunder, BudgetLineService
from procurement.models.budget import BudgetLineStatus
from procurement.rules import kept_money
from programmes.models import CommissionerCode, Programme


@dataclass(frozen=True)
class LineService:
    service_id: int
    reference: str
    name: str


@dataclass(frozen=True)
class LineFunder:
    organisation_id: int
    code: str
    name: str


@dataclass(frozen=True)
class Settlement:
    """Who put an amount to a line that had none, when and why; `before` is what stood there, such as “TBC”."""

    who: str
    on: date
    why: str
    before: str


@dataclass(frozen=True)
class LineRow:
    """One budget line. A shared line pays for several services together and is never split between them."""

    line_id: int
    reference: str
    label: str
    phase_id: int | None
    phase_number: int | None
    money: Money
    status: str
    status_label: str
    services: tuple[LineService, ...]
    funders: tuple[LineFunder, ...]
    may_be_negative: bool
    note: str
    illustrative: bool
    version: int
    fact_id: int | None
    settled: Settlement | None = None

    @property
    def is_shared(self) -> bool:
        return len(self.services) > 1

    @property
    def is_unknown(self) -> bool:
        return not self.money.is_known

    @property
    def funder_codes(self) -> tuple[str, ...]:
        return tuple(funder.code for funder in self.funders)


def budget_lines(programme: Programme, on: date | None = None) -> tuple[LineRow, ...]:
    """Every budget line of the programme in the papers' order, in five queries.

    With a day, a line settled after it still says what was recorded on it. Nothing else of a line is dated: its other
    fields, and corrections made in data entry, are those recorded now.
    """
    services = _services(programme)
    funders = _funders(programme)
    changes = _changes(programme)
    lines = BudgetLine.objects.filter(programme=programme).select_related("phase")
    return tuple(_row(line, services[line.pk], funders[line.pk], changes[line.pk], on) for line in lines)


def _row(
    line: BudgetLine,
    services: Iterable[LineService],
    funders: Iterable[LineFunder],
    changes: Sequence[BudgetLineChange],
    on: date | None,
) -> LineRow:
    """`changes` come oldest first."""
    later = _later(changes, on)
    in_force = changes[: len(changes) - len(later)]
    money = _money_on(line, later)
    status = BudgetLineStatus(later[0].before["status"] if later else line.status)
    return LineRow(
        line_id=line.pk,
        reference=line.reference,
        label=line.label,
        phase_id=line.phase_id,
        phase_number=line.phase.number if line.phase else None,
        money=money,
        status=status.value,
        status_label=str(status.label),
        services=tuple(services),
        funders=tuple(funders),
        may_be_negative=line.may_be_negative,
        note=line.note,
        illustrative=line.illustrative,
        version=line.version,
        fact_id=line.fact_id,
        settled=_settlement(in_force[-1]) if in_force and money.is_known else None,
    )


def _later(changes: Sequence[BudgetLineChange], on: date | None) -> list[BudgetLineChange]:
    return [change for change in changes if on is not None and change.settled_on > on]


def _money_on(line: BudgetLine, later: Sequence[BudgetLineChange]) -> Money:
    """The oldest change after the day holds what stood on the day."""
    return kept_money(later[0].before) if later else line.money


def money_by_phase(programme: Programme, on: date) -> defaultdict[int, list[Money]]:
    """The amounts of the lines of each phase as they stood on the day, as `budget_lines` has them; two queries."""
    changes = _changes(programme)
    found: defaultdict[int, list[Money]] = defaultdict(list)
    for line in BudgetLine.objects.filter(programme=programme, phase__isnull=False):
        found[line.phase_id or 0].append(_money_on(line, _later(changes[line.pk], on)))
    return found


def _settlement(change: BudgetLineChange) -> Settlement:
    return Settlement(str(change.made_by), change.settled_on, change.reason, settled_from(change))


def settled_from(change: BudgetLineChange) -> str:
    """What stood on the line before it was settled, as printed."""
    return _printed(kept_money(change.before))


def settlement_words(change: BudgetLineChange) -> str:
    """ "Portage: amount settled, TBC → £0.2m", with the amount as it was then typed."""
    return (
        f"{change.line.label}: amount settled, {settled_from(change)} → {_printed(kept_money(change.after))}"
    )


def _printed(money: Money) -> str:
    return money.printed or str(money.qualifier.label)


def _changes(programme: Programme) -> defaultdict[int, list[BudgetLineChange]]:
    found: defaultdict[int, list[BudgetLineChange]] = defaultdict(list)
    rows = BudgetLineChange.objects.filter(line__programme=programme).select_related("made_by")
    for change in rows.order_by("settled_on", "pk"):
        found[change.line_id].append(change)
    return found


def _services(programme: Programme) -> defaultdict[int, list[LineService]]:
    found: defaultdict[int, list[LineService]] = defaultdict(list)
    rows = (
        BudgetLineService.objects.filter(line__programme=programme)
        .order_by("pk")
        .values_list("line_id", "service_id", "service__reference", "service__name")
    )
    for line_id, service_id, reference, name in rows:
        found[line_id].append(LineService(service_id, reference, name))
    return found


def _funders(programme: Programme) -> defaultdict[int, list[LineFunder]]:
    codes = dict(
        CommissionerCode.objects.filter(programme=programme, is_variant=False).values_list(
            "organisation_id", "code"
        )
    )
    found: defaultdict[int, list[LineFunder]] = defaultdict(list)
    rows = (
        BudgetLineFunder.objects.filter(line__programme=programme)
        .order_by("pk")
        .values_list("line_id", "organisation_id", "organisation__name")
    )
    for line_id, organisation_id, name in rows:
        found[line_id].append(LineFunder(organisation_id, codes.get(organisation_id, name), name))
    return found


def filter_lines(
    lines: Iterable[LineRow],
    *,
    phase_id: int | None = None,
    organisation_id: int | None = None,
    service_id: int | None = None,
    service_ids: frozenset[int] | None = None,
) -> tuple[LineRow, ...]:
    """Lines within a coverage. A shared line is within it when any of its services or funders is."""

    def within(line: LineRow) -> bool:
        services = {service.service_id for service in line.services}
        return (
            (phase_id is None or line.phase_id == phase_id)
            and (organisation_id is None or organisation_id in {f.organisation_id for f in line.funders})
            and (service_id is None or service_id in services)
            and (service_ids is None or bool(services & service_ids))
        )

    return tuple(line for line in lines if within(line))
