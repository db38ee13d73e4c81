"""Whether a package may be published: JSON Schema, and everything OCDS 1.1.5 says that a schema cannot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from procurement.ocds import schemas
from procurement.ocds.dates import read_moment
from procurement.ocds.loose import as_list
from procurement.ocds.nodes import Place, path_of
from procurement.ocds.problems import Problem, faults
from procurement.ocds.schemas import ADDRESS, Json, Names
from procurement.ocds.validate_rules import problems_of_release
from procurement.ocds.validate_words import problem_in_words

__all__ = ["KINDS", "Problem", "faults", "problems_of"]

KINDS: Final = ("release-package", "record-package", "release")
FORMATS: Final = ("date-time", "uri")


class FormatsMissingError(RuntimeError):
    """The checkers of dates and addresses are not installed, so that wrong ones would pass unseen."""


def problems_of(
    package: object, kind: str = "release-package", *, extensions: Names = ()
) -> tuple[Problem, ...]:
    """Everything wrong with a package, in the order of the file; empty when it may be published.

    `kind` is one of KINDS. The extensions are those the package declares; `extensions` adds more, for a single release,
    which declares none. Warnings are among the result: `faults` leaves them out. Never raises on what a file can hold;
    ValueError for a kind that does not exist.
    """
    if kind not in KINDS:
        raise ValueError(f"A package is one of {', '.join(KINDS)}, not {kind!r}.")
    if not isinstance(package, dict):
        return (
            Problem("", "The file is not a JSON object.", "Start with { and give the fields of a package."),
        )
    declared, unknown = schemas.declared(package.get("extensions"))
    names = schemas.in_order((*declared, *extensions))
    found = {
        *_problems_of_schema(package, kind, names),
        *_unknown_extensions(package, unknown),
        *_problems_of_releases(package, kind, names),
    }
    return tuple(sorted(found, key=lambda problem: problem.sort_key))


def _problems_of_schema(package: Json, kind: str, names: Names) -> Iterator[Problem]:
    for error in _validator(kind, names).iter_errors(package):
        yield from problem_in_words(error)


@cache
def _validator(kind: str, names: Names) -> Draft4Validator:
    documents = schemas.documents(names)
    resources = ((ADDRESS + name, DRAFT4.create_resource(schema)) for name, schema in documents.items())
    # A schema that is not in the registry raises: it is never fetched.
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft4Validator(
        documents[f"{kind}-schema.json"], registry=registry, format_checker=format_checker()
    )


@cache
def format_checker() -> FormatChecker:
    """A checker that really checks dates and addresses: without their libraries, wrong ones pass silently.

    Raises FormatsMissingError where a checker is not installed.
    """
    missing = [name for name in FORMATS if name not in Draft4Validator.FORMAT_CHECKER.checkers]
    if missing:
        raise FormatsMissingError(
            f"No checker for {', '.join(missing)}: install rfc3339-validator and rfc3986-validator."
        )
    return FormatChecker(formats=FORMATS)


def _unknown_extensions(package: Json, unknown: tuple[str, ...]) -> Iterator[Problem]:
    stated = package.get("extensions")
    for position, url in enumerate(stated if isinstance(stated, list) else []):
        if str(url) in unknown:
            yield Problem(
                f"extensions[{position}]",
                f"The extension {url} is not kept here, so its fields were not checked.",
                "Declare only the extensions that this product publishes, or check the file with another tool too.",
                is_warning=True,
            )


# --- releases ---------------------------------------------------------------------------------------------------------


def _problems_of_releases(package: Json, kind: str, names: Names) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for place, release in _releases(package, kind):
        if isinstance(release, dict):
            yield from problems_of_release(release, place, names)
            yield from _repeated_id(release, place, seen)
    if kind == "record-package":
        yield from _problems_of_records(package)


def _releases(package: Json, kind: str) -> Iterator[tuple[Place, object]]:
    if kind == "release":
        yield (), package
        return
    for position, release in enumerate(as_list(package.get("releases"))):
        yield ("releases", position), release
    for position, record in enumerate(as_list(package.get("records"))):
        if not isinstance(record, dict):
            continue
        place: Place = ("records", position)
        for number, release in enumerate(as_list(record.get("releases"))):
            if isinstance(release, dict) and not _is_link(release):
                yield (*place, "releases", number), release
        if "compiledRelease" in record:
            yield (*place, "compiledRelease"), record["compiledRelease"]


def _repeated_id(release: Json, place: Place, seen: set[tuple[str, str]]) -> Iterator[Problem]:
    """A compiled release may carry an id of its own, or that of the last release: it is not counted."""
    if place and place[-1] == "compiledRelease":
        return
    key = (str(release.get("ocid")), str(release.get("id")))
    if key in seen:
        yield Problem(
            path_of((*place, "id")),
            f"Two releases of {key[0]} have the id “{key[1]}”.",
            "Give each release of a contracting process an id of its own; a correction is a new release.",
        )
    seen.add(key)


def _problems_of_records(package: Json) -> Iterator[Problem]:
    ocids: set[str] = set()
    for position, record in enumerate(as_list(package.get("records"))):
        if not isinstance(record, dict):
            continue
        place: Place = ("records", position)
        ocid = str(record.get("ocid"))
        if ocid in ocids:
            yield Problem(path_of(place), f"{ocid} has two records.", "Put all its releases into one record.")
        ocids.add(ocid)
        yield from _problems_of_record(record, ocid, place)


def _problems_of_record(record: Json, ocid: str, place: Place) -> Iterator[Problem]:
    releases = [release for release in as_list(record.get("releases")) if isinstance(release, dict)]
    whole = [release for release in releases if not _is_link(release)]
    compiled = record.get("compiledRelease")
    for release in [*whole, *([compiled] if isinstance(compiled, dict) else [])]:
        if release.get("ocid") != ocid:
            yield Problem(
                path_of(place),
                f"The record of {ocid} holds a release of {release.get('ocid')}.",
                "Put each release into the record of its own ocid.",
            )
    if isinstance(compiled, dict) and compiled.get("tag") != ["compiled"]:
        yield Problem(
            path_of((*place, "compiledRelease", "tag")),
            "The tag is not “compiled”.",
            'Write "tag": ["compiled"].',
        )
    dates = [release["date"] for release in releases if isinstance(release.get("date"), str)]
    if dates != sorted(dates, key=_moment):
        yield Problem(
            path_of((*place, "releases")), "The releases are not in order of date.", "Put the oldest first."
        )


def _moment(text: str) -> datetime:
    return read_moment(text).sort_key


def _is_link(release: Json) -> bool:
    return "url" in release and "ocid" not in release
