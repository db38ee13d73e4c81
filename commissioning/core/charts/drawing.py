"""From a chart's description to finished SVG. The same markup stands on the page, in PDF and in Word."""

from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commissioning.core.charts.measure import NARROW, WIDE


class Chart(Protocol):
    """What a chart's description offers: its template, and its geometry at a width."""

    @property
    def template(self) -> str: ...

    def at(self, width: int) -> Any: ...


def draw_one(chart: Chart, width: int = WIDE, suffix: str = "") -> SafeString:
    """One drawing. `suffix` keeps ids apart where the same chart is drawn twice on a page."""
    return render_to_string(chart.template, {"c": chart.at(width), "suffix": suffix})


def draw(chart: Chart) -> tuple[SafeString, SafeString]:
    """(wide, narrow): a wide drawing shrunk to a phone would have letters of 5 px."""
    return draw_one(chart, WIDE, "-wide"), draw_one(chart, NARROW, "-narrow")


def draw_spark(chart: Chart, width: int = 120) -> SafeString:
    return draw_one(chart, width)
