"""Short sentences that tiles, captions and panels share, so that one figure is worded alike wherever it shows."""

from collections.abc import Sequence
from datetime import date

from commissioning.core.comparison import Comparison, Verdict
from commissioning.core.components import Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import MoneyTotal, format_pounds
from commissioning.core.values_html import VERDICT_TONES
from procurement.selectors.phases import CoverGap
from procurement.selectors.stated import StatedRow


def plural(count: int, noun: str, many: str = "") -> str:
    """ "1 line", "3 lines"."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def totals_words(totals: Sequence[MoneyTotal]) -> str:
    """The known amount of one basis; with several bases their count, because they are not one figure."""
    if len(totals) == 1:
        return totals[0].amount_printed
    return "No lines" if not totals else f"{len(totals)} bases, not added"


def unknown_words(totals: Sequence[MoneyTotal]) -> str:
    lines, unknown = sum(t.line_count for t in totals), sum(t.unknown_count for t in totals)
    if not lines:
        return "No budget line is recorded"
    return (
        f"{unknown} of {plural(lines, 'line')} to be confirmed"
        if unknown
        else f"All {plural(lines, 'line')} known"
    )


def comparison_words(stated: StatedRow | None, comparison: Comparison | None) -> str:
    """ "Paper states ~£13m: cannot be judged yet, £0.53m below, across bases"."""
    if stated is None or comparison is None:
        return "No paper states a value to compare with"
    return f"Paper states {stated.money.printed}: {verdict_words(comparison)}"


def verdict_words(comparison: Comparison) -> str:
    """The verdict, how far apart the two are, and that their bases differ: "differs, £0.45m above, across bases"."""
    across = "across bases" if comparison.across_bases else ""
    return ", ".join(filter(None, (str(comparison.verdict.label), apart_words(comparison), across)))


def apart_words(comparison: Comparison) -> str:
    """ "£0.45m above"; "" where no figure says how far apart the two are.

    Known lines that already fit while others are unknown are neither above nor below: they may still grow.
    """
    if comparison.verdict == Verdict.MET and comparison.headroom is not None:
        return f"{format_pounds(comparison.headroom)} above"
    if comparison.fits_so_far:
        fits = "within the rounding" if comparison.difference else "in keeping so far"
        return f"{fits}, {plural(comparison.unknown_count, 'line')} TBC"
    if comparison.difference:
        side = "above" if comparison.difference > 0 else "below"
        return f"{format_pounds(abs(comparison.difference))} {side}"
    return ""


def comparison_tone(comparison: Comparison | None) -> Tone:
    return VERDICT_TONES[comparison.verdict] if comparison else Tone.UNKNOWN


def gap_words(gap: CoverGap) -> str:
    """ "4 months, April to July 2020", and whether the paper says that the phase replaces those contracts."""
    last = gap.uncovered_to.replace(day=1)
    return f"{gap.months.printed} from {_month(gap.uncovered_from)} to go-live in {_month(last)}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"


LONG = 92  # days; beyond a quarter nobody counts in days
MONTH = 30.44  # days, on average


def days_until(when: FuzzyDate, on: date) -> str:
    """ "in 19 to 49 days", "in about 28 months"; "passed about 6 years ago" once its last day is over."""
    if when.end is None:
        return "undated"
    last = (when.end - on).days
    first = (when.start - on).days if when.start else last
    if last < 0:
        return f"passed {_span(-last)} ago"
    if first <= 0:
        return "now" if first < last or last == 0 else f"in {_span(last)}"
    if first == last or last > LONG:
        return f"in {_span(last)}"
    return f"in {first:,} to {plural(last, 'day')}"


def _span(days: int) -> str:
    if days <= LONG:
        return plural(days, "day")
    months = round(days / MONTH)
    return f"about {months} months" if months < 24 else f"about {plural(round(months / 12), 'year')}"
