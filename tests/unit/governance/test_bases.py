"""Check 8: the paper's contract values, yearly values and 2020/21 budgets are compared with one another."""

from dataclasses import replace

from commissioning.core.money import Basis
from governance.rules.bases import basis_findings, basis_words, year_findings
from tests.unit.governance.rows import budget, line, paper, paper_lines, phase_row, pounds, stated


def test_four_bases_are_named_with_their_places():
    (finding,) = basis_findings(paper())
    assert [each.text.partition(":")[0] for each in finding.statements] == [
        "Total contract value",
        "Basis not stated",
        "Per annum",
        "Budget for 2020/21",
    ]
    assert finding.statements[2].text == "Per annum: £12m p.a. and over £45m p.a."
    assert finding.statements[2].place == "para 4.4, para 7.2"
    assert finding.computed == {"bases": 4, "comparisons": 9, "comparisons_across_bases": 9}
    assert finding.key == "basis-ham-prg"


def test_values_on_the_basis_of_their_lines_are_not_found():
    lines = paper_lines()
    value = stated("X", "£20.95m", "phase 1", "para 1", lines, {"phase": 1})
    same = replace(value, money=replace(value.money, basis=Basis.BUDGET_YEAR, year="2020/21"))
    reading = replace(value.readings[0], comparison=replace(value.readings[0].comparison, across_bases=False))
    assert not list(basis_findings(paper(stated=(replace(same, readings=(reading,)),))))


def test_without_lines_nothing_is_compared():
    value = stated("X", "£20.95m", "phase 1", "para 1", (), {"phase": 1})
    assert not list(basis_findings(paper(stated=(value,), lines=())))


def test_a_budget_of_2020_21_pays_for_eight_months_of_phase_1_and_for_none_of_phases_2_and_3():
    (finding,) = year_findings(paper())
    assert finding.computed == {
        "phase_1_months_in_2020_21": 8,
        "phase_2_months_in_2020_21": 0,
        "phase_3_months_in_2020_21": 0,
    }
    assert finding.arithmetic == (
        "2020/21 runs from 1 April 2020 to 31 March 2021. "
        "Phase 1 runs for 8 months of it; phases 2 and 3 do not run in it."
    )
    assert finding.phase_numbers == (1, 2, 3)
    assert finding.phase_number is None


def test_a_phase_that_is_live_all_year_is_not_found():
    lines = (line(1, "Health visiting", 1, "PH HCC", budget("19.5m")),)
    live = phase_row(1, "February 2019", "April 2020", lines=lines)
    assert not list(year_findings(paper(lines=lines, phases=(live,))))


def test_a_phase_without_a_go_live_is_not_judged():
    lines = (line(1, "Health visiting", 1, "PH HCC", budget("19.5m")),)
    assert not list(year_findings(paper(lines=lines, phases=(phase_row(1, "", "", lines=lines),))))


def test_one_late_phase_is_named_alone():
    lines = (line(1, "Parenting", 2, "CCG", budget("1.45m")),)
    (finding,) = year_findings(paper(lines=lines, phases=(phase_row(2, "", "April 2021", lines=lines),)))
    assert finding.arithmetic.endswith("Phase 2 does not run in it.")


def test_a_year_in_which_a_loose_go_live_may_fall_gives_a_range():
    """Autumn 2020 is September to November: five to seven months are left."""
    lines = (line(1, "Parenting", 2, "CCG", budget("1.45m")),)
    (finding,) = year_findings(paper(lines=lines, phases=(phase_row(2, "", "Autumn 2020", lines=lines),)))
    assert finding.computed["phase_2_months_in_2020_21"] == "5 to 7"


def test_a_basis_is_named_with_its_year():
    assert basis_words(pounds("£1m", Basis.PER_ANNUM, "2020/21")) == "Per annum, 2020/21"
