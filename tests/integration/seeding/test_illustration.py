"""The illustrative county: marked in every record, wide enough to show every icon, and true to itself.

What a chart shows is worked out here from the stored parts by the analysis alone, not read from the summaries.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import Q

from commissioning.core.models import User
from outcomes.models import (
    KPI,
    BreakdownMember,
    ChartDecision,
    Commitment,
    KPIReturn,
    KPISummary,
    Measurement,
    OutcomeDomain,
    Strategy,
    StrategyAim,
    Target,
)
from outcomes.models.frameworks import Measurability
from outcomes.selectors.series import breakdown_of
from outcomes.spc import Baseline, Point, analyse
from outcomes.spc import Target as SPCTarget
from procurement.rules_thread import BreakKind
from procurement.selectors.golden_thread import golden_thread
from programmes.access import grants_for
from programmes.models import Document, Organisation, Recorded
from tools import illustrative_kpis

pytestmark = pytest.mark.usefixtures("illustration")
MONTHS = [date(2023 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(36)]
TODAY = date(2026, 11, 22)
DIRECTIONS = {"higher": "up", "lower": "down"}
SIDES = ("improvement_high", "improvement_low", "concern_high", "concern_low", "common_cause")


@pytest.fixture(scope="module")
def monthly(illustration):
    """The rows of the whole of every monthly KPI that has any, oldest first, by its reference."""
    rows = Measurement.objects.filter(
        programme=illustration, member=None, is_current=True, kpi__frequency="month"
    )
    found = defaultdict(list)
    for row in rows.select_related("kpi").order_by("kpi__reference", "period_start"):
        found[row.kpi.reference].append(row)
    return found


@pytest.fixture(scope="module")
def icons(monthly):
    return {reference: icons_of(rows) for reference, rows in monthly.items()}


def icons_of(rows):
    kpi = rows[0].kpi
    decisions = list(kpi.chart_decisions.filter(withdrawn_at=None))
    ghosts = {each.on for each in decisions if each.kind == "ghost"}
    found = analyse(
        [Point(row.period_start, value_of(row), ghost=row.period_start in ghosts) for row in rows],
        improvement=DIRECTIONS.get(kpi.polarity, "neither"),
        targets=[
            SPCTarget(each.value, each.starts_on, each.ends_on)
            for each in Target.objects.filter(kpi=kpi, value__isnull=False)
        ],
        rebases=[each.on for each in decisions if each.kind == "rebase"],
        baseline=Baseline(kpi.baseline_points) if kpi.baseline_points else None,
    )
    return found.variation, found.assurance


def value_of(row):
    if row.missing:
        return None
    if row.value is not None:
        return row.value
    times = {"percentage": 100, "rate": row.kpi.per}.get(row.kpi.measure, 1)
    exact = Fraction(row.numerator) * times / Fraction(row.denominator)
    return Decimal(round(exact * 10**6)) / 10**6


# --- marked, and invented openly --------------------------------------------------------------------------------------


def test_every_record_is_marked_and_none_claims_a_paper(illustration):
    kept = Counter()
    for model in apps.get_models():
        if issubclass(model, Recorded):
            own = Q(programme=illustration) if hasattr(model, "programme") else Q(pk=illustration.pk)
            if model is Organisation:
                own = Q(reference__startswith="ILL-")
            elif not hasattr(model, "programme") and model._meta.model_name != "programme":
                continue
            rows = model._default_manager.filter(own)
            assert not rows.exclude(illustrative=True).exists(), model
            assert not rows.exclude(fact=None).exists(), model
            kept[model._meta.model_name] = rows.count()
    assert kept["programme"] == 1
    assert kept["measurement"] > 3000
    assert kept["kpi"] == 56
    assert not Document.objects.filter(programme=illustration).exists()


def test_nothing_of_the_programmes_of_papers_is_marked(all_five):
    for model in apps.get_models():
        if issubclass(model, Recorded) and hasattr(model, "programme"):
            assert not model._default_manager.filter(
                programme__illustrative=False, illustrative=True
            ).exists(), model


def test_no_organisation_is_shared_with_a_paper(all_five):
    own = Organisation.objects.filter(reference__startswith="ILL-")
    assert own.count() == 5
    assert all(name.startswith("Illustrative") for name in own.values_list("name", flat=True))


# --- wide enough ------------------------------------------------------------------------------------------------------


def test_how_much_there_is(illustration, monthly):
    spans = {reference: (rows[0].period_start, len(rows)) for reference, rows in monthly.items()}
    assert sum(span == (MONTHS[0], 36) for span in spans.values()) >= 40
    assert sum(start == MONTHS[0] for start, _ in spans.values()) >= 48
    assert all(
        [row.period_start for row in rows] == MONTHS[: len(rows)]
        for rows in monthly.values()
        if rows[0].period_start == MONTHS[0]
    )
    assert 11 in {count for _, count in spans.values()}
    assert OutcomeDomain.objects.filter(programme=illustration).count() == 5
    assert Strategy.objects.filter(programme=illustration).count() == 2


def test_every_icon_occurs(icons):
    assert {variation for variation, _ in icons.values()} == {
        *SIDES,
        "neutral_high",
        "neutral_low",
        None,
    }
    assert {assurance for _, assurance in icons.values()} == {"pass", "hit_or_miss", "fail", None}


def test_every_pair_of_icons_occurs(icons):
    pairs = {(side, assured) for side in SIDES for assured in ("pass", "hit_or_miss", "fail", None)}
    assert pairs <= set(icons.values())


def test_stored_summaries_say_the_same_and_are_fresh(illustration, icons):
    stored = {
        row.kpi.reference: (row.variation or None, row.assurance or None)
        for row in KPISummary.objects.filter(kpi__programme=illustration, stale=False).select_related("kpi")
    }
    assert len(stored) == 56
    assert {reference: stored[reference] for reference in icons} == icons


def test_kinds_of_definition(illustration):
    kpis = KPI.objects.filter(programme=illustration)
    for field, values in {
        "measure": {"percentage", "rate", "number", "average"},
        "polarity": {"higher", "lower", "neither"},
        "frequency": {"month", "quarter", "academic_year"},
        "series": {"separate", "cumulative", "rolling"},
        "state": {"proposed", "baselined", "reporting", "retired"},
    }.items():
        assert set(kpis.values_list(field, flat=True)) == values, field
    assert kpis.filter(baseline_points__isnull=False).exists()
    assert not kpis.filter(owner=None).exists()


def test_targets_in_steps_in_words_and_at_nought(illustration):
    targets = Target.objects.filter(programme=illustration)
    stepped = targets.filter(kpi__reference="ILL-KPI-10").order_by("starts_on")
    values = [(row.value, row.starts_on, row.ends_on) for row in stepped.order_by("value")]
    assert values == [
        (75, None, date(2025, 3, 31)),
        (80, date(2025, 4, 1), date(2026, 3, 31)),
        (82, date(2026, 4, 1), None),
    ]
    assert targets.exclude(words="").exists()
    assert targets.filter(value=0).exists()
    assert KPI.objects.filter(programme=illustration, targets=None, state="reporting").exists()


def test_decisions_have_a_reason_and_someone_who_made_them(illustration):
    decisions = ChartDecision.objects.filter(programme=illustration)
    assert Counter(decisions.values_list("kind", flat=True)) == {"rebase": 2, "ghost": 1}
    assert all(row.reason and row.made_by for row in decisions.select_related("made_by"))


def test_reasons_for_a_missing_value_and_provisional_months(illustration):
    rows = Measurement.objects.filter(programme=illustration, is_current=True)
    reasons = set(rows.exclude(missing="").values_list("missing", flat=True))
    assert reasons == {"not_reported", "not_applicable"}
    provisional = rows.filter(is_final=False).values_list("period_start", flat=True)
    assert set(provisional) <= {date(2026, 9, 1), date(2026, 10, 1)}
    assert provisional


# --- true to itself ---------------------------------------------------------------------------------------------------


def test_the_file_is_what_its_recipes_make():
    assert illustrative_kpis.VALUES.read_text(encoding="utf-8") == illustrative_kpis.made()


def test_members_sum_to_the_whole(illustration):
    wholes, sums = {}, defaultdict(lambda: [Decimal(0), Decimal(0)])
    rows = Measurement.objects.filter(programme=illustration, is_current=True, missing="")
    for row in rows.select_related("member"):
        key = (row.kpi_id, row.period_start)
        if row.member is None:
            wholes[key] = [row.numerator, row.denominator]
        else:
            total = sums[(*key, row.member.breakdown_id)]
            total[0] += row.numerator
            total[1] += row.denominator
    assert len({kpi for kpi, _, _ in sums}) >= 6
    assert len({breakdown for *_, breakdown in sums}) == 2
    assert len(sums) >= 6 * 36
    for (kpi, month, _), total in sums.items():
        assert total == wholes[kpi, month]


def test_counts_are_whole_and_no_numerator_exceeds_its_percentages_denominator(illustration):
    rows = Measurement.objects.filter(programme=illustration, numerator__isnull=False)
    for numerator, denominator, measure in rows.values_list("numerator", "denominator", "kpi__measure"):
        assert numerator == int(numerator)
        assert denominator == int(denominator)
        assert measure != "percentage" or numerator <= denominator


def test_small_numbers_of_districts_are_hidden_and_the_whole_is_not(illustration):
    kpi = KPI.objects.get(reference="ILL-KPI-03")
    small = Measurement.objects.filter(kpi=kpi, member__isnull=False, numerator__range=(1, 4))
    assert small.count() > 20
    (districts,) = breakdown_of(kpi)
    hidden = {
        value.measurement_id for member in districts.members for value in member.values if value.suppressed
    }
    assert set(small.values_list("pk", flat=True)) <= hidden
    assert not KPISummary.objects.get(kpi=kpi).warnings


# --- the thread, with each of its breaks ------------------------------------------------------------------------------


def test_every_kind_of_break_occurs_and_most_of_the_thread_holds(illustration):
    """But for a framework without a strategy, which Hampshire's is."""
    thread = golden_thread(illustration, on=TODAY)
    found = Counter(each.kind for each in thread.breaks)
    assert set(found) == set(BreakKind) - {BreakKind.NO_STRATEGY}
    assert all(each.illustrative for each in thread.breaks)
    about = {(each.kind, each.reference) for each in thread.breaks}
    assert about >= {
        (BreakKind.UNSERVED_STRATEGY, "ILL-STR-2"),
        (BreakKind.UNSERVED_AIM, "ILL-AIM-7"),
        (BreakKind.NO_AIM, "ILL-OUT-08"),
        (BreakKind.NO_MEASURE, "ILL-OUT-14"),
        (BreakKind.PROXY_ONLY, "ILL-OUT-04"),
        (BreakKind.NO_OUTCOME, "ILL-KPI-53"),
        (BreakKind.NO_CONTRACT, "ILL-KPI-28"),
        (BreakKind.CONTRACT_NO_OUTCOME, "ILL-CON-6"),
        (BreakKind.CONTRACT_PROXY_ONLY, "ILL-CON-5"),
        (BreakKind.CONTRACT_NO_SERVICE, "ILL-CON-6"),
        (BreakKind.SERVICE_NO_CONTRACT, "ILL-SVC-12"),
        (BreakKind.SERVICE_NO_KPI, "ILL-SVC-12"),
        (BreakKind.UNPLANNED, "ILL-COM-4"),
    }
    assert found[BreakKind.NO_CONTRACT] * 10 < len(thread.kpis)
    assert len(thread.breaks) < 20


