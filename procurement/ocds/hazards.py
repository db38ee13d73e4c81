"""Reading packages that others published (Contracts Finder, Find a Tender): everything odd is read and said.

Releases are changes: each names a process by its ocid, and all releases of one ocid, merged by date, give its state.
The file itself is kept elsewhere, unchanged; what is here is a copy in which nothing breaks merging or a database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from procurement.ocds import schemas
from procurement.ocds.cautions import Caution, Notes
from procurement.ocds.dates import read_moment
from procurement.ocds.envelope import Entry, Envelope, opened
from procurement.ocds.hazards_parties import PartiesSoFar, drop_repeats, note_unidentified, settle_parties
from procurement.ocds.hazards_signs import note_signs
from procurement.ocds.merging import MergeError, compiled, in_date_order
from procurement.ocds.nodes import Place, path_of
from procurement.ocds.ocid import is_ocid
from procurement.ocds.problems import Problem
from procurement.ocds.reading import MAX_BYTES, read_json
from procurement.ocds.schemas import Json
from procurement.ocds.shapes import conformed


@dataclass(frozen=True)
class Received:
    """A file from elsewhere as read. `sha256` is that of its bytes, so that the same file is known again.

    `releases` and `compiled` go by ocid, in the order of the file; releases of a process by date. `warnings` are
    oddities that were read all the same. `errors` are parts that could not be read, with a cure; the rest is there.
    """

    sha256: str
    kind: str = ""
    uri: str = ""
    publisher: str = ""
    published: str = ""
    releases: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    compiled: Mapping[str, Json] = field(default_factory=dict)
    warnings: tuple[Caution, ...] = ()
    errors: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when no process could be read."""
        return not self.compiled


def read_package(raw: bytes, *, limit: int = MAX_BYTES) -> Received:
    """Reads a package, a record, a release or a list of them; never raises, whatever the bytes.

    `limit` is the largest size in bytes. The dictionaries of the result hold nothing infinite, no null character and no
    half of a surrogate, so they can be kept as JSON in the database as they are.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    notes = Notes()
    read = read_json(raw, notes, limit=limit)
    if read.error:
        return Received(sha256, errors=(read.error,))
    envelope = opened(read.content, notes)
    errors = list(envelope.errors)
    grouped: dict[str, list[_Placed]] = {}
    for entry in envelope.entries:
        placed = _prepared(entry, notes, errors)
        if placed:
            grouped.setdefault(placed.release["ocid"], []).append(placed)
    releases: dict[str, tuple[Json, ...]] = {}
    merged: dict[str, Json] = {}
    for ocid, own in grouped.items():
        _merge(ocid, own, releases, merged, notes, errors)
    return _received(sha256, envelope, releases, merged, notes, errors)


def _received(
    sha256: str,
    envelope: Envelope,
    releases: dict[str, tuple[Json, ...]],
    merged: dict[str, Json],
    notes: Notes,
    errors: list[Problem],
) -> Received:
    return Received(
        sha256=sha256,
        kind=envelope.kind,
        uri=envelope.uri,
        publisher=envelope.publisher,
        published=read_moment(envelope.published).iso,
        releases=releases,
        compiled=merged,
        warnings=notes.all(),
        errors=tuple(errors),
    )


# --- one release ------------------------------------------------------------------------------------------------------


@dataclass
class _Placed:
    """A release made ready for merging, and where it stood in the file."""

    place: Place
    release: Json
    content_hash: str


def _prepared(entry: Entry, notes: Notes, errors: list[Problem]) -> _Placed | None:
    """A release with its ocid, id and date in order; None, with an error, where it cannot be placed at all."""
    ocid = entry.release.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        words = "The release has no ocid, so it cannot be said which process it belongs to."
        errors.append(
            Problem(path_of((*entry.place, "ocid")), words, "Ask the publisher for the release again.")
        )
        return None
    notes.ocid = ocid
    if not is_ocid(ocid):
        notes.add((*entry.place, "ocid"), "odd_ocid", f"“{ocid[:80]}” is not written as an ocid; it was kept")
    content_hash = content_hash_of(entry.release)
    release = conformed(entry.release, schemas.release_schema(), entry.place, notes)
    # As it stands: an ocid is compared letter by letter.
    release["ocid"] = ocid
    dated = _dated(release, entry, notes, errors)
    if dated:
        _give_id(release, content_hash, entry.place, notes)
    notes.ocid = ""
    return _Placed(entry.place, release, content_hash) if dated else None


def content_hash_of(release: Json) -> str:
    """A release's content as SHA-256, whatever the order of its fields: the same content has the same hash."""
    written = json.dumps(release, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _dated(release: Json, entry: Entry, notes: Notes, errors: list[Problem]) -> bool:
    if read_moment(release.get("date")).at:
        return True
    package_date = read_moment(entry.package_date)
    place = (*entry.place, "date")
    if package_date.at:
        release["date"] = package_date.iso
        notes.add(place, "no_date", f"has no date; that of the package was taken, {package_date.iso}")
        return True
    words = "The release has no date that can be read, and the package has none either."
    errors.append(Problem(path_of(place), words, "Ask the publisher for the release again."))
    return False


def _give_id(release: Json, content_hash: str, place: Place, notes: Notes) -> None:
    written = release.get("id")
    if written is None or not str(written).strip():
        release["id"] = _derived(content_hash)
        notes.add((*place, "id"), "no_release_id", f"has no id; {release['id']} was made from its content")
    else:
        release["id"] = str(written)


def _derived(content_hash: str) -> str:
    return f"sha256-{content_hash[:32]}"


# --- one process ------------------------------------------------------------------------------------------------------


def _merge(
    ocid: str,
    own: list[_Placed],
    releases: dict[str, tuple[Json, ...]],
    merged: dict[str, Json],
    notes: Notes,
    errors: list[Problem],
) -> None:
    notes.ocid = ocid
    placed = _once_each(own, notes)
    places = {id(one.release): one.place for one in placed}
    ordered = in_date_order(one.release for one in placed)
    root = schemas.release_schema()
    so_far = PartiesSoFar()
    for release in ordered:
        place = places[id(release)]
        drop_repeats(release, root, place, notes)
        settle_parties(release, release["id"], root, place, so_far, notes)
    try:
        result = compiled(ordered)
    except MergeError as error:
        errors.append(Problem(path_of(placed[0].place), error.message, error.cure))
    else:
        releases[ocid] = tuple(ordered)
        merged[ocid] = result
        note_unidentified(result, root, notes)
        note_signs(result, root, notes)
    notes.ocid = ""


def _once_each(own: list[_Placed], notes: Notes) -> list[_Placed]:
    """Each release once. Of two different ones with the same id, the later gets an id made from its content."""
    by_id: dict[str, Any] = {}
    kept: list[_Placed] = []
    for one in own:
        identity = one.release["id"]
        hashes = by_id.setdefault(identity, set())
        if one.content_hash in hashes:
            notes.add(one.place, "release_twice", f"the release “{identity[:80]}” is there twice; read once")
            continue
        if hashes:
            one.release["id"] = _derived(one.content_hash)
            words = f"another release has the id “{identity[:80]}”; this one was read as {one.release['id']}"
            notes.add((*one.place, "id"), "release_id_reused", words)
        hashes.add(one.content_hash)
        kept.append(one)
    return kept
