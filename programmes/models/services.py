from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.effective import dates_in_order
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped, ScopedEffective


@tracked
class Service(Scoped):
    """A service that a programme names: what is commissioned, as distinct from the budget lines that pay for it."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="service_name_once_per_programme")
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class ServiceAlias(ScopedEffective):
    """Another printed or former name of a service. A former name has the day on which it ended."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["name"]
        verbose_name_plural = "service aliases"
        constraints = [
            dates_in_order("service_alias"),
            models.UniqueConstraint(fields=["service", "name"], name="service_alias_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ScopeState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    IN_SCOPE = "in_scope", "In scope"
    IN_SCOPE_TBC = "in_scope_tbc", "In scope – TBC"
    ALIGNED = "aligned", "Aligned, out of scope"
    FUTURE = "future", "Future consideration"
    NAMED = "named", "Named, scope not stated"
    REMOVED = "removed", "Removed from scope"


COUNTED_STATES = (ScopeState.IN_SCOPE, ScopeState.IN_SCOPE_TBC)


@tracked
class ServiceScope(Scoped):
    """Whether a service is in the programme's scope, and what about it is still to be confirmed.

    A paper may leave open whether a printed TBC qualifies the inclusion or the commissioner: null means “the paper
    does not say”. The budget's own TBC lies on its budget line. The state is “in scope – TBC” exactly when one of
    the two flags is set (a database constraint).
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="scope")
    state = models.CharField(max_length=20, choices=ScopeState)
    inclusion_tbc = models.BooleanField(null=True, blank=True, default=False)
    commissioner_tbc = models.BooleanField(null=True, blank=True, default=False)
    added = FuzzyDateField()
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in the paper.")

    class Meta(Scoped.Meta):
        ordering = ["position", "service__name"]
        constraints = [
            *fuzzy_date_constraints("added", "service_scope"),
            models.CheckConstraint(
                condition=~Q(state=ScopeState.IN_SCOPE) | ~(Q(inclusion_tbc=True) | Q(commissioner_tbc=True)),
                name="service_scope_confirmed_has_no_tbc",
            ),
            models.CheckConstraint(
                condition=~Q(state=ScopeState.IN_SCOPE_TBC)
                | Q(inclusion_tbc=True)
                | Q(commissioner_tbc=True),
                name="service_scope_tbc_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"

    @property
    def is_counted(self) -> bool:
        """Services in scope include those still to be confirmed; aligned, future and removed ones do not count."""
        return self.state in COUNTED_STATES


class ScopeChangeKind(models.TextChoices):
    ADDED = "added", "Added to scope"
    REMOVED = "removed", "Removed from scope"
    MOVED = "moved", "Moved to another phase"
    RENAMED = "renamed", "Renamed"
    TBC_SETTLED = "tbc_settled", "TBC settled"


@tracked
class ScopeChange(Scoped):
    """One change to the scope: what, from when, why, by whom. Written once; a mistake is mended by another change.

    `before` and `after` hold the values by field, so that the scope can be worked out for any date.
    """

    scope = models.ForeignKey(ServiceScope, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=ScopeChangeKind)
    effective = FuzzyDateField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["effective_end", "made_at", "pk"]
        triggers = [append_only()]
        constraints = [
            *fuzzy_date_constraints("effective", "scope_change"),
            models.CheckConstraint(condition=Q(effective_end__isnull=False), name="scope_change_is_dated"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.scope.service}"
