"""An import from the file handed in to its receipt, row by row."""

import uuid
from typing import Any, ClassVar

from django.db import models

from commissioning.core.audit import tracked_except
from commissioning.core.concurrency import Versioned
from programmes.models import ScopedQuerySet


class RunState(models.TextChoices):
    RECEIVED = "received", "Received"
    COLUMNS = "columns", "Columns to be matched"
    CHECKING = "checking", "Being checked"
    PREVIEWED = "previewed", "Ready to confirm"
    WRITING = "writing", "Being written"
    DONE = "done", "Imported"
    REFUSED = "refused", "File refused"
    DISCARDED = "discarded", "Discarded"
    INTERRUPTED = "interrupted", "Interrupted, nothing imported"
    UNDONE = "undone", "Undone"


WORKING = (RunState.CHECKING, RunState.WRITING)
ENDED = (RunState.DONE, RunState.REFUSED, RunState.DISCARDED, RunState.UNDONE)


@tracked_except("content")
class ImportRun(Versioned):
    """One file handed in for one register. Nothing of it is in the register before `done_at`.

    `columns` maps the places of the file's columns to the names of the register's; `told` is what the reader decided
    and says; `seen` is the fingerprint of what the preview showed, so that a confirmation of anything else is refused.
    `content` is the file itself, kept so that the work survives a restart and the receipt can be checked against it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", null=True, blank=True, on_delete=models.CASCADE, related_name="import_runs"
    )
    register = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(editable=False)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.RECEIVED)
    problem = models.TextField(blank=True, help_text="Why the whole file was refused, and what to do.")
    sheet = models.CharField(max_length=60, blank=True)
    heading_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict, blank=True)
    told = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    effective_on = models.DateField(null=True, blank=True, help_text="From when the changes count.")
    leave_out = models.BooleanField(
        default=False, help_text="Whether refused rows were left out and the others imported."
    )
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Any]] = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["programme", "-made_at"], name="import_runs_newest")]

    def __str__(self) -> str:
        return f"{self.file_name} into {self.register}"


class Verdict(models.TextChoices):
    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    SAME = "same", "Unchanged"
    REFUSED = "refused", "Refused"


class ImportRow(models.Model):
    """One row of the file with its verdict: as previewed, then as written.

    `cells` are the row's cells as the file has them, by the register's column names; `changes` are [heading, before,
    after]; `problems` are [column letter, heading, found, what is wrong and what to do]; `check_before` is the record's
    fingerprint when the preview was made, `check_after` that which the import left, by which the same file is known
    again.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the spreadsheet shows it.")
    verdict = models.CharField(max_length=8, choices=Verdict)
    key = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=300, blank=True)
    cells = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    check_before = models.CharField(max_length=10, blank=True)
    check_after = models.CharField(max_length=10, blank=True)

    objects: ClassVar[models.Manager[Any]] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "verdict", "number"], name="import_rows_by_verdict")]

    def __str__(self) -> str:
        return f"Row {self.number}"
