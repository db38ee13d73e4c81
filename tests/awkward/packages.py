"""Packages that are broken or made to do harm: bombs, lies, entities, parts that are missing or there twice."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.awkward.kinds import Awkward, Read, Refused
from tests.awkward.workbook_parts import AGAIN, DAMAGED, PLAN, PLAN_CELLS, one
from tests.awkward.xlsx import MAIN, XML, Package, Sheet, book, cell, row, rows, worksheet, zipped

SMALLER = "Leave out sheets and pictures that are not needed, or split the rows over several files."
COPY = "Copy the cells that you need into a new workbook, save it as .xlsx and upload that."
NO_ENTITIES = Refused(
    "The workbook declares a document type or entities, which no spreadsheet program writes and which can be made to "
    "do harm.",
    COPY,
)
BOMB = Refused(
    "The file unpacks to far more than a workbook of its size can hold, as files made to do harm do.", COPY
)
SHEET = Sheet("Milestones", worksheet(rows(PLAN)))
PATH = "xl/worksheets/sheet1.xml"


def lazily(name: str, about: str, make: object, expect: Read | Refused) -> Awkward:
    return Awkward(name, f"{name}.xlsx", about, make, expect)  # type: ignore[arg-type]


def with_sheet(xml: str | bytes) -> bytes:
    return Package([SHEET], parts={PATH: xml}).content


def padded(letters: int) -> bytes:
    """A sheet whose comment is so long, and the same letter throughout."""
    return with_sheet(worksheet(rows(PLAN)) + "<!--" + "x" * letters + "-->")


def lying_length() -> bytes:
    """Declares 1,000 bytes where 30 million are packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b" " * 30_000_000) + packer.flush()
    files = Package([SHEET]).files()
    whole = io.BytesIO(zipped({name: part for name, part in files.items() if name != PATH}))
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr(zipfile.ZipInfo(PATH, (2024, 1, 1, 0, 0, 0)), packed)
    made = whole.getvalue()
    # The lengths of the part as packed and as unpacked, and how it is packed, in both of its headers.
    for start, offset in ((made.rfind(b"PK\3\4"), 8), (made.rfind(b"PK\1\2"), 10)):
        head = bytearray(made[start : start + offset + 18])
        struct.pack_into("<H", head, offset, 8)
        struct.pack_into("<I", head, offset + 14, 1_000)
        made = made[:start] + bytes(head) + made[start + len(head) :]
    return made


def twice() -> bytes:
    """The sheet is there twice, with different values."""
    made = io.BytesIO(Package([SHEET]).content)
    with zipfile.ZipFile(made, "a") as archive:
        info = zipfile.ZipInfo(PATH.upper(), (2024, 1, 1, 0, 0, 0))
        archive.writestr(info, worksheet(row(1, ["other"])))
    return made.getvalue()


def flipped() -> bytes:
    """One bit of the sheet is not what the checksum says."""
    content = bytearray(Package([SHEET], stored=True).content)
    content[content.rfind(b"Sign") + 1] ^= 1
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(Package([SHEET]).content)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.rfind(mark) + offset] |= 1
    return bytes(content)


