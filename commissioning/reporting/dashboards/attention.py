"""What needs the board's attention: the open discrepancies that a board can act on, most pressing first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.urls import reverse

from commissioning.core.components import Link, Panel, Tone
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.selectors.position import Position
from governance.selectors.discrepancies import DiscrepancyView
from procurement.selectors.phases import PhaseSummary
from procurement.selectors.runway_types import RunwayRow
from procurement.tables_runway import start_by_words

COVER_GAP, AMOUNT, NO_SEAT, TWO_LEADS, ACCOUNTABILITY, DRIFT, TBC_MOVED = 11, 1, 19, 4, 15, 9, 14
PRESSING = {
    COVER_GAP: Tone.ALERT,
    AMOUNT: Tone.WARN,
    NO_SEAT: Tone.WARN,
    TWO_LEADS: Tone.WARN,
    ACCOUNTABILITY: Tone.WARN,
    DRIFT: Tone.WARN,
    TBC_MOVED: Tone.UNKNOWN,
}
HURTS_BY_PHASE = {COVER_GAP, AMOUNT, TBC_MOVED}  # a missing seat has no date of its own
MOST_KINDS = 5
MOST_LATE = 5
NO_OWNER = "no owner recorded yet"


def attention_panels(at: Position, keep: str) -> list[Panel]:
    """One panel for each sort of trouble a board acts on, then how many open points are not among them."""
    late = late_panels(at, keep)
    open_ones = [view for view in at.discrepancies if view.is_open]
    if not open_ones:
        nothing = Panel(
            "Nothing open", "No open gap, mismatch or unknown is found for this programme.", Tone.GOOD
        )
        return late or [nothing]
    sorts = [
        (tone, views)
        for check, tone in PRESSING.items()
        if (views := [view for view in open_ones if view.finding and view.finding.check == check])
    ]
    panels = [*late, *(_panel(at, views, tone, keep) for tone, views in sorts)]
    others = len(open_ones) - sum(len(views) for _, views in sorts)
    if not others:
        return panels
    named = {view.slug for _, views in sorts for view in views}
    return [*panels, _others(at, [view for view in open_ones if view.slug not in named], keep, len(panels))]


def late_panels(at: Position, keep: str) -> list[Panel]:
    """Services whose procurement must have started by now to be in time, where nothing records that it did."""
    late = at.runway.late
    if not late:
        return []
    first = late[0]
    query = f"{keep}&show=late" if keep else "?show=late"
    started = (
        f"It had to start by {start_by_words(first.plan)}, worked back from {first.plan.basis}."
        if first.plan
        else ""
    )
    return [
        Panel(
            f"Late to start buying: {plural(len(late), 'service')}",
            f"{first.name}: {first.where.words}. {started}",
            Tone.ALERT,
            owner=", ".join(dict.fromkeys(row.lead for row in late if row.lead)) or NO_OWNER,
            items=_also_late(late),
            link=Link("See every late start", reverse("runway", args=[at.programme.key]) + query),
        )
    ]


def _also_late(late: Sequence[RunwayRow]) -> list[str]:
    named = [f"Also: {row.name}, {row.where.words}" for row in late[1:MOST_LATE]]
    return [*named, f"And {len(late) - MOST_LATE} more"] if len(late) > MOST_LATE else named


def _panel(at: Position, views: Sequence[DiscrepancyView], tone: Tone, keep: str) -> Panel:
    """The first point with its working, which the link opens; the others by name."""
    first = views[0]
    return Panel(
        first.title,
        first.arithmetic,
        tone,
        owner=_owners(views),
        due=_due(at, views),
        items=[f"Also: {view.title}" for view in views[1:]],
        link=Link(
            "See the statements and the arithmetic",
            reverse("discrepancy", args=[at.programme.key, first.slug]) + keep,
            f"of: {first.title}",
        ),
    )


def _others(at: Position, views: Sequence[DiscrepancyView], keep: str, before: int) -> Panel:
    """How many others are open, and of which sorts they are most."""
    query = f"{keep}&state=open" if keep else "?state=open"
    link = Link("See every open point", reverse("discrepancies", args=[at.programme.key]) + query)
    kinds = Counter(str(view.kind.label) for view in views).most_common(MOST_KINDS)
    text = ", ".join(f"{label.lower()} {count}" for label, count in kinds)
    noun = "more open point" if before else "open point"
    return Panel(plural(len(views), noun), f"{text[:1].upper()}{text[1:]}.", Tone.INFO, link=link)


def _owners(views: Iterable[DiscrepancyView]) -> str:
    return ", ".join(dict.fromkeys(view.owner_role for view in views if view.owner_role)) or NO_OWNER


def _due(at: Position, views: Iterable[DiscrepancyView]) -> str:
    """When it starts to hurt: the next printed date of the first phase concerned that is still ahead."""
    dated = [view for view in views if view.finding and view.finding.check in HURTS_BY_PHASE]
    numbers = {number for view in dated for number in view.phase_numbers}
    phase = next((phase for phase in at.phases if phase.number in numbers), None)
    return _next_date(phase, at) if phase else ""


def _next_date(phase: PhaseSummary, at: Position) -> str:
    for words, when in (("procurement starts", phase.procurement_start), ("goes live", phase.go_live)):
        if when.end is not None and when.end >= at.on:
            return f"Phase {phase.number} {words} {when.printed}."
    return f"Phase {phase.number} was to go live {phase.go_live.printed}." if phase.go_live.is_dated else ""
