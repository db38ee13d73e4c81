"""An analyst's work: narrow a list, take exactly that view away, and trust the figures in the file."""

import csv
import io
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect

HAMPSHIRE = "/programmes/hampshire/"
ON = "on=2018-12-13"


def shown(page: Page) -> list[str]:
    """The services of the list, in its order."""
    return [" ".join(cell.split()) for cell in page.locator("#results tbody th a").all_inner_texts()]


def taken(page: Page, name: str, folder: Path) -> Path:
    """The file behind a download link, as the browser saves it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def csv_rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def sheet(file: Path, title: str) -> list[dict[str, object]]:
    """The rows of one sheet by heading, whatever stands above the headings."""
    rows = list(load_workbook(file)[title].iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row.count(None) == 0 and len(row) > 2)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_filtered_and_sorted_list_is_taken_away_as_shown(visit, javascript, tmp_path):
    analyst = visit("analyst", javascript=javascript)
    page = analyst.open(f"{HAMPSHIRE}services/?{ON}")
    assert len(shown(page)) == 16
    page.get_by_label("Phase", exact=True).select_option("2")
    page.get_by_label("Name or reference").fill("therap")
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**q=therap**")
    expect(page.locator("#results tbody tr")).to_have_count(2)
    page.locator("#results thead").get_by_role("link", name="Budget").click()
    page.wait_for_url("**sort=budget**")
    page.locator("#results thead").get_by_role("link", name="Budget").click()
    page.wait_for_url("**sort=-budget**")
    expect(page.locator("#results thead th[aria-sort=descending]")).to_contain_text("Budget")
    view = parse_qs(urlsplit(page.url).query)
    assert view["phase"] == ["2"]
    assert view["q"] == ["therap"]
    assert view["on"] == ["2018-12-13"]
    assert shown(page) == ["Integrated therapies", "Therapies - occupational therapy"]

    again = visit("analyst", javascript=javascript).open(page.url.removeprefix(analyst.site))
    assert shown(again) == shown(page)
    file = taken(page, "This list as CSV", tmp_path)
    assert [row["Service"] for row in csv_rows(file)] == shown(page)
    workbook = taken(page, "This list as a workbook", tmp_path)
    assert [row["Service"] for row in sheet(workbook, "Services")] == shown(page)
    cover = " ".join(
        str(cell) for row in load_workbook(workbook).worksheets[0].values for cell in row if cell
    )
    assert "therap" in cover
    assert "13 December 2018" in cover


def test_the_workbook_holds_the_figures_of_the_page(visit, tmp_path):
    analyst = visit("analyst")
    page = analyst.open(f"{HAMPSHIRE}?{ON}")
    file = taken(page, "Programme workbook", tmp_path)
    assert file.name == "hampshire-as-at-2018-12-13.xlsx"
    book = load_workbook(file)
    assert all(not each.merged_cells.ranges for each in book.worksheets)
    lines = sheet(file, "Budget lines")
    amounts = [row["Amount"] for row in lines]
    assert len(lines) == 14
    assert amounts.count(None) == 3
    assert sum(amount for amount in amounts if amount is not None) == 47_120_000
    by_phase = [sum(row["Amount"] or 0 for row in lines if row["Phase"] == phase) for phase in (1, 2, 3)]
    assert by_phase == [20_950_000, 12_470_000, 13_700_000]
    services = sheet(file, "Services")
    in_scope = [row for row in services if str(row["State"]).startswith("In scope")]
    assert len(in_scope) == 16
    assert all(
        not str(cell.value).startswith("=") for each in book.worksheets for row in each for cell in row
    )
    assert {row["Position at"].date() for row in services} == {date(2018, 12, 13)}


class Held:
    """Keeps requests for the workbook waiting until they are released."""

    def __init__(self, page: Page) -> None:
        self.routes: list[Route] = []
        page.route("**/workbook.xlsx**", lambda route: self.routes.append(route))

    def release(self) -> None:
        for route in self.routes:
            route.continue_()


def test_a_slow_file_shows_progress_and_arrives(visit):
    analyst = visit("analyst")
    page = analyst.open(f"{HAMPSHIRE}?{ON}")
    panel = page.get_by_role("region", name="Download")
    with page.expect_download() as waiting:
        held = Held(page)
        page.get_by_role("link", name="Programme workbook").click()
        assert not panel.is_visible()
        expect(panel).to_be_visible(timeout=4000)
        expect(panel.get_by_role("status")).to_have_text("Preparing the file: Programme workbook")
        expect(panel.get_by_role("button", name="Cancel")).to_be_visible()
        assert analyst.axe_violations() == []
        held.release()
    assert waiting.value.suggested_filename == "hampshire-as-at-2018-12-13.xlsx"
    expect(panel.get_by_role("status")).to_have_text("Saved to your downloads: Programme workbook")


def test_a_slow_file_can_be_cancelled(visit):
    analyst = visit("analyst")
    page = analyst.open(f"{HAMPSHIRE}?{ON}")
    Held(page)
    link = page.get_by_role("link", name="Programme workbook")
    link.click()
    panel = page.get_by_role("region", name="Download")
    expect(panel).to_be_visible(timeout=4000)
    panel.get_by_role("button", name="Cancel").click()
    expect(panel).to_have_count(0)
    expect(link).to_be_focused()
    assert link.get_attribute("aria-disabled") is None


def test_a_file_that_fails_is_explained(visit):
    analyst = visit("analyst")
    page = analyst.open(f"{HAMPSHIRE}?{ON}")
    page.route("**/workbook.xlsx**", lambda route: route.fulfill(status=503, body=""))
    page.get_by_role("link", name="Programme workbook").click()
    expect(page.get_by_role("alert")).to_contain_text("The file could not be made")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    assert analyst.axe_violations() == []
    (refused,) = analyst.complaints
    assert refused.endswith("answered 503")
    analyst.complaints.clear()  # it was provoked


def test_without_scripts_the_link_is_a_plain_one(visit, tmp_path):
    analyst = visit("analyst", javascript=False)
    page = analyst.open(f"{HAMPSHIRE}?{ON}")
    file = taken(page, "Programme workbook", tmp_path)
    assert "Budget lines" in load_workbook(file).sheetnames


def test_an_analyst_changes_nothing(visit):
    analyst = visit("analyst")
    page = analyst.open(f"{HAMPSHIRE}services/HAM-SVC-08/")
    assert not page.get_by_role("link", name="Change scope").count()
    for path in ("services/HAM-SVC-08/change/", "services/add/", "money/lines/HAM-BL-10/settle/"):
        analyst.open(f"{HAMPSHIRE}{path}", status=403)
    analyst.open("/admin/", status=404)
