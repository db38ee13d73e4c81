"""What forms of a meeting offer to choose from."""

from __future__ import annotations

from django.db.models import Q

from governance.models import Attendance, BodySeat, Meeting
from programmes.models import Organisation
from programmes.selectors.successions import known_to


def organisations_for(meeting: Meeting) -> list[Organisation]:
    """Those that the programme knows, and those with a seat on the body or on the meeting's record, by name."""
    seated = BodySeat.objects.filter(body=meeting.body_id, organisation__isnull=False).values("organisation")
    there = Attendance.objects.filter(meeting=meeting, organisation__isnull=False).values("organisation")
    found = Organisation.objects.filter(
        Q(pk__in=seated) | Q(pk__in=there) | Q(pk__in=[row.pk for row in known_to(meeting.programme)])
    )
    return list(found.order_by("name"))
