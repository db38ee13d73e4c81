"""Invitations to tender as a file for the public (Local Government Transparency Code 2015, Part 2.2).

A phase stands in it from the publication of its tender notice.
"""

from __future__ import annotations

from typing import Final

from commissioning.core.spreadsheets import SheetColumn, SheetTable
from commissioning.core.spreadsheets.table import Kind, Value
from procurement.models import Notice, ProcurementPhase
from procurement.publishing.material import Material
from procurement.publishing.timetable import Timetable, latest

TENDER: Final = "tender"
COLUMNS: Final = (
    SheetColumn("Reference", "The buyer’s own number, else our reference."),
    SheetColumn("Title", "What is bought."),
    SheetColumn("Description", "In the words of the phase."),
    SheetColumn("StartDate", "The first day that go-live can mean.", Kind.DATE),
    SheetColumn("EndDate", "The last end of its contracts, once they are public.", Kind.DATE),
    SheetColumn("ReviewDate", "The first review of its contracts, once they are public.", Kind.DATE),
    SheetColumn("Department", "Who leads it."),
    SheetColumn("OCID", "Of the process, once it is published."),
    SheetColumn("NoticeURL", "Of the latest tender notice."),
)


def invitations_table(material: Material) -> SheetTable:
    """One row for each phase whose tender notice is published, in the order of the phases."""
    rows = [_row(material, phase) for phase in material.phases if _notices(material, phase)]
    return SheetTable("invitations", "Invitations to tender", "One phase", COLUMNS, rows)


def _row(material: Material, phase: ProcurementPhase) -> list[Value]:
    public = material.award_is_public(phase)
    timetable = Timetable(phase, material.stages.get(phase.pk, []), material.on, public)
    contracts = material.contracts_of(phase.pk)
    ends = latest(row.current_end for row in contracts)
    reviews = [row.next_review for row in contracts if row.next_review]
    urls = [notice.url for notice in _notices(material, phase) if notice.url]
    published = {release.phase_id: release.ocid for release in material.releases}
    return [
        phase.local_reference or phase.reference,
        phase.name,
        phase.description,
        timetable.go_live().start,
        ends.end if ends else None,
        min(reviews) if reviews else None,
        phase.led_by or ", ".join(_leads(material, phase)),
        published.get(phase.pk, ""),
        urls[-1] if urls else "",
    ]


def _notices(material: Material, phase: ProcurementPhase) -> list[Notice]:
    return [one for one in material.notices.get(phase.pk, ()) if TENDER in one.kind.ocds_tags]


def _leads(material: Material, phase: ProcurementPhase) -> list[str]:
    leads = material.leads.get(phase.pk, ())
    return [material.organisations[pk].name for pk in leads if pk in material.organisations]
