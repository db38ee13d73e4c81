"""The door through which a programme sets its own bands. No risk is written: a band is read from the score."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from governance.models import RiskBand, RiskBanding
from governance.rules.scoring import HIGHEST_SCORE, Band, bands_problems
from governance.services.risk_door import may
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

OVERTAKEN = (
    "Somebody else set bands while you had this page open. They stand on this page: look at them, then decide again. "
    "What you typed is kept."
)


def set_bands(
    programme: Programme,
    bands: Sequence[Band],
    *,
    starts_on: date,
    seen: str,
    by: User,
    grants: Grants,
    reason: str,
) -> RiskBanding:
    """Set the bands that name scores from a day on; those before it are kept and name the days before.

    `seen` is the reference of the newest banding that the person knew of, "" for none. Raises PermissionDenied
    (SET_SCALES) and ValidationError by field (bands, reason), or where somebody else set bands meanwhile.
    """
    may(grants, Permission.SET_SCALES, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        reference = next_reference(RiskBanding, "BANDS", programme)
        newest = RiskBanding.objects.filter(programme=programme).order_by("made_at", "pk").last()
        if (newest.reference if newest else "") != seen:
            raise ValidationError(OVERTAKEN, code="overtaken")
        refuse({"bands": " ".join(bands_faults(bands)), "reason": reason_problem(reason)})
        banding = RiskBanding(
            reference=reference,
            programme=programme,
            starts_on=starts_on,
            reason=reason.strip(),
            made_by=by,
            illustrative=programme.illustrative,
        )
        banding.full_clean()
        banding.save()
        for band in bands:
            row = RiskBand(
                banding=banding,
                name=" ".join(band.name.split()),
                from_score=band.from_score,
                words=band.words.strip(),
                escalates=band.escalates,
            )
            row.full_clean()
            row.save()
        return banding


def bands_faults(bands: Sequence[Band]) -> tuple[str, ...]:
    """What is wrong with a set of bands, a sentence each: as scoring needs them, and so that each holds a score.

    Scores are products of two numbers from 1 to 5: a band of 17 to 19 could never hold a risk.
    """
    if problems := bands_problems(bands):
        return problems
    starts = [*(band.from_score for band in bands), HIGHEST_SCORE + 1]
    products = {a * b for a in range(1, 6) for b in range(1, 6)}
    return tuple(
        f"No score falls in “{band.name.strip()}”, {first} to {after - 1}: two numbers from 1 to 5 never multiply to "
        "it. Let it begin lower, or leave it out."
        for band, (first, after) in zip(bands, pairwise(starts), strict=True)
        if not products & set(range(first, after))
    )
