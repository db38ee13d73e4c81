from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order, no_overlap
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Milestone, Organisation, Scoped, ServiceScope, scoped_by


class ProcurementModel(models.TextChoices):
    ALIGNED = "aligned", "Aligned procurements"
    JOINT = "joint", "Joint procurement"
    SINGLE = "single", "Single procurement"


@tracked
class Procurement(Scoped):
    """How the programme buys: the model chosen, the one rejected, and why."""

    model = models.CharField(max_length=20, choices=ProcurementModel)
    chosen = models.CharField(max_length=200, help_text="As printed.")
    rejected = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.chosen


@tracked
class ProcurementPhase(Scoped):
    """One of a programme's procurements in their order, with its dates as the papers print them."""

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    led_by = models.CharField(max_length=300, blank=True, help_text="As printed.")
    procurement_start = FuzzyDateField()
    go_live = FuzzyDateField()
    completion = FuzzyDateField()
    leads = models.ManyToManyField(Organisation, through="PhaseLead", related_name="phases_led")

    class Meta(Scoped.Meta):
        ordering = ["programme", "number"]
        constraints = [
            *fuzzy_date_constraints("procurement_start", "phase"),
            *fuzzy_date_constraints("go_live", "phase"),
            *fuzzy_date_constraints("completion", "phase"),
            models.UniqueConstraint(fields=["programme", "number"], name="phase_number_once"),
        ]

    def __str__(self) -> str:
        return f"Phase {self.number}: {self.name}"


@tracked
class PhaseLead(models.Model):
    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="phase_leads")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "organisation"], name="phase_lead_once")]

    def __str__(self) -> str:
        return f"{self.organisation} leads {self.phase}"


@tracked
class PhaseScope(EffectiveDated, Versioned):
    """The phase that procures a service, from when to when: a move closes one row and opens the next."""

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.PROTECT, related_name="phase_scopes")
    scope = models.ForeignKey(ServiceScope, on_delete=models.CASCADE, related_name="phase_scopes")

    objects: ClassVar[models.Manager[Any]] = scoped_by("phase__programme", dated=True)

    class Meta(Versioned.Meta):
        ordering = ["phase__number", "scope__position"]
        constraints = [
            dates_in_order("phase_scope"),
            no_overlap("service_in_one_phase_at_a_time", "scope"),
        ]

    def __str__(self) -> str:
        return f"{self.scope.service} in phase {self.phase.number}"

    def clean(self) -> None:
        super().clean()
        if self.phase_id and self.scope_id and self.phase.programme_id != self.scope.programme_id:
            raise ValidationError({"phase": "Choose a phase of the service's own programme."})


@tracked
class PhaseMilestone(models.Model):
    """Ties a milestone or next step to the phase it belongs to."""

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="phase_milestones")
    milestone = models.OneToOneField(Milestone, on_delete=models.CASCADE, related_name="phase_link")

    objects = scoped_by("phase__programme")

    def __str__(self) -> str:
        return f"{self.milestone} ({self.phase})"


@tracked
class ExistingContracts(Scoped):
    """Contracts in force that are to end, as the paper speaks of them before a register of contracts exists.

    `replaced_by` is empty where the paper does not say which phase replaces them; every cover gap worked out from
    it is then conditional and says so.
    """

    text = models.TextField()
    ends = FuzzyDateField()
    extension = models.CharField(max_length=200, blank=True, help_text="Empty where the paper mentions none.")
    replaced_by = models.ManyToManyField(
        ProcurementPhase, through="ContractsReplaced", related_name="replaces"
    )

    class Meta(Scoped.Meta):
        ordering = ["ends_end", "reference"]
        verbose_name_plural = "existing contracts"
        constraints = fuzzy_date_constraints("ends", "existing_contracts")

    def __str__(self) -> str:
        return self.text


@tracked
class ContractsReplaced(models.Model):
    existing = models.ForeignKey(ExistingContracts, on_delete=models.CASCADE, related_name="+")
    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["existing", "phase"], name="contracts_replaced_once")]

    def __str__(self) -> str:
        return f"{self.existing} replaced by {self.phase}"
