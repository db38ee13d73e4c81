"""The register of a programme's risks, with evidence from elsewhere beside each."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.tables import Cell, Column, Row, Table
from governance.models import Risk
from governance.rules.words import counted
from governance.selectors.evidence_links import evidence_for_targets
from governance.selectors.risks import HIGHEST, RiskView, risks
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.tables import source_cell
from programmes.views.base import grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def risk_list(request: HttpRequest, key: str) -> HttpResponse:
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "risks")
    rows, grants = risks(programme), grants_of(request)
    evidence = evidence_for_targets(Risk, [row.risk_id for row in rows], grants)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "summary": risks_summary(rows),
        "table": _table(rows, to),
        "downloads": whole_downloads(frame, to, risks="Every risk") if rows else (),
        "supported": [(row, evidence[row.risk_id]) for row in rows if row.risk_id in evidence],
        "may_attach": grants.may(Permission.ATTACH_EVIDENCE, programme.pk),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/risks.html", context)


def risks_summary(rows: Sequence[RiskView]) -> str:
    """ "2 risks: 2 not assessed, 2 without an owner, 1 without a mitigation."."""
    if not rows:
        return "No risk is recorded."
    gaps = (
        ("not assessed", sum(row.score is None for row in rows)),
        ("without an owner", sum(not row.owner_role for row in rows)),
        ("without a mitigation", sum(not row.mitigation for row in rows)),
    )
    words = ", ".join(f"{count} {said}" for said, count in gaps if count)
    return f"{counted(len(rows), 'risk')}{f': {words}' if words else ', each assessed, owned and mitigated'}."


def _table(rows: Sequence[RiskView], to: Addresses) -> Table:
    columns = (
        Column("Risk"),
        Column("Likelihood"),
        Column("Impact"),
        Column("Owner"),
        Column("Mitigation"),
        Column("State"),
        Column("Printed in"),
    )
    body = [
        Row(
            (
                Cell(row.title, note=_capital(row.text) if row.text != row.title else ""),
                _score(row.likelihood),
                _score(row.impact),
                Cell(row.owner_role) if row.owner_role else Cell("none named", unknown=True),
                Cell(_capital(row.mitigation)) if row.mitigation else Cell("none named", unknown=True),
                Cell(row.state_label),
                source_cell(row.places, row.fact_id, to),
            ),
            id=row.reference,
        )
        for row in rows
    ]
    return Table("Risks", columns, tuple(body), caption_hidden=True, empty="No risk is recorded.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _score(value: int | None) -> Cell:
    return Cell("not assessed", unknown=True) if value is None else Cell(f"{value} of {HIGHEST}")
