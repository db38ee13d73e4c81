"""Pictures of imports and saved exports, which stand on no page before somebody has handed a file in.

Each walk leaves the site as it found it: what it imports is undone, what it saves is removed.
"""

import io
from collections.abc import Callable, Mapping

import openpyxl
from playwright.sync_api import Page

Keep = Callable[[Page, str], None]
DERBY = "/programmes/derby"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWNERS = {
    ("DER-PRJ-3-M-1", "Owner"): "Head of commissioning",
    ("DER-PRJ-3-M-4", "Owner"): "Head of commissioning",
    ("DER-PRJ-3-M-4", "State"): "In progress",
    ("DER-PRJ-2-M-1", "State"): "Nearly",
    ("DER-PRJ-2-M-2", "Date as printed"): "03/04/13",
}


def own_milestones(page: Page, cells: Mapping[tuple[str, str], str]) -> bytes:
    """The milestones of Derby as they stand, with some cells changed as a person would in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(f"{DERBY}/tables/milestones.xlsx").body()))
    sheet = book["Milestones"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Reference")
    places = {cell.value: cell.column for cell in head}
    lines = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=head[0].row + 1)}
    for (reference, heading), words in cells.items():
        sheet.cell(lines[reference], places[heading]).value = words
    return bytes_of(book)


def tracker() -> bytes:
    """A sheet with headings of somebody's own."""
    book = openpyxl.Workbook()
    for row in (
        ["Project 3 tracker"],
        ["Item", "What has to happen", "Dead line", "Person answerable", "Colour"],
        [
            "DER-PRJ-3-M-1",
            "Raised as priority at paediatric CIG",
            "April 2013",
            "Head of commissioning",
            "green",
        ],
    ):
        book.active.append(row)
    return bytes_of(book)


def bytes_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(page: Page, name: str, content: bytes) -> None:
    page.goto(f"{DERBY}/imports/into/milestones/")
    page.get_by_label("The spreadsheet").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Continue to the preview").click()


def preview_and_receipt(page: Page, keep: Keep) -> None:
    hand_in(page, "milestones-october.xlsx", own_milestones(page, OWNERS))
    keep(page, "import-preview")
    page.get_by_label("Why do these records change?").fill(
        "Owners agreed by the commissioning group, 14 October."
    )
    page.get_by_label("Import the other rows").check()
    page.get_by_role("button", name="Confirm and import").click()
    receipt = page.url
    page.goto(receipt)  # without the message of success, as it is found again later
    keep(page, "import-receipt")
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_label("Why is it undone?").fill("It was made for a picture.")
    page.get_by_role("button", name="Undo the import").click()


def columns(page: Page, keep: Keep) -> None:
    hand_in(page, "tracker.xlsx", tracker())
    keep(page, "import-columns")
    page.get_by_role("button", name="Discard this file").click()


def saved_exports(page: Page, keep: Keep) -> None:
    page.goto(f"{DERBY}/exports/add/?table=milestones&query=kind%3Dmilestone%26sort%3D-when")
    page.get_by_label("What is it called?").fill("Milestones, latest first")
    page.get_by_label("How often is it made?").select_option("weekly")
    page.get_by_role("button", name="Save the export").click()
    page.get_by_role("button", name="Make a file now").first.click()
    page.goto(f"{DERBY}/exports/")
    keep(page, "saved-exports")
    page.get_by_role("button", name="Remove Milestones, latest first").click()
    page.get_by_role("button", name="Remove it").click()


# (the pictures of the walk, height of the window, who, the walk)
WALKS = (
    (("import-preview", "import-receipt"), 1300, "manager", preview_and_receipt),
    (("import-columns",), 1300, "manager", columns),
    (("saved-exports",), 900, "analyst", saved_exports),
)
