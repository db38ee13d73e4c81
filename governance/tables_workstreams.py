"""Work streams, scales and tolerances as tables."""

from collections.abc import Sequence

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from governance.rules.freshness import GapKind
from governance.selectors.status_scales import ScaleRow
from governance.selectors.tolerances import ToleranceView
from governance.selectors.workstreams import StatusRow, WorkstreamRow, score_words
from programmes.addresses import Addresses

SHOWN_GAPS = 3


def workstreams_table(rows: Sequence[WorkstreamRow], to: Addresses) -> Table:
    return Table(
        "Work streams",
        (
            Column("Work stream"),
            Column("Lead"),
            Column("Status"),
            Column("For how long"),
            Column("Its record"),
        ),
        tuple(_row(row, to) for row in rows),
        caption_hidden=True,
    )


def _row(row: WorkstreamRow, to: Addresses) -> Row:
    tags = (Tag("Illustrative"),) if row.illustrative else ()
    return Row(
        (
            Cell(row.name, to.of("workstream", row.reference), row.phase or "of no phase", tags=tags),
            Cell(row.lead_role) if row.lead_role else Cell("nobody named", unknown=True),
            status_cell(row.status),
            Cell(row.status.stay.words, note=row.status.since.printed)
            if row.status
            else Cell("not known", unknown=True),
            score_cell(row),
        ),
        id=row.reference,
    )


def status_tag(status: StatusRow) -> Tag:
    """The words of the scale; whether that is complete is said by the point, not by its place."""
    tone = Tone.GOOD if status.is_complete else Tone.WARN if status.is_stopped else Tone.INFO
    return Tag(status.label, tone)


def status_cell(status: StatusRow | None) -> Cell:
    if status is None:
        return Cell("not reported", unknown=True)
    return Cell(tags=(status_tag(status),))


def score_cell(row: WorkstreamRow) -> Cell:
    """ "7 of 9 there, 2 stale", then the first gaps by name; the page of the work stream has them all."""
    gaps = [gap.words for gap in row.score.gaps]
    more = f"; {len(gaps) - SHOWN_GAPS} more" if len(gaps) > SHOWN_GAPS else ""
    return Cell(score_words(row.score), note="; ".join(gaps[:SHOWN_GAPS]) + more)


def gaps_table(row: WorkstreamRow) -> Table:
    kinds = {GapKind.MISSING: "Missing", GapKind.STALE: "Stale", GapKind.UNDATED: "Age not known"}
    tones = {GapKind.MISSING: Tone.WARN, GapKind.STALE: Tone.WARN, GapKind.UNDATED: Tone.UNKNOWN}
    return Table(
        "What its record lacks",
        (Column("Expected"), Column("What is wrong"), Column("In words")),
        tuple(
            Row((Cell(gap.label), Cell(tags=(Tag(kinds[gap.kind], tones[gap.kind]),)), Cell(gap.words)))
            for gap in row.score.gaps
        ),
        caption_hidden=True,
        empty="Everything expected is there and fresh.",
    )


def statuses_table(row: WorkstreamRow) -> Table:
    """Every status, the newest first, with how long the work stood there."""
    return Table(
        "Every status",
        (Column("Status"), Column("Since"), Column("How long"), Column("What was said"), Column("By")),
        tuple(
            Row(
                (
                    Cell(tags=(status_tag(each),)),
                    date_cell(each.since),
                    Cell(each.stay.words),
                    Cell(each.text) if each.text else Cell("nothing", unknown=True),
                    Cell(each.made_by, note=f"{each.made_at:%-d %B %Y}"),
                ),
                id=each.reference,
            )
            for each in reversed(row.statuses)
        ),
        caption_hidden=True,
        empty="No status has been given yet.",
    )


def scale_table(scale: ScaleRow) -> Table:
    return Table(
        scale.name,
        (
            Column("Place", numeric=True),
            Column("Status"),
            Column("What it means"),
            Column("Statuses given", numeric=True),
        ),
        tuple(
            Row((Cell(str(place)), Cell(point.label), Cell(point.means), Cell(str(point.used))))
            for place, point in enumerate(scale.points, 1)
        ),
        row_header=False,
        caption_size="s",
    )


def tolerances_table(views: Sequence[ToleranceView]) -> Table:
    return Table(
        "Tolerances",
        (Column("Dimension"), Column("Limits"), Column("In words"), Column("Whose")),
        tuple(
            Row(
                (
                    Cell(view.label),
                    Cell(view.printed),
                    Cell(view.words) if view.words else Cell("not stated", unknown=True),
                    Cell("This programme’s own", note=view.reference)
                    if view.is_own
                    else Cell("This product’s suggestion", note="stated by no standard"),
                ),
                id=view.dimension,
            )
            for view in views
        ),
        caption_hidden=True,
    )
