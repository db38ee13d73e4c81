from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from commissioning.core.access import ROLE_DESCRIPTIONS, Role
from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order

from .organisations import Organisation
from .programmes import Programme


@tracked
class RoleAssignment(EffectiveDated, Versioned):
    """A role held by a person, dated, for a programme, for an organisation, or for both.

    For an organisation alone it covers every programme that has the organisation as a partner. A platform
    administrator's covers everything and names neither. A commissioner's names the organisation whose services
    they may change.
    """

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role)
    programme = models.ForeignKey(
        Programme,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="role_assignments",
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role_assignments",
    )

    class Meta(Versioned.Meta):
        ordering = ["user__email", "role"]
        constraints = [
            dates_in_order("role_assignment"),
            models.CheckConstraint(
                condition=(
                    Q(
                        role=Role.PLATFORM_ADMINISTRATOR,
                        programme__isnull=True,
                        organisation__isnull=True,
                    )
                    | (
                        ~Q(role=Role.PLATFORM_ADMINISTRATOR)
                        & (Q(programme__isnull=False) | Q(organisation__isnull=False))
                    )
                ),
                name="role_assignment_names_where",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COMMISSIONER) | Q(organisation__isnull=False),
                name="role_assignment_commissioner_has_organisation",
            ),
        ]

    def __str__(self) -> str:
        where = self.organisation or self.programme or "everywhere"
        return f"{self.user}: {self.get_role_display()}, {where}"

    @property
    def description(self) -> str:
        return ROLE_DESCRIPTIONS[Role(self.role)]

    def clean(self) -> None:
        super().clean()
        placed = self.programme_id or self.organisation_id
        if self.role == Role.PLATFORM_ADMINISTRATOR and placed:
            raise ValidationError(
                {"role": "A platform administrator's role covers everything: leave both empty."}
            )
        if self.role != Role.PLATFORM_ADMINISTRATOR and not placed:
            raise ValidationError(
                {"programme": "Choose the programme or the organisation that the role is for."}
            )
        if self.role == Role.COMMISSIONER and not self.organisation_id:
            raise ValidationError(
                {"organisation": "Choose the organisation whose services the commissioner leads."}
            )
