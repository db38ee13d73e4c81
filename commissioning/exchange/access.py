"""Who may read an import: its rows show a register as whoever handed it in sees it."""

from typing import Final

from commissioning.exchange.models import ImportRun
from commissioning.exchange.registers import CLASSES, resource_class
from commissioning.exchange.registers.base import Act

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