def test_outcomes_serve_aims_of_both_strategies(illustration):
    served = StrategyAim.objects.filter(outcomes__programme=illustration)
    assert set(served.values_list("strategy__reference", flat=True)) == {"ILL-STR-1", "ILL-STR-2"}


def test_a_promise_that_is_hard_to_measure_has_no_plan(illustration):
    hard = Commitment.objects.filter(programme=illustration, measurability=Measurability.HARD)
    assert {bool(row.measurement_plan) for row in hard} == {True, False}


# --- what people did --------------------------------------------------------------------------------------------------


def test_returns_in_every_state_and_never_approved_by_who_sent_them(illustration):
    returns = KPIReturn.objects.filter(programme=illustration).prefetch_related("lines", "steps")
    assert set(returns.values_list("state", flat=True)) == {
        "submitted",
        "returned",
        "accepted",
        "withdrawn",
    }
    for each in returns:
        assert each.lines.exists(), each.reference
        made = {step.step: step.made_by_id for step in each.steps.all()}
        assert made["submitted"] == each.submitted_by_id
        for step in ("accepted", "returned"):
            assert made.get(step) != each.submitted_by_id
        assert each.measurements.exists() == (each.state == "accepted")


def test_approved_figures_are_locked_and_the_correction_supersedes(illustration):
    (new,) = Measurement.objects.filter(programme=illustration, supersedes__isnull=False)
    old = new.supersedes
    assert (old.is_current, new.is_current) == (False, True)
    assert new.numerator == old.numerator + 6
    assert new.kpi_return.kind == "correction"
    assert new.kpi_return.reason
    with pytest.raises(DatabaseError, match="was approved"), transaction.atomic():
        Measurement.objects.filter(pk=old.pk).update(numerator=1)
    free = Measurement.objects.filter(programme=illustration, kpi_return=None, numerator__gt=0).first()
    with transaction.atomic():
        assert Measurement.objects.filter(pk=free.pk).update(comment="read again") == 1
        transaction.set_rollback(True)


