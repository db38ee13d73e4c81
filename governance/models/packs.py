"""Board packs as they were made for a meeting, and who they go to."""

from django.db import models

from commissioning.core.audit import append_only, tracked, tracked_except
from programmes.models import Organisation, Scoped, ScopedEffective

from .bodies import Body
from .meetings import Meeting


@tracked_except("pdf")
class BoardPack(Scoped):
    """A pack for a meeting, frozen when it was made: its content, the file of record, the hash of each. Written once.

    A pack made again for the same meeting gets the next number; the earlier ones stay. `options` are the appendices
    asked for.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    as_at = models.DateField()
    options = models.JSONField(default=dict, blank=True)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=40, help_text="Which typesetting made the file of record.")
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["meeting", "-number"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="board_pack_number_once")]

    def __str__(self) -> str:
        return f"Pack {self.number} for {self.meeting}"


@tracked
class PackRecipient(ScopedEffective):
    """Who gets the packs of a body: a role of an organisation, for a time. Never a name or an address."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="pack_recipients")
    role_title = models.CharField(max_length=200, help_text="A role, not a name.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="pack_recipients"
    )
    wants_word = models.BooleanField("gets the Word copy too", default=False)

    class Meta(ScopedEffective.Meta):
        ordering = ["body", "role_title", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "role_title", "organisation", "starts_on"],
                nulls_distinct=False,
                name="pack_recipient_once",
            )
        ]

    def __str__(self) -> str:
        return self.role_title
