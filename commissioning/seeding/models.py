from django.db import models


class LoadedRecord(models.Model):
    """Remembers that a fixture's record has been loaded once, whatever people have since done with it.

    A record that is listed here is never written again: an edit stays, and what a person deleted stays deleted.
    """

    reference = models.CharField(max_length=120, unique=True)
    fixture = models.CharField(max_length=120)
    found_as = models.CharField(
        max_length=60,
        blank=True,
        help_text="The reference of the record that was there before, where the fixture's record is the same thing.",
    )
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference
