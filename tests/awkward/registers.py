"""Tables of milestones that read well as files and are awkward as records: keys, headings, numbers, dates.

What the reader hands on is stated here; `verdict` and `at` say what a register has to make of it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from tests.awkward.kinds import Awkward, Cells, Read
from tests.awkward.xlsx import DAY, PERCENT, book, cell, row, rows

Verdict = Literal["", "refused", "accepted", "told", "unchanged"]
HEADINGS = ("Reference", "Milestone", "Due", "State")
GOOD = ("M1", "Sign the agreement", "01/04/2024", "planned")


def table(
    name: str, about: str, lines: Sequence[Sequence[str]], cells: Cells, verdict: Verdict, *at: str,
    headings: Sequence[str] = HEADINGS,
) -> Awkward:  # fmt: skip
    content = "".join("\t".join(line) + "\r\n" for line in (headings, *lines)).encode()
    expect = Read(cells, encoding="UTF-8", separator="tab")
    return Awkward(name, f"{name}.csv", about, lambda: content, expect, "row", verdict, at)


def sheet(
    name: str, about: str, data: str, cells: Cells, verdict: Verdict, *at: str, **more: object
) -> Awkward:
    content = book(row(1, HEADINGS) + data)
    return Awkward(name, f"{name}.xlsx", about, lambda: content, Read(cells, **more), "row", verdict, at)  # type: ignore[arg-type]


def headings() -> Iterator[Awkward]:
    yield table(
        "missing-column",
        "no column of references",
        [GOOD[1:]],
        {"A1": "Milestone"},
        "refused",
        headings=HEADINGS[1:],
    )
    yield table(
        "repeated-heading",
        "two columns called Due",
        [(*GOOD, "02/04/2024")],
        {"E1": "Due"},
        "refused",
        "C1",
        "E1",
        headings=(*HEADINGS, "Due"),
    )
    yield table(
        "reordered",
        "the columns the other way round",
        [GOOD[::-1]],
        {"D1": "Reference", "D2": "M1"},
        "accepted",
        headings=HEADINGS[::-1],
    )
    yield table(
        "heading-case",
        "capitals and spaces",
        [GOOD],
        {"A1": " REFERENCE", "C1": "due  "},
        "accepted",
        headings=(" REFERENCE", "Milestone", "due  ", "State"),
    )
    yield table(
        "unknown-column",
        "a column that is nobody's",
        [(*GOOD, "blue")],
        {"E2": "blue"},
        "told",
        "E1",
        headings=(*HEADINGS, "Colour"),
    )
    yield table(
        "internal-field",
        "a field that nobody fills in by hand",
        [(*GOOD, "7", "admin")],
        {"E1": "id", "F1": "is_superuser"},
        "told",
        "E1",
        "F1",
        headings=(*HEADINGS, "id", "is_superuser"),
    )
    yield table(
        "total-row",
        "a total below the rows",
        [GOOD, ("Total", "1", "", "")],
        {"A3": "Total", "C3": None},
        "refused",
        "A3",
    )
    yield table("only-headings", "no row at all", [], {"A1": "Reference"}, "refused")


def keys() -> Iterator[Awkward]:
    yield table(
        "duplicate-differing",
        "the same reference twice, with other words",
        [GOOD, ("M1", "Start", "", "met")],
        {"A2": "M1", "A3": "M1"},
        "refused",
        "A2",
        "A3",
    )
    yield table(
        "duplicate-identical", "the same row twice", [GOOD, GOOD], {"A2": "M1", "A3": "M1"}, "told", "A3"
    )
    yield table(
        "look-alike",
        "a Cyrillic letter in the reference",
        [("М1", *GOOD[1:])],
        {"A2": "\u041c1"},
        "refused",
        "A2",
    )
    yield table(
        "zero-width",
        "a space of no width in the reference",
        [("M\u200b1", *GOOD[1:])],
        {"A2": "M\u200b1"},
        "refused",
        "A2",
    )
    yield table(
        "no-break-space",
        "a space that does not break behind the reference",
        [("M1\u00a0", *GOOD[1:])],
        {"A2": "M1\u00a0"},
        "accepted",
        "A2",
    )
    yield table(
        "case-of-key", "the reference in small letters", [("m1", *GOOD[1:])], {"A2": "m1"}, "told", "A2"
    )
    yield table(
        "blank-key",
        "no reference",
        [("", *GOOD[1:])],
        {"A2": None, "B2": "Sign the agreement"},
        "refused",
        "A2",
    )
    yield sheet(
        "lost-zeros",
        "the reference 007 as the number 7",
        row(2, [7, "Sign", cell("C2", 45383, style=DAY), "planned"]),
        {"A2": 7, "C2": date(2024, 4, 1)},
        "refused",
        "A2",
    )
    yield sheet(
        "key-as-decimal",
        "the reference 7 as 7.5",
        row(2, [7.5, "Sign", None, "planned"]),
        {"A2": Decimal("7.5"), "C2": None},
        "refused",
        "A2",
    )
    yield sheet(
        "key-error",
        "the reference is an error",
        row(2, [cell("A2", "#N/A", kind="e"), "Sign", None, "planned"]),
        {"A2": ("error", "#N/A")},
        "refused",
        "A2",
    )
    yield sheet(
        "key-formula",
        "the reference was never worked out",
        row(2, [cell("A2", formula='"M"&1'), "Sign", None, "planned"]),
        {"A2": ("formula", '="M"&1')},
        "refused",
        "A2",
    )


DUE = (
    ("date-uk", "day first", "25/12/2024", "accepted"),
    ("date-iso", "as ISO 8601", "2024-12-25", "accepted"),
    ("date-impossible", "30 February", "30/02/2024", "refused"),
    ("date-month-13", "the thirteenth month", "2024-13-01", "refused"),
    ("date-month-first", "month first, which no day can be", "12/25/2024", "refused"),
    ("date-two-digit-year", "a year of two digits", "25/12/24", "refused"),
    ("date-as-serial", "the number behind a date", "45651", "refused"),
    ("date-in-words", "words that stand for a span", "Spring 2024", "accepted"),
    ("date-financial-year", "a financial year", "2024/25", "accepted"),
    ("date-tbc", "to be confirmed", "TBC", "accepted"),
    ("date-nonsense", "no date at all", "soonish", "refused"),
    ("date-too-far", "the year 20244", "01/04/20244", "refused"),
)


def dates() -> Iterator[Awkward]:
    for name, about, due, verdict in DUE:
        line = ("M1", "Sign the agreement", due, "planned")
        yield table(name, about, [line], {"C2": due}, verdict, "C2")  # type: ignore[arg-type]
    yield sheet(
        "date-true",
        "a date that Excel knows as one",
        row(2, ["M1", "Sign", cell("C2", 45383, style=DAY), "planned"]),
        {"C2": date(2024, 4, 1)},
        "accepted",
        "C2",
    )
    yield sheet(
        "date-as-number",
        "a date that has lost its format",
        row(2, ["M1", "Sign", 45383, "planned"]),
        {"C2": 45383},
        "refused",
        "C2",
    )
    yield sheet(
        "date-formula",
        "a date that was never worked out",
        row(2, ["M1", "Sign", cell("C2", formula="TODAY()"), "planned"]),
        {"C2": ("formula", "=TODAY()")},
        "refused",
        "C2",
    )
    yield sheet(
        "date-percent",
        "a percentage for a date",
        row(2, ["M1", "Sign", cell("C2", 0.15, style=PERCENT), "planned"]),
        {"C2": Decimal("0.15")},
        "refused",
        "C2",
        percent=frozenset({"C2"}),
    )
    yield sheet(
        "state-true", "yes for a state", row(2, ["M1", "Sign", None, True]), {"D2": True}, "refused", "D2"
    )


VALUES = (
    ("number-commas", "1,234.5", "accepted"),
    ("number-pounds", "£1,234", "accepted"),
    ("number-brackets", "(1,234)", "accepted"),
    ("number-minus-sign", "−5", "accepted"),
    ("number-decimal-comma", "1,5", "refused"),
    ("number-nan", "NaN", "refused"),
    ("number-infinite", "inf", "refused"),
    ("number-word", "none", "refused"),
    ("number-suppressed", "*", "refused"),
    ("number-less-than-five", "<5", "refused"),
    ("number-digits", "1." + "3" * 40, "refused"),
    ("number-exponent", "1e3", "refused"),
    ("number-percent", "15%", "accepted"),
    ("number-shorthand", "5m", "refused"),
    ("number-tbc", "TBC", "refused"),
    ("number-other-digits", "١٢", "refused"),
    ("number-date", "01/04/2024", "refused"),
    ("number-formula", "=1+1", "refused"),
)


def numbers() -> Iterator[Awkward]:
    """A table of values beside a key: for measurements, whose value, numerator and denominator have to agree."""
    headings = ("KPI", "Period", "Value", "Numerator", "Denominator")
    for name, value, verdict in VALUES:
        yield table(
            name,
            f"“{value[:20]}” as a value",
            [("K1", "2024-04", value, "", "")],
            {"C2": value},
            verdict,
            "C2",
            headings=headings,
        )  # type: ignore[arg-type]
    yield table(
        "value-against-parts",
        "value and its parts differ",
        [("K1", "2024-04", "50%", "1", "4")],
        {"C2": "50%"},
        "refused",
        "C2",
        headings=headings,
    )
    yield table(
        "zero-denominator",
        "a share of nothing",
        [("K1", "2024-04", "0%", "0", "0")],
        {"E2": "0"},
        "refused",
        "E2",
        headings=headings,
    )
    plain = book(rows([headings, ["K1", "2024-04", 0.1, 1, 10]]))
    yield Awkward(
        "value-binary",
        "value-binary.xlsx",
        "a tenth as a binary fraction",
        lambda: plain,
        Read({"C2": Decimal("0.1"), "D2": 1}),
        "row",
        "accepted",
        ("C2",),
    )


def registers() -> Iterator[Awkward]:
    yield from headings()
    yield from keys()
    yield from dates()
    yield from numbers()
