"""One action: from a meeting to a kept pack. The page and the command go through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.fuzzydate import FuzzyDate, Precision
from commissioning.core.models import User
from commissioning.reporting.pack.build import build
from governance.models import BoardPack, Meeting
from governance.services.packs import make_pack, next_number, pack_problems
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.services.scope_door import refuse


def make(
    meeting: Meeting,
    options: Mapping[str, Any],
    *,
    as_at: date | None,
    by: User | None,
    grants: Grants,
    today: date,
) -> BoardPack:
    """Work the position out, set it, and keep both.

    Without `as_at`, the day of the meeting, or today while that is still to come. The programme's lock is held
    throughout, so that the figures of one pack are of one moment. Raises PermissionDenied (MAKE_PACKS) and
    ValidationError by field (meeting, as_at).
    """
    from commissioning.core.documents import typeset

    may(grants, Permission.MAKE_PACKS, meeting.programme_id)
    day = as_at or usual_day(meeting.held, today)
    refuse(pack_problems(meeting, day, today))
    with transaction.atomic():
        built = build(meeting, day, options, next_number(meeting))
        try:
            pdf = typeset.pdf(built.document)
        except RuntimeError as error:  # the typesetter refuses what would not be accessible
            raise ValidationError(f"The pack could not be set: {error}") from error
        return make_pack(
            meeting,
            built.content,
            pdf,
            typeset.TEMPLATE,
            options,
            by=by,
            grants=grants,
            as_at=day,
            today=today,
        )


def usual_day(held: FuzzyDate, today: date) -> date:
    """The last day that the meeting can have been on, never after today; today where no day of it is known."""
    day = held.end or held.start
    return min(day, today) if day else today


@dataclass(frozen=True)
class Fit:
    """A day is that of a meeting: `exact` for one dated to the day, else within the span that its date means."""

    meeting: Meeting
    exact: bool


def meetings_on(meetings: list[Meeting], day: date) -> list[Meeting]:
    """The meetings held on the day; where none is dated to it, those whose looser date it lies within.

    Derby's report goes to a meeting "around August/September 2013": any day of those months is its day.
    """
    fits = [fit for meeting in meetings if (fit := _fit(meeting, day)) is not None]
    exact = [fit.meeting for fit in fits if fit.exact]
    return exact or [fit.meeting for fit in fits]


def _fit(meeting: Meeting, day: date) -> Fit | None:
    held = meeting.held
    first, last = held.start or held.end, held.end or held.start
    if first is None or last is None or not first <= day <= last:
        return None
    return Fit(meeting, held.precision == Precision.DAY)
