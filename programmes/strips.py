"""History strips: who had which part in a service, from when to when, as a drawing with the same data as a table."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from commissioning.core.charts.drawing import draw
from commissioning.core.charts.timeline import Bar, Timeline
from commissioning.core.components import Figure, Tag
from commissioning.core.tables import Cell, Column, Row, Table
from programmes.addresses import Addresses
from programmes.models.responsibilities import Standing
from programmes.selectors.responsibilities import ActRow, ClaimRow, governing_lead, rival_leads
from programmes.tables import day_words, period_words, source_cell

OPEN_ENDED = timedelta(days=730)  # how far an open side is drawn beyond the last day that a term states
FIRST_DRAWN, LAST_DRAWN = date(1900, 1, 1), date(2199, 12, 31)
NOTE = "An arrow: no end is stated. Hatched with a dashed outline: only proposed."
STATUTORY = {True: "statutory duty", False: "not a statutory duty", None: "statutory duty: not stated"}


def strip_figure(
    rows: Sequence[tuple[str, Sequence[ClaimRow]]],
    on: date,
    *,
    uid: str,
    heading: str,
    table: Table | None,
    level: int = 3,
) -> Figure | None:
    """One row of terms for each named service. None where no term states a day: there is nothing to draw then."""
    named = [(name, claims) for name, claims in rows if claims]
    days = [
        _drawn(day)
        for _, claims in named
        for claim in claims
        for day in (claim.starts_on, claim.ends_on)
        if day is not None
    ]
    if not days:
        return None
    ends = (min(days), max(days) + OPEN_ENDED)
    bars = [
        bar
        for name, claims in named
        for bar in dict.fromkeys(_bar(name, claim, on, *ends) for claim in _governing_first(claims))
    ]
    chart = Timeline(
        uid=uid,
        title=heading,
        description=" ".join(_told(name, claims, on) for name, claims in named),
        rows=[name for name, _ in named],
        bars=bars,
        marks=(),
        on=on,
        on_words="Position at",
    )
    wide, narrow = draw(chart)
    return Figure(heading, wide, narrow, NOTE, table, level=level)


def _drawn(day: date) -> date:
    """A day that stands for “ever” or “never”, such as 31 December 9999, is drawn at the edge; tables say it."""
    return min(max(day, FIRST_DRAWN), LAST_DRAWN)


def _governing_first(claims: Sequence[ClaimRow]) -> list[ClaimRow]:
    """So that what governs stands above what is only claimed; each in its own order."""
    return sorted(claims, key=lambda claim: (not claim.governing, claim.is_proposed))


def _bar(name: str, claim: ClaimRow, on: date, first: date, last: date) -> Bar:
    start, end = _drawn(claim.starts_on or first), _drawn(claim.ends_on or last)
    if end <= start:
        end = start + timedelta(days=30)
    words = claim.short if claim.is_lead else f"{claim.short}, {claim.role_label.lower()}"
    mark = "" if claim.ends_on else " →"
    state = (
        "proposed" if claim.is_proposed else "done" if claim.holds_on(on) and claim.governing else "planned"
    )
    proposed = ", proposed" if claim.is_proposed else "" if claim.governing else ", claim"
    undated = ", no dates stated" if not claim.is_dated else ""
    label = f"{words}{proposed}{undated}{'' if undated else mark}"
    told = f"{claim.organisation}, {claim.role_label.lower()}{proposed}, {period_words(claim.starts_on, claim.ends_on)}"
    return Bar(name, label, start, end, state, told=told)


def _told(name: str, claims: Sequence[ClaimRow], on: date) -> str:
    return f"{name}: {'; '.join(_sentence(claim, on) for claim in claims)}."


def _sentence(claim: ClaimRow, on: date) -> str:
    period = period_words(claim.starts_on, claim.ends_on)
    standing = claim.standing_on(on).label.lower()
    return f"{claim.organisation}, {claim.role_label.lower()}, {standing}, {period}"


def leading(claims: Sequence[ClaimRow], on: date, to: Addresses) -> dict[str, Any]:
    """What a service's page says of who commissions it: in a sentence, as a strip, and as a table of every term."""
    lead = governing_lead(claims, on)
    rivals = rival_leads(claims, on)
    name = claims[0].service_name if claims else ""
    return {
        "lead_words": lead_words(lead, on),
        "rival_words": list(dict.fromkeys(_rival_words(claim, lead, on) for claim in rivals)),
        "strip": strip_figure(
            [(name, claims)], on, uid="strip", heading="Who had which part, and when", table=None
        ),
        "responsibilities": terms_table(claims, on, to, caption="Who commissions it"),
    }


