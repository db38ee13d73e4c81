"""What a programme with little in it says instead of empty charts: what to add next, for whoever may add it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from commissioning.core.access import Permission
from commissioning.core.components import Link
from programmes.access import Grants
from programmes.models import Programme
from programmes.rooms import every_room

SETTLED = 4  # rooms with something in them, from which on a programme needs no telling how to begin

NOTHING_YET = "Nothing is recorded of this programme yet."
PARTLY = "Only part of this programme is recorded so far."
WHO_ADDS = "Its programme manager adds its papers, services, milestones and money."


@dataclass(frozen=True)
class Step:
    """One thing to add, in the order of docs/how-to/add-a-programme.md; done once its room holds something."""

    link: Link
    why: str
    is_done: bool = False


@dataclass(frozen=True)
class Start:
    """`text` says how a programme with little in it stands, empty for others; `steps` are those its reader may take."""

    text: str
    steps: tuple[Step, ...]


STEPS = (
    (
        "sources",
        Permission.EDIT_DATA,
        "admin:programmes_document_add",
        "Add its paper",
        "so that every record can name where it is printed",
    ),
    (
        "partners",
        Permission.EDIT_DATA,
        "admin:programmes_programmepartner_add",
        "Name a commissioner",
        "as a partner with the role “Lead commissioner”, so that services can be given a lead",
    ),
    (
        "phases",
        Permission.EDIT_DATA,
        "admin:procurement_procurementphase_add",
        "Add a phase",
        "where it procures in phases",
    ),
    (
        "services",
        Permission.CHANGE_SCOPE,
        "service_add",
        "Add a service",
        "with its scope, its phase and who leads it",
    ),
    (
        "intentions",
        Permission.EDIT_PLAN,
        "intention_add",
        "Add an intention",
        "where the programme is a plan rather than a procurement",
    ),
    (
        "milestones",
        Permission.EDIT_PLAN,
        "milestone_add",
        "Add a milestone",
        "as loosely as the paper dates it",
    ),
    (
        "money",
        Permission.EDIT_MONEY_DATA,
        "admin:procurement_budgetline_add",
        "Add a budget line",
        "as printed: “TBC” is never taken for nothing",
    ),
)


def start(grants: Grants, programme: Programme, rooms: Collection[str], *, has_papers: bool) -> Start | None:
    """What the reader may add; None for whoever may add nothing, once there is something to read.

    `rooms` are the open ones by the names of their addresses.
    """
    filled = {room.name for room in every_room() if room.holds} & set(rooms)
    done = filled | ({"sources"} if has_papers else set())
    steps = tuple(
        Step(Link(words, _address(name, programme)), why, room in done)
        for room, permission, name, words, why in STEPS
        if grants.may(permission, programme.pk)
    )
    if filled and not steps:
        return None
    text = "" if len(filled) >= SETTLED else PARTLY if filled else NOTHING_YET
    return Start(text if steps else f"{text} {WHO_ADDS}", steps)


def _address(name: str, programme: Programme) -> str:
    if name.startswith("admin:"):
        return f"{reverse(name)}?programme={programme.pk}"
    return reverse(name, args=[programme.key])
