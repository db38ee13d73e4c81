"""Every colour of the charts, as plain attribute values: the content policy drops `style`, Word knows no variables.

tests/unit/core/test_charts_paint.py computes the contrasts: text 4.5:1, marks 3:1 against what lies behind them.
"""

from typing import NamedTuple

INK, MUTED, GRID, PAPER = "#212b32", "#4c6272", "#d8dde0", "#ffffff"
BRAND, RED, RED_TEXT = "#1f3b57", "#d5281b", "#b1160c"


class Paint(NamedTuple):
    """`fill` may be the word “hatch”; `ink` is for text on the fill."""

    fill: str
    stroke: str
    ink: str


BAR_PAINT = {
    "done": Paint(BRAND, BRAND, "#ffffff"),
    "doing": Paint("#9cc4e4", BRAND, INK),
    "planned": Paint("#f0f4f5", "#768692", INK),
    "gap": Paint("hatch", RED, INK),
}
PROPOSED_PAINT = Paint("hatch", MUTED, INK)  # what papers only propose: grey hatching with a dashed outline
MARK_PAINT = {
    "done": Paint(BRAND, BRAND, INK),
    "risk": Paint(RED, RED, INK),
    "planned": Paint(PAPER, INK, INK),
    "start": Paint(INK, INK, INK),
    "start_late": Paint(RED, RED, INK),
}

# Funders: luminance steps keep neighbours apart in greyscale, patterns carry on where the steps run out, and the code
# is always written too. None is a colour of a red-amber-green rating.
FUNDER_PAINT = (
    Paint("#12314f", INK, "#ffffff"),
    Paint("#b9a3d6", INK, INK),
    Paint("#2f6fad", INK, "#ffffff"),
    Paint("#d9ecf7", INK, INK),
)
PATTERNS = ("", "dots", "lines", "grid")


class FunderPaint(NamedTuple):
    fill: str
    stroke: str
    ink: str
    pattern: str


def funder_paint(place: int) -> FunderPaint:
    """Paint for the funder in that place: four luminances, then the same four under another pattern, sixteen in all."""
    paint = FUNDER_PAINT[place % len(FUNDER_PAINT)]
    pattern = PATTERNS[(place // len(FUNDER_PAINT)) % len(PATTERNS)]
    return FunderPaint(*paint, pattern)
