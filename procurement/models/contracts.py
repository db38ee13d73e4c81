"""Contracts as far as the golden thread needs them: with whom, for which services, and which KPIs each has adopted."""

from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from outcomes.models import KPI
from programmes.models import Organisation, Scoped, Service, scoped_by

from .phases import ProcurementPhase


@tracked
class Contract(Scoped):
    """An agreement to provide services. It adopts KPIs of the framework, so that a new contract orphans no history."""

    name = models.CharField(max_length=200)
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    lead_provider = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts = FuzzyDateField()
    ends = FuzzyDateField()
    services = models.ManyToManyField(Service, through="ContractService", related_name="contracts")
    kpis = models.ManyToManyField(KPI, through="ContractKPI", related_name="contracts")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["name", "reference"]
        constraints = [
            *fuzzy_date_constraints("starts", "contract_start"),
            *fuzzy_date_constraints("ends", "contract_end"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.phase is not None and self.phase.programme_id != self.programme_id:
            raise ValidationError({"phase": "Choose a phase of this programme."})


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
