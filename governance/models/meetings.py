"""Meetings of a body: when, who was there, what was on the agenda, and which interests were declared."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Document, Organisation, Scoped, scoped_by

from .board_papers import BoardPaper, PaperPurpose
from .bodies import Body


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


@tracked
class Meeting(Scoped):
    """One meeting of a body. `minutes` is the paper that records it, where there is one."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held = FuzzyDateField()
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    title = models.CharField(max_length=200, blank=True, help_text="Only where it has one of its own.")
    place = models.CharField(max_length=200, blank=True)
    minutes = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes_of"
    )
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["-held_start", "reference"]
        constraints = fuzzy_date_constraints("held", "meeting")

    def __str__(self) -> str:
        return f"{self.body}, {self.held.printed}"


@tracked
class AgendaItem(Scoped):
    """One item of a meeting, in its order; the paper for it is one written here, one received, or none."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.CharField(max_length=10, blank=True, help_text="As printed, such as 5a.")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    purpose = models.CharField(max_length=12, choices=PaperPurpose, blank=True)
    presenter_role = models.CharField(max_length=200, blank=True, help_text="A role, not a name.")
    paper = models.ForeignKey(
        BoardPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    minute = models.TextField(blank=True, help_text="What the minutes say of it, where they say anything.")

    class Meta(Scoped.Meta):
        ordering = ["meeting", "position", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=True) | Q(document__isnull=True), name="agenda_item_one_paper"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Presence(models.TextChoices):
    PRESENT = "present", "Present"
    IN_ATTENDANCE = "in_attendance", "In attendance"
    SUBSTITUTE = "substitute", "Present as a substitute"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


@tracked
class Attendance(Versioned):
    """Who was at a meeting, by role and organisation."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    role_title = models.CharField(max_length=200, help_text="A role, not a name.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    presence = models.CharField(max_length=14, choices=Presence, default=Presence.PRESENT)

    objects = scoped_by("meeting__programme")

    class Meta(Versioned.Meta):
        ordering = ["presence", "role_title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "role_title", "organisation"],
                nulls_distinct=False,
                name="attendance_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role_title}: {self.get_presence_display().lower()}"


class InterestNature(models.TextChoices):
    FINANCIAL = "financial", "Financial"
    PROFESSIONAL = "professional", "Non-financial professional"
    PERSONAL = "personal", "Non-financial personal"
    INDIRECT = "indirect", "Indirect"


class InterestOutcome(models.TextChoices):
    STAYED = "stayed", "Stayed and took part"
    SPOKE = "spoke", "Spoke, did not vote"
    LEFT = "left", "Left the meeting"
    DISPENSATION = "dispensation", "Took part by dispensation"
    NOT_RECORDED = "", "Not recorded"


@tracked
class InterestDeclared(Scoped):
    """An interest declared at a meeting, in the whole of it or in one item, and what was done about it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="interests")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.CASCADE, related_name="interests"
    )
    role_title = models.CharField(max_length=200, help_text="A role, not a name.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="interests_declared"
    )
    nature = models.CharField(max_length=14, choices=InterestNature, blank=True)
    text = models.TextField(help_text="What the interest is.")
    outcome = models.CharField(max_length=14, choices=InterestOutcome, blank=True)
    dispensation = models.TextField(blank=True, help_text="Who gave it and why, where there was one.")

    class Meta(Scoped.Meta):
        ordering = ["meeting", "reference"]
        verbose_name = "interest declared"
        verbose_name_plural = "interests declared"
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="dispensation") | ~Q(dispensation=""),
                name="interest_dispensation_is_explained",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role_title}: {self.text[:60]}"
