"""Colours of indicator charts. The published colours where they reach 3:1 on paper, darker lines where they do not.

Fills that miss 3:1 (common, improving) are outlined in ink; so is every ring of an icon.
tests/unit/outcomes/test_icons.py and test_spc_chart_paint.py compute the contrasts.
"""

from typing import Final

from commissioning.core.charts.paint import INK, MUTED, PAPER, RED_TEXT

POINT_FILL: Final = {
    "common_cause": "#a6a6a6",
    "improvement": "#00b0f0",
    "concern": "#e46c0a",
    "neutral_high": "#490092",
    "neutral_low": "#490092",
}
DATA_LINE: Final = "#768692"
LIMIT_LINE: Final = MUTED
MEAN_LINE: Final = INK
TARGET_LINE: Final = "#de1b1b"
TARGET_TEXT: Final = RED_TEXT
GHOST_FILL: Final = PAPER
GHOST_STROKE: Final = MUTED

RING: Final = {
    "common_cause": "#bfbfbf",
    "improvement_high": "#0072c6",
    "improvement_low": "#0072c6",
    "concern_high": "#ff6600",
    "concern_low": "#ff6600",
    "neutral_high": "#8000c0",
    "neutral_low": "#8000c0",
    "pass": "#0072c6",
    "hit_or_miss": "#bfbfbf",
    "fail": "#ff6600",
}
