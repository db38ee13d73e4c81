from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned

from .base import Recorded


class OrganisationKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    DIRECTORATE = "directorate", "Local authority directorate"
    NHS_COMMISSIONER = "nhs_commissioner", "NHS commissioner"
    NHS_COMMISSIONER_GROUP = "nhs_commissioner_group", "NHS commissioner (group)"
    PROVIDER = "provider", "Provider"
    ADVISER = "adviser", "Procurement adviser"
    JOINT_TEAM = "joint_team", "Joint commissioning team"
    COMMISSIONING_SUPPORT = "commissioning_support", "Commissioning support"
    NATIONAL_BODY = "national_body", "National body"
    STATUTORY_BOARD = "statutory_board", "Statutory board"
    PARTNERSHIP_BOARD = "partnership_board", "Partnership or partnership board"
    COUNCIL_COMMITTEE = "council_committee", "Council committee"
    COMMISSIONING_GROUP = "commissioning_group", "Commissioning group"
    CLINICAL_GROUP = "clinical_group", "Clinical group"
    OTHER = "other", "Other"


class SuccessionKind(models.TextChoices):
    RENAMED = "renamed", "Renamed"
    MERGED = "merged", "Merged"
    SPLIT = "split", "Split"


@tracked
class Organisation(Recorded):
    """A body that commissions, provides, pays, advises or sits at the table. Shared by all programmes."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=OrganisationKind, default=OrganisationKind.OTHER)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    class Meta(Recorded.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_unique"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A name is one organisation's, and none is part of itself by way of others."""
        super().clean()
        problems = {"name": self._name_problem(), "parent": self._parent_problem()}
        if found := {field: problem for field, problem in problems.items() if problem}:
            raise ValidationError(found)

    def _name_problem(self) -> str:
        taken = Organisation.objects.filter(name__iexact=self.name).exclude(pk=self.pk).first()
        return f"“{taken.name}” ({taken.reference}) has this name already. Enter another." if taken else ""

    def _parent_problem(self) -> str:
        above, chain = self.parent, []
        while above is not None and above.pk not in chain:
            if above.pk == self.pk and self.pk is not None:
                return "An organisation is not part of itself, also not by way of others. Choose another one."
            chain.append(above.pk)
            above = above.parent
        return ""


@tracked
class OrganisationAlias(Versioned):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta(Versioned.Meta):
        ordering = ["name"]
        verbose_name_plural = "organisation aliases"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="organisation_alias_once")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Another organisation's own name stands for that organisation alone."""
        super().clean()
        taken = Organisation.objects.filter(name__iexact=self.name).first()
        if taken is None:
            return
        if taken.pk == self.organisation_id:
            raise ValidationError({"name": f"“{taken.name}” is its own name already. Leave it out."})
        raise ValidationError(
            {"name": f"“{taken.name}” is the name of another organisation ({taken.reference}). Leave it out."}
        )


@tracked
class OrganisationSuccession(Recorded):
    """One predecessor and one successor; a split or a merger is several rows on one date.

    Written once by the succession door or a loaded paper; the responsibilities that it ended and opened point to the
    same act (ResponsibilityChange). Its sources hang on its fact.
    """

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_in")
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    took_effect_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta(Recorded.Meta):
        ordering = ["took_effect_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="organisation_succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="organisation_succession_two_bodies",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def clean(self) -> None:
        if self.predecessor_id is not None and self.predecessor_id == self.successor_id:
            raise ValidationError({"successor": "Choose another organisation: none succeeds itself."})
