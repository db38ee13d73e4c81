"""How far something promised can be seen to happen: directly, by a proxy, by a plan, or not at all.

Greater Manchester's aim, as the Essex review tells it (section 5.4), is a measure for every commitment, some of them
easy to collect and others very difficult.
"""

from collections.abc import Sequence
from fractions import Fraction

from django.db.models import TextChoices

from outcomes.models.frameworks import Measurability


class Measured(TextChoices):
    """Each promise has exactly one of these; a proxy is never counted as direct."""

    DIRECT = "direct", "Measured directly"
    PROXY = "proxy", "Measured by a proxy only"
    HARD_PLANNED = "hard_planned", "Hard to measure, with a plan"
    HARD_UNPLANNED = "hard_unplanned", "Hard to measure, without a plan"
    NO_KPI = "no_kpi", "Can be measured, no KPI yet"
    NOT_ASSESSED = "not_assessed", "Not assessed"


def measured_how(proxies: Sequence[bool], measurability: str, plan: str) -> Measured:
    """`proxies` has one flag for each KPI in use. What a KPI measures is not asked whether it could be measured.

    A proxy is a way of seeing progress, so what a proxy measures needs no plan besides.
    """
    if proxies:
        return Measured.PROXY if all(proxies) else Measured.DIRECT
    if measurability == Measurability.HARD:
        return Measured.HARD_PLANNED if plan.strip() else Measured.HARD_UNPLANNED
    return Measured.NO_KPI if measurability == Measurability.MEASURABLE else Measured.NOT_ASSESSED


def share(part: int, whole: int) -> Fraction | None:
    """Per cent of the whole, exact; None where there is nothing to be a share of, which is not 0 %."""
    return Fraction(100 * part, whole) if whole else None


def share_words(part: int, whole: int) -> str:
    """ "3 of 8 (37.5%)", to one decimal with halves away from zero; "nothing to count" for none."""
    exact = share(part, whole)
    if exact is None:
        return "nothing to count"
    tenths = int(exact * 10 + Fraction(1, 2))
    number = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
    about = "" if Fraction(tenths, 10) == exact else "about "
    return f"{part} of {whole} ({about}{number}%)"
