"""The workbook and the tables: the paper's figures in typed cells, exactly the view, and only for those who may."""

from datetime import datetime
from decimal import Decimal

import pytest

from commissioning.reporting.exports import ALWAYS, FIRST_WHERE_ANY, TABLES
from tests.integration.reporting.exported import (
    FILES,
    HEADER,
    assert_same,
    cover_of,
    csv_of,
    open_book,
    rows_of,
    sheet_names,
    signed_in,
)

ON = "on=2018-12-13"
PROGRAMME = "/programmes/hampshire"
SHEETS = [
    "Cover",
    "Services",
    "Budget lines",
    "Phases",
    "Reconciliation",
    "Totals",
    "Discrepancies",
    "Sources",
    "Data dictionary",
]
# What the first programme's papers hold besides.
OF_HAMPSHIRE = [
    "Organisations",
    "Responsibilities",
    "Milestones",
    "Stages",
    "Runway",
    "Calendar",
    "Asks",
    "Bodies",
    "Seats on bodies",
    "Links of bodies",
    "Meetings",
    "Agenda items",
    "Feedback and answers",
    "Framework",
    "Breaks in the thread",
    "Returns",
    "KPIs",
    "KPI definitions",
    "Measurements",
]


@pytest.fixture(scope="module")
def analyst(hampshire):
    return signed_in("analyst@example.org")


@pytest.fixture(scope="module")
def book(analyst):
    return open_book(analyst, f"{PROGRAMME}/workbook.xlsx?{ON}")


# --- the workbook of Hampshire ------------------------------------------------------------------------------------


def test_sheets_and_cover(book):
    assert book.sheetnames == [*SHEETS[:-2], *OF_HAMPSHIRE, *SHEETS[-2:]]
    cover = cover_of(book)
    assert book["Cover"]["A1"].value == "Hampshire: Integrated children and young people's delivery system"
    assert cover["Position at"] == "13 December 2018"
    assert cover["Made for"] == "Analyst"
    assert cover["Budget lines"].startswith("14 rows.")  # the index of sheets, last
    assert cover["HAM-2018-12"].endswith("Hampshire Health and Wellbeing Board, 13 December 2018")
    assert cover["Phases"].startswith("3 rows.")
    assert cover["Nothing"] == "No row of this file is marked as illustrative: papers print them all."
    assert "[tbc]" in cover["Not known"]


def test_the_cover_counts_what_is_not_known(book):
    words = [row for row in book["Cover"].iter_rows(values_only=True) if row[1]]
    assert ("Budget lines", "3 of 14 without an amount") in words
    assert ("Services", "3 of 16 in scope are TBC") in words
    assert ("Phases", "1 of 3 without a stated start of procurement") in words
    assert ("Sources", "0 phases, lines or stated values without a recorded source") in words


def test_properties_and_file_name(analyst, book):
    assert book.properties.title == "Hampshire: Integrated children and young people's delivery system"
    assert book.properties.subject == "hampshire, position at 2018-12-13"
    response = analyst.get(f"{PROGRAMME}/workbook.xlsx?{ON}")
    assert response["Content-Disposition"] == 'attachment; filename="hampshire-as-at-2018-12-13.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "no-store" in response["Cache-Control"]


def test_budget_lines_are_typed_and_add_up(book):
    rows = rows_of(book["Budget lines"])
    known = [row["Amount"] for row in rows if row["Amount"] is not None]
    assert (len(rows), sum(known), len(known)) == (14, 47_120_000, 11)
    assert {row["Reference"] for row in rows if row["Amount marker"] == "[tbc]"} == {
        "HAM-BL-08",
        "HAM-BL-10",
        "HAM-BL-14",
    }
    assert all((row["Amount"] is None) == (row["Amount marker"] == "[tbc]") for row in rows)
    shared = {row["Reference"]: row["Service references"] for row in rows if row["Shared"] == "yes"}
    assert shared == {"HAM-BL-01": "HAM-SVC-01; HAM-SVC-02", "HAM-BL-07": "HAM-SVC-10; HAM-SVC-11"}
    therapy = next(row for row in rows if row["Reference"] == "HAM-BL-09")
    assert (therapy["Amount"], therapy["Amount as printed"]) == (870_000, "0.87")