def test_some_returns_are_late_and_one_for_two_months(illustration, monthly):
    late = {}
    for kpi in KPI.objects.filter(programme=illustration, state="reporting", frequency="month"):
        reported = {row.period_start for row in monthly[kpi.reference]}
        ends = {date(2026, 8, 1): date(2026, 8, 31), date(2026, 9, 1): date(2026, 9, 30)}
        ends[date(2026, 10, 1)] = date(2026, 10, 31)
        late[kpi.reference] = sum(
            start not in reported and end + timedelta(days=kpi.return_days) < TODAY
            for start, end in ends.items()
        )
    assert sum(count > 0 for count in late.values()) >= 5
    assert max(late.values()) == 2


def test_the_commissioner_of_the_county_has_returns_to_make_and_others_not(illustration):
    grants = grants_for(User.objects.get(email="commissioner.illustration@example.org"), TODAY)
    owned = {
        kpi.reference: grants.may_submit_return(illustration.pk, kpi.owner_id)
        for kpi in KPI.objects.filter(programme=illustration)
    }
    assert owned["ILL-KPI-16"]
    assert not owned["ILL-KPI-18"]


def test_members_of_breakdowns_have_names_of_no_real_place(illustration):
    names = BreakdownMember.objects.filter(breakdown__programme=illustration).values_list("name", flat=True)
    assert len(names) == 10
