"""Texts (.csv): encodings, separators, line ends, quotes, rows that do not fit."""

from collections.abc import Iterator

from tests.awkward.kinds import Awkward, Cells, Read, Refused

PLAN = "Reference,Milestone,Due,State\nM1,Sign the agreement,2024-04-01,planned\nM2,Start £5m café,2024-05-01,met\n"
PLAN_CELLS: Cells = {"A1": "Reference", "D1": "State", "A2": "M1", "C2": "2024-04-01", "B3": "Start £5m café"}
UTF8 = "Save it as “CSV UTF-8” and upload that."
AGAIN = "Remove it, or save the table again from your spreadsheet program as “CSV UTF-8”."
QUOTES = (
    'A cell that holds the separator has to stand in quotation marks ("). Save the table again from your spreadsheet '
    "program, or as .xlsx."
)
NO_ENCODING = (
    "The encoding of the text cannot be told: line {} is not UTF-8, and as Windows-1252 it does not read as "
    "words."
)


def text(
    name: str,
    about: str,
    content: str | bytes,
    expect: Read | Refused,
    *,
    codec: str = "utf-8",
    filename: str = "",
) -> Awkward:
    held = content.encode(codec) if isinstance(content, str) else content
    return Awkward(name, filename or f"{name}.csv", about, lambda: held, expect)


def read(
    cells: Cells = PLAN_CELLS,
    *,
    encoding: str = "UTF-8",
    separator: str = "comma",
    told: tuple[str, ...] = (),
    sheet_told: tuple[str, ...] = (),
    rows: tuple[int, ...] = (),
) -> Read:
    return Read(cells, told, sheet_told, rows, encoding=encoding, separator=separator)


def encodings() -> Iterator[Awkward]:
    shown = ("The file does not name its encoding; its bytes show UTF-16.",)
    windows = "The text is not UTF-8 (line 3), so it was read as Windows-1252: check “£”, dashes and accents."
    yield text("utf-8", "plain", PLAN, read())
    yield text(
        "utf-8-mark",
        "a byte-order mark",
        PLAN,
        read(encoding="UTF-8 with byte-order mark"),
        codec="utf-8-sig",
    )
    yield text(
        "utf-16-le-mark",
        "as Excel's “Unicode text”",
        "\ufeff" + PLAN,
        read(encoding="UTF-16"),
        codec="utf-16-le",
    )
    yield text(
        "utf-16-be-mark",
        "the other order of bytes",
        "\ufeff" + PLAN,
        read(encoding="UTF-16 (big-endian)"),
        codec="utf-16-be",
    )
    yield text("utf-16-le", "no mark", PLAN, read(encoding="UTF-16", told=shown), codec="utf-16-le")
    yield text(
        "utf-16-be", "no mark", PLAN, read(encoding="UTF-16 (big-endian)", told=shown), codec="utf-16-be"
    )
    yield text(
        "utf-16-broken",
        "half of a pair of code units",
        b"\xff\xfe" + PLAN.encode("utf-16-le") + b"\x00\xd8\n\x00",
        Refused("Line 4 holds bytes that are no text in UTF-16, the encoding the file names.", UTF8),
    )
    yield text(
        "utf-16-odd",
        "a byte is missing",
        b"\xff\xfe" + PLAN.encode("utf-16-le")[:-1],
        Refused("Line 3 holds bytes that are no text in UTF-16, the encoding the file names.", UTF8),
    )
    yield text(
        "utf-32",
        "an encoding no spreadsheet writes",
        "\ufeff" + PLAN,
        Refused("The text is written in UTF-32, which no spreadsheet program writes.", UTF8),
        codec="utf-32-le",
    )
    yield text(
        "windows-1252",
        "pound sign and accent in one byte each",
        PLAN,
        read(encoding="Windows-1252", told=(windows,)),
        codec="cp1252",
    )
    yield text(
        "windows-1252-dashes",
        "typographic quotes and dashes",
        PLAN.replace("café", "– “on time”"),
        read({"B3": "Start £5m – “on time”"}, encoding="Windows-1252", told=(windows,)),
        codec="cp1252",
    )
    yield text(
        "invalid-utf-8",
        "UTF-8 but for one stray byte",
        PLAN.encode() + b"M3,\xffclosing,,\n",
        Refused(NO_ENCODING.format(4), UTF8),
    )
    yield text(
        "mixed-encodings",
        "two files glued together",
        PLAN.encode() + "M3,Société,,\n".encode("cp1252"),
        Refused(NO_ENCODING.format(4), UTF8),
    )
    yield text(
        "cut-utf-8", "cut within a letter", PLAN.encode()[:-8] + b"\xc3", Refused(NO_ENCODING.format(3), UTF8)
    )
    yield text(
        "mac-roman",
        "an apostrophe of a Mac",
        "Reference,Milestone\nM1,It doesn’t wait\n",
        Refused(NO_ENCODING.format(2), UTF8),
        codec="mac-roman",
    )
    yield text(
        "dos",
        "a pound sign of DOS",
        "Reference,Value\nM1,£500\n",
        Refused(NO_ENCODING.format(2), UTF8),
        codec="cp437",
    )
    yield text(
        "cyrillic",
        "Windows-1251",
        "Reference,Milestone\nM1,Начало работ\n",
        Refused(NO_ENCODING.format(2), UTF8),
        codec="cp1251",
    )
    yield text(
        "shift-jis",
        "Japanese",
        "Reference,Milestone\nM1,開始\n",
        Refused(NO_ENCODING.format(2), UTF8),
        codec="shift-jis",
    )
    yield text(
        "nul-bytes",
        "noughts between the letters of one cell",
        PLAN.encode().replace(b"M2", b"M\0002"),
        Refused("Line 3 holds a control character (U+0000), which no table as text holds.", AGAIN),
    )
    yield text(
        "control-byte",
        "an escape character",
        PLAN.replace("M2", "M\x1b2"),
        Refused("Line 3 holds a control character (U+001B), which no table as text holds.", AGAIN),
    )
    yield text(
        "end-of-file-byte",
        "Ctrl-Z of DOS at the end",
        PLAN + "\x1a",
        Refused("Line 4 holds a control character (U+001A), which no table as text holds.", AGAIN),
    )
    yield text(
        "misread-before",
        "another program misread the pound sign",
        PLAN.replace("£", "Â£"),
        read(
            {"B3": "Start Â£5m café"},
            told=(
                "“Â£” in line 3 looks like a letter that another program misread: check such cells before confirming.",
            ),
        ),
    )
    yield text(
        "lost-letter",
        "another program lost a letter",
        PLAN.replace("é", "\ufffd"),
        read({"B3": ("bytes", "Start £5m caf\ufffd")}),
    )


