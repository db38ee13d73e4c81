"""What a file is, told from its content and not from its name; and the words for everything that is not read."""

import json
import re
from typing import Final

from .cells import FileRefused
from .limits import MEGABYTE, Limits

SAVE_AS: Final = (
    "Open it in your spreadsheet program, choose “Save as”, take “Excel workbook (.xlsx)” and upload that."
)
ASK: Final = "Ask for the table as an .xlsx or .csv file."
TEXT_NAMES: Final = (".csv", ".txt", ".tsv", ".tab")
# What a name says, where a workbook or a text may be meant; anything else in a name says nothing.
WORKBOOK_NAMES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods")

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: Final = (
    (b"%PDF", "a PDF", "A PDF holds a picture of a table, not its cells. " + ASK),
    (b"\x89PNG", "a picture (PNG)", ASK),
    (b"\xff\xd8\xff", "a picture (JPEG)", ASK),
    (b"GIF8", "a picture (GIF)", ASK),
    (b"BM", "a picture (BMP)", ASK),
    (b"II*\0", "a picture (TIFF)", ASK),
    (b"MM\0*", "a picture (TIFF)", ASK),
    (b"{\\rtf", "a text document (RTF)", ASK),
    (b"\x1f\x8b", "a compressed archive (gzip)", "Unpack it and upload the table itself."),
    (b"7z\xbc\xaf", "a compressed archive (7z)", "Unpack it and upload the table itself."),
    (b"Rar!", "a compressed archive (RAR)", "Unpack it and upload the table itself."),
    (b"BZh", "a compressed archive (bzip2)", "Unpack it and upload the table itself."),
    (b"\xfd7zXZ", "a compressed archive (xz)", "Unpack it and upload the table itself."),
    (b"MZ", "a program", ASK),
    (b"\x7fELF", "a program", ASK),
    (b"SQLite format 3\0", "a database", ASK),
    (b"PAR1", "a data file (Parquet)", ASK),
    (b"\x09\x08", "an old Excel workbook (.xls)", SAVE_AS),
    (b"\x09\x04", "an old Excel workbook (.xls)", SAVE_AS),
    (b"\x09\x02", "an old Excel workbook (.xls)", SAVE_AS),
    (b"\x09\x00\x04\x00", "an old Excel workbook (.xls)", SAVE_AS),
)
_TEXTUAL: Final = (
    (re.compile(r"<!doctype html|<html|<table|<head\b", re.IGNORECASE), "a web page (HTML)", SAVE_AS),
    (
        re.compile(r"<\?xml.{0,500}urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        "a spreadsheet of 2003 (XML)",
        SAVE_AS,
    ),
    (re.compile(r"<\?xml|<[A-Za-z][\w:]*[ >]"), "an XML document", ASK),
    (re.compile(r"BEGIN:VCALENDAR"), "a calendar", ASK),
    (re.compile(r"ID;P[^;\r\n]*(?:;[NE])*\r?\n[BCFPOW];"), "an old table (SYLK)", SAVE_AS),
)  # fmt: skip


def refused(what: str, cure: str) -> FileRefused:
    return FileRefused(f"The file is {what}, not a workbook (.xlsx) or a table as text (.csv).", cure)


def check_bytes(content: bytes, limits: Limits) -> None:
    """Refuses an empty file and one that is too large, before anything else is looked at."""
    if not content.strip(b"\0 \t\r\n"):
        raise FileRefused("The file is empty.", "Check that it was saved, and upload it again.")
    if len(content) > limits.file_bytes:
        size = f"{len(content) / MEGABYTE:,.1f} MB"
        raise FileRefused(
            f"The file is {size}; at most {limits.file_bytes // MEGABYTE} MB are read.",
            "Leave out sheets and pictures that are not needed, or split the rows over several files.",
        )


def sniff(content: bytes, name: str) -> str:
    """ "xlsx" or "csv". Raises FileRefused, in its own words, for anything else or where name and content differ."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = "xlsx"
    else:
        _check_binary(content)
        _check_text(content)
        kind = "csv"
    _check_name(kind, name)
    return kind


def _check_binary(content: bytes) -> None:
    if content.startswith(OLE):
        raise _ole(content)
    for magic, what, cure in _MAGIC:
        if content.startswith(magic) and (len(magic) > 2 or b"\0" in content[:512]):
            raise refused(what, cure)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise refused("a picture (WebP)", ASK)
    if content[4:8] == b"ftyp":
        raise refused("a picture or film", ASK)


def _ole(content: bytes) -> FileRefused:
    """The old container of Office files; the names of its streams say what is inside."""
    streams = {
        name: name.encode("utf-16-le") in content
        for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book")
    }
    if streams["EncryptedPackage"]:
        return FileRefused(
            "The workbook is protected by a password.", "Save a copy without a password and upload that."
        )
    if streams["WordDocument"]:
        return refused("an old Word document (.doc)", ASK)
    if streams["PowerPoint Document"]:
        return refused("an old presentation (.ppt)", ASK)
    if streams["Workbook"] or streams["Book"]:
        return refused("an old Excel workbook (.xls)", SAVE_AS)
    return refused("an old Office file", ASK)


def _check_text(content: bytes) -> None:
    start = _beginning(content)
    for pattern, what, cure in _TEXTUAL:
        if pattern.match(start):
            raise refused(what, cure)
    if start[:1] in {"{", "["} and _is_json(content):
        raise refused("a data file (JSON)", ASK)


def _beginning(content: bytes) -> str:
    head = (
        content[:2_000].replace(b"\0", b"") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else content[:2_000]
    )
    return head.decode("latin-1").lstrip("\ufeff\xef\xbb\xbf\xff\xfe \t\r\n")


def _is_json(content: bytes) -> bool:
    """The whole is JSON, or its first line is (records one to a line)."""
    for text in (content, content.strip().partition(b"\n")[0]):
        try:
            if isinstance(json.loads(text), dict | list):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _check_name(kind: str, name: str) -> None:
    lower = name.lower().strip()
    if kind == "csv" and lower.endswith(WORKBOOK_NAMES):
        ending = "." + lower.rpartition(".")[2]
        raise FileRefused(
            f"The file is named {ending}, but holds plain text.",
            "If it is a table as text, rename it to .csv; otherwise save the workbook again and upload that.",
        )
    if kind == "xlsx" and lower.endswith(TEXT_NAMES):
        ending = "." + lower.rpartition(".")[2]
        raise FileRefused(
            f"The file is named {ending}, but is packed like a workbook.",
            "If it is a workbook, rename it to .xlsx; otherwise save the table as .csv again.",
        )