def test_services_are_complete_and_their_own_amounts_never_double(book):
    rows = rows_of(book["Services"])
    assert len(rows) == 21
    counted = [row for row in rows if row["State"].startswith("In scope")]
    assert len(counted) == 16
    assert sum(row["Budget of its own lines"] or 0 for row in rows) == 47_120_000 - 19_500_000 - 3_000_000
    visiting = rows[0]
    assert visiting["Budget of its own lines"] is None
    assert visiting["Budget marker"] == "[shared]"
    assert visiting["Budget in words"] == "£19.5m shared with School Nursing"
    assert visiting["Shares a line with"] == "HAM-SVC-02"
    wheelchair = next(row for row in rows if row["Reference"] == "HAM-SVC-12")
    assert (wheelchair["Commissioner TBC"], wheelchair["Inclusion TBC"]) == ("yes", "not said")
    assert (wheelchair["Budget TBC"], wheelchair["Budget marker"]) == ("yes", "[tbc]")
    assert wheelchair["Added as printed"] == "September"
    assert (wheelchair["Added from"], wheelchair["Added to"]) == (datetime(2018, 9, 1), datetime(2018, 9, 30))  # noqa: DTZ001
    assert wheelchair["Added status"] == "year inferred"
    aligned = next(row for row in rows if row["Reference"] == "HAM-ALN-4")
    assert (aligned["Budget marker"], aligned["Other names"]) == ("[no line]", "Partners in Practice (PiP)")


def test_phases(book):
    rows = rows_of(book["Phases"])
    figures = [(row["Known"], row["Lines not known"], row["Difference"], row["Verdict"]) for row in rows]
    assert figures == [
        (20_950_000, 0, 450_000, "differs"),
        (12_470_000, 2, -530_000, "cannot be judged yet"),
        (13_700_000, 1, 1_700_000, "cannot reconcile"),
    ]
    assert [row["Services in scope"] for row in rows] == [3, 9, 4]
    assert [row["Cover gap, fewest months"] for row in rows] == [4, 12, 24]
    assert {row["Cover gap conditional"] for row in rows} == {"yes"}
    assert [row["Goes live as printed"] for row in rows] == ["Aug 2020", "April 2021", "April 2022"]
    assert rows[2]["Procurement starts from"] is None
    assert rows[2]["Procurement starts status"] == "[not stated]"
    assert rows[2]["Lead time, fewest months"] is None


def test_reconciliation(book):
    rows = rows_of(book["Reconciliation"])
    stated = {(row["Reference"], row["Reading"]): row for row in rows if row["Kind"] == "stated value"}
    assert len(stated) == 9  # eight values; one of them, of ambiguous wording, is read in two ways
    whole = stated["HAM-SV-P", "The whole programme"]
    assert (whole["Verdict"], whole["Headroom"], whole["Difference"]) == ("met", 2_120_000, None)
    assert (whole["Stated from"], whole["Stated to"]) == (45_000_000, None)
    camhs = stated["HAM-SV-7", "Phase 3, the CAMHS service alone"]
    assert (camhs["Readings"], camhs["Verdict"], camhs["Lines come to"]) == (2, "reconciles", 12_300_000)
    assert {row["Across bases"] for row in rows} == {"yes"}
    sums = {
        (row["Printed in"], row["Covers"]): row["Stated"] for row in rows if row["Kind"] == "sum of one place"
    }
    assert sums == {
        ("para 2.4", "The whole programme"): 45_500_000,
        ("para 4.4", "The whole programme"): 46_370_000,
        ("para 4.4", "Phase 2"): 13_870_000,
    }


def test_totals(book):
    rows = {(row["Grouped by"], row["Group"].split(" –")[0]): row for row in rows_of(book["Totals"])}
    assert rows["Whole programme", "Hampshire"]["Known"] == 47_120_000
    by_code = {name: row["Known"] for (by, name), row in rows.items() if by == "Commissioner"}
    assert by_code == {"PH HCC": 19_500_000, "NHS E": 1_450_000, "CCG": 25_300_000, "HCC CS": 870_000}
    added = rows["Added since", "2018-09-01: 8 services"]
    assert (added["Known"], added["Lines not known"], added["Share of known"]) == (17_100_000, 2, 0.3629)
    assert {row["Added across bases"] for row in rows.values()} == {"no"}


def test_discrepancies_and_sources(book):
    discrepancies = rows_of(book["Discrepancies"])
    assert any("20.5m" in row["Title"] for row in discrepancies)
    assert all(row["State"] == "Open" and row["Statements"] >= 1 for row in discrepancies)
    sources = rows_of(book["Sources"])
    places = {row["Place"] for row in sources if row["Record"] == "HAM-BL-01"}
    assert places == {"Appendix B (table)", "Appendix B (stage diagram)"}
    references = {row["Record"] for row in sources}
    for sheet in ("Services", "Budget lines", "Phases"):
        assert {row["Reference"] for row in rows_of(book[sheet])} <= references


