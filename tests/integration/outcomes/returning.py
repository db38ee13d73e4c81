"""What the tests of returns share: a monthly KPI with an owner, the people round it, and lines as they type them."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from commissioning.core.access import Role
from outcomes.rules_lines import Line
from outcomes.rules_periods import parse_period
from outcomes.services.returns import Batch, accept, submit
from programmes.access import grants_for
from tests.factories import KPIFactory, OrganisationFactory, ProgrammeFactory
from tests.factories.people import person_with

ON = date(2025, 8, 15)  # April to July 2025 have ended; returns are due 20 days after


def line(text: str, value: Any = None, *, of: tuple[int, int] | None = None, **more: Any) -> Line:
    """A line of a monthly KPI: `of=(55, 100)` for its parts."""
    parts = {"numerator": Decimal(of[0]), "denominator": Decimal(of[1])} if of else {}
    figure = None if value is None else Decimal(str(value))
    return Line(parse_period("month", text), value=figure, **parts, **more)


def cast(**definition: Any) -> SimpleNamespace:
    """A KPI reported from April 2025, its owner's commissioner, another's, a manager, an analyst and a board member."""
    programme = ProgrammeFactory()
    owner = OrganisationFactory(name="City Council")
    given = {
        "frequency": "month",
        "state": "reporting",
        "reported_from": date(2025, 4, 1),
        "owner": owner,
        "measure": "percentage",
        "unit": "%",
        "floor": 0,
        "ceiling": 100,
    }
    kpi = KPIFactory(programme=programme, name="Health visits in time", **{**given, **definition})
    people = {
        "commissioner": person_with(Role.COMMISSIONER, programme=programme, organisation=owner),
        "stranger": person_with(Role.COMMISSIONER, programme=programme),
        "manager": person_with(Role.PROGRAMME_MANAGER, programme=programme),
        "other_manager": person_with(Role.PROGRAMME_MANAGER, programme=programme),
        "analyst": person_with(Role.ANALYST, programme=programme),
        "board": person_with(Role.BOARD_MEMBER, programme=programme),
        "administrator": person_with(Role.PLATFORM_ADMINISTRATOR),
    }
    kpi.refresh_from_db()
    return SimpleNamespace(programme=programme, kpi=kpi, owner=owner, **people)


def by(person: Any) -> dict[str, Any]:
    """The person and their grants, as every door takes them."""
    return {"by": person, "grants": grants_for(person, ON)}


def sent(world: SimpleNamespace, *lines: Line, person: Any = None, **more: Any) -> Any:
    """A return of the lines, submitted by the KPI's own commissioner unless another is named."""
    who = person or world.commissioner
    (found,) = submit(world.programme, [Batch(world.kpi, lines)], **by(who), on=ON, **more)
    return found


def approved(world: SimpleNamespace, *lines: Line, **more: Any) -> Any:
    """The same, approved by the manager."""
    found = sent(world, *lines, **more)
    return accept(found, **by(world.manager), on=ON, expected=found.version)
