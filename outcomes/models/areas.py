"""Models of care in other places, as a review describes them side by side."""

from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped, scoped_by


class EvidenceDepth(models.TextChoices):
    DETAILED = "detailed", "Described in detail"
    SUMMARY = "summary", "Described in summary"


@tracked
class CareModelArea(Scoped):
    """A place whose model of care a review describes, and how much evidence there is of it."""

    key = models.SlugField(max_length=20, help_text="Stands in addresses, such as CC4C.")
    number = models.PositiveSmallIntegerField(help_text="Order in the review.")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    place = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=20, blank=True, help_text="Where the review describes it.")
    depth = models.CharField(max_length=10, choices=EvidenceDepth)
    model_type = models.CharField(max_length=120, blank=True, help_text="As the review classes it.")
    interviewees = models.PositiveSmallIntegerField(default=0)
    webinars = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="care_model_area_key_once")]

    def __str__(self) -> str:
        return self.short_name


class AreaStatementKind(models.TextChoices):
    """What a statement of an area tells of; pages show them in this order."""

    OTHER_NAME = "other_name", "Other name"
    BACKGROUND = "background", "Background"
    VISION = "vision", "Vision"
    PARTNER = "partner", "Partner"
    LOCALITY = "locality", "Place or authority within it"
    COMPONENT = "component", "Component of the model"
    SEGMENT = "segment", "Population segment"
    PRINCIPLE = "principle", "Principle"
    PRIORITY = "priority", "Priority"
    OBJECTIVE = "objective", "Objective"
    WORKSTREAM = "workstream", "Work stream"
    BUILDING_BLOCK = "building_block", "Building block"
    MEASURE = "measure", "Measure"
    ENGAGEMENT = "engagement", "Engagement"
    GOVERNANCE = "governance", "Governance"
    COMMISSIONING = "commissioning", "Commissioning and funding"
    CONTRACT = "contract", "Contract"
    INFORMATION = "information", "Information"
    ENABLER = "enabler", "Enabler"
    CHALLENGE = "challenge", "Challenge"
    KEY_DATE = "key_date", "Key date"
    GAP = "gap", "Gap in the evidence"
    NOTE = "note", "Note"


@tracked
class AreaStatement(Scoped):
    """One thing that the review says of an area, with its own place; partners, components, objectives and the rest.

    `label` is the review's own sort of it (“core value”, “delivery wave 1”), `number` the number printed with it.
    """

    area = models.ForeignKey(CareModelArea, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=20, choices=AreaStatementKind)
    text = models.TextField()
    label = models.CharField(max_length=120, blank=True)
    wave = models.CharField(max_length=120, blank=True, help_text="Such as “delivery wave 1”.")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    date = FuzzyDateField()
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["area", "kind", "position", "reference"]
        constraints = fuzzy_date_constraints("date", "area_statement")

    def __str__(self) -> str:
        return self.text[:80]


class AreaRolePart(models.TextChoices):
    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
    LEAD = "lead", "Lead"
    REPORTS_TO = "reports_to", "Reports to"


@tracked
class AreaRole(Versioned):
    """Who chairs, sits on, leads or receives the reports of a body of an area: a role title, never a name."""

    statement = models.ForeignKey(AreaStatement, on_delete=models.CASCADE, related_name="roles")
    part = models.CharField(max_length=12, choices=AreaRolePart)
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("statement__programme")

    class Meta(Versioned.Meta):
        ordering = ["part", "position", "pk"]

    def __str__(self) -> str:
        return self.text


@tracked
class AreaTarget(Versioned):
    """What an objective or a priority of an area is to reach, in numbers or words, by when."""

    statement = models.ForeignKey(AreaStatement, on_delete=models.CASCADE, related_name="targets")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=300, blank=True)
    by = FuzzyDateField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("statement__programme")

    class Meta(Versioned.Meta):
        ordering = ["position", "pk"]
        constraints = [
            *fuzzy_date_constraints("by", "area_target"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(words=""),
                name="area_target_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.words or f"{self.value:g} {self.unit}"


@tracked
class LearningPoint(Scoped):
    """What people of an area say that they learnt."""

    area = models.ForeignKey(CareModelArea, on_delete=models.CASCADE, related_name="learning_points")
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["area", "position", "reference"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class AreaMitigation(Scoped):
    """What is done about one risk of an area, or about several together."""

    area = models.ForeignKey(CareModelArea, on_delete=models.CASCADE, related_name="mitigations")
    text = models.TextField()
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["area", "reference"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class AreaRisk(Scoped):
    """A risk or barrier that an area names; without a mitigation it is shown as unmitigated."""

    area = models.ForeignKey(CareModelArea, on_delete=models.CASCADE, related_name="risks")
    text = models.TextField()
    label = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    mitigations = models.ManyToManyField(AreaMitigation, through="AreaRiskMitigation", related_name="risks")

    class Meta(Scoped.Meta):
        ordering = ["area", "position", "reference"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class AreaRiskMitigation(Versioned):
    risk = models.ForeignKey(AreaRisk, on_delete=models.CASCADE, related_name="risk_mitigations")
    mitigation = models.ForeignKey(AreaMitigation, on_delete=models.CASCADE, related_name="risk_mitigations")

    objects = scoped_by("risk__programme")

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["risk", "mitigation"], name="area_risk_mitigation_once")
        ]

    def __str__(self) -> str:
        return f"{self.mitigation} for {self.risk}"


@tracked
class Theme(Scoped):
    """A theme that a review draws from the areas, in its own order."""

    key = models.SlugField(max_length=60, help_text="Stands in addresses.")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta(Scoped.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="theme_key_once")]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class ThemePoint(Scoped):
    """A sub-point beneath a theme, which cites areas of its own."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="points")
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["theme", "position"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class ThemeCitation(Versioned):
    """An area cited with a theme's headline (no point) or with one of its sub-points.

    No row means “not cited”, which is not the same as “absent there”. The name is as printed: “W Essex” is half of an
    area.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="citations")
    point = models.ForeignKey(
        ThemePoint, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    area = models.ForeignKey(CareModelArea, on_delete=models.CASCADE, related_name="citations")
    as_printed = models.CharField(max_length=80, blank=True)

    objects = scoped_by("theme__programme")

    class Meta(Versioned.Meta):
        ordering = ["theme", "point__position", "area"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "point", "area"], nulls_distinct=False, name="theme_citation_once"
            )
        ]

    def __str__(self) -> str:
        return self.as_printed or str(self.area)
