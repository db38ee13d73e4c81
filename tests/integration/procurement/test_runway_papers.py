"""The runway of the programmes as their papers have them: gaps, lead times, days to start by, and what is not known."""

from datetime import date

import pytest

from commissioning.core.charts import NARROW, WIDE
from commissioning.core.fuzzydate import MonthSpan
from procurement.models import ContractsReplaced, ExistingContracts, ProcurementPhase, ProcurementStage
from procurement.rules_runway import Standing, gap_words
from procurement.rules_what_if import WhatIf, read_go_live
from procurement.runway_chart import runway_figure
from procurement.runway_words import finding, summary
from procurement.selectors.runway import runway
from procurement.selectors.sealed import PUBLIC
from tests.unit.core import svg

pytestmark = pytest.mark.django_db
WRITTEN = date(2018, 12, 13)  # the day of the Hampshire paper


def gaps_of(found):
    return {row.phase_number: {gap_words(each.gap) for each in row.betweens} for row in found.rows}


@pytest.fixture
def found(hampshire):
    return runway(hampshire, WRITTEN, PUBLIC)


def test_every_service_in_scope_stands_in_a_row(found):
    assert len(found.rows) == 16
    assert summary(found) == "16 services: none late to start, a gap may be left for 16."


def test_hampshire_is_left_4_12_and_24_months_if_the_march_2020_contracts_are_those_replaced(found):
    """April to July 2020; April 2020 to March 2021; April 2020 to March 2022."""
    assert gaps_of(found) == {1: {"4 months"}, 2: {"12 months"}, 3: {"24 months"}}
    assert all(row.is_conditional for row in found.rows)
    assert finding(found.rows) == (
        "Gaps of 4, 12 and 24 months before phases 1, 2 and 3 go live, "
        "if the contracts that end March 2020 are those replaced"
    )
    assert any("No paper says which phase replaces the contracts" in words for words in found.unknowns)


def test_a_gap_is_no_longer_conditional_once_the_paper_says_what_is_replaced(hampshire):
    existing = ExistingContracts.objects.get(programme=hampshire)
    ContractsReplaced.objects.create(
        existing=existing, phase=ProcurementPhase.objects.get(programme=hampshire, number=1)
    )
    said = runway(hampshire, WRITTEN, PUBLIC)
    assert {row.is_conditional for row in said.rows if row.phase_number == 1} == {False}
    others = [row for row in said.rows if row.phase_number != 1]
    assert not any(row.covers for row in others)
    assert all("what covers it now is not recorded" in row.unknowns for row in others)
    assert not any("No paper says" in words for words in said.unknowns)


def test_18_and_21_months_from_start_to_go_live_and_the_third_not_known(found):
    assert [phase.lead_time for phase in found.phases] == [MonthSpan(18, 18), MonthSpan(21, 21), None]
    assert "Phase 3: when procurement starts is not stated." in found.unknowns
    assert not any(words.startswith(("Phase 1:", "Phase 2:")) for words in found.unknowns)


def test_when_each_procurement_must_start_worked_back_by_hand(found):
    """Regulation 87, six months, 8, 6 and 12 weeks.

    1 August 2020: sign 1 February 2020, a Saturday; standstill may end Friday 31 January, so sent Tuesday 21 January;
    26 weeks before that is 23 July 2019. 1 April 2021: sign 1 October 2020; sent Friday 18 September, whose tenth day
    is Monday 28; sent Sunday 20 would end the 30th but is no working day; so 18 September less 26 weeks: 20 March 2020.
    """
    starts = {phase.number: phase.plan.start_by for phase in found.phases}
    assert starts[1] == date(2019, 7, 23)
    assert starts[2] == date(2020, 3, 20)
    assert {phase.plan.regime for phase in found.phases} == {"pcr2015"}
    assert {phase.plan.assumed for phase in found.phases} == {"no regime is chosen yet"}


def test_the_rules_chosen_for_a_phase_are_not_assumed(hampshire):
    ProcurementPhase.objects.filter(programme=hampshire, number=1).update(regime="exempt")
    (first, *_) = runway(hampshire, WRITTEN, PUBLIC).phases
    assert (first.plan.regime, first.plan.assumed) == ("exempt", "")
    assert first.plan.start_by == date(2019, 8, 3)  # 1 February 2020 less 26 weeks: no standstill


def test_late_from_the_day_after_and_first_in_the_list(hampshire):
    def standing(day):
        return {row.phase_number: row.where.standing for row in runway(hampshire, day, PUBLIC).rows}

    assert standing(date(2019, 7, 23))[1] == Standing.DUE
    assert standing(date(2019, 7, 24)) == {1: Standing.LATE, 2: Standing.DUE, 3: Standing.DUE}
    late = runway(hampshire, date(2020, 3, 21), PUBLIC)
    assert [row.phase_number for row in late.rows] == [1] * 3 + [2] * 9 + [3] * 4