def separators() -> Iterator[Awkward]:
    both = "Put “sep=,” (or “sep=;”) on a line of its own at the top, or save the table as .xlsx."
    yield text(
        "semicolons", "as a continental Excel saves", PLAN.replace(",", ";"), read(separator="semicolon")
    )
    yield text(
        "semicolons-decimal-comma",
        "a comma within numbers",
        "Reference;Value;Target\nM1;1,5;2\nM2;2,5;3\n",
        read({"B2": "1,5", "C3": "3"}, separator="semicolon"),
    )
    yield text(
        "semicolons-all-decimal",
        "as many commas as semicolons, but not in the headings",
        "Reference;Value\nM1;1,5\nM2;2,5\n",
        read({"A2": "M1", "B2": "1,5"}, separator="semicolon"),
    )
    yield text("tabs", "tabs", PLAN.replace(",", "\t"), read(separator="tab"))
    yield text(
        "tabs-txt",
        "Excel's “Unicode text”",
        "\ufeff" + PLAN.replace(",", "\t"),
        read(encoding="UTF-16", separator="tab"),
        codec="utf-16-le",
        filename="plan.txt",
    )
    directive = ("The first line names the separator; rows are counted from the next.",)
    yield text(
        "sep-line",
        "a first line sep=; which Excel does not show",
        "sep=;\r\n" + PLAN.replace(",", ";"),
        read(separator="semicolon", sheet_told=directive, rows=(1, 2, 3)),
    )
    yield text(
        "sep-line-decides",
        "two separators fit, the first line decides",
        "sep=;\nName, first;Due\nA, b;c\n",
        read({"A1": "Name, first", "B2": "c"}, separator="semicolon", sheet_told=directive),
    )
    yield text(
        "separator-undecidable",
        "commas and semicolons fit alike",
        "Name, first;Due\nA, b;c\n",
        Refused("It cannot be told whether the cells are parted by comma or semicolon: both fit.", both),
    )
    yield text(
        "commas-in-quotes",
        "text with commas in quotes",
        'Reference,Milestone\nM1,"Design, build; test"\n',
        read({"B2": "Design, build; test"}),
    )
    yield text(
        "one-column", "no separator at all", "Reference\nM1\nM2\n", read({"A1": "Reference", "A3": "M2"})
    )


