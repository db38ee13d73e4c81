"""Who does what in an import with which rights, and who may read it: its rows show a register as its maker sees it."""

from datetime import date
from typing import Final

from commissioning.core.models import User
from commissioning.exchange.models import ImportRun
from commissioning.exchange.registers import CLASSES, resource_class
from commissioning.exchange.registers.base import Act
from procurement.selectors.sealed import PUBLIC, Sight
from programmes.access import grants_for
from programmes.models import Programme

PREVIEWING: Final = "Preview of an import"

# Their rows may show what is sealed from colleagues who may import into the same register.
OWN_ONLY: Final = frozenset({"contracts"})


def may_read(run: ImportRun, act: Act) -> bool:
    """Its maker and confirmer; and others who may import into the register, where nothing in it is sealed."""
    if act.grants.everything or act.by.pk in {run.made_by_id, run.confirmed_by_id}:
        return True
    return run.register not in OWN_ONLY and resource_class(run.register)().may(act)


def registers_for(act: Act) -> tuple[str, ...]:
    """The registers into which the person may import, in the order in which a programme is filled."""
    return tuple(name for name in CLASSES if resource_class(name)().may(act))


def act_for(run: ImportRun, by: User, on: date, *, reason: str = PREVIEWING) -> Act:
    """The act of a run for a person, with their rights as they are now: jobs ask them anew."""
    programme = run.programme if resource_class(run.register).of_programme else None
    return act_of(programme, by, on, effective_on=run.effective_on, reason=reason)


def act_of(
    programme: Programme | None,
    by: User,
    on: date,
    *,
    effective_on: date | None = None,
    reason: str = PREVIEWING,
) -> Act:
    """What a person does on a day, with the rights they hold on it."""
    grants = grants_for(by, on)
    sight = Sight.for_person(by, grants, programme, on) if programme else PUBLIC
    return Act(programme, by, grants, on, effective_on or on, reason, sight)
