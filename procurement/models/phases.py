from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order, no_overlap
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Milestone, Organisation, Scoped, ServiceScope, scoped_by

from .regimes import ProcurementProcess, Regime


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


class PhaseEnding(models.TextChoices):
    CANCELLED = "cancelled", "Cancelled"
    UNSUCCESSFUL = "unsuccessful", "Unsuccessful"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RegimeChoice(models.Model):
    """Under which rules a phase buys, and why; frozen once its procurement has begun."""

    regime = models.CharField(max_length=10, choices=Regime, blank=True)
    light_touch = models.BooleanField(default=False)
    regime_reason = models.TextField(blank=True)
    regime_decided_by = models.CharField(
        max_length=200, blank=True, help_text="A role or body, never a name."
    )
    regime_decided_on = models.DateField(null=True, blank=True)
    process = models.ForeignKey(
        ProcurementProcess, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_health_care = models.BooleanField(
        "health care to individuals", null=True, blank=True, help_text="Empty where nobody has said."
    )
    cpv = models.CharField("main CPV code", max_length=10, blank=True)

    class Meta:
        abstract = True


@tracked
class ProcurementPhase(RegimeChoice, Scoped):
    """One of a programme's procurements in their order, with its dates as the papers print them.

    `award_public_from` is the day its award notice was published: until then its estimates, bids and award are sealed.
    """

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    led_by = models.CharField(max_length=300, blank=True, help_text="As printed.")
    procurement_start = FuzzyDateField()
    go_live = FuzzyDateField()
    completion = FuzzyDateField()
    description = models.TextField(blank=True)
    rationale = models.TextField(blank=True, help_text="The need, and why it is bought.")
    local_reference = models.CharField(max_length=60, blank=True, help_text="The buyer’s own number.")
    ocid = models.CharField(
        max_length=120, blank=True, help_text="Given on first publication; it never changes."
    )
    suits_sme = models.BooleanField("suits small and medium-sized providers", null=True, blank=True)
    suits_vcse = models.BooleanField("suits voluntary and community providers", null=True, blank=True)
    no_engagement_because = models.CharField(max_length=300, blank=True)
    ended_as = models.CharField(max_length=15, choices=PhaseEnding, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    award_public_from = models.DateField(null=True, blank=True, editable=False)
    leads = models.ManyToManyField(Organisation, through="PhaseLead", related_name="phases_led")

    class Meta(Scoped.Meta):
        ordering = ["programme", "number"]
        constraints = [
            *fuzzy_date_constraints("procurement_start", "phase"),
            *fuzzy_date_constraints("go_live", "phase"),
            *fuzzy_date_constraints("completion", "phase"),
            models.UniqueConstraint(fields=["programme", "number"], name="phase_number_once"),
            models.UniqueConstraint(fields=["ocid"], condition=~Q(ocid=""), name="phase_ocid_once"),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_on__isnull=True) | Q(ended_on__isnull=False) & ~Q(ended_as=""),
                name="phase_ended_on_a_day",
            ),
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
