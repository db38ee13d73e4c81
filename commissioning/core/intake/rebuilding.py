"""The parts that hold a package together, as plain as can be, for the one that the reader of values gets."""

from collections.abc import Iterable
from typing import Final

_FORMATS: Final = "http://schemas.openxmlformats.org"
_RELATIONS: Final = f"{_FORMATS}/officeDocument/2006/relationships"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def frame_of_package(numbers: Iterable[int], *, epoch_1904: bool) -> dict[str, str]:
    """Everything but the sheets themselves, their styles and their texts, for sheets of these numbers."""
    numbers = list(numbers)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = "".join(_relation(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    epoch = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": _relations(_relation("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_FORMATS}/spreadsheetml/2006/main" xmlns:r="{_RELATIONS}">'
        f"{epoch}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related),
    }


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def _relations(listed: str) -> str:
    return f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">{listed}</Relationships>'
