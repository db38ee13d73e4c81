"""Views that people take away again and again, and the files that were made of them."""

from typing import Any, ClassVar

from django.db import models

from commissioning.core.audit import tracked, tracked_except
from commissioning.core.concurrency import Versioned
from programmes.models import scoped_by


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", "Excel workbook"
    CSV = "csv", "CSV"
    ZIP = "zip", "CSV with dictionary and provenance"


class Cadence(models.TextChoices):
    NEVER = "", "Only when asked"
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every Monday"
    MONTHLY = "monthly", "The first of every month"


@tracked
class SavedExport(Versioned):
    """A table, or the whole workbook (`table` empty), with its filters and order, under a name. Its maker's own."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="saved_exports"
    )
    name = models.CharField(max_length=120)
    table = models.CharField(max_length=40, blank=True)
    query = models.CharField(max_length=2000, blank=True)
    format = models.CharField(max_length=4, choices=ExportFormat, default=ExportFormat.XLSX)
    cadence = models.CharField(max_length=8, choices=Cadence, blank=True, default=Cadence.NEVER)
    next_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Any]] = scoped_by("programme")

    class Meta(Versioned.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "made_by", "name"], name="saved_export_name_once")
        ]

    def __str__(self) -> str:
        return self.name


@tracked_except("content")
class ExportFile(Versioned):
    """A file that was made of a saved export on a day: kept as it was, read by its maker only, and then removed."""

    export = models.ForeignKey(SavedExport, on_delete=models.CASCADE, related_name="files")
    on = models.DateField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")
    content = models.BinaryField(editable=False)
    problem = models.TextField(blank=True, help_text="Why there is no file, where it could not be made.")
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Any]] = scoped_by("export__programme")

    class Meta(Versioned.Meta):
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name
