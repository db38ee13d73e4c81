"""What a person keeps for themselves: views of a list, and a private link to the calendar."""

from typing import Any, ClassVar

from django.db import models

from commissioning.core.audit import tracked, tracked_except
from commissioning.core.concurrency import Versioned
from programmes.models import Programme, scoped_by


@tracked
class SavedView(Versioned):
    """A list's filters, order and words, under a name; for its owner, or shared with everybody in the programme."""

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="saved_views")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60, help_text="The name of the page’s address.")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = scoped_by("programme")

    class Meta(Versioned.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "programme", "page", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name


@tracked_except("token_hash")
class CalendarLink(Versioned):
    """A private link to a programme's calendar. Only the hash of its token is kept; it can be ended at any time."""

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="calendar_links")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="calendar_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = scoped_by("programme")

    class Meta(Versioned.Meta):
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Calendar link of {self.user_id}"
