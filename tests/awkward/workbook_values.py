"""Workbooks whose cells are awkward: numbers, dates, text, formulas, errors."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.awkward.kinds import Awkward, Read
from tests.awkward.workbook_parts import DAMAGED, PLAN, PLAN_CELLS, SERIAL, moment, one
from tests.awkward.xlsx import (
    DAY,
    MAIN,
    MINUTES,
    MOMENT,
    PERCENT,
    PERCENT_2,
    POUNDS,
    QUOTED,
    RELATIONS,
    TIME_ONLY,
    UK_DAY,
    XML,
    book,
    cell,
    row,
    rows,
)


def values() -> Iterator[Awkward]:
    """Cells and their types."""
    yield one("plain-workbook", "nothing wrong", book(rows(PLAN)), Read(PLAN_CELLS, rows=(1, 2, 3)))
    dates = row(
        2,
        [
            cell("A2", SERIAL, style=DAY),
            cell("B2", SERIAL, style=UK_DAY),
            cell("C2", SERIAL + 0.5, style=MOMENT),
            cell("D2", SERIAL, style=MOMENT),
            cell("E2", SERIAL + 0.4166666667, style=MOMENT),
            cell("F2", SERIAL),
        ],
    )
    yield one(
        "true-dates",
        "dates, moments, and a number that only looks like one",
        book(row(1, [*"ABCDEF"]) + dates),
        Read(
            {
                "A2": date(2024, 4, 1),
                "B2": date(2024, 4, 1),
                "C2": moment(12),
                "D2": date(2024, 4, 1),
                "E2": moment(10),
                "F2": SERIAL,
            }
        ),
    )
    yield one(
        "times",
        "a time of day, a length of time, a nought that is shown as a date",
        book(
            row(
                1,
                [
                    cell("A1", 0.5, style=TIME_ONLY),
                    cell("B1", 1.5, style=MINUTES),
                    cell("C1", 0, style=DAY),
                    cell("D1", 0.7506944444, style=TIME_ONLY),
                ],
            )
        ),
        Read({"A1": "12:00", "B1": "36:00", "C1": "00:00", "D1": "18:01"}),
    )
    yield one(
        "epoch-1904",
        "dates counted from 1904, as old Macs do",
        book(
            row(1, [cell("A1", SERIAL - 1462, style=DAY)]), workbook_properties='<workbookPr date1904="1"/>'
        ),
        Read(
            {"A1": date(2024, 4, 1)}, told=("The workbook counts its dates from 1904, and they are read so.",)
        ),
    )
    yield one(
        "iso-dates",
        "dates as text of ISO 8601",
        book(row(1, [cell("A1", "2024-04-01", kind="d"), cell("B1", "2024-04-01T09:30:00", kind="d")])),
        Read({"A1": date(2024, 4, 1), "B1": moment(9, 30)}),
    )
    yield one(
        "impossible-dates",
        "numbers that no calendar has, shown as dates",
        book(row(1, [cell("A1", -5, style=DAY), cell("B1", 1e9, style=DAY), "x"])),
        Read({"C1": "x"}),
    )
    spelled = ["1", "0.1", "0.10000000000000001", "1E-7", "123456789012345", "-0", "1e300"]
    numbers = [
        f'<c r="{letter}1"><v>{number}</v></c>' for letter, number in zip("ABCDEFG", spelled, strict=True)
    ]
    numbers += [f'<c r="H1" s="{POUNDS}"><v>2.50</v></c>', cell("I1", "45%", kind="str")]
    yield one(
        "numbers",
        "as binary fractions spell them",
        book(f'<row r="1">{"".join(numbers)}</row>'),
        Read(
            {
                "A1": 1,
                "B1": Decimal("0.1"),
                "C1": Decimal("0.1"),
                "D1": Decimal("1e-07"),
                "E1": 123456789012345,
                "F1": 0,
                "G1": Decimal("1e+300"),
                "H1": Decimal("2.5"),
                "I1": "45%",
            }
        ),
    )
    yield one(
        "not-a-number",
        "NaN and infinity as numbers",
        book('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>inf</v></c></row>'),
        Read({"A1": ("error", "nan"), "B1": ("error", "inf")}),
    )
    yield one(
        "number-no-number",
        "a word where a number is declared",
        book('<row r="1"><c r="A1" t="n"><v>many</v></c></row>'),
        DAMAGED,
    )
    yield one(
        "percent",
        "percentages, and one that only shows the sign in words",
        book(
            row(1, ["Share", "More"])
            + row(2, [cell("A2", 0.15, style=PERCENT), cell("B2", 0.5, style=PERCENT_2)])
            + row(3, [cell("A3", 0.2, style=PERCENT), cell("B3", 15)])
            + row(4, [cell("A4", "n/a", style=PERCENT, kind="str")])
        ),
        Read(
            {"A2": Decimal("0.15"), "B2": Decimal("0.5"), "A3": Decimal("0.2"), "B3": 15, "A4": "n/a"},
            percent=frozenset({"A2", "B2", "A3"}),
        ),
    )
    yield one("true-false", "yes and no", book(row(1, [True, False])), Read({"A1": True, "B1": False}))
    yield one(
        "quoted-text",
        "text kept as text by an apostrophe",
        book(
            row(
                1, [cell("A1", "007", kind="str", style=QUOTED), cell("B1", "=1+1", kind="str", style=QUOTED)]
            )
        ),
        Read({"A1": "007", "B1": "=1+1"}),
    )
    yield one(
        "spaces",
        "spaces and line ends as they are",
        book(row(1, [" a ", "two\nlines", "a_x000D_\nb", "  "])),
        Read({"A1": " a ", "B1": "two\nlines", "C1": "a\r\nb", "D1": "  "}),
    )
    yield one(
        "shared-rich-text",
        "text in parts and with a reading aid",
        book(
            row(1, [cell("A1", 0, kind="s"), cell("B1", 1, kind="s"), cell("C1", 0, kind="s")]),
            shared=["Sign & start", "<si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>aid</t></rPh></si>"],
        ),
        Read({"A1": "Sign & start", "B1": "rich", "C1": "Sign & start"}),
    )
    yield one(
        "control-in-cell",
        "an escape that is no text",
        book(row(1, ["a_x0000_b", "ok", "a\ufffdb"])),
        Read({"A1": ("bytes", "a\ufffdb"), "B1": "ok", "C1": ("bytes", "a\ufffdb")}),
    )
    yield one(
        "shared-missing",
        "text that the workbook does not hold",
        book(row(1, [cell("A1", 9, kind="s")]), shared=["x"]),
        DAMAGED,
    )


def formulas() -> Iterator[Awkward]:
    saved = "{} cells hold formulas: the values saved with the file count."
    yield one(
        "formula-with-result",
        "worked out and saved",
        book(row(1, [cell("A1", 3, formula="1+2"), cell("B1", "x", kind="str", formula='"x"')])),
        Read({"A1": 3, "B1": "x"}, sheet_told=(saved.format(2),)),
    )
    yield one(
        "formula-without-result",
        "written by a program that does not work out",
        book(
            row(1, ["Due"])
            + row(
                2,
                [
                    cell("A2", formula="SUM(B1:B9)"),
                    '<c r="B2"><f>1+1</f><v></v></c>',
                    '<c r="C2"><f>A1&lt;2</f><v/></c>',
                ],
            )
        ),
        Read(
            {
                "A1": "Due",
                "A2": ("formula", "=SUM(B1:B9)"),
                "B2": ("formula", "=1+1"),
                "C2": ("formula", "=A1<2"),
            }
        ),
    )
    yield one(
        "formula-of-nothing",
        "worked out as empty text",
        book(row(1, [cell("A1", "", kind="str", formula='""'), "x"])),
        Read(
            {"A1": None, "B1": "x"},
            sheet_told=("1 cell holds a formula: the value saved with the file counts.",),
        ),
    )
    yield one(
        "formula-alone",
        "no other cell holds anything",
        book(row(7, [cell("C7", formula="1+1")])),
        Read({"C7": ("formula", "=1+1")}, rows=(7,)),
    )
    shared = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1+1</f><v>2</v></c></row>'
    shared += '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    yield one(
        "formula-shared",
        "the second cell of a shared formula lacks its result",
        book(shared),
        Read(
            {"A1": 2, "A2": ("formula", "=")},
            sheet_told=("1 cell holds a formula: the value saved with the file counts.",),
        ),
    )
    errors = [
        cell("A2", "#N/A", kind="e"),
        cell("B2", "#DIV/0!", kind="e", formula="1/0"),
        cell("C2", "#SPILL!", kind="e"),
        "x",
    ]
    yield one(
        "error-cells",
        "errors, also such as few programs know",
        book(row(2, errors)),
        Read(
            {"A2": ("error", "#N/A"), "B2": ("error", "#DIV/0!"), "C2": ("error", "#SPILL!"), "D2": "x"},
            sheet_told=("1 cell holds a formula: the value saved with the file counts.",),
            rows=(2,),
        ),
    )
    yield one(
        "error-cells-in-place",
        "an error stands where it stands",
        book(
            row(2, ["x", cell("B2", "#REF!", kind="e"), cell("C2", "Err:502", kind="e")])
            + row(5, [cell("A5", "#N/A", kind="e")])
        ),
        Read(
            {"A2": "x", "B2": ("error", "#REF!"), "C2": ("error", "Err:502"), "A5": ("error", "#N/A")},
            rows=(2, 5),
        ),
    )
    link = (
        '<Relationship Id="rId9" Type="'
        + RELATIONS
        + '/externalLink" Target="externalLinks/externalLink1.xml"/>'
    )
    yield one(
        "external-links",
        "draws on a file elsewhere",
        book(
            row(1, [cell("A1", 5, formula="[1]Sheet1!A1")]),
            relations=link,
            parts={"xl/externalLinks/externalLink1.xml": f'{XML}<externalLink xmlns="{MAIN}"/>'},
        ),
        Read(
            {"A1": 5},
            told=(
                (
                    "The workbook draws on other files. They are not opened: such cells have the values that were "
                    "saved with it."
                ),
            ),
            sheet_told=("1 cell holds a formula: the value saved with the file counts.",),
        ),
    )
