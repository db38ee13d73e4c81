"""The door that adds a milestone to a phase: the phase stands on this floor, the milestone on the one below."""

from typing import Any

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.models import User
from procurement.models import PhaseMilestone, ProcurementPhase
from programmes.models import Milestone
from programmes.services.milestones import add_milestone


def add_phase_milestone(phase: ProcurementPhase, *, by: User, reason: str, **given: Any) -> Milestone:
    """Add a milestone that belongs to a phase of its programme; both or neither. Refuses as `add_milestone` does."""
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        milestone = add_milestone(phase.programme, by=by, reason=reason, **given)
        PhaseMilestone.objects.create(phase=phase, milestone=milestone)
        return milestone
