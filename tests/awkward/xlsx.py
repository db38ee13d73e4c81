"""Workbooks put together part by part, so that each can be wrong in exactly one way.

No library writes them: none would write a lie, a bomb or a cell without its result. The same call makes the same bytes.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_MAIN = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY_MAIN = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
# Styles of the cells that `styles` declares, by what they show.
PLAIN, PERCENT, DAY, MOMENT, QUOTED, POUNDS, UK_DAY, PERCENT_2, TIME_ONLY, MINUTES = range(10)


def letters(index: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(
    ref: str, value: object = None, *, style: int = 0, kind: str = "", formula: str | None = None
) -> str:
    """One <c>: text is written inline, a number as it is; `kind` overrides the type, `formula` goes before."""
    of_style = f' s="{style}"' if style else ""
    within = f"<f>{escape(formula)}</f>" if formula is not None else ""
    if isinstance(value, bool):
        return f'<c r="{ref}"{of_style} t="b">{within}<v>{int(value)}</v></c>'
    if isinstance(value, str) and not kind:
        return (
            f'<c r="{ref}"{of_style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        )
    of_kind = f' t="{kind}"' if kind else ""
    if value is not None:
        within += f"<v>{escape(str(value))}</v>"
    return f'<c r="{ref}"{of_style}{of_kind}>{within}</c>' if within else f'<c r="{ref}"{of_style}/>'


def row(number: int, values: Sequence[object], *, attributes: str = "", first: int = 0) -> str:
    """One <row>; a value may be a ready <c…> made by `cell`, and None leaves its cell out."""
    cells = []
    for index, value in enumerate(values, first):
        if isinstance(value, str) and value.startswith("<c "):
            cells.append(value)
        elif value is not None:
            cells.append(cell(f"{letters(index)}{number}", value))
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def rows(table: Sequence[Sequence[object]], *, start: int = 1) -> str:
    return "".join(row(number, values) for number, values in enumerate(table, start))


def worksheet(data: str, *, before: str = "", after: str = "", dimension: str = "", main: str = MAIN) -> str:
    of_dimension = f'<dimension ref="{dimension}"/>' if dimension else ""
    return (
        f'{XML}<worksheet xmlns="{main}" xmlns:r="{RELATIONS}">{of_dimension}{before}'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def styles(main: str = MAIN) -> str:
    formats = (0, 9, 14, 22, 0, 164, 165, 166, 20, 167)
    quoted = ' quotePrefix="1"'
    xfs = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
        f"{quoted if index == QUOTED else ''}/>"
        for index, number in enumerate(formats)
    )
    codes = {164: '"£"#,##0.00', 165: "dd/mm/yyyy", 166: "0.00%;[Red]-0.00%", 167: "[mm]:ss"}
    named = "".join(f'<numFmt numFmtId="{n}" formatCode={quoteattr(c)}/>' for n, c in codes.items())
    return (
        f'{XML}<styleSheet xmlns="{main}"><numFmts count="{len(codes)}">{named}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{xfs}</cellXfs></styleSheet>'
    )


@dataclass(frozen=True)
class Sheet:
    """A sheet of the package: `xml` whole, as `worksheet` makes it; `state` is hidden or veryHidden."""

    name: str
    xml: str
    state: str = ""


@dataclass(frozen=True)
class Package:
    """Everything that a package holds; what is not said is as Excel writes it. `parts` are added or put instead."""

    sheets: Sequence[Sheet]
    main_type: str = SHEET_MAIN
    workbook_extra: str = ""
    workbook_properties: str = ""
    shared: Sequence[str] = ()
    strict: bool = False
    relations: str = ""
    parts: Mapping[str, str | bytes] = field(default_factory=dict)
    leave_out: Sequence[str] = ()
    stored: bool = False

    @property
    def content(self) -> bytes:
        return zipped(self.files(), stored=self.stored)

    def files(self) -> dict[str, bytes]:
        made: dict[str, str | bytes] = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": self._root_relations(),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": self._workbook_relations(),
            "xl/styles.xml": styles(STRICT_MAIN if self.strict else MAIN),
        }
        if self.shared:
            made["xl/sharedStrings.xml"] = self._shared()
        made |= {f"xl/worksheets/sheet{n}.xml": sheet.xml for n, sheet in enumerate(self.sheets, 1)}
        made |= self.parts
        return {
            name: part.encode() if isinstance(part, str) else part
            for name, part in made.items()
            if name not in self.leave_out
        }

    @property
    def _kinds(self) -> str:
        return STRICT_RELATIONS if self.strict else RELATIONS

    def _types(self) -> str:
        sheets = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(self.sheets) + 1)
        )
        return (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{self.main_type}"/>{sheets}</Types>'
        )

    def _root_relations(self) -> str:
        return (
            f'{XML}<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" '
            f'Type="{self._kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        )

    def _workbook(self) -> str:
        listed = "".join(
            f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"'
            + (f' state="{sheet.state}"' if sheet.state else "")
            + "/>"
            for n, sheet in enumerate(self.sheets, 1)
        )
        main = STRICT_MAIN if self.strict else MAIN
        conformance = ' conformance="strict"' if self.strict else ""
        return (
            f'{XML}<workbook xmlns="{main}" xmlns:r="{self._kinds}"{conformance}>'
            f"{self.workbook_properties}<sheets>{listed}</sheets>{self.workbook_extra}</workbook>"
        )

    def _workbook_relations(self) -> str:
        listed = "".join(
            f'<Relationship Id="rId{n}" Type="{self._kinds}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(self.sheets) + 1)
        )
        after = len(self.sheets) + 1
        more = f'<Relationship Id="rId{after}" Type="{self._kinds}/styles" Target="styles.xml"/>'
        if self.shared:
            more += f'<Relationship Id="rId{after + 1}" Type="{self._kinds}/sharedStrings" Target="sharedStrings.xml"/>'
        return (
            f'{XML}<Relationships xmlns="{PACKAGE_RELATIONS}">{listed}{more}{self.relations}</Relationships>'
        )

    def _shared(self) -> str:
        items = "".join(
            text if text.startswith("<si>") else f'<si><t xml:space="preserve">{escape(text)}</t></si>'
            for text in self.shared
        )
        return f'{XML}<sst xmlns="{STRICT_MAIN if self.strict else MAIN}">{items}</sst>'


def zipped(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """The files as an archive, each with the same day, so that it comes out the same every time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in files.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            archive.writestr(info, part, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def book(data: str, *, before: str = "", after: str = "", dimension: str = "", **package: object) -> bytes:
    """A workbook of one sheet, “Milestones”, from the rows of its data."""
    sheet = Sheet("Milestones", worksheet(data, before=before, after=after, dimension=dimension))
    return Package([sheet], **package).content  # type: ignore[arg-type]