def test_nothing_is_late_once_a_stage_records_that_work_began(hampshire):
    stage = ProcurementStage.objects.get(phase__programme=hampshire, phase__number=1, kind__code="engagement")
    stage.actual = read_go_live("February 2019")
    stage.save()
    rows = runway(hampshire, date(2019, 12, 1), PUBLIC).rows
    assert {row.where.standing for row in rows if row.phase_number == 1} == {Standing.BEGUN}
    before = runway(hampshire, date(2019, 1, 31), PUBLIC).rows
    assert {row.where.standing for row in before if row.phase_number == 1} == {Standing.DUE}


def test_a_go_live_that_has_passed_with_nothing_recorded_is_not_known_and_never_last(hampshire):
    rows = runway(hampshire, date(2020, 9, 1), PUBLIC).rows
    assert rows[0].phase_number == 2  # late
    assert {row.phase_number for row in rows if row.where.is_unknown} == {1}
    assert (
        "nothing records what became of it" in next(row for row in rows if row.phase_number == 1).where.words
    )
    assert rows[-1].phase_number == 3


# --- what if ----------------------------------------------------------------------------------------------------------


def test_moving_go_lives_moves_gaps_and_days_and_writes_nothing(hampshire):
    asked = WhatIf({1: read_go_live("2020-12"), 3: read_go_live("March 2021")})
    supposed = runway(hampshire, WRITTEN, PUBLIC, asked)
    assert gaps_of(supposed) == {1: {"8 months"}, 2: {"12 months"}, 3: {"11 months"}}
    assert supposed.phases[0].lead_time == MonthSpan(22, 22)
    assert [phase.is_moved for phase in supposed.phases] == [True, False, True]
    # 1 December 2020: sign 1 June; ten days from Thursday 21 May end Sunday 31, so Monday 1 June: too late; from
    # Wednesday 20 May they end on Saturday 30 and move likewise; Tuesday 19 May ends Friday 29. Less 26 weeks.
    assert supposed.phases[0].plan.start_by == date(2019, 11, 19)
    recorded = ProcurementPhase.objects.get(programme=hampshire, number=1)
    assert recorded.go_live.printed == "Aug 2020"
    assert gaps_of(runway(hampshire, WRITTEN, PUBLIC))[1] == {"4 months"}


def test_moving_a_go_live_before_the_end_closes_the_gap(hampshire):
    supposed = runway(hampshire, WRITTEN, PUBLIC, WhatIf({1: read_go_live("1 April 2020")}))
    (first, *_) = [row for row in supposed.rows if row.phase_number == 1]
    assert gap_words(first.betweens[0].gap) == "no gap"
    assert not first.has_gap
    early = runway(hampshire, WRITTEN, PUBLIC, WhatIf({1: read_go_live("1 March 2020")}))
    (first, *_) = [row for row in early.rows if row.phase_number == 1]
    assert gap_words(first.betweens[0].gap) == "overlap of 31 days"


def test_longer_parts_move_the_start_by_as_many_weeks(hampshire):
    longer = runway(hampshire, WRITTEN, PUBLIC, WhatIf(durations={"tender_weeks": 10}))
    assert longer.phases[0].plan.start_by == date(2019, 6, 25)  # four weeks before 23 July


# --- Derby ------------------------------------------------------------------------------------------------------------


def test_derbys_gap_is_0_to_29_days_from_a_date_as_loose_as_a_month(derby):
    """The contract ends in March 2015; the model is to be operational by April 2015: 1 to 30 April."""
    found = runway(derby, date(2013, 9, 30), PUBLIC)
    (row,) = [row for row in found.rows if row.betweens]
    (between,) = row.betweens
    assert between.cover.ends is not None
    assert between.cover.ends.printed == "March 2015"
    assert row.phase is not None
    assert row.phase.go_live.printed == "By April 2015"
    assert (between.gap.days_low, between.gap.days_high) == (0, 29)
    assert gap_words(between.gap) == "0 to 29 days"
    assert not between.gap.is_gap  # it is not certain that any day is left uncovered
    assert row.has_gap


# --- the drawing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [WRITTEN, date(2019, 9, 1), date(2026, 11, 22)])
def test_no_words_of_the_drawing_overprint_others_or_leave_it(hampshire, day):
    found = runway(hampshire, day, PUBLIC)
    figure = runway_figure(found, found.rows, heading="Runway")
    for drawing in (figure.wide, figure.narrow):
        assert svg.collisions(drawing) == []
        assert svg.outside(drawing) == []
    assert svg.size(figure.wide)[0] == WIDE
    assert svg.size(figure.narrow)[0] == NARROW


def test_the_drawing_says_in_words_all_that_it_draws(found):
    figure = runway_figure(found, found.rows, heading="Runway")
    words = " ".join(box.text for box in svg.text_boxes(figure.wide))
    for said in (
        "Health Visiting",
        "Gap: 4 months",
        "Start by 23 Jul 2019",
        "Live Aug 2020",
        "Live April 2022",
    ):
        assert said in words
    assert "Phase 2: 9 services" in " ".join(box.text for box in svg.text_boxes(figure.narrow))
    told = svg.elements(figure.wide, "desc")[0].text or ""
    assert "gap 24 months" in told
    assert "As at 13 December 2018." in told
