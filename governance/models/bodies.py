from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order
from programmes.models import Organisation, Scoped, ScopedEffective, scoped_by


class BodyKind(models.TextChoices):
    BOARD = "board", "Board"
    COMMITTEE = "committee", "Committee"
    GROUP = "group", "Group"
    DECISION_MAKER = "decision_maker", "Decision-making body of a partner"
    TEAM = "team", "Team"
    POST = "post", "Post"


@tracked
class Body(Scoped):
    """Whoever decides, advises or runs: a board, a committee, or a post such as the programme manager.

    A sovereign body decides for its own organisation; nobody else's agreement stands for its own.
    """

    name = models.CharField(max_length=200)
    role = models.TextField(blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
    )
    kind = models.CharField(
        max_length=20, choices=BodyKind, blank=True, help_text="Empty where no paper says."
    )
    is_programme_board = models.BooleanField(default=False)
    is_sovereign = models.BooleanField(
        "decides for its own organisation",
        default=False,
        help_text="Its position is asked for by itself: others cannot agree on its behalf.",
    )
    meets = models.CharField(max_length=60, blank=True, help_text="How often, as printed, such as “monthly”.")

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(is_programme_board=True),
                name="one_programme_board",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class BodyAlias(Scoped):
    """Another name that a paper prints for a body, kept so that two names are not read as two bodies."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta(Scoped.Meta):
        ordering = ["name"]
        verbose_name_plural = "body aliases"
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="body_alias_once")]

    def __str__(self) -> str:
        return self.name


class SeatKind(models.TextChoices):
    MEMBER = "member", "Member"
    CHAIR = "chair", "Chair"
    ADVISER = "adviser", "Adviser"


@tracked
class BodySeat(EffectiveDated, Versioned):
    """A seat for an organisation, or for an interest that is no organisation, such as “procurement”."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    interest = models.CharField(max_length=200, blank=True, help_text="As printed.")
    kind = models.CharField(max_length=10, choices=SeatKind, default=SeatKind.MEMBER)

    objects: ClassVar[models.Manager[Any]] = scoped_by("body__programme", dated=True)

    class Meta(Versioned.Meta):
        ordering = ["body", "kind", "pk"]
        constraints = [
            dates_in_order("body_seat"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(interest=""),
                name="body_seat_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.interest or str(self.organisation)


class ChairStanding(models.TextChoices):
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co_chair", "Co-chair"
    VICE_CHAIR = "vice_chair", "Vice chair"
    ROTATING = "rotating", "Chair in rotation"
    INTERIM = "interim", "Interim chair"


@tracked
class Chair(ScopedEffective):
    """One who chairs a body for a time: a role title, never a name. A body may have several at once."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="chairs")
    role_title = models.CharField(max_length=300, help_text="A role, not a name.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="chairs"
    )
    standing = models.CharField(max_length=12, choices=ChairStanding, default=ChairStanding.CHAIR)

    class Meta(ScopedEffective.Meta):
        ordering = ["body", "standing", "reference"]
        constraints = [dates_in_order("chair")]

    def __str__(self) -> str:
        return f"{self.role_title}, {self.get_standing_display().lower()}"


class LinkKind(models.TextChoices):
    REPORTS_TO = "reports_to", "Reports to"
    ACCOUNTABLE_TO = "accountable_to", "Accountable to"
    ESCALATES_TO = "escalates_to", "Escalates to"
    LINE_MANAGED_BY = "line_managed_by", "Line managed by"
    ADVISES = "advises", "Advises"
    LINKS_WITH = "links_with", "Links with"


@tracked
class GovernanceLink(Scoped):
    source = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=20, choices=LinkKind)
    words = models.CharField(
        max_length=200, blank=True, help_text="As printed, such as “directly accountable”."
    )
    is_proposed = models.BooleanField("proposed, not yet agreed", default=False)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="governance_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="governance_link_two_bodies"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display().lower()} {self.target}"
