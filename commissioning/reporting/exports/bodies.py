"""Bodies, who chairs and sits on them, and the lines between them, as tables to take away."""

from __future__ import annotations

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    joined,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from governance.models import BodySeat, Chair
from governance.selectors.bodies import bodies, body_links
from programmes.selectors.sources import places_of

BODY = (
    SheetColumn("Body", "The body's name.", width=36),
    SheetColumn("Body reference", "The body's stable reference.", width=16),
)
PERIOD = (
    SheetColumn("From", "The first day; empty where it is not stated.", Kind.DATE),
    SheetColumn("Ends", "The first day on which it no longer holds; empty where it is open.", Kind.DATE),
)
REFERENCE = SheetColumn("Reference", "Its stable reference.", width=14)
ROLE = SheetColumn("Role", "A role title, never a name.", width=36)
ORGANISATION = SheetColumn("Organisation", "Empty where none is named.", width=34)

BODY_COLUMNS = (
    REFERENCE,
    SheetColumn("Body", "Its name.", width=36),
    SheetColumn("Kind", "Board, committee, group and so on; empty where no paper says.", width=24),
    SheetColumn("Decides for itself", "yes for a body that decides for its own organisation.", Kind.YES_NO),
    SheetColumn("Programme board", "yes for the programme's own board.", Kind.YES_NO),
    SheetColumn("What it does", "As a paper words it.", width=48),
    SheetColumn("Meets", "How often, as printed.", width=16),
    SheetColumn("Also named", "Other names that papers print for it.", width=36),
    SheetColumn("Chairs", "Who chairs it on the day, by role.", width=36),
    SheetColumn("Members", "Whose seats count on the day.", width=48),
    SheetColumn("Advisers", "Who advises it on the day.", width=36),
    SheetColumn(
        "Lines of accountability", "To how many others it answers; proposed lines are none.", Kind.INTEGER
    ),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def bodies_table(material: Material) -> SheetTable:
    rows = [
        (
            row.reference,
            row.name,
            row.kind_label or None,
            row.is_sovereign,
            row.is_programme_board,
            row.role or None,
            row.meets or None,
            joined(row.aliases),
            joined([chair.words for chair in row.chairs]),
            joined([seat.words for seat in row.members]),
            joined([seat.words for seat in row.advisers]),
            len(row.lines),
            locators(row.places),
            row.illustrative,
        )
        for row in bodies(material.programme, material.on)
    ]
    return SheetTable("bodies", "Bodies", "One row is one board or other body.", BODY_COLUMNS, tuple(rows))


SEAT_COLUMNS = (
    *BODY,
    SheetColumn("Seat", "The organisation or the interest that has it, as printed.", width=36),
    SheetColumn("Of an organisation", "no for an interest that is no organisation.", Kind.YES_NO),
    SheetColumn("As", "Member, Chair or Adviser.", width=12),
    *PERIOD,
    SheetColumn("Holds on the day", "yes where the seat holds on the day of the file.", Kind.YES_NO),
)


def seats_table(material: Material) -> SheetTable:
    rows = BodySeat.objects.filter(body__programme=material.programme).select_related("body", "organisation")
    found = [
        (
            row.body.name,
            row.body.reference,
            row.interest or str(row.organisation),
            row.organisation_id is not None,
            str(row.get_kind_display()),
            row.starts_on,
            row.ends_on,
            row.in_force(material.on),
        )
        for row in rows.order_by("body__reference", "pk")
    ]
    about = "One row is one seat of one body for one period, past and future ones too."
    return SheetTable("body_seats", "Seats on bodies", about, SEAT_COLUMNS, tuple(found))


LINK_COLUMNS = (
    REFERENCE,
    SheetColumn("From", "The body at which the link starts.", width=36),
    SheetColumn(
        "Link", "Reports to, Accountable to, Escalates to, Line managed by, Advises, Links with.", width=18
    ),
    SheetColumn("To", "The body to which it leads.", width=36),
    SheetColumn("Words", "As printed; empty where they were not kept.", width=36),
    SheetColumn("Proposed", "yes where a paper says that it may come, not that it is so.", Kind.YES_NO),
    SheetColumn("Line of accountability", "yes for an agreed line upwards.", Kind.YES_NO),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def links_table(material: Material) -> SheetTable:
    rows = body_links(material.programme)
    places = places_of([row.fact_id for row in rows])
    found = [
        (
            row.reference,
            row.source,
            row.kind_label,
            row.target,
            row.words or None,
            row.is_proposed,
            row.is_line,
            locators(places.get(row.fact_id or 0, ())),
            row.illustrative,
        )
        for row in rows
    ]
    about = "One row is one link from one body to another."
    return SheetTable("body_links", "Links of bodies", about, LINK_COLUMNS, tuple(found))


CHAIR_COLUMNS = (
    REFERENCE,
    *BODY,
    ROLE,
    SheetColumn("Standing", "Chair, Co-chair, Vice chair and so on.", width=18),
    ORGANISATION,
    *PERIOD,
    SheetColumn("Chairs on the day", "yes where they chair on the day of the file.", Kind.YES_NO),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def chairs_table(material: Material) -> SheetTable:
    rows = list(Chair.objects.filter(programme=material.programme).select_related("body", "organisation"))
    places = places_of([row.fact_id for row in rows])
    found = [
        (
            row.reference,
            row.body.name,
            row.body.reference,
            row.role_title,
            str(row.get_standing_display()),
            row.organisation.name if row.organisation else None,
            row.starts_on,
            row.ends_on,
            row.in_force(material.on),
            locators(places.get(row.fact_id or 0, ())),
            row.illustrative,
        )
        for row in rows
    ]
    about = "One row is one who chairs a body for one period, past and future ones too."
    return SheetTable("chairs", "Chairs", about, CHAIR_COLUMNS, tuple(found))
