"""Loading the illustrative county: once, all or nothing, in few queries, and never over a person's work."""

import shutil

import pytest
from django.core.management import call_command

from commissioning.core.models import User
from commissioning.seeding.illustration import Illustration
from commissioning.seeding.illustration.story import load_story
from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.records import FixtureError
from outcomes.models import KPI, KPIComment, KPIReturn, KPISummary, Measurement, Target
from procurement.models import BudgetLine
from programmes.models import Programme
from tests.integration.seeding.conftest import DEMO
from tests.integration.seeding.test_loading_again import events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law(law):
    """As the command does: the tables of the law first, whose stages and notices the county's phases have."""


def load():
    return Illustration.of(DEMO).load(command="load_demo")


def test_a_second_load_writes_nothing():
    first = load()
    assert first.created > 3500
    assert first.left_out == []
    before = events()
    again = load()
    assert (again.created, again.left_out, again.kept) == (0, [], first.created)
    assert events() == before


def test_what_a_person_edited_stays_and_what_they_deleted_stays_deleted():
    load()
    KPI.objects.filter(reference="ILL-KPI-01").update(name="Ours now")
    Measurement.objects.filter(kpi__reference="ILL-KPI-02", period_start="2026-10-01").delete()
    Target.objects.get(reference="ILL-KPI-05-TGT-1").delete()
    BudgetLine.objects.get(reference="ILL-BL-12").delete()
    assert load().created == 0
    assert KPI.objects.get(reference="ILL-KPI-01").name == "Ours now"
    assert Measurement.objects.filter(kpi__reference="ILL-KPI-02").count() == 35
    assert not Target.objects.filter(kpi__reference="ILL-KPI-05").exists()
    assert not BudgetLine.objects.filter(reference="ILL-BL-12").exists()


def test_nothing_is_loaded_into_a_programme_that_a_person_deleted():
    LoadedRecord.objects.create(reference="ILL-PRG", fixture="illustration.json")
    again = load()
    assert again.created == 0
    assert again.left_out == ["illustration.json: ILL-PRG was deleted, so nothing of it is loaded"]
    assert not Programme.objects.exists()


def test_a_first_load_writes_in_bulk(django_assert_max_num_queries):
    """4,000 records of some sixty kinds, with their history: queries follow the kinds, not the records."""
    with django_assert_max_num_queries(230):
        load()


def test_summaries_are_fresh_afterwards():
    load()
    assert KPISummary.objects.count() == KPI.objects.count() == 56
    assert not KPISummary.objects.filter(stale=True).exists()


def test_what_people_did_waits_for_the_accounts_and_is_told_once():
    load()
    assert load_story(DEMO / "illustration.json", command="load_demo") == 0
    assert not KPIReturn.objects.exists()
    call_command("load_demo")
    told = KPIReturn.objects.count(), KPIComment.objects.count()
    assert told == (10, 4)
    before = events()
    call_command("load_demo")
    assert events() == before


def test_what_people_did_is_not_told_of_an_account_that_was_deleted():
    call_command("load_demo", programme=["hampshire"])
    User.objects.get(email="analyst@example.org").delete()
    call_command("load_demo", programme=["illustration"])
    assert Measurement.objects.filter(programme__key="illustration").count() > 3000
    assert not KPIReturn.objects.exists()


def test_production_has_the_figures_and_nothing_that_people_did(settings):
    settings.PRODUCTION = True
    call_command("load_demo", yes_load_demo=True, programme=["illustration"])
    assert Measurement.objects.count() > 3000
    assert not KPIReturn.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ILL-KPI-01,2026-11-01,Nowhere,1,2,,,yes", "line 3494"),
        ("ILL-KPI-01,soon,,1,2,,,yes", "Invalid isoformat"),
        ("ILL-KPI-01,2026-11-01,,many,2,,,yes", "line 3494"),
    ],
)
def test_a_figure_that_is_not_right_is_told_by_its_line_and_nothing_is_loaded(tmp_path, line, said):
    for name in ("illustration.json", "illustration_governance.json", "illustration_measurements.csv"):
        shutil.copy(DEMO / name, tmp_path / name)
    with (tmp_path / "illustration_measurements.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(FixtureError, match=said) as refused:
        Illustration.of(tmp_path).load(command="load_demo")
    assert "illustration_measurements.csv" in str(refused.value)
    assert "ILL-KPI-01" in str(refused.value)
    assert not Programme.objects.exists()


def test_a_missing_file_is_told(tmp_path):
    shutil.copy(DEMO / "illustration.json", tmp_path / "illustration.json")
    with pytest.raises(FixtureError, match="there is no such file"):
        Illustration.of(tmp_path).load(command="load_demo")
    assert not Programme.objects.exists()
