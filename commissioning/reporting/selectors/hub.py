"""A joint commissioning team on one page: posts, money, on whose behalf it acts, and lines of accountability."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.core.fuzzydate import FuzzyDate, MonthSpan
from governance.models import GovernanceLink
from governance.models.bodies import LinkKind
from governance.rules.accountability import UPWARDS
from procurement.selectors.funding import FundingRow, funding
from programmes.models import Programme, ProgrammePartner, ProgrammeStatement, ProgrammeTargetDate
from programmes.models.organisations import OrganisationKind
from programmes.models.programmes import StatementKind
from programmes.selectors.posts import PostCosts, PostRow, counted_new, post_costs, posts
from programmes.selectors.sources import Place, places_of

BEHALF = "behalf"


@dataclass(frozen=True)
class Line:
    """One link between two bodies, in the direction in which it is printed. Only proposed: no line upwards yet."""

    kind: str
    kind_label: str
    source: str
    target: str
    places: tuple[Place, ...]
    fact_id: int | None
    is_proposed: bool = False

    @property
    def is_upward(self) -> bool:
        return self.kind in UPWARDS and not self.is_proposed


@dataclass(frozen=True)
class Party:
    """An organisation that the team acts for, with the paper's own words, and from which day where it says one."""

    organisation: str
    words: str
    starts_on: date | None
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class Said:
    """A statement of the paper with its places."""

    text: str
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class Hub:
    """Everything on the page. `upwards` is whom the team answers to, `beyond` whom those answer to in turn."""

    posts: tuple[PostRow, ...]
    costs: PostCosts
    counted: tuple[tuple[str, tuple[PostRow, ...]], ...]
    funding: tuple[FundingRow, ...]
    operation: FuzzyDate | None
    operation_label: str
    bodies: tuple[str, ...]
    upwards: tuple[Line, ...]
    beyond: tuple[Line, ...]
    inwards: tuple[Line, ...]
    other_links: tuple[Line, ...]
    acts_for: tuple[Party, ...]
    functions: tuple[Said, ...]
    support: tuple[Said, ...]

    @property
    def funded_months(self) -> int | None:
        """Months that the team itself is funded for; None where no one funding says."""
        known = {row.months for row in self.team_funding if row.months is not None}
        return known.pop() if len(known) == 1 else None

    @property
    def team_funding(self) -> tuple[FundingRow, ...]:
        """Funding of the programme as such; what belongs to one of its projects pays for no post."""
        return tuple(row for row in self.funding if not row.summary_reference)

    @property
    def over_funded_period(self) -> tuple[Decimal, Decimal] | None:
        return self.costs.over(self.funded_months)

    @property
    def before_operation(self) -> MonthSpan | None:
        """Months funded before the team is in full operation: April to September 2013 is five (paras 29 and 39)."""
        if self.operation is None:
            return None
        found = [span for row in self.team_funding if (span := row.months_before(self.operation))]
        return found[0] if found else None

    @property
    def two_lines(self) -> bool:
        """Whether the team answers to more than one body."""
        return len({line.target for line in self.upwards}) > 1


def hub(programme: Programme) -> Hub:
    """The team of the programme; a fixed number of queries."""
    rows = posts(programme)
    label, operation = _operation(programme)
    bodies, upwards, beyond, inwards, others = _lines(programme)
    said = _statements(programme)
    return Hub(
        posts=rows,
        costs=post_costs(rows),
        counted=tuple(counted_new(rows).items()),
        funding=funding(programme),
        operation=operation,
        operation_label=label,
        bodies=bodies,
        upwards=upwards,
        beyond=beyond,
        inwards=inwards,
        other_links=others,
        acts_for=_acts_for(programme),
        functions=tuple(said.get(StatementKind.FUNCTION, ())),
        support=tuple(said.get(StatementKind.SUPPORT_FUNCTION, ())),
    )


def _operation(programme: Programme) -> tuple[str, FuzzyDate | None]:
    """The first stated date of being in operation: the target that says so, else the earliest target."""
    rows = [row for row in ProgrammeTargetDate.objects.filter(programme=programme) if row.date.is_dated]
    rows.sort(key=lambda row: ("operation" not in row.label.casefold(), row.date.sort_key))
    return (rows[0].label, rows[0].date) if rows else ("", None)


def _lines(
    programme: Programme,
) -> tuple[tuple[str, ...], tuple[Line, ...], tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """The team's bodies, and its links: upwards, beyond those, inwards, and the rest. Two queries.

    The team is any body of a joint team; where none is recorded, there are no lines to show.
    """
    links = list(
        GovernanceLink.objects.filter(programme=programme).select_related(
            "source__organisation", "target__organisation"
        )
    )
    places = places_of([link.fact_id for link in links])
    team = {
        body.name
        for link in links
        for body in (link.source, link.target)
        if body.organisation is not None and body.organisation.kind == OrganisationKind.JOINT_TEAM
    }
    lines = [
        Line(
            kind=link.kind,
            kind_label=f"{LinkKind(link.kind).label}{', proposed' if link.is_proposed else ''}",
            source=link.source.name,
            target=link.target.name,
            places=places.get(link.fact_id or 0, ()),
            fact_id=link.fact_id,
            is_proposed=link.is_proposed,
        )
        for link in links
    ]
    own = [line for line in lines if line.source in team]
    upwards = [line for line in own if line.is_upward]
    return (
        tuple(sorted(team)),
        tuple(upwards),
        tuple(_beyond(lines, upwards)),
        tuple(line for line in lines if line.target in team and line.is_upward),
        tuple(line for line in own if not line.is_upward),
    )


def _beyond(lines: Sequence[Line], upwards: Iterable[Line]) -> list[Line]:
    """Whom those answer to that the team answers to, step by step; a circle ends where it closes."""
    found: list[Line] = []
    waiting, seen = [line.target for line in upwards], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        steps = [line for line in lines if line.source == name and line.is_upward]
        found += steps
        waiting += [line.target for line in steps]
    return found


def _acts_for(programme: Programme) -> tuple[Party, ...]:
    """Partners on whose behalf the team acts, in the paper's words (hub report, para 16)."""
    rows = list(
        ProgrammePartner.objects.filter(programme=programme, role_as_printed__icontains=BEHALF)
        .select_related("organisation")
        .order_by("starts_on", "organisation__name")
    )
    places = places_of([row.fact_id for row in rows])
    found = [
        Party(
            row.organisation.name,
            row.role_as_printed,
            row.starts_on,
            places.get(row.fact_id or 0, ()),
            row.fact_id,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda party: (party.starts_on or date.min, party.organisation)))


def _statements(programme: Programme) -> dict[str, list[Said]]:
    kinds = (StatementKind.FUNCTION, StatementKind.SUPPORT_FUNCTION)
    rows = list(ProgrammeStatement.objects.filter(programme=programme, kind__in=kinds))
    places = places_of([row.fact_id for row in rows])
    found: dict[str, list[Said]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(Said(row.text, places.get(row.fact_id or 0, ()), row.fact_id))
    return found
