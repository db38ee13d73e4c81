"""What the papers say of strategies, metrics and promises is kept as they print it, and nothing is added to it."""

import pytest

from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.programme import Fixture
from outcomes.models import (
    KPI,
    AreaTarget,
    Commitment,
    ImpactFigure,
    Measurement,
    Outcome,
    OutcomeDomain,
    OutcomesFramework,
    Strategy,
    StrategyAim,
    Target,
)
from programmes.models import Programme, ProgrammeStatement, SourceReference, SummaryLine
from tests.factories import ProgrammeStatementFactory
from tests.integration.seeding.conftest import DEMO, load_hampshire

pytestmark = pytest.mark.django_db
DERBY_AIMS = [
    ("DER-OUT-1", "more people living longer in better health"),
    ("DER-OUT-2", "better health at work"),
    ("DER-OUT-3", "better mental health and wellbeing"),
    ("DER-OUT-4", "more choice and influence over services"),
]


def load(key):
    return Fixture.of(DEMO, key).load(command="load_demo")


def places(record):
    return set(SourceReference.objects.filter(fact=record.fact).values_list("locator", flat=True))


def test_hampshire_as_far_as_printed():
    """Paras 3.8 to 3.10; Appendix A, with the domains, is in no extraction."""
    load_hampshire()
    framework = OutcomesFramework.objects.get()
    assert framework.strategy is None
    assert not OutcomeDomain.objects.exists()
    assert list(Outcome.objects.order_by("position").values_list("position", "text")) == [
        (1, "improved school readiness"),
        (2, "reduced emergency admissions"),
        (3, "improved emotional wellbeing"),
        (4, "reduced childhood obesity"),
    ]
    assert not Target.objects.exists()
    (value,) = Measurement.objects.all()
    assert (value.kpi.reference, value.value, value.qualifier) == ("HAM-KPI-2", 55, "approx")
    kpis = KPI.objects.all()
    assert {kpi.polarity for kpi in kpis} == {"not_stated"}
    assert {kpi.definition for kpi in kpis} == {""}


def test_hampshires_new_strategy_is_a_draft_without_aims_of_its_own():
    """The Board is asked to include an integrated delivery system in “the new” strategy (paras 1, 5.2, 8)."""
    load_hampshire()
    strategy = Strategy.objects.get()
    assert (strategy.name, strategy.state) == ("Health and Wellbeing Strategy", "draft")
    assert not StrategyAim.objects.exists()
    assert not strategy.frameworks.exists()
    assert places(strategy) == {"para 1", "para 5.2", "para 8"}


def test_derbys_strategy_has_the_four_outcomes_of_para_4_3_and_they_stand_nowhere_else():
    load("derby")
    strategy = Strategy.objects.get()
    assert "everyone's business" in strategy.name
    assert list(strategy.aims.values_list("reference", "text")) == DERBY_AIMS
    assert all(places(aim) == {"para 4.3"} for aim in strategy.aims.all())
    assert not ProgrammeStatement.objects.filter(kind="strategic_outcome").exists()
    assert not OutcomesFramework.objects.exists()


def test_aims_that_an_earlier_release_kept_as_statements_are_moved_and_deleted_ones_stay_deleted():
    load("derby")
    StrategyAim.objects.all().delete()
    programme = Programme.objects.get()
    for place, (reference, text) in enumerate(DERBY_AIMS[:3], 1):
        ProgrammeStatementFactory(
            programme=programme, reference=reference, text=text, kind="strategic_outcome", position=place
        )
    again = load("derby")
    assert again.created == 3
    assert list(StrategyAim.objects.values_list("reference", "text")) == DERBY_AIMS[:3]
    assert not ProgrammeStatement.objects.filter(kind="strategic_outcome").exists()
    assert LoadedRecord.objects.filter(reference="DER-OUT-1").count() == 1


def test_derbys_seventeen_metrics_are_proposed_kpis_without_figure_or_target():
    """Appendix 3: five summaries with 5, 1, 2, 7 and 2 metrics."""
    load("derby")
    kpis = KPI.objects.select_related("metric__summary")
    assert [kpi.name for kpi in kpis] == [kpi.metric.text for kpi in kpis]
    assert all(kpi.reference.startswith(f"{kpi.metric.summary.reference}-MET-") for kpi in kpis)
    counted = [kpis.filter(metric__summary__reference=f"DER-PRJ-{n}").count() for n in range(1, 6)]
    assert counted == [5, 1, 2, 7, 2]
    assert set(kpis.values_list("state", flat=True)) == {"proposed"}
    assert not Target.objects.exists()
    assert not Measurement.objects.exists()
    share = kpis.get(reference="DER-PRJ-1-MET-2")
    assert (share.name, share.measure) == ("% CYP in fostering placements", "percentage")
    assert places(share) == {"Appendix 3 (1)"}


def test_a_metric_that_a_person_took_off_its_summary_makes_no_kpi():
    load("derby")
    KPI.objects.all().delete()
    LoadedRecord.objects.filter(reference__contains="-MET-").delete()
    SummaryLine.objects.get(kind="metric", text="FNP coverage").delete()
    again = load("derby")
    assert KPI.objects.count() == 16
    (told,) = again.left_out
    assert told.startswith("DER-PRJ-4-MET-4: the metric “FNP coverage”")


def test_nottinghamshires_paper_prints_neither_outcomes_nor_indicators():
    load("nottinghamshire")
    for model in (Strategy, OutcomesFramework, KPI, Commitment):
        assert not model.objects.exists()


def test_greater_manchesters_promises_are_easy_or_hard_to_measure_and_none_has_a_plan():
    """Section 5.4.7: admissions for asthma are easy to collect data on, transitions very difficult."""
    load("essex")
    found = Commitment.objects.select_related("area").order_by("position")
    assert [(row.area.key, row.measurability, row.measurement_plan) for row in found] == [
        ("GM", "measurable", ""),
        ("GM", "measurable", ""),
        ("GM", "hard", ""),
    ]
    assert "asthma" in found[0].text
    assert "ransitions" in found[2].text
    assert all(places(row) == {"section 5.4.7"} for row in found)
    assert not KPI.objects.exists()  # targets and comparators of the review stay with its areas and figures
    assert AreaTarget.objects.exists()
    assert ImpactFigure.objects.exists()
