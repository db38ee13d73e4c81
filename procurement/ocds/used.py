"""Which extensions the content of a package really uses: a package declares these and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from procurement.ocds import schemas
from procurement.ocds.nodes import nodes
from procurement.ocds.schemas import ALL, Json, Names

Field = tuple[str, ...]


def extensions_used(releases: Sequence[Json]) -> Names:
    """The extensions without which some field of these releases would not be known, in the order of merging.

    A field that two extensions have counts for the first; a field that none has counts for none. The pagination
    extension describes packages, not releases: name it beside these where a package has pages.
    """
    used: list[str] = []
    unknown = _unknown(releases, ())
    for name in ALL:
        if not unknown:
            break
        still = _unknown(releases, (*used, name))
        # Compared as sets: a field may become known while others inside it, seen for the first time, do not.
        if unknown - still:
            used.append(name)
            unknown = still
    return tuple(used)


def _unknown(releases: Iterable[Json], names: Names) -> set[Field]:
    root = schemas.release_schema(names)
    return {field for release in releases for field in _fields(release, root)}


def _fields(release: Json, root: Json) -> Iterator[Field]:
    for node in nodes(release, root):
        if node.is_unknown:
            yield tuple(part for part in node.place if isinstance(part, str))
