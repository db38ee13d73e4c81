"""What a paper carries besides its asks: implications, approvals by role, and counts that it states."""

from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Document, Scoped


class ImplicationArea(models.TextChoices):
    FINANCIAL = "financial", "Financial"
    LEGAL = "legal", "Legal"
    PERSONNEL = "personnel", "Human resources"
    EQUALITIES = "equalities", "Equalities"
    HEALTH_AND_SAFETY = "health_and_safety", "Health and safety"
    CONSTITUTIONAL = "constitutional", "Constitutional"
    OTHER = "other", "Other, considered"


@tracked
class Implication(Scoped):
    """What a paper says that its proposals mean for money, law, people or equality."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="implications")
    area = models.CharField(max_length=20, choices=ImplicationArea)
    area_as_printed = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    date = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = fuzzy_date_constraints("date", "implication")

    def __str__(self) -> str:
        return f"{self.get_area_display()}: {self.text[:80]}"


@tracked
class PaperApproval(Scoped):
    """A slot in a paper's table of approvals and the role that filled it; empty where nobody is named."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="approvals")
    slot = models.CharField(max_length=120)
    role = models.TextField(blank=True, help_text="Role titles, one to a line; never names.")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.slot


class Counted(models.TextChoices):
    """What a stated number counts; the check counts the same thing among the records."""

    NEW_POSTS = "new_posts", "New posts"
    PARTS_OF_ORGANISATION = "parts_of_organisation", "Parts of an organisation"
    INTENTIONS_WITH_SUMMARY = "intentions_with_summary", "Intentions with a project summary"
    AREA_LOCALITIES = "area_localities", "Places or authorities within an area"
    AREA_PARTNERS = "area_partners", "Partners of an area"


@tracked
class StatedCount(Scoped):
    """A number that a paper states of things it also lists; `subject` is the reference of what they belong to."""

    text = models.CharField(max_length=200, help_text="As printed, such as “three new posts”.")
    stated = models.PositiveIntegerField()
    counts = models.CharField(max_length=30, choices=Counted)
    subject = models.CharField(
        max_length=60, blank=True, help_text="The organisation or area whose parts are counted, by reference."
    )

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.text
