"""KPIs to take away: files hold exactly the view, cells are typed, small numbers and corrections as on every page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.core.access import Role
from outcomes.models import Measurement
from tests.factories.kpis import BreakdownFactory, BreakdownMemberFactory
from tests.factories.outcomes import KPIFactory
from tests.factories.programmes import ProgrammeFactory
from tests.integration.outcomes.board_world import board_of, names, rows_of, said, signed_in
from tests.integration.outcomes.kpi_series import kpi_with, measure, row

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


@pytest.mark.parametrize(
    "query", ["", "?variation=concern", "?sort=-name&assurance=fail", "?q=steady&sort=name"]
)
def test_a_file_holds_exactly_the_view_in_its_order(client, kpis, query):
    shown = names(client.get(f"/programmes/county/kpis/{query}"))
    assert shown
    assert [row["Name"] for row in rows_of(client.get(f"/programmes/county/tables/kpis.csv{query}"))] == shown


def test_the_page_leads_to_the_file_of_its_view(client, kpis):
    page = said(client.get("/programmes/county/kpis/?variation=concern&sort=-name"))
    assert f"{reverse('table_csv', args=['county', 'kpis'])}?variation=concern&amp;sort=-name" in page


def test_cells_are_typed_and_unknown_is_never_nought(client, programme, kpis):
    KPIFactory(programme=programme, name="bare", reference="T-BARE")
    found = {row["Name"]: row for row in rows_of(client.get("/programmes/county/tables/kpis.csv"))}
    failing, bare = found["worse and failing"], found["bare"]
    assert Decimal(failing["Value"]) == 10
    assert (failing["Change code"], failing["Against target code"]) == ("concern_low", "fail")
    assert Decimal(failing["Mean"]) == Decimal("47.647059")  # 810 ÷ 17 to six decimals
    assert (bare["Value"], bare["Value marker"], bare["Mean"]) == ("", "[no figure]", "")
    assert bare["Target in words"] == "no target stated"


def test_small_numbers_and_what_gives_them_away_are_marked_alike_in_every_file(client, programme):
    kpi = kpi_with([(50, 200)], programme=programme, measure="percentage", suppress_below=5)
    districts = BreakdownFactory(programme=programme, covers_all=True)
    for name, part in (("North", (3, 60)), ("Middle", (17, 70)), ("South", (30, 70))):
        measure(kpi, [part], member=BreakdownMemberFactory(breakdown=districts, name=name))
    found = rows_of(client.get("/programmes/county/tables/measurements.csv"))
    hidden = [row for row in found if row["Value marker"]]
    assert len(found) == 4
    assert "North" in {row["Of"] for row in hidden}
    assert len(hidden) >= 2
    for row_ in hidden:
        assert row_["Value marker"] == "[suppressed]"
        assert not any(row_[name] for name in ("Value", "Numerator", "Denominator", "As printed", "Comment"))
    body = client.get("/programmes/county/tables/measurements.csv").content.decode()
    assert "small number" not in body
    assert "give" not in body


def test_a_corrected_figure_stays_beside_its_correction(client, programme):
    kpi = kpi_with([50], programme=programme)
    old = Measurement.objects.get(kpi=kpi)
    old.is_current = False
    old.save()
    new = row(kpi, 0, 55, supersedes=old)
    new.save()
    found = {
        row_["Reference"]: row_ for row_ in rows_of(client.get("/programmes/county/tables/measurements.csv"))
    }
    assert (found[old.reference]["Current"], Decimal(found[old.reference]["Value"])) == ("no", 50)
    assert (found[new.reference]["Current"], found[new.reference]["Corrects"]) == ("yes", old.reference)


def test_a_superseded_figure_gives_no_hidden_one_away(client, programme):
    kpi = kpi_with([(3, 100)], programme=programme, measure="percentage", suppress_below=5)
    old = Measurement.objects.get(kpi=kpi)
    Measurement.objects.filter(pk=old.pk).update(is_current=False, numerator=40)
    row(kpi, 0, (3, 100), supersedes=old).save()
    found = rows_of(client.get("/programmes/county/tables/measurements.csv"))
    assert [row_["Value marker"] for row_ in found] == ["[suppressed]", "[suppressed]"]


def test_definitions_targets_and_decisions_have_tables_of_their_own(client, programme, kpis):
    definitions = rows_of(client.get("/programmes/county/tables/kpi_definitions.csv"))
    assert {row_["Name"] for row_ in definitions} == set(kpis)
    targets = rows_of(client.get("/programmes/county/tables/kpi_targets.csv"))
    assert {row_["KPI"] for row_ in targets} == {f"T-KPI-{place}" for place in (1, 3, 4, 5, 6, 7, 9)}
    assert rows_of(client.get("/programmes/county/tables/chart_decisions.csv")) == []
