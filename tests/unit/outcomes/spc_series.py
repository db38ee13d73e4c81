"""Series for tests of charts: monthly points from a line of figures, and what they come to, by number from 1."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from outcomes.spc import Analysis, Point


def day(number):
    """The date of a monthly point, the first being January 2020."""
    return date(2020 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def monthly(figures, ghosts: Collection[int] = ()):
    """Points from “71 74 -”; a dash is a missing value."""
    return [
        Point(day(number), None if text == "-" else Decimal(text), ghost=number in ghosts)
        for number, text in enumerate(figures.split(), start=1)
    ]


def six(line):
    """A line rounded to six decimals, as worked examples print it."""
    return None if line is None else Decimal(round(line * 10**6)).scaleb(-6)


def limits(analysis: Analysis, segment: int = 0):
    its = analysis.segments[segment]
    return six(its.lower_limit), six(its.upper_limit)


def with_rule(analysis: Analysis, rule):
    """The numbers of the points that carry a rule."""
    return [number for number, point in enumerate(analysis.points, start=1) if rule in point.rules]


def labelled(analysis: Analysis):
    """Label and type of each point that is not common cause, by number."""
    return {
        number: (point.special_cause_type, point.point_type)
        for number, point in enumerate(analysis.points, start=1)
        if point.special_cause_type not in {None, "common_cause"}
    }


# Fifteen calm points: mean 50, average moving range 30/14, so limits 44.3 and 55.7, warning lines 46.2 and 53.8.
CALM = "50 52 50 48 50 52 50 48 50 52 50 48 50 52 48"
