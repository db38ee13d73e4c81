"""Short imports of milestones, previewed and ready to be confirmed: for races and crashes."""

from commissioning.core.access import Role
from commissioning.exchange.models import RunState
from commissioning.exchange.services import receiving, runs
from procurement.services.phase_door import NO_DATE
from programmes.services.milestones import add_milestone
from tests.factories import ProgrammeFactory
from tests.factories.people import person_with
from tests.integration.exchange.feeding import plan_of
from tests.integration.exchange.sheets import act

REASON = "Plan of the week"


def place():
    """A programme, its manager, and a milestone of it."""
    programme = ProgrammeFactory(key="here")
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    milestone = add_milestone(programme, text="Publish", when=NO_DATE, reason="First", by=manager)
    return programme, manager, milestone


def act_of(programme, person):
    return act(programme, person.email, REASON)


def previewed(programme, person, *rows, name="plan.csv"):
    """A run at its preview: [reference, what, date, state, owner] each row."""
    who = act_of(programme, person)
    run = receiving.receive("milestones", who, content=plan_of(*rows), file_name=name)
    assert run.state == RunState.CHECKING, run.problem
    return runs.check(run, who)
