"""Who commissions what, from when to when, and the acts by which that changes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.effective import dates_in_order, no_overlap
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped, ScopedEffective
from .organisations import Organisation
from .services import Service


class ResponsibilityRole(models.TextChoices):
    LEAD_COMMISSIONER = "lead_commissioner", "Lead commissioner"
    CO_COMMISSIONER = "co_commissioner", "Co-commissioner"
    TRANSACTING_BODY = "transacting_body", "Transacting body"
    FUNDER = "funder", "Funder"
    HOST = "host", "Host"


class Standing(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    CURRENT = "current", "Current"
    ENDED = "ended", "Ended"


class ResponsibilityChangeKind(models.TextChoices):
    HANDOVER = "handover", "Lead handed over"
    SUCCESSION = "succession", "Organisation succeeded"


@tracked
class ResponsibilityChange(Scoped):
    """One act that ends responsibilities and opens others on a day: a lead handed over, or an organisation succeeded.

    Written once, with the reason and the decision it rests on. Terms point to the act that opened them and to the one
    that closed them; no term is ever rewritten.
    """

    kind = models.CharField(max_length=20, choices=ResponsibilityChangeKind)
    text = models.TextField(help_text="What changed hands, from whom to whom.")
    effective = FuzzyDateField()
    decision = models.CharField(
        max_length=300,
        blank=True,
        help_text="Who decided, where and when; empty where the paper does not say.",
    )
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["effective_end", "made_at", "pk"]
        triggers = [append_only()]
        constraints = [
            *fuzzy_date_constraints("effective", "responsibility_change"),
            models.CheckConstraint(
                condition=Q(effective_end__isnull=False), name="responsibility_change_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class CommissioningResponsibility(ScopedEffective):
    """Who leads, co-commissions, transacts, funds or hosts a service, from when to when.

    Papers may claim overlapping leads, and each claim is kept. Only the claim marked governing is unique for a
    service, role and day (an exclusion constraint). `starts_on` and `ends_on` are what the system reckons with; `term`
    keeps the period as printed, such as “2013-2015”.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="responsibilities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField(
        max_length=20,
        choices=ResponsibilityRole,
        default=ResponsibilityRole.LEAD_COMMISSIONER,
    )
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.CURRENT)
    governing = models.BooleanField(default=True)
    statutory = models.BooleanField(
        null=True, blank=True, help_text="Leave empty where the paper does not say."
    )
    organisation_as_printed = models.CharField(max_length=200, blank=True)
    term = FuzzyDateField()
    note = models.TextField(blank=True)
    opened_by = models.ForeignKey(
        ResponsibilityChange, null=True, blank=True, on_delete=models.PROTECT, related_name="opened"
    )
    closed_by = models.ForeignKey(
        ResponsibilityChange, null=True, blank=True, on_delete=models.PROTECT, related_name="closed"
    )

    class Meta(Scoped.Meta):
        ordering = ["service__name", "role", "starts_on"]
        verbose_name_plural = "commissioning responsibilities"
        constraints = [
            dates_in_order("commissioning_responsibility"),
            *fuzzy_date_constraints("term", "commissioning_responsibility_term"),
            no_overlap(
                "one_governing_lead_per_service",
                "service",
                condition=Q(governing=True, role=ResponsibilityRole.LEAD_COMMISSIONER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.get_role_display().lower()} of {self.service}"

    def clean(self) -> None:
        super().clean()
        if self.service_id and self.programme_id and self.service.programme_id != self.programme_id:
            raise ValidationError({"service": "Choose a service of this programme."})
