from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped, ScopedQuerySet, scoped_by


@tracked
class Document(Scoped):
    """A paper as published, cited by its title, committee and date."""

    title = models.CharField(max_length=300)
    document_type = models.CharField(max_length=120, blank=True)
    publisher = models.CharField(max_length=160, blank=True)
    committee = models.CharField(max_length=160, blank=True)
    dated = FuzzyDateField()
    report_from = models.CharField(
        max_length=160,
        blank=True,
        help_text="The role that signs the paper, not a name.",
    )
    contact_role = models.CharField(max_length=160, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = fuzzy_date_constraints("dated", "document")

    def __str__(self) -> str:
        return self.title


@tracked
class Extraction(Versioned):
    """One reading of a document into text: what it holds, what it lost. Two may carry different facts."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="extractions")
    name = models.CharField(max_length=160)
    has = models.TextField(blank=True)
    lacks = models.TextField(blank=True)

    objects = scoped_by("document__programme")

    class Meta(Versioned.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="extraction_once_per_document")
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class KnownGap(Scoped):
    """Content that a document refers to and no extraction holds, so that its absence is not read as “none”."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="known_gaps")
    what = models.TextField()
    why = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.what


@tracked
class CitedWork(Scoped):
    """A work that a document names among its references."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="cited_works")
    text = models.TextField()

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.text


@tracked
class DocumentPart(Scoped):
    """A part of a document with the title it is printed under, such as Appendix 2, “Commissioning Principles”."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parts")
    locator = models.CharField(max_length=60, help_text="Such as “Appendix 2”.")
    title = models.CharField(max_length=200, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["document", "locator"]
        constraints = [
            models.UniqueConstraint(fields=["document", "locator"], name="document_part_once_per_document")
        ]

    def __str__(self) -> str:
        return f"{self.locator}: {self.title}" if self.title else self.locator


@tracked
class CrossReference(Scoped):
    """A place that sends the reader to another part of the document, and what it says will be found there.

    `found_is_described` is a person's reading: False where the part holds something else, null where nobody has looked.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="cross_references")
    locator = models.CharField(max_length=160, help_text="Where the reference is printed.")
    target = models.CharField(max_length=60, help_text="The part it names, such as “Appendix 2”.")
    described_as = models.CharField(max_length=200, help_text="What it says will be found there.")
    found_is_described = models.BooleanField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return f"{self.locator}: {self.target}, {self.described_as}"


@tracked
class Fact(models.Model):
    """The identity of one record, of whatever kind, for its sources to point at with a real foreign key.

    Floors above own their records and hold a one-to-one key to this row, so that a document can list everything
    taken from it without a generic key.
    """

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=60, help_text="The record's model, such as procurement.budgetline.")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


@tracked
class SourceReference(models.Model):
    """Where a fact is printed: the document, the place in it and, where only one has it, the extraction.

    `field` is empty for the whole record, or names the one field that this place supports.
    """

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="source_references")
    field = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="source_references")
    extraction = models.ForeignKey(
        Extraction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="source_references",
    )
    locator = models.CharField(max_length=160, help_text="Such as “para 2.4” or “Appendix B (table)”.")
    label = models.CharField(
        max_length=300,
        blank=True,
        help_text="The words printed there, where they differ.",
    )

    objects = scoped_by("fact__programme")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "field", "document", "locator"],
                name="source_reference_once_per_place",
            ),
            models.CheckConstraint(condition=~Q(locator=""), name="source_reference_names_a_place"),
        ]

    def __str__(self) -> str:
        return self.locator
