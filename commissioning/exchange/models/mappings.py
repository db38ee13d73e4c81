from typing import Any, ClassVar

from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from programmes.models import ScopedQuerySet


@tracked
class ColumnMapping(Versioned):
    """Which columns of somebody's own sheet are which of a register's: remembered by its headings.

    Its maker's; everybody's of the programme once `shared`. `headings` is the fingerprint of the sheet's headings,
    `columns` maps each heading as printed to a column's name ("" for one that is left out on purpose).
    """

    programme = models.ForeignKey(
        "programmes.Programme",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="column_mappings",
    )
    register = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    headings = models.CharField(max_length=64)
    columns = models.JSONField(default=dict, blank=True)
    shared = models.BooleanField(default=False)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Any]] = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        ordering = ["register", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "register", "headings", "made_by"],
                nulls_distinct=False,
                name="column_mapping_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
