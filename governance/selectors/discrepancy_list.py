"""The list of discrepancies narrowed and sorted: the same for the page and for what is taken away from it."""

from collections.abc import Iterable, Mapping

from governance.selectors.discrepancies import DiscrepancyView, Origin

IN_PAPER = "in_paper"  # in `origin`: recorded by the reader of the paper, whether a check finds it or not
NO_OWNER = "-"  # in `owner`: those that nobody owns yet
SORTS = {
    "title": lambda view: view.title.casefold(),
    "kind": lambda view: str(view.kind.label),
    "origin": lambda view: view.origin.label,
    "state": lambda view: str(view.handling.label),
    "owner": lambda view: (not view.owner_role, view.owner_role.casefold()),
}


def narrowed(views: Iterable[DiscrepancyView], chosen: Mapping[str, str]) -> tuple[DiscrepancyView, ...]:
    """Those that fit every side of `chosen`: q, kind, origin, state, owner; an empty side fits all.

    The search looks for every word in titles, statements, places, arithmetic, references, owners and notes.
    """
    words = chosen.get("q", "").casefold().split()
    return tuple(
        view
        for view in views
        if _is(chosen.get("kind"), view.kind)
        and _from(chosen.get("origin"), view.origin)
        and _is(chosen.get("state"), view.handling)
        and _is(chosen.get("owner"), view.owner_role or NO_OWNER)
        and (not words or all(word in _haystack(view) for word in words))
    )


def in_order(
    views: Iterable[DiscrepancyView], column: str, *, descending: bool = False
) -> tuple[DiscrepancyView, ...]:
    """By one column, the list's own order (open first, then by kind) within it and where no column is chosen."""
    if column not in SORTS:
        return tuple(views)
    return tuple(sorted(views, key=SORTS[column], reverse=descending))


def _from(asked: str | None, origin: Origin) -> bool:
    return origin != Origin.COMPUTED if asked == IN_PAPER else _is(asked, origin)


def _is(asked: str | None, value: str) -> bool:
    return not asked or asked == value


def _haystack(view: DiscrepancyView) -> str:
    statements = (*view.statements, *view.recorded_statements)
    parts = (
        view.title,
        view.recorded_title,
        view.arithmetic,
        view.reference,
        view.slug,
        view.owner_role,
        str(view.kind.label),
        *(f"{service.reference} {service.name}" for service in view.services),
        *(f"{each.text} {each.place}" for each in statements),
        *(note.text for note in view.notes),
    )
    return " ".join(parts).casefold()