def _rival_words(claim: ClaimRow, lead: ClaimRow | None, on: date) -> str:
    """Two claims of one organisation may read alike; they are then said once."""
    governs = " – this claim governs" if claim is lead else ""
    period = period_words(claim.starts_on, claim.ends_on)
    return f"{claim.organisation}: {standing_words(claim, on).lower()}, {period}{governs}"


def lead_words(lead: ClaimRow | None, on: date) -> str:
    """ "NHS England Area Teams leads it on 1 March 2015: from 1 April 2013 until 31 March 2015." """
    if lead is None:
        return f"Nobody leads it on {day_words(on)}: no claim that governs holds on that day."
    return f"{lead.organisation} leads it on {day_words(on)}: {period_words(lead.starts_on, lead.ends_on)}."


def terms_table(
    claims: Sequence[ClaimRow], on: date, to: Addresses, *, caption: str, by_service: bool = False
) -> Table:
    """Every term: who, which part, from when to when, its standing, the acts that opened and closed it, its source."""
    acted = any(claim.opened_by or claim.closed_by for claim in claims)
    columns = (
        *((Column("Service"),) if by_service else ()),
        Column("Organisation"),
        Column("Part"),
        Column("Holds"),
        Column("Standing"),
        *((Column("By which act"),) if acted else ()),
        Column("Printed in"),
    )
    return Table(
        caption,
        columns,
        tuple(_term_row(claim, on, to, by_service=by_service, acted=acted) for claim in claims),
        caption_hidden=True,
        empty="No paper says who commissions this service.",
    )


def _term_row(claim: ClaimRow, on: date, to: Addresses, *, by_service: bool, acted: bool) -> Row:
    printed = f"printed as “{claim.printed}”" if claim.printed and claim.printed != claim.organisation else ""
    code = claim.code if claim.code != claim.organisation else ""
    service = (Cell(claim.service_name, to.of("service", claim.service_reference)),) if by_service else ()
    return Row(
        (
            *service,
            Cell(claim.organisation, note="; ".join(part for part in (code, printed) if part)),
            Cell(claim.role_label, note="" if claim.governing else "another claim, not the one that governs"),
            Cell(
                period_words(claim.starts_on, claim.ends_on),
                note=f"printed “{claim.term.printed}”" if claim.term.printed else "",
                tags=() if claim.holds_on(on) else (Tag("Not on this day"),),
            ),
            Cell(standing_words(claim, on), note=STATUTORY[claim.statutory]),
            *((_acts_cell(claim),) if acted else ()),
            source_cell(claim.places, claim.fact_id, to),
        )
    )


def standing_words(claim: ClaimRow, on: date) -> str:
    """The standing of the day; a term that is settled and begins later has been agreed, and is not current yet."""
    begins_later = claim.starts_on is not None and claim.starts_on > on
    standing = claim.standing_on(on)
    if begins_later and standing == Standing.CURRENT:
        standing = Standing.AGREED
    return str(standing.label)


def _acts_cell(claim: ClaimRow) -> Cell:
    told = [
        act_words(act, verb)
        for act, verb in ((claim.opened_by, "Opened"), (claim.closed_by, "Closed"))
        if act is not None
    ]
    return Cell(" ".join(told)) if told else Cell("no act recorded", unknown=True)


def act_words(act: ActRow, verb: str) -> str:
    """“Opened by NOT-CRC-1: lead handed over, from April 2015. Decided by …”"""
    decided = f" Decided: {act.decision.rstrip('.')}." if act.decision else ""
    return f"{verb} by {act.reference}: {act.kind_label.lower()}, {act.effective.printed}.{decided}"
