"""From a chart's description to finished SVG. The same markup stands on the page, in PDF and in Word."""

import html
import re
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


# What no template of ours draws, and what could act instead of being looked at.
_ACTS = re.compile(
    r"<(?:script|foreignobject|iframe|style|a|use|image|animate\w*|set)\b|<[^>]*(?:\son\w+\s*=|javascript:)",
    re.IGNORECASE,
)


def kept_drawing(svg: str) -> SafeString:
    """A drawing of ours that was kept, such as a pack's, to be shown again as it was made.

    Our own templates made it, and they escape every text. One that holds what they never draw was altered outside the
    product; it is shown as text, so that it does nothing.
    """
    if svg.startswith("<svg ") and not _ACTS.search(svg):
        return SafeString(svg)
    return SafeString(html.escape(svg))
