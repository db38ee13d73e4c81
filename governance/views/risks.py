"""The register of a programme's risks as at a day: filters, order, the 5×5 map, and evidence from elsewhere."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Empty, Link
from commissioning.core.tables import query_with
from governance.forms_risks import OVERDUE, TO_ESCALATE, UNASSESSED, UNMITIGATED, UNOWNED
from governance.listing_risks import RiskListing, needs, risk_listing
from governance.models import Risk
from governance.rules.words import counted
from governance.selectors.evidence_links import evidence_for_targets
from governance.selectors.risk_bands import OURS
from governance.selectors.risks import RiskView
from governance.tables_area_risks import area_sections, areas_summary
from governance.tables_risks import bands_line, risk_map, risks_table
from outcomes.selectors.area_risks import AreaRisks, area_risks
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.models import Programme
from programmes.models.programmes import ProgrammeKind
from programmes.tables import day_words
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

NOW_NOTE = (
    "Scores, states and escalations are those of the day; words, owners, responses, reviews due and mitigations are "
    "those recorded now."
)
REVIEW_HAS_NONE = "A review of other places keeps no risks of its own. What its areas name stands below."


@require_safe
def risk_list(request: HttpRequest, key: str) -> HttpResponse:
    """Open risks first, the highest score first; those that nobody has assessed follow, and are counted."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = risk_listing(programme, request.GET, on)
    rows, grants = listing.rows, grants_of(request)
    frame = programme_frame(request, programme, "risks", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    evidence = evidence_for_targets(Risk, [row.risk_id for row in rows], grants)
    areas = area_risks(programme)
    context = {
        **frame,
        "heading": "Risks",
        "summary": _summary(programme, listing, areas),
        "summary_links": summary_links(listing.every, to),
        "filter": filter_of(request, listing.form) if listing.every else None,
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "shown": f"Showing {'all ' if len(rows) == len(listing.every) else ''}{counted(len(rows), 'risk')}",
        "map": risk_map(rows, listing.banding, to) if rows else None,
        "table": risks_table(rows, listing.banding, request.GET, on, to),
        "bands": bands_words(listing),
        "bands_url": to.of("risk_bands"),
        "now_note": NOW_NOTE if on < request.today and rows else "",  # type: ignore[attr-defined]
        "empty": _empty(listing, request) if not rows and (listing.every or not areas) else None,
        "downloads": _downloads(request, programme, frame, listing, areas, to),
        "supported": [(row, evidence[row.risk_id]) for row in rows if row.risk_id in evidence],
        "may_attach": grants.may(Permission.ATTACH_EVIDENCE, programme.pk),
        "may_edit": grants.may(Permission.EDIT_RISKS, programme.pk) and _keeps_its_own(programme, listing),
        "areas": area_sections(areas, to),
        "areas_summary": areas_summary(areas) if areas else "",
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/risks.html", context)


def _keeps_its_own(programme: Programme, listing: RiskListing) -> bool:
    """A review of other places offers no form of a new risk, unless somebody has given it one."""
    return bool(listing.every) or programme.kind != ProgrammeKind.EVIDENCE_REVIEW


def _summary(programme: Programme, listing: RiskListing, areas: Sequence[AreaRisks]) -> str:
    if not listing.every and (areas or programme.kind == ProgrammeKind.EVIDENCE_REVIEW):
        return REVIEW_HAS_NONE if areas else "No risk is recorded."
    return risks_summary(listing.every)


def risks_summary(rows: Sequence[RiskView]) -> str:
    """ "3 risks: 3 not assessed, 3 without an owner, 1 without a mitigation; 1 is closed." Gaps are of open ones."""
    if not rows:
        return "No risk is recorded."
    closed = sum(not row.is_open for row in rows)
    gaps = (
        ("not assessed", UNASSESSED),
        ("without an owner", UNOWNED),
        ("without a mitigation", UNMITIGATED),
    )
    counts = [(sum(needs(row, code) for row in rows), words) for words, code in gaps]
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    rest = f"; {closed} {'is' if closed == 1 else 'are'} closed" if closed else ""
    if closed == len(rows):
        return f"{counted(len(rows), 'risk')}, {'all' if closed > 1 else 'it is'} closed."
    which = "each open one" if closed else "each"
    return f"{counted(len(rows), 'risk')}{f': {said}' if said else f', {which} assessed, owned and mitigated'}{rest}."


def summary_links(rows: Sequence[RiskView], to: Addresses) -> list[Link]:
    """What wants doing next, each as a link to exactly its risks."""
    said = ((TO_ESCALATE, "to be escalated"), (OVERDUE, "with a review overdue"))
    counts = ((code, words, sum(needs(row, code) for row in rows)) for code, words in said)
    return [
        Link(f"{count} {words}", to.of("risks", attention=code)) for code, words, count in counts if count
    ]


def bands_words(listing: RiskListing) -> str:
    """The bands by which the page names scores, whose they are and since when."""
    banding = listing.banding
    if banding.is_ours:
        return f"{bands_line(banding)}. {OURS}"
    since = f"since {day_words(banding.starts_on)}" if banding.starts_on else ""
    return f"{bands_line(banding)}: this programme’s own bands, {since}."


def _downloads(
    request: HttpRequest,
    programme: Programme,
    frame: dict[str, Any],
    listing: RiskListing,
    areas: Sequence[AreaRisks],
    to: Addresses,
) -> tuple[Download, ...]:
    """The list as it is filtered, every mitigation, and in a review every risk that its areas name."""
    own: tuple[Download, ...] = ()
    if listing.every and may_take(frame, listing.form):
        own = downloads_of(programme, "risks", request.GET)
        if any(view.mitigations for view in listing.every):
            own = (*own, *whole_downloads(frame, to, mitigations="Every mitigation"))
    return (*own, *(whole_downloads(frame, to, area_risks="Every risk of an area") if areas else ()))


def _empty(listing: RiskListing, request: HttpRequest) -> Empty:
    if not listing.every:
        return Empty("No risks yet", "No risk had been recorded for this programme on this day.")
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty("No risk fits these filters", "Take one away, or clear them.", Link("Clear filters", clear))
