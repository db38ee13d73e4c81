"""What is published and received: identifiers, releases as published, packages as received."""

from typing import Any, ClassVar

from django.db import models

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order
from programmes.models import Organisation, Programme, Scoped, scoped_by

from .phases import ProcurementPhase


@tracked
class OrganisationIdentifier(Versioned):
    """An organisation's number in a register, such as GB-COH 01234567; never its name alone says who it is."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, help_text="As org-id.guide lists it, such as GB-COH.")
    identifier = models.CharField(max_length=60)

    class Meta(Versioned.Meta):
        ordering = ["organisation", "scheme", "identifier"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "identifier"], name="organisation_identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.identifier}"


@tracked
class ProviderDetails(EffectiveDated, Versioned):
    """What registers say of a provider, or of a buyer, from when to when; unknown stays empty."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="provider_details")
    is_sme = models.BooleanField("small or medium-sized", null=True, blank=True)
    is_vcse = models.BooleanField("voluntary or community", null=True, blank=True)
    vcse_number = models.CharField(max_length=40, blank=True)
    is_central = models.BooleanField("central authority", null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    mailbox = models.EmailField(blank=True, help_text="A shared mailbox, never a person’s.")

    class Meta(Versioned.Meta):
        ordering = ["organisation", "starts_on"]
        verbose_name_plural = "provider details"
        constraints = [dates_in_order("provider_details")]

    def __str__(self) -> str:
        return f"Details of {self.organisation_id}"


@tracked
class Publication(Versioned):
    """A programme's own number for open contracting data, and the numbers that portals gave its phases."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="publication")
    ocid = models.CharField(max_length=120, blank=True)

    objects: ClassVar[models.Manager[Any]] = scoped_by("programme")

    class Meta(Versioned.Meta):
        ordering = ["programme"]

    def __str__(self) -> str:
        return self.ocid or f"Publication of {self.programme_id}"


@tracked
class PublishedRelease(Scoped):
    """A release as it was published. Written once: a correction is a new release."""

    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    ocid = models.CharField(max_length=120)
    release_id = models.CharField(max_length=120)
    dated_at = models.DateTimeField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Scoped.Meta):
        ordering = ["ocid", "dated_at", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [models.UniqueConstraint(fields=["ocid", "release_id"], name="published_release_once")]

    def __str__(self) -> str:
        return f"{self.ocid} {self.release_id}"


class ImportState(models.TextChoices):
    PREVIEWED = "previewed", "Previewed, nothing imported"
    APPLIED = "applied", "Imported"
    DISCARDED = "discarded", "Discarded"


@tracked
class OcdsImport(Scoped):
    """A package received, kept as it came, with its hash. The same file is never imported twice into a programme."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    original = models.BinaryField()
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.PREVIEWED)
    report = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["-made_at", "-pk"]
        verbose_name = "OCDS import"
        constraints = [models.UniqueConstraint(fields=["programme", "sha256"], name="ocds_import_once")]

    def __str__(self) -> str:
        return self.file_name


@tracked
class ReceivedRecord(Versioned):
    """What a record here was imported from: its number there, and the hash of what was last read of it."""

    import_of = models.ForeignKey(OcdsImport, on_delete=models.PROTECT, related_name="records")
    ocid = models.CharField(max_length=120)
    path = models.CharField(max_length=200, help_text="Such as contracts/1.")
    model = models.CharField(max_length=60)
    record_reference = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)

    objects = scoped_by("import_of__programme")

    class Meta(Versioned.Meta):
        ordering = ["ocid", "path"]
        constraints = [
            models.UniqueConstraint(fields=["ocid", "path", "record_reference"], name="received_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.ocid} {self.path}"


@tracked
class PartyMatch(Versioned):
    """A party of a received package, and the organisation a person says it is. Names alone only offer candidates."""

    import_of = models.ForeignKey(OcdsImport, on_delete=models.CASCADE, related_name="parties")
    key = models.CharField(
        max_length=200, help_text="Scheme and number, or the party’s own number within its process."
    )
    name = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_new = models.BooleanField(default=False, help_text="To be added as a new organisation.")
    how = models.CharField(max_length=20, blank=True)

    objects = scoped_by("import_of__programme")

    class Meta(Versioned.Meta):
        ordering = ["import_of", "name"]
        verbose_name_plural = "party matches"
        constraints = [models.UniqueConstraint(fields=["import_of", "key"], name="party_match_once")]

    def __str__(self) -> str:
        return self.name