def test_the_dictionary_explains_every_column(book):
    explained = {(row["Sheet"], row["Column"]) for row in rows_of(book["Data dictionary"]) if row["Meaning"]}
    for sheet in book.sheetnames[1:-1]:
        headings = [cell.value for cell in book[sheet][HEADER]]
        assert len({heading.casefold() for heading in headings}) == len(headings)
        assert {(sheet, heading) for heading in headings} <= explained


def test_every_sheet_is_one_plain_table(book):
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].value == sheet.title
        assert sheet.freeze_panes == "B4"
        assert sheet.auto_filter.ref.startswith("A3:")
        assert not sheet.merged_cells.ranges
        assert not any(cell.data_type in {"f", "e"} for row in sheet.iter_rows() for cell in row)


def test_the_position_of_an_earlier_day(analyst):
    rows = rows_of(open_book(analyst, f"{PROGRAMME}/workbook.xlsx?on=2018-08-31")["Services"])
    assert sum(row["State"].startswith("In scope") for row in rows) == 8


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted([*FIRST_WHERE_ANY, *ALWAYS]))
def test_csv_and_workbook_hold_the_same(analyst, book, name):
    asked = f"{ON}&state=any" if name == "services" else ON
    rows = csv_of(analyst, f"{PROGRAMME}/tables/{name}.csv?{asked}")
    assert_same(rows, rows_of(book[sheet_names(book)[name]]))


def test_a_table_holds_exactly_the_view(analyst):
    rows = csv_of(analyst, f"{PROGRAMME}/tables/services.csv?{ON}&phase=2&tbc=budget&sort=-name")
    assert [row["Service"] for row in rows] == ["Wheelchair assessment", "Portage"]
    assert {row["Position at"] for row in rows} == {"2018-12-13"}
    assert {row["Programme"] for row in rows} == {"hampshire"}
    lines = csv_of(analyst, f"{PROGRAMME}/tables/budget_lines.csv?{ON}&added=September+2018&sort=-amount")
    assert lines[0]["Reference"] == "HAM-BL-11"
    assert len(lines) == 7
    assert sum(Decimal(row["Amount"]) for row in lines if row["Amount"]) == 17_100_000


def test_a_views_workbook_says_which_view_it_is(analyst):
    book = open_book(analyst, f"{PROGRAMME}/tables/services.xlsx?{ON}&phase=2&sort=-name")
    assert book.sheetnames == ["Cover", "Services", "Data dictionary"]
    assert cover_of(book)["Holds"] == "Phase 2: CCG community services. Sorted by name, descending."
    assert rows_of(book["Services"])[0]["Service"] == "Wheelchair assessment"
    assert len(rows_of(book["Services"])) == 9


def test_file_names_of_tables(analyst):
    response = analyst.get(f"{PROGRAMME}/tables/budget_lines.csv?{ON}")
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="hampshire-budget-lines-as-at-2018-12-13.csv"'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbfReference,Line,")


@pytest.mark.parametrize(
    "path",
    [
        "tables/services.csv?phase=9",
        "tables/services.xlsx?added=soon",
        "workbook.xlsx?on=soon",
        "tables/totals.csv?on=2018-02-30",
    ],
)
def test_what_cannot_be_read_is_refused_and_not_left_out(analyst, path):
    assert analyst.get(f"{PROGRAMME}/{path}").status_code == 400
    assert analyst.get(f"{PROGRAMME}/{path.partition('?')[0]}").status_code == 200


def test_unknown_tables_are_not_found(analyst):
    assert analyst.get(f"{PROGRAMME}/tables/secrets.csv").status_code == 404
    assert analyst.get(f"{PROGRAMME}/tables/totals.csv").status_code == 200


# --- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "status"),
    [
        ("board@example.org", 403),
        ("analyst@example.org", 200),
        ("commissioner@example.org", 200),
        ("finance@example.org", 200),
        ("manager@example.org", 200),
        ("administrator@example.org", 200),
    ],
)
def test_only_those_who_may_export_get_files(hampshire, email, status):
    client = signed_in(email)
    assert {client.get(f"{PROGRAMME}/{path}").status_code for path in FILES} == {status}


def test_dictionary_of_tables_is_stable():
    """Files already taken away are read by these names: adding one is fine, renaming one is not."""
    names = ["services", "budget_lines", "phases", "reconciliation", "totals", "discrepancies", "sources"]
    assert list(TABLES)[: len(names)] == names
    assert [*FIRST_WHERE_ANY, *ALWAYS] == names
