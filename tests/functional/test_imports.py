"""A programme manager hands spreadsheets in: a good one, a half-bad one, one that was overtaken; and takes one back."""

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from commissioning.core.models import User
from commissioning.exchange.models import ColumnMapping, ImportRun, RunState
from programmes.models import Milestone
from programmes.services.milestones import change_milestone
from tests.functional.reading import main_of

DERBY = "/programmes/derby/"
IMPORTS = f"{DERBY}imports/"
MILESTONES = f"{IMPORTS}into/milestones/"
FIRST, SECOND, THIRD = "DER-PRJ-3-M-1", "DER-PRJ-3-M-4", "DER-PRJ-3-M-2"
WIDTHS = (1280, 375)
WHY = "Owners agreed by the Joint Commissioning Group."


@pytest.fixture
def export(visit, tmp_path):
    """Milestones as they stand, taken away as a workbook; `export(changes)` gives it back with cells changed."""
    taken = visit("programme_manager").client.get(f"{DERBY}tables/milestones.xlsx").content

    def with_cells(changes: dict[tuple[str, str], str], name: str = "plan.xlsx") -> Path:
        book = openpyxl.load_workbook(io.BytesIO(taken))
        write(book["Milestones"], changes)
        book.save(tmp_path / name)
        return tmp_path / name

    return with_cells


def write(sheet: Any, cells: dict[tuple[str, str], str]) -> set[str]:
    """Fill cells, each by its row's reference and its heading, wherever the headings stand; answers the headings."""
    head = next(each for each in sheet.iter_rows() if each[0].value == "Reference")
    places = {cell.value: cell.column for cell in head}
    lines = {each[0].value: each[0].row for each in sheet.iter_rows(min_row=head[0].row + 1)}
    for (reference, heading), words in cells.items():
        sheet.cell(lines[reference], places[heading]).value = words
    return {*places}


def hand_in(page: Page, file: Path) -> None:
    page.get_by_label("The spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Continue to the preview").click()


def confirm(page: Page, why: str = WHY) -> None:
    page.get_by_label("Why do these records change?").fill(why)
    page.get_by_role("button", name="Confirm and import").click()


def row(page: Page, reference: str) -> str:
    """The words of one row of the preview or the receipt."""
    page.wait_for_load_state()
    return " ".join(page.locator(".app-import-rows tbody tr", has_text=reference).inner_text().split())


def owner(reference: str) -> str:
    return Milestone.objects.get(reference=reference).owner_role


def give_to(reference: str, words: str) -> None:
    """Somebody else gives the milestone to another owner meanwhile."""
    milestone = Milestone.objects.get(reference=reference)
    change_milestone(
        milestone,
        owner_role=words,
        effective_on=timezone.localdate(),
        today=timezone.localdate(),
        reason="Agreed by telephone",
        by=User.objects.get(email="administrator@example.org"),
        expected_version=milestone.version,
    )


# --- a good file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_a_good_file_is_previewed_confirmed_and_leaves_its_receipt(visit, export, javascript):
    file = export({(FIRST, "Owner"): "Head of fostering"})
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(IMPORTS)
    page.locator("main").get_by_role("link", name="Milestones", exact=True).click()
    if javascript:
        manager.check_page(widths=WIDTHS)
    hand_in(page, file)
    words = main_of(page)
    assert "0 new, 1 changed, 49 unchanged, 0 refused. Nothing has been written yet." in words
    assert "Head of fostering" in row(page, FIRST)
    assert owner(FIRST) == ""
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_role("button", name="Confirm and import").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "Say why these records change" in main_of(page)
    assert owner(FIRST) == ""
    if javascript:
        manager.check_page(widths=WIDTHS)

    confirm(page)
    expect(page.get_by_role("heading", name="Receipt: plan.xlsx")).to_be_visible()
    run = ImportRun.objects.get()
    receipt = main_of(page)
    assert "Imported: 0 new, 1 changed, 49 unchanged, 0 refused." in receipt
    assert all(each in receipt for each in ("Programme manager", WHY, run.sha256, "Head of fostering"))
    assert owner(FIRST) == "Head of fostering"
    if javascript:
        manager.check_page(widths=WIDTHS)

    page.get_by_role("link", name="Import another file").click()
    hand_in(page, file)
    assert "0 changes: every row stands here already as the file says." in main_of(page)
    assert page.get_by_role("button", name="Confirm and import").count() == 0


def test_an_import_by_keyboard_alone(visit, export):
    manager = visit("programme_manager")
    page = manager.open(MILESTONES)
    page.get_by_label("The spreadsheet").set_input_files(export({(FIRST, "Owner"): "Head of fostering"}))
    press(page, "Continue to the preview")
    page.get_by_role("heading", name="Preview of plan.xlsx").wait_for()
    press(page, "Confirm and import")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why do these records change?")).to_be_focused()
    page.keyboard.type(WHY)
    press(page, "Confirm and import")
    expect(page.get_by_role("heading", name="Receipt: plan.xlsx")).to_be_visible()
    assert owner(FIRST) == "Head of fostering"


