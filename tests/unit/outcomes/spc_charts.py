"""Charts that between them show everything a control chart can draw, for tests of geometry, markup and words."""

from decimal import Decimal

from outcomes.charts.spc_chart import SpcChart
from outcomes.spc import Target, analyse
from tests.unit.outcomes.spc_series import CALM, day, monthly

ONE = "71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84"
THREE = "24 24 20 20 19 20 20 20 24 22 24 20 19 19 20 20 24 25"
FOUR = "40 42 39 41 40 43 39 41 47 46 45 44.5 44 43.5 43"
FIVE = "30 33 31 34 30 32 31 33 30 31 32 33 34 35 36 33 36 34 37 33"
SIX = "44 41 42 43 44 45 46 47 39 40 41 42 43 44 45"
SIXTY = " ".join([CALM, CALM, CALM, "57 58 56 57 59 58 57 56 58 57 58 59 57 56 58"])


def chart(figures, *, improvement="up", ghosts=(), notes=None, chart=None, **options):
    """A chart of monthly points; `notes` are annotations by number, `chart` what SpcChart is given besides."""
    points = [
        point
        if not (notes or {}).get(number)
        else type(point)(point.date, point.value, point.ghost, notes[number])
        for number, point in enumerate(monthly(figures, ghosts), start=1)
    ]
    given = {"name": "Readiness", "unit": "%", **(chart or {})}
    return SpcChart(analyse(points, improvement=improvement, **options), improvement=improvement, **given)


def every_chart():
    """By name: the six worked examples and what else a chart may have to show."""
    reason = "Children seen by video count from this month on, as the performance group agreed in its March meeting."
    steps = [Target(48, None, day(20)), Target(52, day(21), day(40)), Target(56, day(41))]
    return {
        "example 1": chart(ONE, target=65),
        "example 2": chart("64.1 " * 15, target=Decimal("64.1"), chart={"decimals": 1}),
        "example 3": chart(THREE, improvement="down", chart={"unit": "days"}),
        "example 4": chart(FOUR, chart={"unit": "per 1,000", "decimals": 1}),
        "example 5": chart(FIVE, rebases=[day(13)], target=32, chart={"rebases": [(day(13), reason)]}),
        "example 6": chart(SIX, target=50, chart={"unit": ""}),
        "neutral": chart(SIXTY, improvement="neither", targets=steps, chart={"unit": "£"}),
        "sixty months": chart(
            SIXTY,
            targets=steps,
            rebases=[day(46), day(48)],
            notes={4: "Strike.", 5: "Strike.", 59: "New form."},
            chart={"rebases": [(day(46), "New service."), (day(48), reason)]},
        ),
        "ghosts and gaps": chart(
            "55 52 57 - 54 51 90 55 53 12 54 52 - - 55 51 53 56 54 50 52 53 58",
            ghosts={7, 10, 23},
            notes={7: "Counted twice.", 10: "One provider is missing."},
            target=57,
            chart={"decimals": 1, "floor": Decimal(0), "ceiling": Decimal(100)},
        ),
        "eleven points": chart("55 52 57 54 51 50 55 53 52 54 52", target=57),
        "one point": chart("55"),
        "no points": chart(""),
        "no values": chart("- -"),
        "floor": chart(
            "3 1 0 4 2 0 1 5 2 1 0 3 1 2 0 4",
            improvement="down",
            target=1,
            chart={"unit": "incidents", "floor": Decimal(0)},
        ),
        "crowded ends": chart(
            "97.1 97.4 97 97.3 97.2 97.5 97.1 97.3 97 97.4 97.2 97.1 97.5 97.3 97.2 97.2 50",
            target=98,
            chart={"decimals": 1, "ceiling": Decimal(100)},
        ),
        "large values": chart("1204000 1310000 1190000 " * 6, chart={"unit": "£"}),
        "months read as quarters": chart(ONE, chart={"frequency": "quarter"}),
        "years": chart("50 51 52 53", chart={"frequency": "financial_year"}),
        "weeks": chart(SIXTY, chart={"frequency": "week"}),
    }
