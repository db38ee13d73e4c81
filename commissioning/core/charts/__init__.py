"""Charts as inline SVG: geometry here, markup in templates/charts/*.svg. Pure: no query, no clock, no locale."""

from commissioning.core.charts.drawing import draw, draw_one, draw_spark, kept_drawing
from commissioning.core.charts.governance_map import GovernanceMap
from commissioning.core.charts.governance_parts import MapBody, MapLink
from commissioning.core.charts.measure import NARROW, WIDE
from commissioning.core.charts.sparkline import Sparkline
from commissioning.core.charts.stacked import Funder, StackedValues, StackRow
from commissioning.core.charts.timeline import Bar, Mark, Timeline

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "Funder",
    "GovernanceMap",
    "MapBody",
    "MapLink",
    "Mark",
    "Sparkline",
    "StackRow",
    "StackedValues",
    "Timeline",
    "draw",
    "draw_one",
    "draw_spark",
    "kept_drawing",
]