def structure() -> Iterator[Awkward]:
    yield text(
        "mixed-newlines",
        "CR LF, LF and CR",
        "Reference,Due\r\nM1,1\nM2,2\rM3,3\r\n",
        read({"A2": "M1", "A3": "M2", "B4": "3"}, rows=(1, 2, 3, 4)),
    )
    yield text(
        "quoted-newline",
        "a line break in a cell: the row below is still row 3",
        'Reference,Note\nM1,"two\r\nlines"\nM2,x\n',
        read({"B2": "two\r\nlines", "A3": "M2"}, rows=(1, 2, 3)),
    )
    yield text(
        "doubled-quotes",
        "quotes within quotes",
        'Reference,Note\nM1,"say ""yes"""\n',
        read({"B2": 'say "yes"'}),
    )
    yield text(
        "inches",
        "a quote in the middle of a bare cell",
        'Reference,Note\nM1,5" pipe\n',
        read({"B2": '5" pipe'}),
    )
    yield text(
        "blank-rows",
        "blank rows inside, counted",
        "Reference,Due\n\nM1,1\n,\n  , \nM2,2\n\n",
        read({"A3": "M1", "A6": "M2"}, rows=(1, 3, 6)),
    )
    yield text(
        "title-rows",
        "a title and a blank line above the headings",
        "Milestones of the hub\n\n" + PLAN,
        read({"A1": "Milestones of the hub", "B1": None, "A3": "Reference", "A4": "M1"}, rows=(1, 3, 4, 5)),
    )
    yield text(
        "short-row",
        "a row that stops early",
        "Reference,Due,State\nM1\nM2,1,met\n",
        read(
            {"A2": "M1", "C2": None},
            sheet_told=(
                "Row 2 has fewer cells than there are headings: the missing ones are read as blank.",
            ),
        ),
    )
    yield text(
        "empty-extra-cells",
        "separators behind the last column",
        "Reference,Due\nM1,1,,,\n",
        read({"A2": "M1", "B2": "1"}),
    )
    yield text(
        "ragged",
        "an unquoted comma",
        "Reference,Milestone,Due\nM1,Design, build,2024\nM2,ok,2024\n",
        Refused("Row 2 has 4 cells, but the headings in row 1 have 3.", QUOTES),
    )
    yield text(
        "ragged-many",
        "an unquoted comma in most rows",
        "Reference,Due\n" + "M,1,x\n" * 9,
        Refused(
            "Row 2 has 3 cells, but the headings in row 1 have 2. The same is so of rows 3, 4, 5, 6, 7 and 3 more.",
            QUOTES,
        ),
    )
    yield text(
        "unclosed-quote",
        "a quotation mark never closed",
        'Reference,Note\nM1,"open\nM2,x\nM3,y\n',
        Refused('Row 2: a quotation mark (") is opened and never closed.', "Close it, or leave it out."),
    )
    yield text(
        "unclosed-quote-later",
        "closed by the next one, rows below",
        'Reference,Note\nM1,"two\nlines"\nM2,"open\nM3,"x"\n',
        Refused(
            'Row 3 (line 4 of the text): a quotation mark (") stands inside a cell that is itself in quotation marks.',
            'Double it (""), or save the table again from your spreadsheet program.',
        ),
    )
    yield text(
        "long-cell",
        "a cell of 200,000 letters",
        "Reference,Note\nM1," + "x" * 200_000 + "\n",
        Refused(
            "Row 2: a cell is longer than any spreadsheet holds.",
            "Look for a quotation mark that is not closed.",
        ),
    )
    yield text(
        "empty",
        "nothing at all",
        "",
        Refused("The file is empty.", "Check that it was saved, and upload it again."),
    )
    yield text(
        "only-spaces",
        "blank lines",
        " \r\n \n\n",
        Refused("The file is empty.", "Check that it was saved, and upload it again."),
    )
    yield text(
        "only-separators",
        "no cell is filled",
        ",,,\n,,,\n",
        Refused("The file holds no filled cell.", "Check that it was saved, and upload it again."),
    )
    yield text(
        "too-many-rows",
        "100,021 rows",
        "A,B\n" + "1,2\n" * 100_020,
        Refused(
            "The file has more than 100,000 rows, which is the most that is read.",
            "Split the rows over several files.",
        ),
    )
    yield text(
        "too-many-columns",
        "1,001 columns",
        ",".join(["x"] * 1_001) + "\n",
        Refused("The file has 1,001 columns; at most 1,000 are read.", "Leave out what is not needed."),
    )
    yield text(
        "formula-text",
        "text that looks like a formula stays text",
        "Reference,Note\nM1,=1+1\nM2,'=1+1\nM3,@x\n",
        read({"B2": "=1+1", "B3": "'=1+1", "B4": "@x"}),
    )
    yield text(
        "typed-text",
        "numbers and dates of a text are text",
        "Reference,Value\n007,1e5\n1/2,TRUE\n",
        read({"A2": "007", "B2": "1e5", "A3": "1/2", "B3": "TRUE"}),
    )


def texts() -> Iterator[Awkward]:
    yield from encodings()
    yield from separators()
    yield from structure()
