"""A project summary as its one page shows it: everything that the paper says of the project, and what it leaves out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Money
from programmes.models import Programme, ProjectSummary, SummaryLine
from programmes.models.delivery import MilestoneKind
from programmes.models.intentions import SummaryLineKind
from programmes.rules_intentions import is_vacancy, role_is_stated, shared_roles
from programmes.rules_milestones import Fit
from programmes.selectors.intentions_dates import PlanDate, plan_dates
from programmes.selectors.sources import Place, places_of

BENEFITS = (
    (SummaryLineKind.BENEFIT_USERS, "For service users"),
    (SummaryLineKind.BENEFIT_STAFF, "For staff"),
    (SummaryLineKind.BENEFIT_ORGANISATION, "For the organisation"),
    (SummaryLineKind.BENEFIT_GENERAL, "Audience not stated"),
)


@dataclass(frozen=True)
class Line:
    """One line of a summary; `target` is empty where none is stated."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class ProjectFunding:
    """Money that a paper speaks of for one project; the amount may well be unknown."""

    reference: str
    name: str
    nature: str
    money: Money
    note: str


ReadFunding = Callable[[ProjectSummary], Iterable[ProjectFunding]]
_FUNDING: list[ReadFunding] = []


def read_funding_with(read: ReadFunding) -> None:
    """Called by the app that keeps money when it is ready: how the funding of a project is read."""
    _FUNDING[:] = [read]


@dataclass(frozen=True)
class SummaryView:
    """A project summary with its lines by kind and its dates on a day. `version` is that of its own record."""

    pk: int
    version: int
    reference: str
    name: str
    intention_id: int
    intention_reference: str
    intention_number: int
    intention_title: str
    period: FuzzyDate
    lead_vacant: bool
    aim: str
    history: str
    note: str
    lines: Mapping[str, tuple[Line, ...]]
    dates: tuple[PlanDate, ...]
    fact_id: int | None
    illustrative: bool
    places: tuple[Place, ...] = ()
    funding: tuple[ProjectFunding, ...] = ()

    def texts(self, kind: SummaryLineKind) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines.get(kind, ()))

    @property
    def sros(self) -> tuple[str, ...]:
        return self.texts(SummaryLineKind.SRO)

    @property
    def leads(self) -> tuple[str, ...]:
        return self.texts(SummaryLineKind.LEAD)

    @property
    def has_vacancy(self) -> bool:
        """Ticked, or told by the words of a lead, such as “name tbc”."""
        return self.lead_vacant or any(is_vacancy(text) for text in self.leads)

    @property
    def has_stated_lead(self) -> bool:
        """Somebody leads it, and the paper says in what role."""
        return not self.has_vacancy and any(role_is_stated(text) for text in self.leads)

    @property
    def has_stated_sro(self) -> bool:
        return any(role_is_stated(text) for text in self.sros)

    @property
    def sro_is_lead(self) -> tuple[str, ...]:
        return shared_roles(self.sros, self.leads)

    @property
    def metrics(self) -> tuple[Line, ...]:
        return self.lines.get(SummaryLineKind.METRIC, ())

    @property
    def benefits(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Those of each audience, in the order of the one-page form; an audience without any has an empty tuple."""
        return tuple((label, self.texts(kind)) for kind, label in BENEFITS)

    @property
    def milestones(self) -> tuple[PlanDate, ...]:
        return tuple(row for row in self.dates if row.is_milestone)

    @property
    def linked_dates(self) -> tuple[PlanDate, ...]:
        return tuple(row for row in self.dates if row.kind == MilestoneKind.LINKED_PROJECT)

    def of_fit(self, fit: Fit) -> tuple[PlanDate, ...]:
        """The milestones that lie so against the project's own dates: `Fit.AFTER` is entirely after its end."""
        return tuple(row for row in self.milestones if row.place.fit == fit)


def summaries(programme: Programme, on: date | None = None) -> tuple[SummaryView, ...]:
    """Every project summary of the programme, its dates as recorded now where no day is given; five queries."""
    return summaries_and_dates(programme, on)[0]


def summaries_and_dates(
    programme: Programme, on: date | None
) -> tuple[tuple[SummaryView, ...], tuple[PlanDate, ...]]:
    """The summaries, and every date of intentions and projects that was read for them."""
    found = list(ProjectSummary.objects.filter(programme=programme).select_related("intention"))
    lines = _lines(SummaryLine.objects.filter(summary__programme=programme))
    dates = plan_dates(programme, on, periods={row.pk: row.period for row in found})
    return summary_views(found, lines, dates, places_of([row.fact_id for row in found])), dates


def summary_page(programme: Programme, reference: str, on: date | None) -> SummaryView | None:
    """One summary, with the funding that papers name for it; None where the programme has no such summary."""
    row = (
        ProjectSummary.objects.filter(programme=programme, reference=reference)
        .select_related("intention")
        .first()
    )
    if row is None:
        return None
    lines = _lines(SummaryLine.objects.filter(summary=row))
    dates = plan_dates(programme, on, periods={row.pk: row.period}, summary_id=row.pk)
    funding = tuple(item for read in _FUNDING for item in read(row))
    places = places_of([row.fact_id, *(each.fact_id for each in dates)])
    return summary_view(row, lines.get(row.pk, []), dates, places.get(row.fact_id or 0, ()), funding)


Lines = dict[int, list[SummaryLine]]


def _lines(rows: Iterable[SummaryLine]) -> Lines:
    by_summary: Lines = {}
    for line in rows:
        by_summary.setdefault(line.summary_id, []).append(line)
    return by_summary


def summary_views(
    found: Iterable[ProjectSummary],
    lines: Lines,
    dates: Iterable[PlanDate],
    places: Mapping[int, tuple[Place, ...]],
) -> tuple[SummaryView, ...]:
    """The summaries in the order given, each with its own of the lines, dates and places of many."""
    own: dict[int | None, list[PlanDate]] = {}
    for each in dates:
        own.setdefault(each.summary_id, []).append(each)
    return tuple(
        summary_view(row, lines.get(row.pk, []), own.get(row.pk, []), places.get(row.fact_id or 0, ()))
        for row in found
    )


def summary_view(
    row: ProjectSummary,
    lines: Iterable[SummaryLine],
    dates: Iterable[PlanDate],
    places: tuple[Place, ...],
    funding: tuple[ProjectFunding, ...] = (),
) -> SummaryView:
    """One summary from its record and what is its own; the intention of the record has been fetched with it."""
    by_kind: dict[str, list[Line]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(Line(line.text, line.target))
    return SummaryView(
        pk=row.pk,
        version=row.version,
        reference=row.reference,
        name=row.name,
        intention_id=row.intention_id,
        intention_reference=row.intention.reference,
        intention_number=row.intention.number,
        intention_title=row.intention.title,
        period=row.period,
        lead_vacant=row.lead_vacant,
        aim=row.aim,
        history=row.history,
        note=row.note,
        lines={kind: tuple(found) for kind, found in by_kind.items()},
        dates=tuple(dates),
        fact_id=row.fact_id,
        illustrative=row.illustrative,
        places=places,
        funding=funding,
    )
