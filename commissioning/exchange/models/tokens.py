"""Keys for programs: what the API lets in besides a signed-in browser."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commissioning.core.audit import tracked_except
from commissioning.core.concurrency import Versioned


class TokenScope(models.TextChoices):
    READ = "read", "Read what I may read"
    WRITE = "write", "Change what I may change"


@tracked_except("token_hash", "last_used_on")
class ApiToken(Versioned):
    """A person's key for a program: their own rights narrowed by its scopes, until a day. Only its SHA-256 is kept.

    `starts` are its first characters, so that its owner can tell one from another.
    """

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    starts = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=8, choices=TokenScope), default=list)
    expires_on = models.DateField(help_text="The last day on which it works.")
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Versioned.Meta):
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What the API answered to a request with an idempotency key, so that asking again does nothing twice.

    `request_hash` is of method, address and body: the same key with another request is refused.
    """

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict, blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once")]

    def __str__(self) -> str:
        return f"Answer {self.status}"