def press(page: Page, name: str) -> None:
    """Tab to the button of that name, from wherever the focus is, and press it."""
    button = page.get_by_role("button", name=name)
    for _ in range(200):
        if button.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to “{name}”")


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(visit, tmp_path):
    picture = tmp_path / "plan.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    manager = visit("programme_manager")
    page = manager.open(MILESTONES)
    hand_in(page, picture)
    assert "picture" in main_of(page), main_of(page)
    assert ImportRun.objects.get().state == RunState.REFUSED
    manager.check_page(widths=WIDTHS)
    assert page.get_by_role("link", name="Import another file").count() == 1


def test_a_board_member_imports_nothing(visit):
    board = visit("board_member")
    words = main_of(board.open(IMPORTS))
    assert "imports nothing" in words
    assert "Template" not in words
    board.open(MILESTONES, status=403)
    listed = board.open(f"{DERBY}milestones/")
    assert listed.get_by_role("link", name="Import").count() == 0
    assert listed.get_by_role("link", name="Save this export").count() == 0


# --- a half-bad file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_refused_rows_are_taken_away_put_right_and_handed_in_again(visit, export, tmp_path, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(MILESTONES)
    hand_in(
        page,
        export(
            {
                (FIRST, "Owner"): "Head of fostering",
                (SECOND, "Owner"): "Head of adoption",
                (SECOND, "State"): "Nearly",
                (THIRD, "Date as printed"): "03/04/13",
            }
        ),
    )
    assert "0 new, 1 changed, 47 unchanged, 2 refused" in main_of(page)
    assert "“Nearly”" in row(page, SECOND)
    assert "Column " in row(page, SECOND)
    assert "“03/04/13”" in row(page, THIRD)
    page.get_by_role("link", name="Refused (2)").click()
    expect(page.get_by_role("link", name="Refused (2)")).to_have_attribute("aria-current", "page")
    assert page.locator(".app-import-rows tbody tr").count() == 2
    if javascript:
        manager.check_page(widths=WIDTHS)

    confirm(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert "2 rows are refused" in main_of(page)
    assert owner(FIRST) == ""
    with page.expect_download() as taken:
        page.get_by_role("link", name="Refused rows (.xlsx)").click()
    refused = tmp_path / "refused.xlsx"
    taken.value.save_as(refused)
    page.get_by_label("Import the other rows without the refused ones").check()
    confirm(page)
    assert "The refused rows were left out." in main_of(page)
    assert (owner(FIRST), owner(SECOND)) == ("Head of fostering", "")

    put_right(refused, {(SECOND, "State"): "Done", (THIRD, "Date as printed"): "3 April 2013"})
    page.get_by_role("link", name="Import another file").click()
    hand_in(page, refused)
    assert "2 changed, 0 unchanged, 0 refused" in main_of(page), main_of(page)
    confirm(page)
    expect(page.get_by_role("heading", name="Receipt: refused.xlsx")).to_be_visible()
    assert owner(SECOND) == "Head of adoption"
    assert Milestone.objects.get(reference=THIRD).date.printed == "3 April 2013"


def put_right(file: Path, cells: dict[tuple[str, str], str]) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headings = write(sheet, cells)
    assert {"Row in the file", "What to put right"} <= headings
    book.save(file)


# --- a conflicting edit -------------------------------------------------------------------------------------------


def test_a_record_that_changed_after_the_file_was_taken_is_not_overwritten(visit, export):
    file = export({(FIRST, "Owner"): "Head of fostering"})
    give_to(FIRST, "Director of children’s services")
    manager = visit("programme_manager")
    page = manager.open(MILESTONES)
    hand_in(page, file)
    assert "0 changed, 49 unchanged, 1 refused" in main_of(page)
    said = row(page, FIRST)
    assert "changed after the file was taken" in said
    assert "“Director of children’s services”" in said
    assert page.get_by_role("button", name="Confirm and import").count() == 0
    assert owner(FIRST) == "Director of children’s services"
    manager.check_page(widths=WIDTHS)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_record_that_changes_between_preview_and_confirmation_is_shown_again(visit, export, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(MILESTONES)
    hand_in(page, export({(FIRST, "Owner"): "Head of fostering", (SECOND, "Owner"): "Head of adoption"}))
    assert "2 changed" in main_of(page)
    give_to(FIRST, "Director of children’s services")
    confirm(page)
    words = main_of(page)
    assert "changed after this preview was made, so nothing was imported" in words
    assert "0 new, 1 changed, 48 unchanged, 1 refused" in words
    assert (owner(FIRST), owner(SECOND)) == ("Director of children’s services", "")
    if javascript:
        manager.check_page(widths=WIDTHS)


# --- an undo ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_an_import_is_undone_as_a_whole(visit, export, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(MILESTONES)
    hand_in(page, export({(FIRST, "Owner"): "Head of fostering", (SECOND, "State"): "Done"}))
    confirm(page)
    page.get_by_role("link", name="Undo this import").click()
    assert "It imported 0 new, 2 changed" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Undo the import").click()
    assert "Say why the import is undone" in main_of(page)
    page.get_by_label("Why is it undone?").fill("The wrong month’s file.")
    page.get_by_role("button", name="Undo the import").click()
    words = main_of(page)
    assert "Undone. Every record stands as it did before" in words
    assert "The wrong month’s file." in words
    assert owner(FIRST) == ""
    assert Milestone.objects.get(reference=SECOND).state == "planned"
    assert page.get_by_role("link", name="Undo this import").count() == 0
    if javascript:
        manager.check_page(widths=WIDTHS)


def test_an_import_is_not_undone_over_a_later_change(visit, export):
    manager = visit("programme_manager")
    page = manager.open(MILESTONES)
    hand_in(page, export({(FIRST, "Owner"): "Head of fostering"}))
    confirm(page)
    give_to(FIRST, "Director of children’s services")
    page.get_by_role("link", name="Undo this import").click()
    words = main_of(page)
    assert "It cannot be undone as a whole any more" in words
    assert "was changed after the import" in words
    assert page.get_by_role("button", name="Undo the import").count() == 0
    manager.check_page(widths=WIDTHS)
    page.get_by_role("link", name="Back to the receipt").click()
    expect(page.get_by_role("heading", name="Receipt: plan.xlsx")).to_be_visible()
    assert owner(FIRST) == "Director of children’s services"


# --- one's own headings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_own_headings_are_matched_once_and_remembered(visit, tmp_path, javascript):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["Our tracker"], ["Item", "Person answerable", "Wibble"], [FIRST, "Head of fostering", "x"]):
        sheet.append(line)
    file = tmp_path / "tracker.xlsx"
    book.save(file)
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(MILESTONES)
    hand_in(page, file)
    expect(page.get_by_role("heading", name="Which column is which?")).to_be_visible()
    assert "Such as Head of fostering" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("A: Item").select_option(label="Owner")
    page.get_by_label("B: Person answerable").select_option(label="Owner")
    page.get_by_role("button", name="Continue to the preview").click()
    assert "Two columns are matched with “Owner”" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_label("A: Item").select_option(label="Reference")
    page.get_by_role("button", name="Continue to the preview").click()
    assert "Head of fostering" in row(page, FIRST)
    confirm(page)
    assert owner(FIRST) == "Head of fostering"
    assert ColumnMapping.objects.count() == 1

    sheet.cell(3, 2).value = "Head of adoption"
    book.save(file)
    page.get_by_role("link", name="Import another file").click()
    hand_in(page, file)
    expect(page.get_by_role("heading", name="Preview of tracker.xlsx")).to_be_visible()
    assert "Head of adoption" in row(page, FIRST)


# --- saved exports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_a_list_is_saved_with_its_filter_made_and_removed(visit, javascript):
    manager = visit("programme_manager", javascript=javascript)
    page = manager.open(f"{DERBY}milestones/?kind=milestone&sort=-when")
    page.get_by_role("link", name="Save this export").click()
    assert urlsplit(page.url).path == f"{DERBY}exports/add/"
    expect(page.get_by_label("Filters and order")).to_have_value("kind=milestone&sort=-when")
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Save the export").click()
    assert "Give the export a name" in main_of(page)
    page.get_by_label("What is it called?").fill("Our milestones")
    page.get_by_label("As which kind of file?").select_option(label="CSV")
    page.get_by_label("How often is it made?").select_option(label="Every Monday")
    page.get_by_role("button", name="Save the export").click()
    assert "Saved: Our milestones." in main_of(page)
    page.get_by_role("button", name="Make a file now of Our milestones").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="derby-milestones-").click()
    text = Path(taken.value.path()).read_text("utf-8-sig")
    assert {line["Kind"] for line in csv.DictReader(io.StringIO(text))} == {"Milestone"}
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Remove Our milestones").click()
    assert "1 file made of it goes with it" in main_of(page)
    if javascript:
        manager.check_page(widths=WIDTHS)
    page.get_by_role("button", name="Remove it").click()
    assert "You have saved no export here yet" in main_of(page)


def test_a_register_leads_to_its_import(visit):
    manager = visit("programme_manager")
    page = manager.open(f"{DERBY}milestones/")
    page.get_by_role("link", name="Import into this register").click()
    assert urlsplit(page.url).path == MILESTONES
