"""The board table: one row a KPI, its order, its filter and its queries."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commissioning.core.access import Role
from outcomes.models import KPI, Measurement
from outcomes.services.summaries import refresh
from tests.factories.outcomes import KPIFactory
from tests.factories.people import person_with
from tests.factories.programmes import OrganisationFactory, ProgrammeFactory
from tests.integration.outcomes.board_world import board_of, in_domains, names, rows_of, said, signed_in
from tests.integration.outcomes.kpi_series import kpi_with, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory(key="county")


@pytest.fixture
def kpis(programme):
    return board_of(programme)


@pytest.fixture
def client(programme):
    return signed_in(Role.ANALYST, programme)


# --- what a row says ----------------------------------------------------------------------------------------------


def test_a_row_says_value_target_icons_lines_and_age(client, kpis):
    page = said(client.get("/programmes/county/kpis/?q=worse+and+failing"))
    row = page[page.index('scope="row"') : page.index("</tr>", page.index('scope="row"'))]
    for words in ("10.0 %", "August 2024", "99 %", "Concerning, low", "Consistently fails", "47.6 %"):
        assert words in row, words  # 47.6: 810 ÷ 17, the mean of sixteen points about 50 and one of 10
    days = (timezone.localdate() - date(2024, 8, 31)).days
    assert f"{days:,} days" in row
    assert "From April 2023 to August 2024, 17 months: between 10.0 % and 51.0 %." in row


def test_a_run_too_short_says_how_many_points_it_has_and_shows_no_icon(client, kpis):
    page = said(client.get("/programmes/county/kpis/?q=too+short"))
    assert "11 of 15 points" in page
    assert "Hit or miss</span>" not in page[page.index("app-board") :]


def test_one_figure_is_qualified_as_its_paper_prints_it_and_has_no_mean(client, programme):
    kpi = kpi_with([55], programme=programme, unit="%")
    Measurement.objects.filter(kpi=kpi).update(qualifier="approx", text="currently about 55%")
    refresh([kpi.pk])
    page = said(client.get("/programmes/county/kpis/"))
    assert "about 55.0 %" in page
    assert "none yet" in page
    kpi_with([55, 56], programme=programme, unit="%")
    assert "55.5 %" in said(client.get("/programmes/county/kpis/"))


def test_no_target_and_no_figure_are_said_and_never_nought(client, programme):
    KPIFactory(programme=programme, name="bare")
    page = said(client.get("/programmes/county/kpis/"))
    assert "no figure yet" in page
    assert "no target stated" in page
    assert not re.search(r">0(\.0)? ?%<", page)


def test_the_reason_why_the_newest_period_is_missing_stands_beside_the_latest_figure(client, programme):
    kpi_with([50] * 16 + ["not_reported"], programme=programme, unit="%")
    assert "August 2024: not reported" in said(client.get("/programmes/county/kpis/"))


def test_a_small_number_is_hidden_and_its_parts_nowhere(client, programme):
    kpi_with([(60, 100)] * 15 + [(3, 100)], programme=programme, measure="percentage", suppress_below=5)
    page = said(client.get("/programmes/county/kpis/"))
    assert "July 2024: suppressed" in page
    assert "60 of 100" in page
    assert "3 of 100" not in page
    assert "3.0 %" not in page


# --- the finding ----------------------------------------------------------------------------------------------------


def test_the_finding_stands_before_the_filter_and_leads_to_exactly_what_is_to_be_escalated(client, kpis):
    page = said(client.get("/programmes/county/kpis/"))
    finding = page.index('id="finding"')
    assert finding < page.index("<search")
    address = re.search(r'href="([^"]+)">1 KPI to escalate', page).group(1).replace("&amp;", "&")
    assert names(client.get("/programmes/county/kpis/" + address)) == ["worse and failing"]
    assert "to escalate" not in said(client.get("/programmes/county/kpis/?variation=improvement"))


def test_the_header_keeps_its_ways_to_other_programmes(client, kpis):
    page = said(client.get("/programmes/county/kpis/"))
    header = page[: page.index("<main")]
    assert ">Search</a>" in header
    assert "of every programme" not in header


# --- order --------------------------------------------------------------------------------------------------------


def test_concern_that_fails_comes_first_within_each_domain(client, programme, kpis):
    second = ["steady and passing", "worse and failing", "better and failing"]
    in_domains(
        programme,
        Early=[kpis["steady and failing"], kpis["worse and passing"]],
        Later=[kpis[name] for name in second],
    )
    shown = names(client.get("/programmes/county/kpis/"))
    assert shown[:5] == [
        "worse and passing",
        "steady and failing",
        "worse and failing",
        "better and failing",
        "steady and passing",
    ]
    assert shown[-1] == "too short"  # no domain, and within none no icon


def test_a_header_link_sorts_and_says_so(client, kpis):
    page = said(client.get("/programmes/county/kpis/?sort=-name"))
    assert names(client.get("/programmes/county/kpis/?sort=-name")) == sorted(kpis, reverse=True)
    assert page.count('aria-sort="descending"') == 1
    assert "aria-sort" not in said(client.get("/programmes/county/kpis/"))


def test_what_has_no_figure_comes_last_both_ways(client, programme, kpis):
    KPIFactory(programme=programme, name="bare")
    for order in ("age", "-age", "latest", "-latest"):
        assert names(client.get(f"/programmes/county/kpis/?sort={order}"))[-1] == "bare", order


# --- filter -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("variation=concern", {"worse and failing", "worse without target", "worse and passing"}),
        ("variation=concern_low&assurance=fail", {"worse and failing"}),
        ("variation=concern_high", set()),
        ("variation=improvement", {"better and failing"}),
        ("variation=neutral", {"changing, no direction"}),
        ("variation=none", {"too short"}),
        ("assurance=hit_or_miss", {"steady and by chance"}),
        ("assurance=pass", {"steady and passing", "worse and passing"}),
        ("q=STEADY+failing", {"steady and failing"}),
        ("tie=none&q=steady", {"steady and failing", "steady and by chance", "steady and passing"}),
    ],
)
def test_a_filter_leaves_exactly_what_it_says(client, kpis, query, expected):
    response = client.get(f"/programmes/county/kpis/?{query}")
    assert set(names(response)) == expected
    assert f"{len(expected)} of 9 KPIs" in said(response)


def test_direct_is_not_proxy(client, programme, kpis):
    in_domains(programme, Direct=[kpis["too short"]], proxy_Other=[kpis["steady and passing"]])
    assert names(client.get("/programmes/county/kpis/?tie=direct")) == ["too short"]
    assert names(client.get("/programmes/county/kpis/?tie=proxy")) == ["steady and passing"]
    assert names(client.get("/programmes/county/kpis/?domain=Other")) == ["steady and passing"]
    assert len(names(client.get("/programmes/county/kpis/?domain=none"))) == 7


def test_owner_and_state(client, programme, kpis):
    trust = OrganisationFactory(name="A trust")
    KPI.objects.filter(name="too short").update(owner=trust)
    KPI.objects.filter(name="steady and passing").update(state="retired")
    assert names(client.get(f"/programmes/county/kpis/?owner={trust.pk}")) == ["too short"]
    page = client.get("/programmes/county/kpis/")
    assert "steady and passing" not in names(page)
    assert "8 of 9 KPIs" in said(page)
    assert "1 retired is left out" in said(page)
    assert names(client.get("/programmes/county/kpis/?state=retired")) == ["steady and passing"]
    assert len(names(client.get("/programmes/county/kpis/?state=any"))) == 9


def test_late_is_a_newest_period_that_was_due_and_has_no_figure(client, programme):
    """Twenty days after July 2024 its return is late; on the twentieth day itself it is not."""
    given = {"programme": programme, "reported_from": date(2023, 4, 1), "return_days": 20}
    kpi_with([50] * 15, name="until June", **given)
    kpi_with([50] * 16, name="until July", **given)
    kpi_with([50] * 15 + ["not_applicable"], name="July does not apply", **given)
    kpi_with([50] * 3, name="a proposal", **{**given, "state": "proposed"})
    assert names(client.get("/programmes/county/kpis/?late=yes&on=2024-08-20")) == []
    assert names(client.get("/programmes/county/kpis/?late=yes&on=2024-08-21")) == ["until June"]


def test_a_filter_that_cannot_be_read_is_said_and_gives_no_file(client, kpis):
    page = said(client.get("/programmes/county/kpis/?variation=nonsense"))
    assert "“nonsense” is not one of the choices" in page
    assert "9 KPIs" in page
    assert client.get("/programmes/county/tables/kpis.csv?variation=nonsense").status_code == 400


def test_nothing_fits_and_nothing_yet(client, programme):
    assert "No KPIs yet" in said(client.get("/programmes/county/kpis/"))
    KPIFactory(programme=programme)
    page = said(client.get("/programmes/county/kpis/?q=zebra"))
    assert "No KPI fits these filters" in page
    assert "Clear filters" in page


# --- across programmes --------------------------------------------------------------------------------------------


def test_across_programmes_only_what_the_reader_may_see(client, programme, kpis):
    KPIFactory(name="foreign", programme=ProgrammeFactory(key="elsewhere", place="Farshire"))
    assert set(names(client.get("/kpis/"))) == set(kpis)
    administrator = Client()
    administrator.force_login(person_with(Role.PLATFORM_ADMINISTRATOR))
    assert set(names(administrator.get("/kpis/"))) == {*kpis, "foreign"}
    assert names(administrator.get("/kpis/?programme=elsewhere")) == ["foreign"]
    assert "Farshire: Without a domain" in said(administrator.get("/kpis/"))
    assert {row["Name"] for row in rows_of(client.get("/kpis.csv"))} == set(kpis)


def test_who_may_not_export_gets_no_file_of_any(programme, kpis):
    board = signed_in(Role.BOARD_MEMBER, programme)
    assert "Take this away" not in said(board.get("/kpis/"))
    assert board.get("/kpis.csv").status_code == 403


# --- 300 KPIs of 60 months ----------------------------------------------------------------------------------------


def many(programme, number):
    kpis = KPI.objects.bulk_create(
        [
            KPIFactory.build(
                programme=programme,
                reference=f"T-MANY-{place}",
                name=f"Many {place}",
                frequency="month",
                polarity="higher",
                state="reporting",
                suppress_below=None,
            )
            for place in range(number)
        ]
    )
    figures = [row(kpi, month, 50 + (month * 7 + kpi.pk * 3) % 11) for kpi in kpis for month in range(60)]
    Measurement.objects.bulk_create(figures, batch_size=5000)
    refresh([kpi.pk for kpi in kpis])


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        response = client.get(address)
    return response, len(counted)


def test_300_kpis_of_60_months_take_the_queries_of_3(programme):
    client = signed_in(Role.ANALYST, programme)
    many(programme, 3)
    pages = ["/programmes/county/kpis/", "/kpis/", "/programmes/county/kpis/matrix/", "/programmes/county/"]
    pages += ["/programmes/county/kpis/exceptions/", "/programmes/county/tables/kpis.csv"]
    few = {page: queries(client, page)[1] for page in pages}
    KPI.objects.filter(programme=programme).delete()
    many(programme, 300)
    assert Measurement.objects.count() == 18_000
    for page in pages:
        response, count = queries(client, page)
        assert response.status_code == 200
        assert count == few[page], page
    response = client.get("/programmes/county/kpis/")
    assert len(names(response)) == 100
    assert "Showing 1 to 100 of 300 KPIs" in said(response)
    assert len(names(client.get("/programmes/county/kpis/?page=3"))) == 100
    assert len(rows_of(client.get("/programmes/county/tables/kpis.csv?page=3"))) == 300


def test_the_day_counts_age_and_says_what_it_does_not_wind_back(client, kpis):
    page = said(client.get("/programmes/county/kpis/?q=worse+and+failing&on=2024-09-10"))
    assert "10 days" in page
    assert "whatever the day" in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "whatever the day" not in said(client.get(f"/programmes/county/kpis/?on={tomorrow.isoformat()}"))
