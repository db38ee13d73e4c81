"""Tags of indicators: `app_variation_icon`, `app_assurance_icon`, `app_spc`, `app_thread`, `app_value`."""

from typing import Any

from django import template

from commissioning.core.charts import draw_one
from outcomes.charts.figure import SpcFigure
from outcomes.charts.icons import assurance_icon, variation_icon
from outcomes.charts.thread import WIDTH, Thread
from outcomes.words import IconWords, assurance_words, figure, variation_words

register = template.Library()
Context = dict[str, Any]
WAYS = ("short", "full", "hidden")


def _icon(kind: str, drawing: object, told: IconWords, words: str, why: str) -> Context:
    if words not in WAYS:
        raise template.TemplateSyntaxError(
            f"words=“{words}” is none of {', '.join(WAYS)} for the icon of {kind}."
        )
    said = why or (told.full if words == "full" or told.short == "No icon" else told.short)
    return {
        "template": f"charts/{kind}_icon.svg",
        "drawing": drawing,
        "words": f"{kind.capitalize()}: {said[0].lower()}{said[1:]}" if words == "hidden" else said,
        "hidden": words == "hidden",
    }


@register.inclusion_tag("components/app-spc-icon.html")
def app_variation_icon(code: str | None, size: int = 24, words: str = "short", why: str = "") -> Context:
    """Icon of the kind of change. `words` is short, full or hidden (read out only); `why` replaces the words.

    An empty code counts as None, as stored rows may have it.
    """
    code = code or None
    return _icon("variation", variation_icon(code, size), variation_words(code), words, why)


@register.inclusion_tag("components/app-spc-icon.html")
def app_assurance_icon(code: str | None, size: int = 24, words: str = "short", why: str = "") -> Context:
    """Icon of how the target lies to the limits; arguments as for `app_variation_icon`."""
    code = code or None
    return _icon("assurance", assurance_icon(code, size), assurance_words(code), words, why)


@register.simple_tag
def app_value(value: Any, unit: str, decimals: int = 0) -> str:
    """One value with its unit; None is “not known”, never 0."""
    return figure(value, unit, decimals)


@register.inclusion_tag("components/app-spc.html")
def app_spc(spc: SpcFigure) -> Context:
    return {"spc": spc}


@register.inclusion_tag("components/app-thread.html")
def app_thread(thread: Thread, level: int = 3) -> Context:
    return {
        "thread": thread,
        "drawing": draw_one(thread, WIDTH) if thread.nodes else "",
        "branches": thread.branches(),
        "level": level,
    }
