"""A programme with a board, three councils that decide for themselves, a service in a phase, and people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from governance.models import Body, Decision
from governance.services.decisions import add_decision
from procurement.models import ProcurementPhase
from programmes.access import grants_for
from programmes.models import Organisation, Programme, Service
from tests.factories import (
    BodyFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    person_with,
    service_in_scope,
)

ON = date(2019, 2, 1)
WHY = "Minute 6 of the meeting."


@dataclass
class DecisionWorld:
    programme: Programme
    board: Body
    councils: list[Body]
    service: Service
    lead: Organisation
    phases: list[ProcurementPhase]
    people: dict[str, User]

    def acting(self, who: str = "manager") -> dict[str, Any]:
        """`by`, `grants` and `on` of one of the people, for a door."""
        return {"by": self.people[who], "grants": grants_for(self.people[who], ON), "on": ON}

    def values(self, **more: Any) -> dict[str, Any]:
        """What a record of decision says: agreed on 13 December 2018, in effect from 2 January 2019."""
        return {
            "body": self.board,
            "title": "The next phase",
            "text": "That it go on",
            "outcome": "agreed",
            "decided": parse_fuzzy_date("13 December 2018"),
            "effective": parse_fuzzy_date("2 January 2019"),
            **more,
        }

    def decide(self, who: str = "manager", asked: Any = (), **more: Any) -> Decision:
        return add_decision(self.programme, self.values(**more), asked=asked, reason=WHY, **self.acting(who))


def decision_world() -> DecisionWorld:
    programme = ProgrammeFactory(key="alpha", name="Alpha")
    phases = [ProcurementPhaseFactory(programme=programme, number=number) for number in (1, 2)]
    lead = OrganisationFactory(name="The county")
    service = service_in_scope(lead, phase=phases[0], name="School nursing")
    roles = {
        "manager": Role.PROGRAMME_MANAGER,
        "commissioner": Role.COMMISSIONER,
        "board": Role.BOARD_MEMBER,
    }
    return DecisionWorld(
        programme=programme,
        board=BodyFactory(programme=programme, name="Programme board"),
        councils=[
            BodyFactory(programme=programme, name=f"Council {number}", is_sovereign=True)
            for number in (1, 2, 3)
        ],
        service=service,
        lead=lead,
        phases=phases,
        people={who: person_with(role, programme=programme) for who, role in roles.items()},
    )
