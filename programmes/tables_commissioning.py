"""Who commissions what, as tables: the matrix of a day, the counts of each commissioner, claims that overlap."""

from collections.abc import Sequence
from datetime import date, timedelta

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from programmes.addresses import Addresses
from programmes.models.responsibilities import ResponsibilityRole, Standing
from programmes.models.services import ScopeState
from programmes.selectors.matrix import Commissioner, CommissionerCount, Models, ServiceParts, WhoCommissions
from programmes.selectors.responsibilities import ClaimRow
from programmes.tables import day_words, period_words

MARKS = {True: "statutory: yes", False: "statutory: no", None: "statutory: not stated"}
EMPTY = "No service fits this filter on this day."
ROLE_WORDS = {
    ResponsibilityRole.LEAD_COMMISSIONER: "Leads",
    ResponsibilityRole.CO_COMMISSIONER: "Co-commissions",
    ResponsibilityRole.TRANSACTING_BODY: "Transacts",
    ResponsibilityRole.FUNDER: "Funds",
    ResponsibilityRole.HOST: "Hosts",
}
CLAIMED = {
    ResponsibilityRole.LEAD_COMMISSIONER: "Lead",
    ResponsibilityRole.CO_COMMISSIONER: "Co-commissioner",
    ResponsibilityRole.TRANSACTING_BODY: "Transacting body",
    ResponsibilityRole.FUNDER: "Funder",
    ResponsibilityRole.HOST: "Host",
}


def matrix_table(who: WhoCommissions, to: Addresses) -> Table:
    """Service × commissioner. The first column heads its row; an empty cell means no part."""
    columns = (
        Column("Service"),
        *((Column("Model"),) if any(row.models for row in who.services) else ()),
        *(Column(commissioner.short) for commissioner in who.commissioners),
    )
    return Table(
        f"Who commissions what on {day_words(who.on)}",
        columns,
        tuple(_matrix_row(row, who, to) for row in who.services),
        caption_note="An empty cell: no part in it.",
        empty=EMPTY,
        compact=True,
        id="matrix",
    )


def _matrix_row(row: ServiceParts, who: WhoCommissions, to: Addresses) -> Row:
    return Row(
        (
            _service_cell(row, to),
            *((models_cell(row.models, to),) if any(each.models for each in who.services) else ()),
            *(_part_cell(row, commissioner, who.on) for commissioner in who.commissioners),
        )
    )


def _service_cell(row: ServiceParts, to: Addresses) -> Cell:
    service = row.service
    tags = [Tag("Nobody leads", Tone.WARN)] if row.lacks_a_lead else []
    tags += [Tag("Claims overlap", Tone.WARN)] if row.rivals else []
    tags += [Tag("Illustrative")] if service.illustrative else []
    state = "" if service.state == ScopeState.IN_SCOPE else service.state_label
    return Cell(service.name, to.of("service", service.reference), state, tags=tuple(tags))


def models_cell(models: Models, to: Addresses) -> Cell:
    """The models under which a service or its components are commissioned; two of them are flagged."""
    if not models:
        return Cell("none stated", unknown=True)
    tags = (
        (Tag("Two models" if len(models) == 2 else f"{len(models)} models", Tone.WARN),)
        if len(models) > 1
        else ()
    )
    words = ", ".join(f"{name} ({level})" for name, level in models)
    return Cell(words, to.of("commissioning_models"), tags=tags)


def _part_cell(row: ServiceParts, commissioner: Commissioner, on: date) -> Cell:
    """Every part the organisation has: a tag for each, and beneath the statutory mark and the end that is stated.

    Claims that read alike, as two components of one service may, are said once.
    """
    claims = row.of(commissioner.organisation_id)
    if not claims:
        return Cell()
    tags = dict.fromkeys(part_tag(claim, row, on) for claim in claims)
    notes = dict.fromkeys(_mark(claim) for claim in claims)
    return Cell(tags=tuple(tags), note="; ".join(notes))


def part_tag(claim: ClaimRow, row: ServiceParts, on: date) -> Tag:
    """What governs reads as a deed (“Leads”), what is only printed or proposed as a claim (“Lead, proposed”)."""
    role = ResponsibilityRole(claim.role)
    standing = claim.standing_on(on)
    if claim is row.lead or (claim.governing and not claim.is_proposed):
        return Tag(ROLE_WORDS[role], Tone.INFO)
    word = "claimed" if standing == Standing.CURRENT else standing.label.lower()
    return Tag(f"{CLAIMED[role]}, {word}", Tone.UNKNOWN if claim.is_proposed else Tone.WARN)


def _mark(claim: ClaimRow) -> str:
    until = f", until {day_words(claim.ends_on - timedelta(days=1))}" if claim.ends_on else ""
    undated = ", undated" if claim.is_proposed and not claim.is_dated else ""
    return MARKS[claim.statutory] + until + undated


def counts_table(counts: Sequence[CommissionerCount], to: Addresses) -> Table:
    """How many services each commissioner has on the day; the same service may count in two columns."""
    columns = (
        Column("Commissioner"),
        Column("Services led", numeric=True),
        Column("With a statutory duty", numeric=True),
        Column("Proposed parts", numeric=True),
        Column("Other parts", numeric=True),
    )
    rows = tuple(
        Row(
            (
                Cell(
                    count.commissioner.name,
                    to.of("commissioners", commissioner=str(count.commissioner.organisation_id)),
                    count.commissioner.code if count.commissioner.code != count.commissioner.name else "",
                ),
                *(
                    Cell(str(number))
                    for number in (count.leads, count.statutory, count.proposed, count.other)
                ),
            )
        )
        for count in counts
    )
    return Table(
        "Services of each commissioner",
        columns,
        rows,
        caption_hidden=True,
        empty="Nobody has a part on this day.",
    )


def rivals_table(rows: Sequence[ServiceParts], on: date, to: Addresses) -> Table:
    """Services that several organisations claim to lead on the day: which claim governs, and which do not."""
    columns = (
        Column("Service"),
        Column("Governs"),
        Column("Claimed besides"),
        Column("Printed in"),
    )
    return Table(
        "Claims to lead that overlap",
        columns,
        tuple(_rivals_row(row, on, to) for row in rows),
        caption_hidden=True,
        empty="No claims to lead overlap.",
    )


def _rivals_row(row: ServiceParts, on: date, to: Addresses) -> Row:
    others = dict.fromkeys(
        f"{claim.organisation} ({_claim_words(claim, on)})" for claim in row.rivals if claim is not row.lead
    )
    cited = {
        place.locator: Link(
            place.locator, to.of("fact_sources", claim.fact_id), f"claim of {claim.organisation}"
        )
        for claim in row.rivals
        for place in claim.places
    }
    return Row(
        (
            Cell(row.service.name, to.of("service", row.service.reference)),
            Cell(row.lead.organisation) if row.lead else Cell("no claim governs", unknown=True),
            Cell("; ".join(others)),
            Cell(links=tuple(cited.values())) if cited else Cell("no source recorded", unknown=True),
        )
    )


def _claim_words(claim: ClaimRow, on: date) -> str:
    standing = claim.standing_on(on).label.lower()
    return f"{standing}, {period_words(claim.starts_on, claim.ends_on)}"
