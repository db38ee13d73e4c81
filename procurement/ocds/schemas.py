"""Schemas and codelists of OCDS 1.1.5 with the extensions that UK notices use, read from the files beside the code."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
Names = tuple[str, ...]

FOLDER: Final = Path(__file__).parent / "schema"
STANDARD: Final = FOLDER / "1__1__5"
# The address under which the package schemas refer to the release schema; a name, never fetched.
ADDRESS: Final = "https://standard.open-contracting.org/schema/1__1__5/"
VERSION: Final = "1.1"

DEFINITIONS: Final = "#/definitions/"

RELEASE: Final = "release-schema.json"
VERSIONED: Final = "versioned-release-validation-schema.json"
RELEASE_PACKAGE: Final = "release-package-schema.json"
RECORD_PACKAGE: Final = "record-package-schema.json"


@dataclass(frozen=True)
class Extension:
    """An extension of the standard: its folder here, the address to declare, and where it comes from."""

    name: str
    url: str
    source: str


def _raw(source: str, branch: str = "master") -> str:
    return f"https://raw.githubusercontent.com/{source}/{branch}/extension.json"


def _community(name: str) -> Extension:
    source = f"open-contracting-extensions/ocds_{name}_extension"
    return Extension(name, _raw(source), source)


# In the order in which Find a Tender declares them: patches are merged in this order, a later one over an earlier.
EXTENSIONS: Final = (
    Extension(
        "eu_profile",
        "https://standard.open-contracting.org/profiles/eu/latest/en/extension.json",
        "open-contracting-extensions/european-union",
    ),
    _community("amendment_rationale_classifications"),
    _community("budget_breakdown"),
    _community("contract_completion"),
    _community("documentation"),
    _community("pagination"),
    _community("suitability"),
    Extension("uk", _raw("cabinetoffice/ocds_uk_extension", "main"), "cabinetoffice/ocds_uk_extension"),
    _community("performance_failures"),
)
ALL: Final[Names] = tuple(extension.name for extension in EXTENSIONS)
_BY_NAME: Final = {extension.name: extension for extension in EXTENSIONS}
# The lots extension alone refers to definitions it lacks; the EU profile contains it.
_CONTAINED: Final = {"ocds_lots_extension": "eu_profile"}


def urls_of(names: Iterable[str] = ALL) -> list[str]:
    """The addresses to declare under `extensions` of a package, in the order of merging."""
    return [_BY_NAME[name].url for name in in_order(names)]


def in_order(names: Iterable[str]) -> Names:
    """These extensions in the order of merging, each once. Raises KeyError for a name that is not kept here."""
    wanted = set(names)
    unknown = wanted - set(ALL)
    if unknown:
        raise KeyError(f"No such OCDS extension is kept here: {', '.join(sorted(unknown))}.")
    return tuple(name for name in ALL if name in wanted)


def declared(urls: object) -> tuple[Names, tuple[str, ...]]:
    """What a package's `extensions` names: the ones kept here in order of merging, and addresses not known.

    Any version of an extension counts as the one kept here: the address is compared by its repository.
    """
    known: list[str] = []
    unknown: list[str] = []
    for url in urls if isinstance(urls, list) else []:
        name = _name_of(url) if isinstance(url, str) else None
        if name is None:
            unknown.append(str(url))
        else:
            known.append(name)
    return in_order(known), tuple(unknown)


def _name_of(url: str) -> str | None:
    for extension in EXTENSIONS:
        if url == extension.url or f"/{extension.source}/" in url:
            return extension.name
    if "standard.open-contracting.org/profiles/eu/" in url:
        return "eu_profile"
    return next((name for part, name in _CONTAINED.items() if f"/{part}/" in url), None)


# --- schemas ----------------------------------------------------------------------------------------------------------


def patched(target: object, change: object) -> Any:
    """A JSON merge patch (RFC 7396), except that null never removes: an extension may only add and replace."""
    if not isinstance(change, dict):
        return change
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in change.items():
        if value is not None:
            merged[key] = patched(merged.get(key), value)
    return merged


@cache
def documents(names: Names = ALL) -> Mapping[str, Json]:
    """The four schemas by file name, with the patches of these extensions merged in.

    The top-level `required` of a patch is left out: the pagination extension carries an empty list, which would
    switch off the mandatory fields of a package. The result is shared: never change it.
    """
    merged = {path.name: _read(path) for path in sorted(STANDARD.glob("*.json"))}
    for name in in_order(names):
        for path in sorted((FOLDER / "extensions" / name).glob("*-schema.json")):
            change = _read(path)
            change.pop("required", None)
            merged[path.name] = patched(merged[path.name], change)
    if names != ALL:
        merged[RELEASE] = _completed(merged[RELEASE], documents()[RELEASE]["definitions"])
    merged[VERSIONED] = _freed(merged[VERSIONED], merged[RELEASE])
    return merged


def _completed(release: Json, everything: Json) -> Json:
    """The schema with the definitions it refers to and lacks: the UK extension counts on another's places."""
    definitions = dict(release["definitions"])
    missing = _referred(release) - set(definitions)
    while missing:
        definitions |= {name: everything[name] for name in missing}
        missing = set().union(*(_referred(everything[name]) for name in missing)) - set(definitions)
    return {**release, "definitions": definitions}


def _referred(schema: object) -> set[str]:
    """The names of the definitions to which a schema refers."""
    if isinstance(schema, list):
        return set().union(*map(_referred, schema))
    if not isinstance(schema, dict):
        return set()
    reference = str(schema.get("$ref", ""))
    own = {reference.removeprefix(DEFINITIONS)} if reference.startswith(DEFINITIONS) else set()
    return own.union(*map(_referred, schema.values()))


def _freed(versioned: Json, release: Json) -> Json:
    """The schema of versioned releases without fields that an extension gives an inside.

    The standard publishes this schema for the core alone. There an organisation's `details` is one value with one
    history; with the EU profile it is an object, and each field in it has its own.
    """
    definitions = {}
    for name, definition in versioned["definitions"].items():
        described = release["definitions"].get(name, {}).get("properties", {})
        fields = definition.get("properties", {})
        kept = {
            field: schema
            for field, schema in fields.items()
            if "properties" in schema or "properties" not in described.get(field, {})
        }
        definitions[name] = {**definition, "properties": kept} if fields else definition
    return {**versioned, "definitions": definitions}


def release_schema(names: Iterable[str] = ALL) -> Json:
    """The schema of one release with these extensions; shared, never change it."""
    return documents(in_order(names))[RELEASE]


def _read(path: Path) -> Json:
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content


# --- codelists --------------------------------------------------------------------------------------------------------


@cache
def codelists(names: Names = ALL) -> Mapping[str, frozenset[str]]:
    """Codes by file name ("partyRole.csv"): the standard's, those of new lists, and what "+" files add to either."""
    found: dict[str, frozenset[str]] = {}
    folders = [STANDARD, *(FOLDER / "extensions" / name for name in in_order(names))]
    for folder in folders:
        for path in sorted((folder / "codelists").glob("*.csv")):
            name = path.name.removeprefix("+")
            found[name] = found.get(name, frozenset()) | _codes(path)
    return found


def _codes(path: Path) -> frozenset[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return frozenset(row["Code"] for row in csv.DictReader(lines))
