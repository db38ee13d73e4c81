"""What the writers of an import share: who imports, on which day and why, and what has been written so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from procurement.models import Lot, OcdsImport, ProcurementPhase
from procurement.rules_import import ProcessPlan, RecordPlan
from procurement.services.phase_door import NO_DATE, on_day
from programmes.access import Grants
from programmes.models import Organisation, Programme


@dataclass
class Writing:
    """One import being written. `references` says where each path of each process led."""

    record: OcdsImport
    by: User
    grants: Grants
    on: date
    reason: str
    organisations: Mapping[str, Organisation]
    references: dict[tuple[str, str], str] = field(default_factory=dict)
    process: ProcessPlan | None = None
    phase_reference: str = ""
    lots: dict[str, Lot] = field(default_factory=dict)

    def begin(self, process: ProcessPlan) -> None:
        self.process = process
        self.phase_reference = process.target
        self.lots = {}

    @property
    def programme(self) -> Programme:
        programme: Programme = self.record.programme
        return programme

    @property
    def ocid(self) -> str:
        assert self.process is not None  # noqa: S101 (begun before anything is written)
        return self.process.ocid

    @property
    def phase(self) -> ProcurementPhase:
        """The phase of the process as it stands now."""
        phase: ProcurementPhase = ProcurementPhase.objects.get(
            programme=self.programme, reference=self.phase_reference
        )
        return phase

    @property
    def who(self) -> dict[str, Any]:
        """What every door takes of the person and the reason."""
        return {"by": self.by, "grants": self.grants, "reason": self.reason}

    def led_to(self, plan: RecordPlan, reference: str) -> None:
        self.references[self.ocid, plan.path] = reference


def read_day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def stated(written: str) -> FuzzyDate:
    """A day as the stated date that records keep; a blank one where none is given."""
    return on_day(date.fromisoformat(written)) if written else NO_DATE


def yes_or_no(written: str) -> bool | None:
    return None if not written else written == "yes"
