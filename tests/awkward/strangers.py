"""Files of another kind, most under a false name; each is refused in its own words."""

import gzip
import json
from collections.abc import Iterator

from tests.awkward.kinds import Awkward, Refused
from tests.awkward.texts import NO_ENCODING, PLAN
from tests.awkward.xlsx import BINARY_MAIN, MACRO_MAIN, WORD_MAIN, Package, Sheet, row, worksheet, zipped

SAVE_AS = (
    "Open it in your spreadsheet program, choose “Save as”, take “Excel workbook (.xlsx)” and upload that."
)
ASK = "Ask for the table as an .xlsx or .csv file."
UNPACK = "Unpack it and upload the table itself."
NO_MACROS = Refused(
    "The workbook holds macros.",
    "Save a copy as “Excel workbook (.xlsx)”, which leaves them out, and upload that.",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SHEET = Sheet("Milestones", worksheet(row(1, ["Reference", "Due"])))


def not_this(what: str, cure: str) -> Refused:
    return Refused(f"The file is {what}, not a workbook (.xlsx) or a table as text (.csv).", cure)


def ole(stream: str) -> bytes:
    return OLE + "Root Entry".encode("utf-16-le") + stream.encode("utf-16-le") + b"\0" * 512


def package(main_type: str, **parts: bytes) -> bytes:
    return Package([SHEET], main_type=main_type, parts=parts).content


OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def strangers() -> Iterator[Awkward]:
    """(name, file name, what it is, bytes, words)"""
    html = b"<html><body><table><tr><td>Reference</td></tr></table></body></html>"
    files: list[tuple[str, str, str, bytes, Refused]] = [
        (
            "old-xls",
            "plan.xls",
            "a workbook of 1997–2003",
            ole("Workbook"),
            not_this("an old Excel workbook (.xls)", SAVE_AS),
        ),
        (
            "old-xls-renamed",
            "plan.xlsx",
            "the same under a new name",
            ole("Book"),
            not_this("an old Excel workbook (.xls)", SAVE_AS),
        ),
        (
            "older-xls",
            "plan.xls",
            "a workbook from before 1993",
            b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 600,
            not_this("an old Excel workbook (.xls)", SAVE_AS),
        ),
        (
            "password",
            "plan.xlsx",
            "a workbook with a password",
            ole("EncryptedPackage"),
            Refused(
                "The workbook is protected by a password.", "Save a copy without a password and upload that."
            ),
        ),
        (
            "old-word",
            "plan.xlsx",
            "a Word document of 1997–2003",
            ole("WordDocument"),
            not_this("an old Word document (.doc)", ASK),
        ),
        (
            "old-slides",
            "plan.xlsx",
            "slides of 1997–2003",
            ole("PowerPoint Document"),
            not_this("an old presentation (.ppt)", ASK),
        ),
        (
            "old-office",
            "plan.xlsx",
            "a message of Outlook",
            ole("__substg1.0_"),
            not_this("an old Office file", ASK),
        ),
        (
            "ods",
            "plan.ods",
            "OpenDocument",
            zipped({"mimetype": (OPEN_DOCUMENT + "spreadsheet").encode(), "content.xml": b"<x/>"}),
            not_this("an OpenDocument spreadsheet (.ods)", SAVE_AS),
        ),
        (
            "ods-renamed",
            "plan.xlsx",
            "OpenDocument under a false name",
            zipped({"mimetype": (OPEN_DOCUMENT + "spreadsheet").encode()}),
            not_this("an OpenDocument spreadsheet (.ods)", SAVE_AS),
        ),
        (
            "odt",
            "plan.xlsx",
            "an OpenDocument text",
            zipped({"mimetype": (OPEN_DOCUMENT + "text").encode()}),
            not_this("an OpenDocument text or drawing", ASK),
        ),
        (
            "numbers-of-a-mac",
            "plan.numbers",
            "a spreadsheet of Numbers",
            zipped({"Index/Document.iwa": b"x"}),
            not_this("a spreadsheet of Numbers", "Export it from Numbers as Excel (.xlsx) and upload that."),
        ),
        (
            "xlsb",
            "plan.xlsb",
            "a binary workbook",
            package(BINARY_MAIN),
            not_this("a binary workbook (.xlsb)", SAVE_AS),
        ),
        ("xlsm", "plan.xlsm", "a workbook with macros", package(MACRO_MAIN), NO_MACROS),
        (
            "xlsm-renamed",
            "plan.xlsx",
            "macros under a harmless name",
            Package([SHEET], parts={"xl/vbaProject.bin": b"macro"}).content,
            NO_MACROS,
        ),
        (
            "xltx",
            "plan.xltx",
            "a template",
            package("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
            not_this("a template of workbooks (.xltx)", SAVE_AS),
        ),
        ("docx", "plan.xlsx", "a Word document", package(WORD_MAIN), not_this("a Word document", ASK)),
        (
            "pptx",
            "plan.xlsx",
            "slides",
            package("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            not_this("a presentation", ASK),
        ),
        (
            "other-package",
            "plan.xlsx",
            "a package of something else",
            package("application/vnd.example+xml"),
            not_this("an archive of something else", ASK),
        ),
        (
            "zip-of-csv",
            "plan.zip",
            "a CSV packed",
            zipped({"plan.csv": PLAN.encode()}),
            not_this("an archive (.zip)", UNPACK),
        ),
        (
            "zip-as-xlsx",
            "plan.xlsx",
            "a CSV packed, under a false name",
            zipped({"plan.csv": PLAN.encode()}),
            not_this("an archive (.zip)", UNPACK),
        ),
        (
            "empty-zip",
            "plan.xlsx",
            "an archive of nothing",
            zipped({}),
            Refused("The file is an empty archive (.zip).", ASK),
        ),
        (
            "gzip",
            "plan.csv",
            "a CSV compressed",
            gzip.compress(PLAN.encode(), mtime=0),
            not_this("a compressed archive (gzip)", UNPACK),
        ),
        (
            "7z",
            "plan.7z",
            "an archive of 7-Zip",
            b"7z\xbc\xaf\x27\x1c" + b"\0" * 60,
            not_this("a compressed archive (7z)", UNPACK),
        ),
        (
            "rar",
            "plan.rar",
            "an archive of RAR",
            b"Rar!\x1a\x07\x01\x00" + b"\0" * 60,
            not_this("a compressed archive (RAR)", UNPACK),
        ),
        (
            "pdf",
            "plan.pdf",
            "a PDF",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            not_this("a PDF", "A PDF holds a picture of a table, not its cells. " + ASK),
        ),
        (
            "pdf-as-csv",
            "plan.csv",
            "a PDF under a false name",
            b"%PDF-1.7\nx,y\n",
            not_this("a PDF", "A PDF holds a picture of a table, not its cells. " + ASK),
        ),
        (
            "png",
            "plan.xlsx",
            "a picture of a table",
            b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
            not_this("a picture (PNG)", ASK),
        ),
        (
            "jpeg",
            "plan.csv",
            "a photograph of a table",
            b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 60,
            not_this("a picture (JPEG)", ASK),
        ),
        ("gif", "plan.csv", "a picture", b"GIF89a" + b"\0" * 60, not_this("a picture (GIF)", ASK)),
        (
            "webp",
            "plan.csv",
            "a picture",
            b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 60,
            not_this("a picture (WebP)", ASK),
        ),
        (
            "html-as-xls",
            "report.xls",
            "a web page that a system calls Excel",
            html,
            not_this("a web page (HTML)", SAVE_AS),
        ),
        (
            "html-as-csv",
            "report.csv",
            "a page of signing in, saved as CSV",
            b"<!DOCTYPE html>\n<title>Sign in</title>",
            not_this("a web page (HTML)", SAVE_AS),
        ),
        (
            "spreadsheet-2003",
            "report.xml",
            "XML of Excel 2003",
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            not_this("a spreadsheet of 2003 (XML)", SAVE_AS),
        ),
        ("xml", "plan.csv", "some XML", b'<?xml version="1.0"?>\n<plan/>', not_this("an XML document", ASK)),
        (
            "json",
            "plan.csv",
            "JSON",
            json.dumps([{"Reference": "M1"}]).encode(),
            not_this("a data file (JSON)", ASK),
        ),
        (
            "json-lines",
            "plan.csv",
            "JSON, a record to a line",
            b'{"Reference": "M1"}\n{"Reference": "M2"}\n',
            not_this("a data file (JSON)", ASK),
        ),
        (
            "rtf",
            "plan.csv",
            "a text of a word processor",
            b"{\\rtf1\\ansi Reference}",
            not_this("a text document (RTF)", ASK),
        ),
        (
            "program",
            "plan.xlsx",
            "a program",
            b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff",
            not_this("a program", ASK),
        ),
        ("sqlite", "plan.xlsx", "a database", b"SQLite format 3\0" + b"\0" * 60, not_this("a database", ASK)),
        ("parquet", "plan.csv", "a data file", b"PAR1" + b"\0" * 60, not_this("a data file (Parquet)", ASK)),
        (
            "calendar",
            "plan.csv",
            "a calendar",
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            not_this("a calendar", ASK),
        ),
        (
            "sylk",
            "plan.csv",
            "a table of the 1980s, which Excel takes a CSV beginning with ID for",
            b"ID;PWXL;N;E\nC;Y1;X1;K1\n",
            not_this("an old table (SYLK)", SAVE_AS),
        ),
        (
            "csv-as-xlsx",
            "plan.xlsx",
            "a text under a workbook's name",
            PLAN.encode(),
            Refused(
                "The file is named .xlsx, but holds plain text.",
                "If it is a table as text, rename it to .csv; otherwise save the workbook again and upload that.",
            ),
        ),
        (
            "xlsx-as-csv",
            "plan.csv",
            "a workbook under a text's name",
            Package([SHEET]).content,
            Refused(
                "The file is named .csv, but is packed like a workbook.",
                "If it is a workbook, rename it to .xlsx; otherwise save the table as .csv again.",
            ),
        ),
        (
            "random-bytes",
            "plan.csv",
            "noise",
            bytes((n * 97 + n // 7) % 256 for n in range(4_000)),
            Refused(
                NO_ENCODING.format(1),
                "Save it as “CSV UTF-8” and upload that.",
            ),
        ),
    ]
    for name, filename, about, content, words in files:
        yield Awkward(name, filename, about, lambda content=content: content, words)
