"""What a package says of itself: whether it is a workbook at all, which sheets it has, which parts hold what."""

import posixpath
import re
from dataclasses import dataclass, field
from typing import Final

from .archive import Archive, damaged
from .cells import FileRefused
from .limits import Limits
from .markup import Attributes, elements
from .sniffing import ASK, SAVE_AS, refused

TYPES: Final = "[Content_Types].xml"
_WORKBOOK: Final = "spreadsheetml.sheet.main+xml"
_MACROS: Final = FileRefused(
    "The workbook holds macros.",
    "Save a copy as “Excel workbook (.xlsx)”, which leaves them out, and upload that.",
)
_OTHER_MAIN: Final = (
    ("sheet.macroenabled.main+xml", None),
    ("template.macroenabled.main+xml", None),
    ("sheet.binary.macroenabled.main", ("a binary workbook (.xlsb)", SAVE_AS)),
    ("spreadsheetml.template.main+xml", ("a template of workbooks (.xltx)", SAVE_AS)),
    ("wordprocessingml", ("a Word document", ASK)),
    ("ms-word.", ("a Word document", ASK)),
    ("presentationml", ("a presentation", ASK)),
    ("ms-powerpoint.", ("a presentation", ASK)),
    ("ms-visio", ("a drawing (Visio)", ASK)),
    ("fixedrepresentation", ("a printed page (XPS)", ASK)),
)
_OPEN_DOCUMENT: Final = (
    ("opendocument.spreadsheet", ("an OpenDocument spreadsheet (.ods)", SAVE_AS)),
    ("opendocument", ("an OpenDocument text or drawing", ASK)),
    ("epub", ("an e-book", ASK)),
)
_YES: Final = {"1", "true", "on"}
_UNREADABLE_NAMES: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Part:
    """A sheet of the workbook: its name, whether it is hidden, and which part of the package holds it."""

    name: str
    hidden: bool
    path: str


@dataclass(frozen=True)
class Package:
    archive: Archive
    sheets: tuple[Part, ...]
    epoch_1904: bool
    styles: bytes | None
    shared: bytes | None
    told: tuple[str, ...] = field(default=())


def open_package(content: bytes, limits: Limits) -> Package:
    """Raises FileRefused, each in its own words, for what is no workbook or holds what is never read."""
    archive = Archive(content, limits)
    check_kind(archive)
    workbook = _main_part(archive)
    related = _relations(archive, workbook)
    of_kind = dict(related.values())
    sheets, epoch_1904, told = _sheets(archive, workbook, related)
    if not sheets:
        raise FileRefused(
            "The workbook holds no sheet with cells.", "Put the table on a sheet and save it again."
        )
    if len(sheets) > limits.sheets:
        raise FileRefused(
            f"The workbook has {len(sheets):,} sheets; at most {limits.sheets} are read.",
            "Copy the sheet that you need into a new workbook and upload that.",
        )
    return Package(
        archive,
        sheets,
        epoch_1904,
        _optional(archive, of_kind.get("styles")),
        _optional(archive, of_kind.get("sharedStrings")),
        (*told, *_extras(archive)),
    )


def _optional(archive: Archive, path: str | None) -> bytes | None:
    return archive.part(path) if path and archive.has(path) else None


def check_kind(archive: Archive) -> None:
    """Refuses archives that are no workbook of this kind."""
    if not archive.has(TYPES):
        raise _other_archive(archive)
    declared = [
        attributes.get("ContentType", "").lower()
        for _above, name, attributes in elements(archive.part(TYPES))
        if name in {"Override", "Default"}
    ]
    if any("vbaproject" in one for one in declared) or any("vbaproject" in one for one in archive.names()):
        raise FileRefused(_MACROS.message, _MACROS.cure)
    for mark, words in _OTHER_MAIN:
        if any(mark in one for one in declared):
            raise refused(*words) if words else FileRefused(_MACROS.message, _MACROS.cure)
    if not any(_WORKBOOK in one for one in declared):
        raise refused("an archive of something else", ASK)


def _other_archive(archive: Archive) -> FileRefused:
    names = archive.names()
    if "mimetype" in names:
        kind = archive.part("mimetype")[:200].decode("latin-1").lower()
        for mark, words in _OPEN_DOCUMENT:
            if mark in kind:
                return refused(*words)
    if any(name.endswith(".iwa") for name in names):
        return refused("a spreadsheet of Numbers", "Export it from Numbers as Excel (.xlsx) and upload that.")
    if not names:
        return FileRefused("The file is an empty archive (.zip).", ASK)
    return refused("an archive (.zip)", "Unpack it and upload the table itself.")


def _main_part(archive: Archive) -> str:
    for kind, path in _relations(archive, "").values():
        if kind == "officeDocument" and archive.has(path):
            return path
    raise damaged()


def _relations(archive: Archive, source: str) -> dict[str, tuple[str, str]]:
    """(kind, path) of what a part names, by the name it uses for it; nothing outside the package."""
    folder, _, base = source.rpartition("/")
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if not archive.has(path):
        raise damaged()
    found = {}
    for _above, name, attributes in elements(archive.part(path)):
        if name == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target)
    return found


def _sheets(
    archive: Archive, workbook: str, related: dict[str, tuple[str, str]]
) -> tuple[tuple[Part, ...], bool, tuple[str, ...]]:
    sheets: list[Part] = []
    epoch_1904 = False
    left_out: list[str] = []
    for above, name, attributes in elements(archive.part(workbook)):
        if name == "workbookPr":
            epoch_1904 = attributes.get("date1904", "") in _YES
        if name == "sheet" and above == "workbook/sheets":
            kind, path = related.get(attributes.get("id", ""), ("", ""))
            if kind == "worksheet" and archive.has(path):
                sheets.append(_sheet(attributes, path))
            elif kind == "worksheet" or not kind:
                raise damaged()
            else:
                left_out.append(attributes.get("name", ""))
    told = [
        f"“{name}” is no sheet with cells (a chart or a dialogue), so it is left out." for name in left_out
    ]
    if epoch_1904:
        told.append("The workbook counts its dates from 1904, and they are read so.")
    return tuple(sheets), epoch_1904, tuple(told)


def _sheet(attributes: Attributes, path: str) -> Part:
    name = _UNREADABLE_NAMES.sub(" ", attributes.get("name", ""))
    return Part(name, attributes.get("state", "visible") != "visible", path)


def _extras(archive: Archive) -> list[str]:
    names = archive.names()
    told = []
    if any(name.startswith("xl/externallinks/") for name in names):
        told.append(
            "The workbook draws on other files. They are not opened: such cells have the values that were saved "
            "with it."
        )
    if any("comments" in name and name.startswith("xl/") for name in names):
        told.append("Comments on cells are not read.")
    return told
