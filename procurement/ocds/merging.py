"""Merging releases into one, and putting packages together (OCDS 1.1.5, merging; release and record packages)."""

from __future__ import annotations

import copy
import threading
import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from ocdsmerge.exceptions import DuplicateIdValueWarning, OCDSMergeError
from ocdsmerge.merge import CompiledRelease, MergedRelease, VersionedRelease
from ocdsmerge.rules import get_merge_rules

from procurement.ocds import schemas
from procurement.ocds.dates import read_moment
from procurement.ocds.schemas import ALL, VERSION, Json, Names

# Changing the filters of warnings is seen by every thread.
_FILTERS: Final = threading.Lock()


class MergeError(ValueError):
    """Releases that cannot become one, with what to do about it."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


def in_date_order(releases: Iterable[Json]) -> list[Json]:
    """Oldest first by the moment, whatever the offset it is written with; of the same moment in the order given."""
    return sorted(releases, key=lambda release: read_moment(release.get("date")).sort_key)


def compiled(releases: Sequence[Json], extensions: Names = ALL) -> Json:
    """The current state of one contracting process: its releases merged by date, tagged "compiled".

    Entries of lists are joined by id; null deletes. The schema that rules the merging is the local one: no network is
    touched. The releases given are not changed. Raises MergeError for no release, several ocids, or shapes that
    contradict each other.
    """
    return _merged(CompiledRelease, releases, extensions)


def versioned(releases: Sequence[Json], extensions: Names = ALL) -> Json:
    """Every value each field has had, with the release that set it. Raises as `compiled` does."""
    return _merged(VersionedRelease, releases, extensions)


def _merged(kind: type[MergedRelease], releases: Sequence[Json], extensions: Names) -> Json:
    _check_one_process(releases)
    merged = kind(merge_rules=_rules(schemas.in_order(extensions)))
    try:
        with _FILTERS, warnings.catch_warnings():
            # Two entries with one id become one, as the standard says; reading and checking report them with a path.
            warnings.simplefilter("ignore", DuplicateIdValueWarning)
            for release in in_date_order(releases):
                merged.append(copy.deepcopy(release))
            result: Json = merged.asdict()
    except (OCDSMergeError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise MergeError(
            f"The releases of {releases[0].get('ocid')} contradict each other in shape: {error}.",
            "Ask the publisher which release is right, and leave the other out.",
        ) from error
    return result


def _check_one_process(releases: Sequence[Json]) -> None:
    if not releases:
        raise MergeError("There is no release to merge.", "Give at least one release.")
    ocids = {str(release.get("ocid")) for release in releases}
    if len(ocids) > 1:
        raise MergeError(
            f"Releases of different processes cannot be merged: {', '.join(sorted(ocids))}.",
            "Merge the releases of each ocid by themselves.",
        )


@cache
def _rules(extensions: Names) -> dict[tuple[str, ...], str]:
    rules: dict[tuple[str, ...], str] = get_merge_rules(schemas.release_schema(extensions))
    return rules


# --- packages ---------------------------------------------------------------------------------------------------------


def release_package(
    *,
    uri: str,
    published: str,
    publisher: Json,
    releases: Sequence[Json],
    licence: str = "",
    extensions: Names = ALL,
    policy: str = "",
) -> Json:
    """A release package. `published` is a zoned date-time, `publisher` an object with a name; releases by date.

    Nothing is checked here: `problems_of` says what is wrong with the result.
    """
    frame = _frame(uri, published, publisher, licence, extensions, policy)
    return {**frame, "releases": in_date_order(copy.deepcopy(list(releases)))}


def record_package(
    *,
    uri: str,
    published: str,
    publisher: Json,
    releases: Sequence[Json],
    licence: str = "",
    extensions: Names = ALL,
    policy: str = "",
    with_versions: bool = False,
) -> Json:
    """A record package: for each ocid all its releases by date and the compiled release; ocids in order.

    Raises MergeError where releases cannot be merged.
    """
    frame = _frame(uri, published, publisher, licence, extensions, policy)
    records = []
    for ocid in sorted({str(release.get("ocid")) for release in releases}):
        own = in_date_order(release for release in releases if str(release.get("ocid")) == ocid)
        record: dict[str, Any] = {
            "ocid": ocid,
            "releases": copy.deepcopy(own),
            "compiledRelease": compiled(own, extensions),
        }
        if with_versions:
            record["versionedRelease"] = versioned(own, extensions)
        records.append(record)
    return {**frame, "records": records}


def _frame(
    uri: str, published: str, publisher: Json, licence: str, extensions: Names, policy: str
) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "uri": uri,
        "version": VERSION,
        "extensions": schemas.urls_of(extensions),
        "publishedDate": published,
        "publisher": copy.deepcopy(publisher),
    }
    if not frame["extensions"]:
        del frame["extensions"]
    if licence:
        frame["license"] = licence
    if policy:
        frame["publicationPolicy"] = policy
    return frame
