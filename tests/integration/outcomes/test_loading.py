"""Every record of the review's file is there with its source, and loading again changes nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.programme import load_programme_fixture
from governance.models import Discrepancy, StatedCount
from outcomes.models import (
    AreaMitigation,
    AreaRisk,
    AreaStatement,
    CareModelArea,
    FigureDerivation,
    ImpactFigure,
    LearningPoint,
    PopulationFigure,
    Theme,
    ThemeCitation,
    ThemePoint,
)
from programmes.models import Document, Engagement, Programme, ProgrammeStatement

DEMO = Path(settings.BASE_DIR) / "fixtures" / "demo"
KINDS = (
    Document,
    ProgrammeStatement,
    CareModelArea,
    AreaStatement,
    LearningPoint,
    AreaRisk,
    AreaMitigation,
    Theme,
    ImpactFigure,
    Discrepancy,
)


def ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for each in value.values():
            yield from ids(each)
    elif isinstance(value, list):
        for each in value:
            yield from ids(each)


def test_every_id_of_the_file_is_a_record_of_the_programme(essex, review):
    printed = list(ids(review))
    found = {
        reference
        for model in KINDS
        for reference in model.objects.filter(programme=essex).values_list("reference", flat=True)
    }
    assert len(printed) > 400
    assert sorted(set(printed) - found) == []


def test_every_record_says_where_it_is_printed(essex):
    every = (*KINDS, ThemePoint, PopulationFigure, Engagement, StatedCount)
    unsourced = [
        row.reference
        for model in every
        for row in model.objects.filter(programme=essex)
        if row.fact is None or not row.fact.source_references.exists()
    ]
    assert unsourced == []


def test_the_programme_is_a_review_for_mid_and_south_essex(essex):
    assert (essex.kind, essex.place) == ("evidence_review", "Mid and South Essex")
    questions = ProgrammeStatement.objects.filter(programme=essex, kind="question")
    assert [row.text for row in questions] == [
        "robust, evidence-informed, consistent service offer",
        "local flex at community level",
    ]
    methods = ProgrammeStatement.objects.filter(programme=essex, kind="method").values_list("text", flat=True)
    assert "Desk research found 46 models" in methods
    assert "Shortlisted as model of care: 4" in methods


def test_interviews_run_past_the_report(essex):
    interviews = Engagement.objects.get(programme=essex, kind="Interviews")
    paper = Document.objects.get(programme=essex)
    assert (interviews.responses, interviews.date.end.isoformat()) == (16, "2022-02-28")
    assert interviews.date.end > paper.dated.end


def test_stated_counts_differ_from_what_is_listed(essex):
    counts = {row.subject: row.stated for row in StatedCount.objects.filter(programme=essex)}
    assert counts == {"GM": 9, "SUSSEX": 13}
    named = AreaStatement.objects.filter(area__key="GM", kind="locality").count()
    partners = AreaStatement.objects.filter(area__key="SUSSEX", kind="partner").count()
    assert (named, partners) == (10, 12)


def test_citations_are_counted_and_worded_as_printed(essex, review):
    headline = sum(len(theme["areas"]) for theme in review["themes"])
    beneath = sum(len(point["areas"]) for theme in review["themes"] for point in theme["sub_points"])
    cited = ThemeCitation.objects.filter(theme__programme=essex)
    assert cited.filter(point=None).count() == headline
    assert cited.exclude(point=None).count() == beneath
    half = cited.get(theme__key="commission-outcomes", area__key="HWE")
    assert half.as_printed == "W Essex"


def test_money_and_numbers_are_told_apart(essex):
    net = ImpactFigure.objects.get(reference="ESX-CC4C-M-10")
    assert (net.money.amount, net.money.basis, net.value) == (166_000, "per_annum", None)
    projected = ImpactFigure.objects.get(reference="ESX-EVE-M-05")
    assert (projected.basis, projected.money.amount) == ("projected", 962_000)
    silent = ImpactFigure.objects.get(reference="ESX-EVE-M-12")
    assert (silent.value, silent.money.amount, silent.qualifier) == (None, None, "not_stated")
    up_to = ImpactFigure.objects.get(area__key="WSUFFOLK", text__startswith="expected increase")
    assert (up_to.value, up_to.upper, up_to.qualifier) == (0, 20, "range")


def test_surreys_earlier_name_is_kept(essex):
    names = AreaStatement.objects.filter(area__key="SURREY", kind="other_name")
    assert [row.text for row in names] == ["First 1000 Days"]


def test_25_inconsistencies_are_recorded(essex):
    assert Discrepancy.objects.filter(programme=essex, is_recorded=True).count() == 25


def test_loading_again_writes_nothing(essex):
    before = LoadedRecord.objects.count(), AreaStatement.objects.count(), ThemeCitation.objects.count()
    load = load_programme_fixture(DEMO / "essex.json", DEMO / "essex_reading.json", command="load_demo")
    after = LoadedRecord.objects.count(), AreaStatement.objects.count(), ThemeCitation.objects.count()
    assert (load.created, after) == (0, before)
    assert Programme.objects.filter(key="essex").count() == 1


def test_what_a_person_deleted_stays_deleted_and_does_not_stop_the_rest(essex):
    """A derivation that waits for a deleted figure is left out and named; everything else is as it was."""
    gone = ImpactFigure.objects.get(reference="ESX-CC4C-M-07")
    with transaction.atomic():
        FigureDerivation.objects.filter(second=gone).delete()
        LoadedRecord.objects.filter(reference="ESX-DRV-2").delete()
        gone.delete()
        AreaStatement.objects.filter(reference="ESX-GM-O-01").delete()
        load = load_programme_fixture(DEMO / "essex.json", DEMO / "essex_reading.json", command="load_demo")
        assert load.created == 0
        assert [line for line in load.left_out if line.startswith("ESX-DRV-2")]
        assert not AreaStatement.objects.filter(reference="ESX-GM-O-01").exists()
        transaction.set_rollback(True)
