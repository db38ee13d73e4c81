"""Analysts' flat tables: one row a KPI and period, one a budget line, year and version, and the wide sheet."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.core.money import parse_money
from commissioning.reporting.exports import FLAT, TABLES
from commissioning.reporting.views import files
from outcomes.models import Measurement
from procurement.models import BudgetLineChange
from procurement.rules import line_values
from tests.factories import BudgetLineFactory, LineReportFactory
from tests.factories.kpis import BreakdownFactory, BreakdownMemberFactory
from tests.factories.outcomes import KPIFactory, TargetFactory
from tests.factories.people import UserFactory
from tests.factories.programmes import ProgrammeFactory
from tests.integration.outcomes.board_world import STEADY, signed_in
from tests.integration.outcomes.kpi_series import kpi_with, measure, row
from tests.integration.reporting.exported import csv_of, open_book, rows_of

pytestmark = pytest.mark.django_db
TABLES_AT = "/programmes/county/tables"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="county")


@pytest.fixture
def client(programme):
    return signed_in(Role.ANALYST, programme)


def periods(client, kpi=None):
    rows = csv_of(client, f"{TABLES_AT}/kpi_periods.csv")
    return [found for found in rows if kpi is None or found["KPI"] == kpi.reference]


# --- one row for each KPI and period --------------------------------------------------------------------------------


def test_a_percentage_has_its_parts_and_says_them(client, programme):
    kpi = kpi_with([(15, 100), (1203, 4470)], programme=programme, measure="percentage", unit="", decimals=0)
    first, second = periods(client, kpi)
    assert (first["Numerator"], first["Denominator"], Decimal(first["Value"])) == ("15", "100", 15)
    assert (first["In words"], second["In words"]) == ("15% (15/100)", "27% (1,203/4,470)")
    assert (first["Period"], first["Period from"], first["Period to"]) == (
        "April 2023",
        "2023-04-01",
        "2023-04-30",
    )
    same = csv_of(client, f"{TABLES_AT}/measurements.csv")
    assert [found["In words"] for found in same] == ["15% (15/100)", "27% (1,203/4,470)"]


def test_a_missing_period_is_a_row_with_a_reason_and_never_nought(client, programme):
    kpi = kpi_with([5, None, "not_stated", 0], programme=programme)
    found = periods(client, kpi)
    assert [line["Value"] for line in found] == ["5.000000", "", "", "0.000000"]
    assert [line["Value marker"] for line in found] == ["", "[not reported]", "[not stated in the paper]", ""]
    assert [line["Figure"] == "" for line in found] == [False, True, False, False]


def test_targets_are_those_of_the_period(client, programme):
    kpi = kpi_with([1, 2, 3], programme=programme)
    old = TargetFactory(kpi=kpi, programme=programme, value=7, words="", ends_on=date(2023, 5, 31))
    new = TargetFactory(kpi=kpi, programme=programme, value=9, words="", starts_on=date(2023, 6, 1))
    assert [(Decimal(line["Target"]), line["Target reference"]) for line in periods(client, kpi)] == [
        (7, old.reference),
        (7, old.reference),
        (9, new.reference),
    ]


def test_the_chart_stands_beside_its_points(client, programme):
    kpi = kpi_with([*STEADY, 90], programme=programme)
    last = periods(client, kpi)[-1]
    assert (last["On the chart"], last["Left out"], last["Point"]) == ("yes", "no", "improvement")
    assert "beyond_high" in last["Rules"]
    assert Decimal(last["Lower limit"]) < Decimal(last["Mean"]) < Decimal(last["Upper limit"]) < 90


def test_corrected_figures_are_left_to_the_measurements(client, programme):
    kpi = kpi_with([50], programme=programme)
    old = Measurement.objects.get(kpi=kpi)
    Measurement.objects.filter(pk=old.pk).update(is_current=False)
    new = row(kpi, 0, 55, supersedes=old)
    new.save()
    assert [line["Figure"] for line in periods(client, kpi)] == [new.reference]
    assert len(csv_of(client, f"{TABLES_AT}/measurements.csv")) == 2


def district(programme, *names):
    breakdown = BreakdownFactory(programme=programme, covers_all=True)
    return [
        BreakdownMemberFactory(breakdown=breakdown, name=name, position=place)
        for place, name in enumerate(names)
    ]


def test_members_stand_beside_the_whole_by_breakdown_and_name(client, programme):
    kpi = kpi_with([10], programme=programme)
    north, south = district(programme, "North", "South")
    measure(kpi, [4], member=north)
    measure(kpi, [6], member=south)
    TargetFactory(kpi=kpi, programme=programme, value=9, words="")
    found = periods(client, kpi)
    assert [(line["Of"], Decimal(line["Value"])) for line in found] == [("", 10), ("North", 4), ("South", 6)]
    assert {line["Breakdown"] for line in found} == {"", north.breakdown.reference}
    assert [bool(line["Target"]) for line in found] == [True, False, False]


@pytest.fixture
def small(programme):
    """A district of three people, whom the whole and the other districts would give away."""
    kpi = kpi_with([(50, 200)], programme=programme, measure="percentage", suppress_below=5)
    members = district(programme, "North", "Middle", "South")
    for member, part in zip(members, ((3, 60), (17, 70), (30, 70)), strict=True):
        measure(kpi, [part], member=member, comment="small number", text="3 of 60")
    return kpi


def test_small_numbers_are_hidden_in_every_flat_table(client, small):
    hidden = [line for line in periods(client, small) if line["Value marker"]]
    assert len(hidden) >= 2
    assert {line["Value marker"] for line in hidden} == {"[suppressed]"}
    assert {line["In words"] for line in hidden} == {"suppressed"}
    assert not any(line[name] for line in hidden for name in ("Value", "Numerator", "Denominator"))
    wide = {line["Of"]: line for line in csv_of(client, f"{TABLES_AT}/kpi_wide.csv")}
    for line in hidden:
        assert wide[line["Of"]]["April 2023"] == ""
        assert wide[line["Of"]]["Not shown"] == "April 2023 [suppressed]"
    shown = [line for line in periods(client, small) if not line["Value marker"]]
    assert {line["Of"]: line["Value"] for line in shown} == {
        of: line["April 2023"] for of, line in wide.items() if line["April 2023"]
    }


# --- the wide sheet -------------------------------------------------------------------------------------------------


def test_wide_has_a_column_for_each_period_in_order(client, programme):
    monthly = kpi_with([1, None, 3], programme=programme, reference="T-A")
    yearly = KPIFactory(programme=programme, reference="T-B", frequency="financial_year", suppress_below=None)
    measure(yearly, [44])
    KPIFactory(programme=programme, reference="T-C")
    found = csv_of(client, f"{TABLES_AT}/kpi_wide.csv")
    assert [line["KPI"] for line in found] == [monthly.reference, yearly.reference]
    headings = list(found[0])
    assert headings[7:10] == ["April 2023", "2023/24", "June 2023"]
    first, second = found
    assert [first[name] for name in headings[7:10]] == ["1.000000", "", "3.000000"]
    assert [second[name] for name in headings[7:10]] == ["", "44.000000", ""]
    assert first["Not shown"] == "May 2023 [not reported]"


def test_wide_tells_apart_periods_printed_alike_or_like_a_column(client, programme):
    kpi = kpi_with([1, 2, 3], programme=programme)
    for figure, words in zip(Measurement.objects.filter(kpi=kpi), ("Name", "Spring", "spring"), strict=True):
        Measurement.objects.filter(pk=figure.pk).update(period_text=words)
    found = csv_of(client, f"{TABLES_AT}/kpi_wide.csv")[0]
    assert Decimal(found["Name (2023-04-01 to 2023-04-30)"]) == 1
    assert Decimal(found["Spring"]) == 2
    assert Decimal(found["spring (2023-06-01 to 2023-06-30)"]) == 3
    assert open_book(client, f"{TABLES_AT}/kpi_wide.xlsx")["KPIs wide"]["A3"].value == "KPI"


# --- one row for each budget line, year and version -----------------------------------------------------------------


def line_in(programme, words):
    money = replace(parse_money(words), basis="per_annum", year="2020/21")
    return BudgetLineFactory(programme=programme, money=money)


def years(client, query=""):
    return csv_of(client, f"{TABLES_AT}/budget_years.csv{query}")


def test_each_version_of_a_lines_year_is_a_row(client, programme):
    line = line_in(programme, "£1.2m")
    for month, revision, forecast in ((4, 1, "£1.25m"), (5, 1, "£1.3m"), (5, 2, "£1.1m")):
        LineReportFactory(
            programme=programme,
            line=line,
            month=date(2020, month, 1),
            revision=revision,
            forecast=parse_money(forecast),
            outturn=parse_money("£100,000"),
        )
    found = years(client)
    told = [
        (line["Year"], line["Version"], line["Kind"], line["Month"], line["Revision"], line["In force"])
        for line in found
    ]
    assert told == [
        ("2020/21", "1", "budget as recorded", "", "", "yes"),
        ("2020/21", "2", "monthly report", "2020-04-01", "1", "yes"),
        ("2020/21", "3", "monthly report", "2020-05-01", "1", "no"),
        ("2020/21", "4", "monthly report", "2020-05-01", "2", "yes"),
    ]
    assert [Decimal(line["Amount"]) for line in found] == [1_200_000, 1_250_000, 1_300_000, 1_100_000]
    assert [line["Variance"] and Decimal(line["Variance"]) for line in found] == [
        "",
        50_000,
        100_000,
        -100_000,
    ]
    assert [line["Direction"] for line in found] == ["", "adverse", "adverse", "favourable"]
    assert found[0]["Outturn of the month"] == ""
    assert Decimal(found[1]["Outturn of the month"]) == 100_000


def test_a_settled_line_has_both_its_budgets_and_an_earlier_day_the_first_only(client, programme):
    line = line_in(programme, "TBC")
    before = line_values(line.money, line.status)
    after = {
        **before,
        "money_text": "£0.2m",
        "money_amount": "200000.00",
        "money_qualifier": "exact",
        "status": "confirmed",
    }
    BudgetLineChange.objects.create(
        line=line,
        settled_on=date(2020, 6, 1),
        before=before,
        after=after,
        reason="Agreed.",
        made_by=UserFactory(),
    )
    type(line).objects.filter(pk=line.pk).update(
        money_text="£0.2m", money_amount=200_000, money_qualifier="exact", status="confirmed"
    )
    now = years(client)
    assert [(one["Kind"], one["Amount marker"], one["In force"]) for one in now] == [
        ("budget as recorded", "[tbc]", "no"),
        ("budget as settled", "", "yes"),
    ]
    assert (now[0]["Amount"], Decimal(now[1]["Amount"]), now[1]["Stated on"]) == ("", 200_000, "2020-06-01")
    then = years(client, "?on=2020-05-31")
    assert [(one["Kind"], one["Amount marker"], one["In force"]) for one in then] == [
        ("budget as recorded", "[tbc]", "yes")
    ]


def test_a_report_of_another_year_is_not_set_against_the_budget(client, programme):
    line = line_in(programme, "£1m")
    LineReportFactory(programme=programme, line=line, month=date(2021, 4, 1), forecast=parse_money("£2m"))
    found = years(client)
    assert [(one["Year"], one["Version"]) for one in found] == [("2020/21", "1"), ("2021/22", "1")]
    assert (found[1]["Variance"], found[1]["Direction"]) == ("", "not known")


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(FLAT))
def test_every_flat_table_says_the_same_in_each_kind_of_file(client, programme, small, name):
    line_in(programme, "£1m")
    plain = csv_of(client, f"{TABLES_AT}/{name}.csv")
    book = open_book(client, f"{TABLES_AT}/{name}.xlsx")
    assert book.sheetnames[0] == "Cover"
    assert book.sheetnames[2] == "Data dictionary"
    assert len(plain) == len(rows_of(book.worksheets[1])) > 0
    explained = {line["Column"] for line in rows_of(book["Data dictionary"])}
    assert explained == set(plain[0])


@pytest.mark.parametrize("name", ["kpi_periods", "budget_lines"])
def test_the_archive_holds_the_csv_its_dictionary_and_where_it_comes_from(client, programme, small, name):
    line_in(programme, "£1m")
    response = client.get(f"{TABLES_AT}/{name}.zip?on=2026-01-31")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].endswith(f'"county-{name.replace("_", "-")}-as-at-2026-01-31.zip"')
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        held = {each: archive.read(each) for each in archive.namelist()}
    assert set(held) == {f"{name}.csv", "dictionary.csv", "provenance.csv"}
    assert held[f"{name}.csv"] == client.get(f"{TABLES_AT}/{name}.csv?on=2026-01-31").content
    told = list(csv.DictReader(io.StringIO(held["provenance.csv"].decode("utf-8-sig"))))
    assert ("Position at", "31 January 2026") in {(line["Label"], line["Words"]) for line in told}
    dictionary = list(csv.DictReader(io.StringIO(held["dictionary.csv"].decode("utf-8-sig"))))
    headings = held[f"{name}.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    assert [line["Column"] for line in dictionary] == headings


def test_refusals_come_before_any_byte(client, programme, monkeypatch):
    monkeypatch.setattr(files, "LONG_TABLE", 0)
    for kind in ("csv", "xlsx", "zip"):
        assert client.get(f"{TABLES_AT}/kpi_periods.{kind}?on=soon").status_code == 400
        assert client.get(f"{TABLES_AT}/none.{kind}").status_code == 404
        assert (
            signed_in(Role.BOARD_MEMBER, programme).get(f"{TABLES_AT}/kpi_periods.{kind}").status_code == 403
        )
        assert client.get(f"{TABLES_AT}/kpi_periods.{kind}").status_code == 200


@pytest.mark.parametrize("name", ["measurements", "kpi_periods", "kpi_wide"])
def test_a_long_csv_is_sent_while_it_is_made_and_is_the_same(client, programme, small, monkeypatch, name):
    whole = client.get(f"{TABLES_AT}/{name}.csv")
    monkeypatch.setattr(files, "LONG_TABLE", 0)
    response = client.get(f"{TABLES_AT}/{name}.csv")
    assert response.streaming
    assert not whole.streaming
    assert b"".join(response.streaming_content) == whole.content
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == whole["Content-Disposition"]


def test_a_large_workbook_comes_from_disk_and_is_the_same(client, small, monkeypatch):
    monkeypatch.setattr(files, "LONG", 10)
    response = client.get(f"{TABLES_AT}/kpi_periods.xlsx")
    assert response.streaming
    body = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(body)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None


def test_a_table_that_no_sheet_can_hold_is_refused_with_the_cure(client, small, monkeypatch):
    monkeypatch.setattr("commissioning.core.spreadsheets.sheet_xml.LAST_ROW", 5)
    response = client.get(f"{TABLES_AT}/measurements.xlsx")
    assert response.status_code == 400
    assert b"Take the CSV" in response.content
    assert client.get(f"{TABLES_AT}/measurements.csv").status_code == 200


def test_queries_do_not_depend_on_how_much_there_is(client, programme):
    def more(times):
        for _ in range(times):
            kpi = kpi_with([1, 2, 3], programme=programme, suppress_below=5)
            measure(kpi, [3], member=district(programme, "North")[0])
            line = line_in(programme, "£1m")
            LineReportFactory(programme=programme, line=line)

    counts = []
    for times in (1, 3):
        more(times)
        found = {}
        for name in [*FLAT, "measurements"]:
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{TABLES_AT}/{name}.csv")
            found[name] = len(queries)
        counts.append(found)
    assert counts[0] == counts[1]
    assert set(FLAT) <= set(TABLES)
