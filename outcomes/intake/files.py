"""An uploaded file, looked at before it is read: what it really is, and whether it may be opened. Words, no guesses.

The name of a file proves nothing: what counts is what stands in it. A workbook is a zip of XML parts, so it is
measured before it is unpacked, and refused where it holds programs or definitions that could grow without end.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 50 * 1024 * 1024
MOST_PARTS: Final = 1_000
CHUNK: Final = 64 * 1024
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS: Final = "In Excel, choose “Save as” and “Excel Workbook (.xlsx)” or “CSV UTF-8”, and upload that."
STRICT: Final = b"http://purl.oclc.org/ooxml/"
OTHER_KINDS: Final = (
    (b"%PDF", "The file is a PDF, not a spreadsheet."),
    (b"\x89PNG", "The file is a picture, not a spreadsheet."),
    (b"\xff\xd8\xff", "The file is a picture, not a spreadsheet."),
    (b"GIF8", "The file is a picture, not a spreadsheet."),
    (b"{\\rtf", "The file is a Word document, not a spreadsheet."),
    (b"7z\xbc\xaf", "The file is an archive, not a spreadsheet."),
    (b"\x1f\x8b", "The file is an archive, not a spreadsheet."),
    (b"Rar!", "The file is an archive, not a spreadsheet."),
    (b"SQLite format", "The file is a database, not a spreadsheet."),
)
# What a damaged or protected zip raises while it is opened or unpacked.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
MARKUP: Final = (b"<!doctype html", b"<html", b"<?xml", b"<table")


class NotReadableError(ValueError):
    """A file that is not read; the message says what it is and what to do instead."""


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes


def kind_of(upload: Upload) -> str:
    """ "xlsx" or "csv" by what stands in the file. Raises NotReadableError for anything that is neither."""
    content = upload.content
    if not content.strip():
        raise NotReadableError("The file is empty. Choose one with figures in it.")
    if len(content) > MOST_BYTES:
        raise NotReadableError("The file is larger than 10 MB. Split it, or take out sheets and pictures.")
    if content.startswith(OLE):
        raise NotReadableError(
            f"The file is an old Excel workbook (.xls) or protected by a password. {SAVE_AS}"
        )
    if content.startswith(ZIP):
        check_workbook(content)
        return "xlsx"
    for start, words in OTHER_KINDS:
        if content.startswith(start):
            raise NotReadableError(f"{words} {SAVE_AS}")
    if content.lstrip()[:200].lower().startswith(MARKUP):
        raise NotReadableError(f"The file is a web page or XML under another name. {SAVE_AS}")
    return "csv"


def check_workbook(content: bytes) -> None:
    """Raises NotReadableError unless the zip is a workbook of bounded size without programs, DTDs or entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_size(parts)
            _check_kind({part.filename for part in parts})
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, part)
    except BROKEN as error:
        if isinstance(error, NotReadableError):
            raise
        raise NotReadableError(
            f"The workbook is damaged or protected and cannot be opened. {SAVE_AS}"
        ) from error


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise NotReadableError(
            f"The workbook has more than {MOST_PARTS:,} parts. Copy the figures into a new one."
        )
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotReadableError(
            "The workbook is larger than 50 MB when unpacked. Copy the figures into a new one."
        )


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" not in names:
        others = (
            ("word/document.xml", "The file is a Word document, not a spreadsheet."),
            ("ppt/presentation.xml", "The file is a presentation, not a spreadsheet."),
            ("content.xml", "The file is an OpenDocument spreadsheet."),
            ("xl/workbook.bin", "The file is a binary workbook (.xlsb)."),
            ("Index/Document.iwa", "The file is a Numbers spreadsheet."),
        )
        words = next(
            (words for name, words in others if name in names), "The file is an archive, not a spreadsheet."
        )
        raise NotReadableError(f"{words} {SAVE_AS}")
    if any(name.lower().endswith(("vbaproject.bin", ".vba", "xlm")) for name in names):
        raise NotReadableError(f"The workbook holds macros, which are not let in. {SAVE_AS}")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end without keeping it: it is as long as it says, and declares nothing of its own."""
    seen, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if seen == 0 and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise NotReadableError(
                    f"The workbook is written in an unusual way and is not let in. {SAVE_AS}"
                )
            seen += len(chunk)
            both = tail + chunk
            if b"<!DOCTYPE" in both or b"<!ENTITY" in both:
                raise NotReadableError(
                    f"The workbook declares entities of its own, which are not let in. {SAVE_AS}"
                )
            if part.filename == "[Content_Types].xml" and b"macroEnabled" in both:
                raise NotReadableError(f"The workbook holds macros, which are not let in. {SAVE_AS}")
            if part.filename == "xl/workbook.xml" and STRICT in both:
                raise NotReadableError(
                    "The workbook is saved as “Strict Open XML”. "
                    "In Excel, save it as the plain “Excel Workbook (.xlsx)”."
                )
            tail = both[-64:]
    if seen != part.file_size:
        raise NotReadableError(f"The workbook is damaged and cannot be opened. {SAVE_AS}")
