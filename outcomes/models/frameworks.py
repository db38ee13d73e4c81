"""From the strategy to the outcome: what partners want to change, and how far each promise can be measured."""

from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Organisation, Scoped, scoped_by


class FrameworkState(models.TextChoices):
    """The life of a strategy and of a framework alike."""

    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    SUPERSEDED = "superseded", "Superseded"


class Measurability(models.TextChoices):
    """How far a commitment or a priority area can be measured, as its owner judges or a paper says."""

    MEASURABLE = "measurable", "Can be measured"
    HARD = "hard", "Hard to measure"
    NOT_ASSESSED = "not_assessed", "Not assessed"


@tracked
class Strategy(Scoped):
    """A strategy that frameworks serve, in one of its versions; the next version says which one it replaces."""

    name = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1, help_text="1 for the first version.")
    state = models.CharField(max_length=20, choices=FrameworkState, default=FrameworkState.DRAFT)
    period = FuzzyDateField()
    owner = models.CharField(max_length=200, blank=True, help_text="The body whose strategy it is.")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["name", "-edition"]
        verbose_name_plural = "strategies"
        constraints = [
            *fuzzy_date_constraints("period", "strategy"),
            models.UniqueConstraint(fields=["programme", "name", "edition"], name="strategy_edition_once"),
        ]

    def __str__(self) -> str:
        return self.name if self.edition == 1 else f"{self.name}, version {self.edition}"


@tracked
class StrategyAim(Scoped):
    """One thing that a strategy sets out to reach; an aim that no outcome serves is a break in the golden thread."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="aims")
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["strategy", "position", "reference"]

    def __str__(self) -> str:
        return self.text


@tracked
class OutcomesFramework(Scoped):
    """The set of outcomes that partners share; contracts adopt its KPIs, so it outlives any of them.

    A new version is made from the one before (`replaces`) and is edited while it is a draft; agreeing it supersedes
    the old one. KPIs belong to no version: outcomes of several versions may be measured by the same KPI.
    """

    name = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1, help_text="1 for the first version.")
    state = models.CharField(max_length=20, choices=FrameworkState, default=FrameworkState.DRAFT)
    state_as_printed = models.CharField(max_length=200, blank=True)
    kpi_approach = models.TextField(blank=True)
    strategy = models.ForeignKey(
        Strategy, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    agreed_on = models.DateField(null=True, blank=True)
    agreed_where = models.CharField(
        max_length=200, blank=True, help_text="The meeting or decision that agreed it."
    )
    developed_by = models.ManyToManyField(
        Organisation, through="FrameworkDeveloper", related_name="frameworks"
    )

    class Meta(Scoped.Meta):
        ordering = ["name", "-edition"]

    def __str__(self) -> str:
        return self.name if self.edition == 1 else f"{self.name}, version {self.edition}"

    def clean(self) -> None:
        super().clean()
        if self.strategy is not None and self.strategy.programme_id != self.programme_id:
            raise ValidationError({"strategy": "Choose a strategy of this programme."})


@tracked
class FrameworkDeveloper(models.Model):
    framework = models.ForeignKey(OutcomesFramework, on_delete=models.CASCADE, related_name="developers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name_as_printed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "organisation"], name="framework_developer_once")
        ]

    def __str__(self) -> str:
        return self.name_as_printed or str(self.organisation)


@tracked
class OutcomeDomain(Scoped):
    """A group of outcomes within a framework, under which boards read their KPIs."""

    framework = models.ForeignKey(OutcomesFramework, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta(Scoped.Meta):
        ordering = ["framework", "position", "name"]

    def __str__(self) -> str:
        return self.name


@tracked
class Outcome(Scoped):
    """A change that the framework exists to bring about.

    `copied_from` is the same outcome in the version before, so that two versions can be set side by side.
    """

    framework = models.ForeignKey(OutcomesFramework, on_delete=models.CASCADE, related_name="outcomes")
    domain = models.ForeignKey(
        OutcomeDomain, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    aims = models.ManyToManyField(StrategyAim, through="OutcomeAim", related_name="outcomes")
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta(Scoped.Meta):
        ordering = ["framework", "domain__position", "position", "reference"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.domain is not None and self.domain.framework_id != self.framework_id:
            raise ValidationError({"domain": "Choose a domain of the same framework."})


@tracked
class OutcomeAim(Versioned):
    """The aim of the strategy that an outcome serves."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="outcome_aims")
    aim = models.ForeignKey(StrategyAim, on_delete=models.CASCADE, related_name="outcome_aims")

    objects = scoped_by("outcome__programme")

    class Meta(Versioned.Meta):
        ordering = ["outcome", "aim"]
        constraints = [models.UniqueConstraint(fields=["outcome", "aim"], name="outcome_aim_once")]

    def __str__(self) -> str:
        return f"{self.outcome} serves {self.aim}"


@tracked
class HighImpactArea(Scoped):
    """A priority area, national or added locally, that services are to act on."""

    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=60, blank=True)
    measurability = models.CharField(max_length=20, choices=Measurability, default=Measurability.NOT_ASSESSED)
    measurement_plan = models.TextField(
        blank=True, help_text="How progress will be seen where it is hard to measure."
    )

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.name
