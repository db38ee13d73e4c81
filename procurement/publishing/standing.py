"""Where publication stands: for each process what was published, whether it has changed since, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from procurement.models import ProcurementPhase, PublishedRelease
from procurement.ocds.ocid import OcidError, check_publishing
from procurement.ocds.validate import Problem, faults, problems_of
from procurement.publishing.material import Material
from procurement.publishing.packages import release_package_of
from procurement.publishing.releases import fingerprint, phase_release, programme_release, same_content
from procurement.publishing.words import MADE_UP, Json
from programmes.models import Programme

NEVER = "Not published"
CHANGED = "Changed since"
CURRENT = "As published"
PLANNING = "planning"


@dataclass(frozen=True)
class Process:
    """One contracting process: the release as it could be published now, and the one published last."""

    slug: str
    name: str
    phase: ProcurementPhase | None
    release: Json
    last: PublishedRelease | None
    count: int
    problems: tuple[Problem, ...]

    @property
    def ocid(self) -> str:
        return str(self.release["ocid"])

    @property
    def state(self) -> str:
        if self.last is None:
            return NEVER
        return CURRENT if same_content(self.last.body, self.release) else CHANGED

    @property
    def content(self) -> str:
        """The hash of what the release says, without when it says so."""
        return fingerprint({k: v for k, v in self.release.items() if k not in {"id", "date", "tag"}})

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What stops publication."""
        return faults(self.problems)

    @property
    def is_offered(self) -> bool:
        """Whether it may be published at all: it says something new, and nothing in it is made up."""
        return self.state != CURRENT and not self.is_made_up

    @property
    def is_made_up(self) -> bool:
        """Whether something in it is marked as illustrative."""
        return MADE_UP in str(self.release)


@dataclass(frozen=True)
class Standing:
    """Every process of a programme, what the prefix allows, and how many contracts stand in no process."""

    processes: tuple[Process, ...]
    prefix: str
    prefix_problem: str
    unphased: int
    sealed: int

    @property
    def may_publish(self) -> bool:
        return not self.prefix_problem

    def process(self, slug: str) -> Process | None:
        return next((one for one in self.processes if one.slug == slug), None)


def standing_of(programme: Programme, on: date, at: datetime, *, slug: str = "") -> Standing:
    """Where publication stands on a day; `at` dates the releases that could be published now.

    `slug` asks for one process only: "planning" or the number of a phase.
    """
    material = Material(programme, on)
    wanted: list[ProcurementPhase | None] = [None, *material.phases]
    processes = tuple(_process(material, phase, at) for phase in wanted if not slug or slug == slug_of(phase))
    known = [row for row in material.contracts if row.phase_id is None]
    every = programme.contracts.count()
    return Standing(
        processes,
        material.prefix,
        prefix_problem(material.prefix),
        len(known),
        every - len(material.contract_models),
    )


def slug_of(phase: ProcurementPhase | None) -> str:
    """How a process is named in a form: "planning", or the number of its phase."""
    return PLANNING if phase is None else str(phase.number)


def prefix_problem(prefix: str, ocids: Sequence[str] = ()) -> str:
    """Why nothing may be published under the prefix, with the cure, or ""."""
    try:
        check_publishing(prefix, ocids)
    except OcidError as refusal:
        where = f" The setting is OCID_PREFIX, now {settings.OCID_PREFIX}."
        return f"{refusal.message} {refusal.cure}{where}"
    return ""


def _process(material: Material, phase: ProcurementPhase | None, at: datetime) -> Process:
    release = programme_release(material, at) if phase is None else phase_release(material, phase, at)
    published = [row for row in material.releases if row.phase_id == (phase.pk if phase else None)]
    return Process(
        slug_of(phase),
        "Planning of the programme" if phase is None else str(phase),
        phase,
        release,
        published[-1] if published else None,
        len(published),
        problems_of_release(release),
    )


def problems_of_release(release: Json) -> tuple[Problem, ...]:
    """What the validator finds in a release as it would stand in a package, told by its own fields."""
    at = datetime.fromisoformat(str(release["date"]))
    package = release_package_of([release], uri="https://example.org/releases.json", at=at)
    return problems_of(package)
