"""Where a record's history begins: who recorded it and when, as an entry beside what people changed since."""

from django.db import models
from django.utils import timezone

from commissioning.core.components import HistoryEntry
from commissioning.core.history import beginning_of


def recorded_entry(record: models.Model) -> list[HistoryEntry]:
    """The one entry of the beginning, the oldest of any history; none where history does not reach back so far."""
    first = beginning_of(record)
    if first is None:
        return []
    return [HistoryEntry("Recorded.", timezone.localtime(first.at), first.who, first.why)]
