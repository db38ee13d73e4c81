"""The governance map of a programme: its bodies and the lines between them, for pages and for packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commissioning.core.charts import GovernanceMap, MapBody, MapLink
from governance.rules.words import counted, joined
from governance.selectors.bodies import BodyRow


def body_map(
    rows: Sequence[BodyRow], *, href: Callable[[str], str] | None = None, uid: str = "governance"
) -> GovernanceMap:
    """The map of these bodies; `href` gives a body's address by its reference. Links out of the rows are left out."""
    known = {row.reference for row in rows}
    return GovernanceMap(
        [
            MapBody(
                row.reference,
                row.name,
                row.kind_label,
                row.is_sovereign,
                row.is_programme_board,
                href(row.reference) if href else "",
            )
            for row in rows
        ],
        [
            MapLink(link.source_reference, link.target_reference, link.kind, link.words, link.is_proposed)
            for row in rows
            for link in row.links
            if link.target_reference in known
        ],
        uid=uid,
    )


def lines_said(rows: Sequence[BodyRow]) -> tuple[str, ...]:
    """A sentence for each body with more than one line of accountability, each line in its kind and the paper's words.

    “Integrated Commissioning Hub has 2 lines of accountability: accountable to …, and line managed by …”.
    """
    return tuple(_said(row) for row in rows if len({link.target_reference for link in row.lines}) > 1)


def _said(row: BodyRow) -> str:
    parts = [
        f"{link.kind_label.lower()} {link.target}{f' (“{link.words}”)' if link.words else ''}"
        for link in row.lines
    ]
    return f"{row.name} has {counted(len(parts), 'line')} of accountability: {joined(parts)}."


def proposed_said(rows: Sequence[BodyRow]) -> tuple[str, ...]:
    """A sentence for each link that is only proposed: it counts as no line until it is agreed."""
    return tuple(
        f"{row.name} to {link.target}: {link.kind_label.lower()}, proposed"
        f"{f' (“{link.words}”)' if link.words else ''}."
        for row in rows
        for link in row.links
        if link.is_proposed
    )
