"""The deployment's colour, checked when settings load, and the contrast arithmetic that charts are tested with.

Imported by settings: nothing here may touch models, apps or settings.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured

WHITE = "#ffffff"
LEAST_TEXT_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: ordinary text
LEAST_MARK_CONTRAST = 3.0  # WCAG 2.2, success criterion 1.4.11: lines and shapes that carry meaning
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True)
class Partner:
    """`logo` is a same-origin address; the content policy refuses any other."""

    name: str
    logo: str = ""


@dataclass(frozen=True)
class Branding:
    """What a deployment calls itself. Partners are listed in the order given; none dominates."""

    service_name: str
    colour: str
    stylesheet_url: str = ""
    partners: tuple[Partner, ...] = field(default=())

    @classmethod
    def from_settings(cls, given: Mapping[str, Any], stylesheet_url: str = "") -> "Branding":
        partners: Sequence[Mapping[str, str]] = given.get("partners", ())
        return cls(
            service_name=given["service_name"],
            colour=given["colour"],
            stylesheet_url=stylesheet_url,
            partners=tuple(Partner(partner["name"], partner.get("logo", "")) for partner in partners),
        )


def relative_luminance(colour: str) -> float:
    """WCAG 2 relative luminance of `#rrggbb`: 0 for black, 1 for white."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2 contrast of two `#rrggbb` colours: 1 (the same) to 21 (black on white), in either order."""
    light, dark = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def checked_colour(colour: str) -> str:
    """The colour in lower case, safe to stand in a stylesheet and behind white text.

    Raises ImproperlyConfigured unless it is written `#rrggbb` and has a contrast of 4.5:1 or more against white.
    """
    if not _COLOUR.match(colour):
        raise ImproperlyConfigured(
            f"BRAND_COLOUR: write '{colour}' as six figures, such as #1f3b57. See .env.example."
        )
    ratio = contrast_ratio(colour, WHITE)
    if ratio < LEAST_TEXT_CONTRAST:
        raise ImproperlyConfigured(
            f"BRAND_COLOUR: {colour} has a contrast of {ratio:.1f} to 1 against white text; 4.5 to 1 is needed. "
            "Choose a darker colour. See .env.example."
        )
    return colour.lower()