def packages() -> Iterator[Awkward]:
    """Refused before anything of them is unpacked further than it may."""
    declared = '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    laughing = worksheet(row(1, ["Reference", "&b;"])).replace("&amp;b;", "&b;").replace(XML, XML + declared)
    outside = worksheet(rows(PLAN)).replace(XML, XML + '<!DOCTYPE x SYSTEM "file:///etc/passwd">')
    yield one("billion-laughs", "entities that grow", with_sheet(laughing), NO_ENTITIES)
    yield one("outside-entity", "a document type elsewhere", with_sheet(outside), NO_ENTITIES)
    shared = f'{XML}<!DOCTYPE sst><sst xmlns="{MAIN}"/>'
    yield one(
        "entity-in-texts",
        "in the texts rather than the sheet",
        book(row(1, ["x"]), shared=["a"], parts={"xl/sharedStrings.xml": shared}),
        NO_ENTITIES,
    )
    workbook = Package([SHEET]).files()["xl/workbook.xml"].decode().replace(XML, XML + "<!DOCTYPE workbook>")
    yield one(
        "entity-in-workbook",
        "in the list of sheets",
        Package([SHEET], parts={"xl/workbook.xml": workbook}).content,
        NO_ENTITIES,
    )
    wide = ("\ufeff" + outside.replace("UTF-8", "UTF-16")).encode("utf-16-le")
    yield one(
        "entity-in-utf-16", "in another encoding, out of sight of a search", with_sheet(wide), NO_ENTITIES
    )
    latin = worksheet(rows(PLAN)).replace("UTF-8", "ISO-8859-1")
    yield one(
        "latin-part",
        "a part in an encoding that workbooks do not use",
        with_sheet(latin),
        Refused("The parts of the workbook are written in an encoding that workbooks do not use.", AGAIN),
    )
    yield lazily("bomb", "40 MB of one letter in 40 kB", lambda: padded(40_000_000), BOMB)
    yield lazily(
        "bomb-larger",
        "200 MB",
        lambda: padded(200_000_000),
        Refused("Unpacked, the file is 191 MB; at most 50 MB are read.", SMALLER),
    )
    yield lazily("bomb-lying", "30 MB that are said to be 1 kB", lying_length, DAMAGED)
    many = {f"xl/media/picture{n}.png": b"x" for n in range(1_000)}
    yield lazily(
        "too-many-parts",
        "a thousand pictures",
        lambda: Package([SHEET], parts=many).content,
        Refused(
            "The file holds 1,006 parts; a workbook of this kind may hold 1,000.",
            "Copy the sheet that you need into a new workbook and upload that.",
        ),
    )
    yield lazily(
        "too-large",
        "10 MB and a byte",
        lambda: b"PK\3\4" + b"x" * (10 * 1024 * 1024 - 3),
        Refused("The file is 10.0 MB; at most 10 MB are read.", SMALLER),
    )
    yield lazily(
        "part-twice",
        "the same part twice, with other values",
        twice,
        Refused("The file holds two parts of the same name, so it cannot be said which one counts.", AGAIN),
    )
    yield lazily(
        "part-encrypted",
        "packed with a password",
        encrypted,
        Refused("The file is protected by a password.", "Save a copy without a password and upload that."),
    )
    yield lazily("flipped-bit", "one bit of the sheet is wrong", flipped, DAMAGED)
    whole = Package([SHEET]).content
    yield one("cut-short", "an upload that broke off", whole[: len(whole) // 2], DAMAGED)
    yield one("only-a-head", "four bytes", b"PK\3\4", DAMAGED)
    yield one(
        "no-workbook",
        "the list of sheets is missing",
        Package([SHEET], leave_out=["xl/workbook.xml"]).content,
        DAMAGED,
    )
    yield one("no-sheet-part", "the sheet is missing", Package([SHEET], leave_out=[PATH]).content, DAMAGED)
    yield one(
        "no-relations",
        "nothing says which part is which",
        Package([SHEET], leave_out=["xl/_rels/workbook.xml.rels"]).content,
        DAMAGED,
    )
    yield one(
        "no-styles",
        "no styles, which is allowed",
        Package([SHEET], leave_out=["xl/styles.xml"]).content,
        Read(PLAN_CELLS),
    )
    yield one("xml-cut", "a part that stops in the middle", with_sheet(worksheet(rows(PLAN))[:-60]), DAMAGED)
    yield one(
        "xml-no-sheet",
        "something else where the sheet should be",
        with_sheet("<html><body/></html>"),
        Refused("The workbook holds no filled cell.", "Check that it was saved, and upload it again."),
    )
    odd = "".join(cell(f"{letter}1", 1) for letter in "AB") + '<c r="0"><v>3</v></c>'
    yield one("odd-reference", "a cell that stands nowhere", book(f'<row r="1">{odd}</row>'), DAMAGED)
    yield one(
        "huge-row-number",
        "a row beyond all counting",
        book('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
        DAMAGED,
    )
    deep = f'{XML}<workbook xmlns="{MAIN}">' + "<a>" * 5_000 + "</a>" * 5_000 + "</workbook>"
    yield one(
        "deep-workbook",
        "elements within elements",
        Package([SHEET], parts={"xl/workbook.xml": deep}).content,
        DAMAGED,
    )
    upper = {name.replace("sheet1", "SHEET1"): part for name, part in Package([SHEET]).files().items()}
    yield one("names-in-capitals", "names of parts in another case", zipped(upper), Read(PLAN_CELLS))
    yield one(
        "not-squeezed", "packed without squeezing", Package([SHEET], stored=True).content, Read(PLAN_CELLS)
    )
    sheets = [Sheet(f"S{n}", worksheet(row(1, ["x"]))) for n in range(101)]
    yield one(
        "too-many-sheets",
        "101 sheets",
        Package(sheets).content,
        Refused(
            "The workbook has 101 sheets; at most 100 are read.",
            "Copy the sheet that you need into a new workbook and upload that.",
        ),
    )
    tall = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_022))
    yield lazily(
        "too-many-rows-workbook",
        "100,021 rows",
        lambda: book(tall),
        Refused(
            "Sheet “Milestones” goes down to row 100,021; at most 100,000 rows are read.",
            "Delete what is not part of the table, or split the rows over several files.",
        ),
    )
    amplified = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 90_001))
    yield lazily(
        "text-many-times",
        "one text of 30,000 letters in 90,000 cells",
        lambda: book(amplified, shared=["x" * 30_000]),
        Refused(
            "Reading the file takes more memory than is allowed, so it was stopped.",
            "Leave out sheets, colours and formulas that are not needed, or split the rows over several files.",
        ),
    )
