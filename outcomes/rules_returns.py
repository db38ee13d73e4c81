"""What a return may hold: whole periods that have ended, and for each its parts, its value or its reason. Pure."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from outcomes.models.kpis import KPI, Frequency, MeasureKind
from outcomes.rules_entry import BLANK, Entry, read_entry, read_provisional, read_reason
from outcomes.rules_lines import Checked, Given, Line, given_of, plain_number, printed_value, worked_out
from outcomes.rules_periods import is_period

PARTS_DECIMALS: Final = 4
VALUE_DECIMALS: Final = 6
MOST: Final = 10**12  # beyond which no chart is drawn, and no summary stored
OF_PARTS: Final = frozenset({MeasureKind.PERCENTAGE, MeasureKind.RATE, MeasureKind.AVERAGE})
LONGEST_COMMENT: Final = 2_000
MOST_DECIMALS: Final = "at most {} decimals"


# --- periods --------------------------------------------------------------------------------------------------------


def period_problem(kpi: KPI, period: FuzzyDate, on: date) -> str:
    """Why no return may be sent for the period: it has not ended before `on`, or began after the KPI was retired."""
    if kpi.frequency == Frequency.NOT_STATED:
        return f"{kpi.reference} does not say how often it is reported: state its frequency first."
    if period.start is None or period.end is None:
        return "Name a whole period."
    if period.end >= on:
        return f"{period.printed} ends on {_day(period.end)}: send it once it has ended."
    if kpi.retired_on and period.start > kpi.retired_on:
        return f"{period.printed} began after {kpi.reference} was retired on {_day(kpi.retired_on)}."
    return ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


# --- figures --------------------------------------------------------------------------------------------------------


def check(kpi: KPI, period: FuzzyDate, given: Given, *, on: date, member_id: int | None = None) -> Checked:
    """One row against the KPI's definition: every problem at once, by field, each with its cure.

    A percentage, rate or average is asked for by its parts; its value alone needs a comment that says why.
    """
    return _checked(kpi, period, given, period_problem(kpi, period, on), member_id, alone=False)


def check_beside(kpi: KPI, period: FuzzyDate, given: Given, *, member_id: int | None = None) -> Checked:
    """As `check`, for a figure that comes in beside returns, as papers print it: of any period, and a value may stand
    without its parts.
    """
    return _checked(kpi, period, given, "", member_id, alone=True)


def _checked(
    kpi: KPI, period: FuzzyDate, given: Given, untimely: str, member_id: int | None, *, alone: bool
) -> Checked:
    problems: dict[str, str] = {"period": untimely}
    boxes = {name: read_entry(getattr(given, name)) for name in ("numerator", "denominator", "value")}
    problems |= {name: entry.problem for name, entry in boxes.items()}
    missing, problems["missing"] = read_reason(given.missing)
    provisional, problems["provisional"] = read_provisional(given.provisional)
    comment = " ".join(given.comment.split())
    if len(comment) > LONGEST_COMMENT:
        problems["comment"] = f"Shorten the comment to {LONGEST_COMMENT:,} characters."
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        return Checked(None, found)
    missing, boxes, found = _reasons(missing, boxes)
    warnings: list[str] = []
    if not found and not missing:
        found = _figures(kpi, boxes, warnings, stands_alone=alone or bool(comment))
    if found:
        return Checked(None, found)
    line = Line(
        period,
        member_id,
        boxes["numerator"].number,
        boxes["denominator"].number,
        _kept_value(boxes),
        missing,
        is_final=not provisional,
        comment=comment,
    )
    return Checked(line, {}, (*warnings, *_early(kpi, period)))


def _reasons(missing: str, boxes: dict[str, Entry]) -> tuple[str, dict[str, Entry], dict[str, str]]:
    """The one reason that the row gives, in its own box or in place of a figure; two, or one beside a figure, clash."""
    said = {entry.missing for entry in boxes.values() if entry.missing} | ({missing} if missing else set())
    if not said:
        return "", boxes, {}
    if len(said) > 1:
        return "", boxes, {"missing": "The row gives two different reasons: keep one."}
    if any(entry.number is not None for entry in boxes.values()):
        return (
            "",
            boxes,
            {"missing": "The row gives a figure and a reason why there is none: keep one of the two."},
        )
    return str(said.pop()), dict.fromkeys(boxes, BLANK), {}


def _figures(kpi: KPI, boxes: dict[str, Entry], warnings: list[str], *, stands_alone: bool) -> dict[str, str]:
    numerator, denominator, value = (boxes[name].number for name in ("numerator", "denominator", "value"))
    if numerator is None and denominator is None and value is None:
        return {"value": "Enter a figure, or the reason why there is none."}
    found = _parts_problems(kpi, numerator, denominator, boxes)
    if found:
        return found
    if numerator is None and kpi.measure in OF_PARTS and not stands_alone:
        return {
            "comment": f"{kpi.reference} is made of a numerator and a denominator: enter both, or say in the "
            "comment why only the value is known."
        }
    if value is not None and (problem := _value_problem(kpi, boxes, warnings)):
        return {"value": problem}
    return _bounds(kpi, numerator, denominator, value)


def _parts_problems(
    kpi: KPI, numerator: Decimal | None, denominator: Decimal | None, boxes: dict[str, Entry]
) -> dict[str, str]:
    if numerator is None and denominator is None:
        return {}
    if kpi.measure == MeasureKind.NUMBER:
        return {"value": f"{kpi.reference} is a plain number: enter it as the value, without parts."}
    found: dict[str, str] = {}
    for name, part in (("numerator", numerator), ("denominator", denominator)):
        if part is None:
            found[name] = f"Enter the {name} too: one part without the other gives no value."
        elif boxes[name].percent:
            found[name] = f"The {name} is a count: write it without the percent sign."
        elif _decimals(part) > PARTS_DECIMALS:
            found[name] = f"The {name} has too many decimals: give {MOST_DECIMALS.format(PARTS_DECIMALS)}."
    if denominator is not None and denominator <= 0 and "denominator" not in found:
        cure = "where nobody was to be counted, write “not applicable” and leave the numerator empty"
        found["denominator"] = f"The denominator must be above 0; {cure}."
    if numerator is not None and numerator < 0 and (kpi.measure != MeasureKind.AVERAGE):
        found.setdefault("numerator", "The numerator cannot be below 0.")
    return found


def _value_problem(kpi: KPI, boxes: dict[str, Entry], warnings: list[str]) -> str:
    entry = boxes["value"]
    value = entry.number
    assert value is not None  # noqa: S101  # its caller has seen to it
    if entry.percent and kpi.measure != MeasureKind.PERCENTAGE:
        return f"{kpi.reference} is not a percentage: write the value without the percent sign."
    parts = boxes["numerator"].number, boxes["denominator"].number
    if parts[0] is not None:
        from_parts = worked_out(kpi, *parts, None)
        if from_parts is not None and round(from_parts, _decimals(value)) != Fraction(value):
            return (
                f"The parts give {printed_value(kpi, from_parts)}, not {printed_value(kpi, value)}: mend the parts or "
                "take the value out."
            )
        warnings.append(
            "The value is worked out from its parts; the one given beside them agrees and is not kept."
        )
        return ""
    if _decimals(value) > VALUE_DECIMALS:
        warnings.append(f"Rounded to {VALUE_DECIMALS} decimals.")
    if kpi.measure == MeasureKind.PERCENTAGE and 0 < abs(value) < 1 and not entry.percent:
        warnings.append(
            f"Read as {plain_number(value)} per cent; write {plain_number(value * 100)} if that is meant."
        )
    if kpi.measure in OF_PARTS:
        warnings.append("A value without its parts cannot be rolled up with others.")
    return ""


def _kept_value(boxes: dict[str, Entry]) -> Decimal | None:
    value = boxes["value"].number
    if value is None or boxes["numerator"].number is not None:
        return None
    return value.quantize(Decimal(1).scaleb(-VALUE_DECIMALS), ROUND_HALF_EVEN)


def _bounds(
    kpi: KPI, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
) -> dict[str, str]:
    found = worked_out(kpi, numerator, denominator, value)
    where = "value" if numerator is None else "numerator"
    if found is None:
        return {}
    if abs(found) >= MOST:
        return {where: f"The figures give more than {MOST:,}: check which is which."}
    if kpi.ceiling is not None and found > Fraction(kpi.ceiling):
        if numerator is not None and kpi.measure == MeasureKind.PERCENTAGE and kpi.ceiling == 100:
            return {where: "The numerator is above the denominator: check which is which."}
        most = printed_value(kpi, kpi.ceiling)
        return {where: f"{printed_value(kpi, found)} is above the most it can be, {most}: check the figures."}
    if kpi.floor is not None and found < Fraction(kpi.floor):
        least = printed_value(kpi, kpi.floor)
        return {
            where: f"{printed_value(kpi, found)} is below the least it can be, {least}: check the figures."
        }
    return {}


def _early(kpi: KPI, period: FuzzyDate) -> tuple[str, ...]:
    if kpi.reported_from and period.start and period.start < kpi.reported_from:
        return (f"Before {_day(kpi.reported_from)}, from when {kpi.reference} is reported.",)
    return ()


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def recheck(kpi: KPI, line: Line, on: date) -> str:
    """What is wrong with a line that is to be written; the door asks this of every line, wherever it comes from."""
    if kpi.frequency != Frequency.NOT_STATED and not is_period(
        kpi.frequency, line.period.start, line.period.end
    ):
        return f"“{line.period.printed}” is not one period of {kpi.reference}."
    checked = check(kpi, line.period, given_of(line), on=on, member_id=line.member_id)
    return " ".join(checked.problems.values())
