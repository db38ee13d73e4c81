"""Finding the releases in a file: packages of releases or records, a single release, or a list of any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from procurement.ocds.cautions import Notes
from procurement.ocds.nodes import Place, path_of
from procurement.ocds.problems import Problem
from procurement.ocds.schemas import Json

MAX_RELEASES: Final = 5000
WANTED: Final = (
    "Choose an OCDS file: it has “releases” or “records”, or is a single release with an “ocid”. Find a Tender and "
    "Contracts Finder offer it on each notice."
)


@dataclass(frozen=True)
class Entry:
    """A release as it stands in the file, its place there, and the date of the package for one that has none."""

    place: Place
    release: Json
    package_date: str = ""


@dataclass
class Envelope:
    """What was found round the releases: the kind of file, and what its package says of itself."""

    kind: str = ""
    uri: str = ""
    publisher: str = ""
    published: str = ""
    entries: list[Entry] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)


def opened(content: Any, notes: Notes) -> Envelope:
    """The releases of a file. Where there are none, `errors` says why and what to do; never raises."""
    envelope = Envelope()
    if isinstance(content, list):
        for position, item in enumerate(content):
            _open(item, (position,), envelope, notes)
        if len(content) != 1:
            envelope.kind = "list"
    else:
        _open(content, (), envelope, notes)
    if not envelope.entries and not envelope.errors:
        envelope.errors.append(Problem("", "The file has no release in it.", WANTED))
    if len(envelope.entries) > MAX_RELEASES:
        words = (
            f"The file has {len(envelope.entries):,} releases; at most {MAX_RELEASES:,} are read at a time."
        )
        envelope.errors = [Problem("", words, "Ask for one process, or for fewer days, at a time.")]
        envelope.entries = []
    return envelope


def _open(content: Any, place: Place, envelope: Envelope, notes: Notes) -> None:
    if not isinstance(content, dict):
        envelope.errors.append(Problem(path_of(place), "There is no package or release here.", WANTED))
        return
    if "releases" in content and "ocid" not in content:
        _package(content, "releases", "release package", place, envelope, notes)
    elif "records" in content:
        _package(content, "records", "record package", place, envelope, notes)
    elif "compiledRelease" in content or "releases" in content:
        envelope.kind = envelope.kind or "record"
        _record(content, "", place, envelope, notes)
    elif "ocid" in content:
        envelope.kind = envelope.kind or "release"
        envelope.entries.append(Entry(place, content))
    else:
        words = "The file is JSON and not OCDS: it has no “releases”, “records” or “ocid”."
        envelope.errors.append(Problem(path_of(place), words, WANTED))


def _package(content: Json, name: str, kind: str, place: Place, envelope: Envelope, notes: Notes) -> None:
    envelope.kind = envelope.kind or kind
    envelope.uri = envelope.uri or _text(content.get("uri"))
    publisher = content.get("publisher")
    envelope.publisher = envelope.publisher or _text(
        publisher.get("name") if isinstance(publisher, dict) else ""
    )
    date = _text(content.get("publishedDate"))
    envelope.published = envelope.published or date
    links = content.get("links")
    if isinstance(links, dict) and links.get("next"):
        words = "the publisher has further pages; what is on them is not in this file"
        notes.add((*place, "links", "next"), "more_pages", words)
    items = content[name]
    if isinstance(items, dict):
        notes.add(
            (*place, name), "wrong_shape", "is one value where a list belongs; it was read as a list of one"
        )
        items = [items]
    if not isinstance(items, list):
        envelope.errors.append(Problem(path_of((*place, name)), f"“{name}” is not a list.", WANTED))
        return
    for position, item in enumerate(items):
        here = (*place, name, position)
        if not isinstance(item, dict):
            words = "There is no release here, but a text, a number or nothing."
            envelope.errors.append(Problem(path_of(here), words, "Ask the publisher for the file again."))
        elif name == "records":
            _record(item, date, here, envelope, notes)
        else:
            envelope.entries.append(Entry(here, item, date))


def _record(record: Json, date: str, place: Place, envelope: Envelope, notes: Notes) -> None:
    """The releases of a record in full; without them its compiled release, which stands for all of them."""
    own = list(_full_releases(record, place, date))
    compiled = record.get("compiledRelease")
    if not own and isinstance(compiled, dict):
        words = "the record has no releases in full; the compiled release was read as one"
        notes.add(place, "only_compiled", words)
        own = [Entry((*place, "compiledRelease"), compiled, date)]
    if not own:
        words = "The record has neither releases in full nor a compiled release."
        cure = "Ask the publisher for the releases themselves: links are not followed."
        envelope.errors.append(Problem(path_of(place), words, cure))
    for entry in own:
        release = entry.release
        if "ocid" not in release and record.get("ocid"):
            release = {**release, "ocid": record["ocid"]}
        envelope.entries.append(Entry(entry.place, release, entry.package_date))


def _full_releases(record: Json, place: Place, date: str) -> Iterator[Entry]:
    releases = record.get("releases")
    for position, release in enumerate(releases if isinstance(releases, list) else []):
        is_link = isinstance(release, dict) and "url" in release and "ocid" not in release
        if isinstance(release, dict) and not is_link:
            yield Entry((*place, "releases", position), release, date)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
