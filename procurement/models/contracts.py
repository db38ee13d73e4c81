"""Contracts: with whom, for which services, under which KPIs. What they are worth and how long they run is dated."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order
from commissioning.core.fields import FuzzyDateField, MoneyField, fuzzy_date_constraints, money_constraints
from outcomes.models import KPI
from programmes.models import Organisation, Scoped, Service, scoped_by

from .lots import Lot
from .phases import ExistingContracts, ProcurementPhase


@tracked
class Contract(Scoped):
    """An agreement to provide services. It adopts KPIs of the framework, so that a new contract orphans no history.

    Its state is worked out from its dates and acts, never stored. `public_from` is the day from which its providers and
    its value may be known outside the procurement team: publishing the award notice sets it; until then, sealed.
    """

    name = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True, help_text="The contract’s own number, as signed.")
    description = models.TextField(blank=True)
    department = models.CharField(max_length=200, blank=True)
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    lots = models.ManyToManyField(Lot, through="ContractLot", related_name="contracts")
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    continues = models.ForeignKey(
        ExistingContracts,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text="The contracts of a paper that this one follows.",
    )
    starts = FuzzyDateField()
    signed_on = models.DateField(null=True, blank=True)
    term_as_printed = models.CharField(max_length=200, blank=True, help_text="Such as 7 + 3 years.")
    notice_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Notice to end it, in months."
    )
    review_every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    cpv = models.CharField("CPV code", max_length=10, blank=True)
    route = models.CharField("procurement route", max_length=120, blank=True)
    irrecoverable_vat = MoneyField()
    public_from = models.DateField(null=True, blank=True)
    services = models.ManyToManyField(Service, through="ContractService", related_name="contracts")
    kpis = models.ManyToManyField(KPI, through="ContractKPI", related_name="contracts")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["name", "reference"]
        constraints = [
            *fuzzy_date_constraints("starts", "contract_start"),
            *money_constraints("irrecoverable_vat", "contract_vat"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.phase is not None and self.phase.programme_id != self.programme_id:
            raise ValidationError({"phase": "Choose a phase of this programme."})

    @property
    def sealed_fields(self) -> frozenset[str]:
        """What history and data entry leave out today: what tells the value, until the award is public."""
        public = self.public_from is not None and self.public_from <= timezone.localdate()
        return frozenset() if public else frozenset({"irrecoverable_vat"})


@tracked
class ContractService(Versioned):
    """A service that a contract provides."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="contract_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="contract_services")

    objects = scoped_by("contract__programme")

    class Meta(Versioned.Meta):
        ordering = ["contract", "service"]
        constraints = [models.UniqueConstraint(fields=["contract", "service"], name="contract_service_once")]

    def __str__(self) -> str:
        return f"{self.contract} – {self.service}"


@tracked
class ContractKPI(Versioned):
    """A KPI that a contract has adopted."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="contract_kpis")
    kpi = models.ForeignKey(KPI, on_delete=models.PROTECT, related_name="contract_kpis")

    objects = scoped_by("contract__programme")

    class Meta(Versioned.Meta):
        ordering = ["contract", "kpi"]
        verbose_name = "KPI of a contract"
        verbose_name_plural = "KPIs of contracts"
        constraints = [models.UniqueConstraint(fields=["contract", "kpi"], name="contract_kpi_once")]

    def __str__(self) -> str:
        return f"{self.contract} – {self.kpi}"


@tracked
class ContractLot(Versioned):
    """A lot that a contract was awarded for."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="contract_lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="contract_lots")

    objects = scoped_by("contract__programme")

    class Meta(Versioned.Meta):
        ordering = ["contract", "lot"]
        constraints = [models.UniqueConstraint(fields=["contract", "lot"], name="contract_lot_once")]

    def __str__(self) -> str:
        return f"{self.contract} – {self.lot}"


class PartyRole(models.TextChoices):
    LEAD_COMMISSIONER = "lead_commissioner", "Lead commissioner"
    CO_COMMISSIONER = "co_commissioner", "Co-commissioner"
    FUNDER = "funder", "Funder"
    LEAD_PROVIDER = "lead_provider", "Lead provider"
    PROVIDER = "provider", "Provider"
    SUBCONTRACTOR = "subcontractor", "Subcontractor"


PROVIDING = (PartyRole.LEAD_PROVIDER, PartyRole.PROVIDER, PartyRole.SUBCONTRACTOR)


class ContractChangeKind(models.TextChoices):
    AWARD_INTENDED = "award_intended", "Award intended"
    AWARDED = "awarded", "Awarded"
    SIGNED = "signed", "Signed"
    VARIATION = "variation", "Varied"
    EXTENSION = "extension", "Extended"
    NOVATION = "novation", "Novated"
    TERMINATION = "termination", "Terminated"


@tracked
class ContractParty(EffectiveDated, Versioned):
    """An organisation's part in a contract, from when to when: a novation closes one row and opens the next."""

    is_sealed: ClassVar[bool] = True

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contract_parts")
    role = models.CharField(max_length=20, choices=PartyRole)
    change = models.ForeignKey(
        "procurement.ContractChange",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parties_opened",
    )

    objects: ClassVar[models.Manager[Any]] = scoped_by("contract__programme", dated=True)

    class Meta(Versioned.Meta):
        ordering = ["contract", "role", "starts_on", "pk"]
        verbose_name = "party to a contract"
        verbose_name_plural = "parties to contracts"
        constraints = [
            dates_in_order("contract_party"),
            models.UniqueConstraint(
                fields=["contract", "organisation", "role", "starts_on"],
                nulls_distinct=False,
                name="contract_party_once",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(role="lead_provider", ends_on__isnull=True),
                name="contract_one_lead_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.contract_id}"
