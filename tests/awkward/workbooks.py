"""Workbooks whose cells stand where nobody would expect them, and whose parts are honest but unusual."""

from collections.abc import Iterator
from datetime import date

from tests.awkward.kinds import Awkward, Read, Refused
from tests.awkward.workbook_parts import HEADINGS, PLAN, PLAN_CELLS, SERIAL, TOO_FAR, one
from tests.awkward.workbook_values import formulas, values
from tests.awkward.xlsx import (
    DAY,
    MAIN,
    RELATIONS,
    STRICT_MAIN,
    XML,
    Package,
    Sheet,
    book,
    cell,
    row,
    rows,
    worksheet,
)


def places() -> Iterator[Awkward]:
    """Where cells stand, and what is hidden."""
    yield one(
        "leading-blank",
        "the table begins at C4",
        book(row(4, ["Reference"], first=2) + row(6, ["M1", 2], first=2)),
        Read({"C4": "Reference", "C6": "M1", "D6": 2, "A4": None}, rows=(4, 6)),
    )
    yield one(
        "lying-dimension",
        "declares one cell, holds three rows",
        book(rows(PLAN), dimension="A1"),
        Read(PLAN_CELLS, rows=(1, 2, 3)),
    )
    yield one(
        "lying-dimension-wide",
        "declares every cell there is",
        book(rows(PLAN), dimension="A1:XFD1048576"),
        Read(PLAN_CELLS, rows=(1, 2, 3)),
    )
    yield one(
        "styled-far",
        "a colour, but nothing else, in the last cell there is",
        book(rows(PLAN) + row(1048576, [cell("XFD1048576", style=1)])),
        Read(PLAN_CELLS, rows=(1, 2, 3)),
    )
    yield one(
        "far-cell",
        "a word in the last cell there is",
        book(rows(PLAN) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        Refused("Sheet “Milestones” goes down to row 1,048,576; at most 100,000 rows are read.", TOO_FAR),
    )
    yield one(
        "far-column",
        "a word in the last column there is",
        book(rows(PLAN) + '<row r="4"><c r="XFD4"><v>1</v></c></row>'),
        Refused("Sheet “Milestones” goes to column XFD; at most 1,000 columns are read.", TOO_FAR),
    )
    yield one(
        "far-corner",
        "just within the limits, with nothing between",
        book(row(1, ["x"]) + '<row r="100000"><c r="ALL100000"><v>1</v></c></row>'),
        Refused(
            "Sheet “Milestones” is 100,000 rows long and 1,000 columns wide, which is more than is read at once.",
            TOO_FAR,
        ),
    )
    yield one(
        "no-references",
        "cells that do not say where they stand",
        book(
            '<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c t="e"><v>#N/A</v></c><c r="D4"><v>4</v></c></row>'
        ),
        Read({"A1": 1, "B1": 2, "A4": ("error", "#N/A"), "D4": 4}, rows=(1, 4)),
    )
    yield one(
        "unsorted-rows",
        "rows from the bottom up",
        book(row(5, ["e"]) + row(2, ["b"])),
        Read({"A2": "b", "A5": "e"}, rows=(2, 5)),
    )
    prefixed = (
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='2'><x:c r='A2' t = 'e'><x:v>#N/A</x:v></x:c>"
        "<x:c r='B2'><x:f>1+1</x:f></x:c>"
        "<x:c r='C2' t='str'><x:v>x</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    yield one(
        "other-spelling",
        "the same XML, spelled as hardly anybody does",
        Package([Sheet("Milestones", prefixed)]).content,
        Read({"A2": ("error", "#N/A"), "B2": ("formula", "=1+1"), "C2": "x"}, rows=(2,)),
    )
    yield one(
        "utf-16-part",
        "a part in UTF-16",
        Package(
            [Sheet("Milestones", "")],
            parts={
                "xl/worksheets/sheet1.xml": (
                    "\ufeff" + worksheet(rows(PLAN)).replace("UTF-8", "UTF-16")
                ).encode("utf-16-le")
            },
        ).content,
        Read(PLAN_CELLS),
    )
    yield one(
        "strict",
        "Strict Office Open XML",
        Package(
            [Sheet("Milestones", worksheet(row(2, ["M1", cell("B2", SERIAL, style=DAY)]), main=STRICT_MAIN))],
            strict=True,
        ).content,
        Read({"A2": "M1", "B2": date(2024, 4, 1)}, rows=(2,)),
    )
    yield one(
        "merged",
        "merged keys: the value stands in the first cell only",
        book(
            row(1, HEADINGS) + row(2, ["M1", "a"]) + row(3, [None, "b"]),
            after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
        ),
        Read(
            {"A2": "M1", "A3": None, "B3": "b"},
            sheet_told=(
                "Merged cells (A2:A3): the value counts for the first cell only, the others are read as blank.",
            ),
        ),
    )
    yield one(
        "wide-merge",
        "merged as far as the sheet goes",
        book(rows(PLAN), after='<mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>'),
        Read(
            PLAN_CELLS,
            sheet_told=(
                "Merged cells (A9:XFD1048576): the value counts for the first cell only, the others are read as blank.",
            ),
        ),
    )
    yield one(
        "hidden-rows",
        "rows filtered away",
        book(
            row(1, HEADINGS)
            + row(2, ["M1"], attributes=' hidden="1"')
            + row(3, ["M2"], attributes=' hidden="1"')
            + row(5, ["M3"], attributes=' hidden="1"')
        ),
        Read(
            {"A2": "M1", "A5": "M3"},
            sheet_told=("Rows 2–3, 5 are hidden in the file and read like the others.",),
        ),
    )
    yield one(
        "hidden-columns",
        "a column folded away",
        book(rows(PLAN), before='<cols><col min="3" max="3" width="0" hidden="1"/></cols>'),
        Read(PLAN_CELLS, sheet_told=("Column C is hidden in the file and read like the others.",)),
    )
    shown, other = Sheet("Milestones", worksheet(rows(PLAN))), worksheet(row(1, ["List"]))
    yield one(
        "hidden-sheets",
        "lists on sheets that nobody sees",
        Package([shown, Sheet("Lists", other, "hidden"), Sheet("Codes", other, "veryHidden")]).content,
        Read(
            {"A1": "Reference", "Lists!A1": "List", "Codes!A1": "List"},
            told=("Hidden sheets: “Lists”, “Codes”.",),
            hidden=("Lists", "Codes"),
        ),
    )
    yield one(
        "blank-rows-within",
        "blank rows count",
        book(row(1, HEADINGS) + row(3, ["M1"]) + row(4, ["  "]) + row(9, ["M2"])),
        Read({"A3": "M1", "A9": "M2"}, rows=(1, 3, 9)),
    )
    chart = '<sheet name="Chart" sheetId="9" r:id="rId9"/></sheets>'
    content = Package(
        [shown],
        relations=f'<Relationship Id="rId9" Type="{RELATIONS}/chartsheet" Target="chartsheets/sheet1.xml"/>',
    )
    workbook = content.files()["xl/workbook.xml"].decode().replace("</sheets>", chart)
    yield one(
        "chart-sheet",
        "a sheet that is a chart",
        Package([shown], relations=content.relations, parts={"xl/workbook.xml": workbook}).content,
        Read(
            PLAN_CELLS, told=("“Chart” is no sheet with cells (a chart or a dialogue), so it is left out.",)
        ),
    )
    yield one(
        "comments",
        "remarks on cells",
        book(rows(PLAN), parts={"xl/comments1.xml": f'{XML}<comments xmlns="{MAIN}"/>'}),
        Read(PLAN_CELLS, told=("Comments on cells are not read.",)),
    )
    yield one(
        "empty-workbook",
        "a sheet without a cell",
        book(""),
        Refused("The workbook holds no filled cell.", "Check that it was saved, and upload it again."),
    )
    yield one(
        "heading-only",
        "no row below the headings",
        book(row(1, HEADINGS)),
        Read({"A1": "Reference"}, rows=(1,)),
    )


def workbooks() -> Iterator[Awkward]:
    yield from values()
    yield from formulas()
    yield from places()
