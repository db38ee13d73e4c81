"""The people of a joint team, as posts and never as names, and the law that obliges it."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.fields import FuzzyDateField, MoneyField, fuzzy_date_constraints, money_constraints

from .base import Scoped


class PostState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    EVALUATED = "evaluated", "Evaluated"
    APPROVED = "approved", "Approved"
    RECRUITING = "recruiting", "Recruiting"
    FILLED = "filled", "Filled"
    EXISTING = "existing", "Existing"
    TRANSFERRING = "transferring", "Transferring"


class OnCosts(models.TextChoices):
    INCLUDED = "included", "On-costs included"
    EXCLUDED = "excluded", "On-costs excluded"
    NOT_STATED = "not_stated", "Not stated whether on-costs are included"


@tracked
class Post(Scoped):
    """A post of a joint team: whole-time equivalents, grade and the salary of a full-time holder (£ a year).

    `fte` is null where the paper gives no number, and then enters no sum.
    """

    title = models.CharField(max_length=200)
    fte = models.DecimalField(
        "FTE",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Full-time equivalents; leave empty where the paper does not say.",
    )
    band = models.CharField(max_length=40, blank=True)
    scale_points = models.CharField(max_length=40, blank=True, help_text="As printed, such as 56-61.")
    salary = MoneyField()
    on_costs = models.CharField(max_length=10, choices=OnCosts, default=OnCosts.NOT_STATED)
    is_new = models.BooleanField("new post", default=True)
    counted_as_new_in = models.CharField(
        max_length=200, blank=True, help_text="The places that count it as new, where they differ."
    )
    state = models.CharField(max_length=20, choices=PostState, default=PostState.PROPOSED)
    duties = models.TextField(blank=True, help_text="One to a line.")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            *money_constraints("salary", "post_salary"),
            models.CheckConstraint(condition=Q(fte__isnull=True) | Q(fte__gt=0), name="post_fte_is_positive"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Duty(Scoped):
    """A duty or a piece of legislation that bears on the programme, with what it does and how far it has got."""

    name = models.CharField(max_length=200)
    effect = models.TextField()
    stage = models.CharField(max_length=200, blank=True)
    date = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "duties"
        constraints = fuzzy_date_constraints("date", "duty")

    def __str__(self) -> str:
        return self.name
