"""What needs the board's attention: the open discrepancies that a board can act on, most pressing first."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from commissioning.core.components import Link, Panel, Tone
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.selectors.position import Position
from governance.selectors.discrepancies import DiscrepancyView
from procurement.selectors.phases import PhaseSummary

MOST = 4
COVER_GAP, AMOUNT, NO_SEAT, TBC_MOVED = 11, 1, 19, 14
PRESSING = {COVER_GAP: Tone.ALERT, AMOUNT: Tone.WARN, NO_SEAT: Tone.WARN, TBC_MOVED: Tone.UNKNOWN}
NO_OWNER = "no owner recorded yet"


def attention_panels(at: Position, keep: str) -> list[Panel]:
    """At most four panels, one for each sort of trouble; each leads to its discrepancies, where owner and state lie."""
    open_ones = [view for view in at.discrepancies if view.is_open and view.finding is not None]
    panels = []
    for check, tone in PRESSING.items():
        views = [view for view in open_ones if view.finding and view.finding.check == check]
        if views:
            panels.append(_panel(at, views, tone, keep))
    return panels[:MOST] or [_all_clear()]


def _panel(at: Position, views: Sequence[DiscrepancyView], tone: Tone, keep: str) -> Panel:
    first = views[0]
    return Panel(
        first.title
        if len(views) == 1
        else f"{first.title}, and {plural(len(views) - 1, 'more like it', 'more like it')}",
        first.arithmetic,
        tone,
        owner=_owners(views),
        due=_due(at, views),
        items=[view.title for view in views[1:]],
        link=Link(
            "See the statements and the arithmetic",
            reverse("discrepancy", args=[at.programme.key, first.slug]) + keep
            if len(views) == 1
            else f"{reverse('discrepancies', args=[at.programme.key])}?kind={first.kind}",
            f"of: {first.title}",
        ),
    )


def _owners(views: Iterable[DiscrepancyView]) -> str:
    return ", ".join(dict.fromkeys(view.owner_role for view in views if view.owner_role)) or NO_OWNER


def _due(at: Position, views: Iterable[DiscrepancyView]) -> str:
    """When it starts to hurt: the next printed date of the first phase concerned that is still ahead."""
    numbers = {number for view in views for number in view.phase_numbers}
    phase = next((phase for phase in at.phases if phase.number in numbers), None)
    return _next_date(phase, at) if phase else ""


def _next_date(phase: PhaseSummary, at: Position) -> str:
    for words, when in (("procurement starts", phase.procurement_start), ("goes live", phase.go_live)):
        if when.end is not None and when.end >= at.on:
            return f"Phase {phase.number} {words} {when.printed}."
    return f"Phase {phase.number} was to go live {phase.go_live.printed}." if phase.go_live.is_dated else ""


def _all_clear() -> Panel:
    return Panel("Nothing open", "No open gap, mismatch or unknown is found for this programme.", Tone.GOOD)
