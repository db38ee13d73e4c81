"""What the checks share: keys, sums in words, the reader's own figures, and what handling takes."""

from decimal import Decimal

import pytest

from governance.models.discrepancies import DiscrepancyKind
from governance.rules import CHECK_NAMES, Evidence, run_checks
from governance.rules.computed import computed_rows, computed_words
from governance.rules.findings import key_of, statement
from governance.rules.handling import handling_problems, reference_of
from governance.rules.words import in_pounds, joined, printed_amounts, sum_of
from tests.unit.governance.rows import ON, line, paper, paper_lines, place, pounds


def test_every_finding_has_a_key_of_its_own_a_known_check_and_a_statement():
    findings = run_checks(paper())
    assert len({finding.key for finding in findings}) == len(findings)
    assert {finding.check for finding in findings} <= CHECK_NAMES.keys()
    assert all(finding.statements and finding.arithmetic and finding.title for finding in findings)


def test_a_programme_without_anything_raises_nothing():
    assert run_checks(Evidence(reference="NEW-PRG", on=ON)) == ()


def test_a_key_is_a_slug_of_its_references():
    assert key_of("amount", "HAM-SV-1") == "amount-ham-sv-1"
    assert key_of("budget year", "2020/21") == "budget-year-2020-21"
    assert len(key_of("x" * 200)) == 120
    assert key_of("x" * 200) != key_of("x" * 199)


def test_a_statement_names_each_place_once():
    view = statement("~£13m", [place("para 2.4"), place("para 2.4"), place("para 4.4")])
    assert view.place == "para 2.4, para 4.4"
    assert len(view.places) == 2


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("~20.5m", "~£20.5m"), ("19.5m", "£19.5m"), ("£13m", "£13m"), ("over £45m p.a.", "over £45m p.a.")],
)
def test_the_pound_sign_that_a_paper_left_out_is_put_in(printed, expected):
    assert in_pounds(pounds(printed)) == expected


def test_a_figure_without_unit_is_written_out_as_it_was_read():
    """Appendix B prints 0.87 for £0.87m."""
    money = pounds("£0.87m")
    assert in_pounds(type(money)("0.87", money.amount, money.qualifier)) == "£0.87m"
    assert in_pounds(type(money)("870,000", money.amount, money.qualifier)) == "£870,000"


def test_a_sum_shows_its_terms_and_counts_what_is_unknown():
    lines = paper_lines()[:2]
    assert sum_of(lines, Decimal(20_950_000)) == "£19.5m + £1.45m = £20.95m"
    assert sum_of(paper_lines()[10:], Decimal(13_700_000)).endswith("£13.70m, with 1 line of 4 not known")
    assert sum_of(paper_lines(), Decimal(47_120_000)).startswith("11 known lines = £47.12m")


def test_a_sum_of_unknown_lines_is_not_nought():
    assert sum_of([line(10, "Portage", 2, "HCC CS", "TBC")], None) == "no amount known for 1 line"
    assert printed_amounts([line(10, "Portage", 2, "HCC CS", "TBC")]) == "TBC"


def test_lists_are_joined_as_people_do():
    assert joined([]) == ""
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"


def test_recorded_figures_in_words():
    """Those of HAM-INC-02: amounts are pounds, and digits at the end name the paragraph."""
    computed = {
        "confirmed": 12470000,
        "stated_2_4": 13000000,
        "difference_ccg": -1400000,
        "para_4_4": 46370000,
    }
    assert computed_rows(DiscrepancyKind.AMOUNT_MISMATCH, computed) == (
        ("Confirmed", "£12.47m"),
        ("Stated (para 2.4)", "£13.00m"),
        ("Difference CCG", "−£1.40m"),
        ("Para 4.4", "£46.37m"),
    )


def test_recorded_figures_that_are_no_money():
    words = computed_words(DiscrepancyKind.YEAR_MISMATCH, {"phase1_months_in_2020_21": 8})
    assert words == "Phase 1 months in 2020/21: 8."
    assert computed_words(DiscrepancyKind.COVERAGE, {"services": ["HAM-SVC-08", "HAM-SVC-12"]}) == (
        "Services: HAM-SVC-08 and HAM-SVC-12."
    )
    assert computed_rows(DiscrepancyKind.DATE_GAP, {"months_from_1_april": 4, "appendix_b": None}) == (
        ("Months from 1 April", "4"),
        ("Appendix B", "not known"),
    )
    assert computed_words(DiscrepancyKind.COVERAGE, None) == ""
    assert computed_rows(DiscrepancyKind.COVERAGE, {"found": True, "lines": 1400}) == (
        ("Found", "True"),
        ("Lines", "1,400"),
    )


def test_handling_needs_a_state_from_the_list_and_a_note():
    assert handling_problems("explained", "Finance lead", "Rounded.") == {}
    assert handling_problems("closed", "", " ").keys() == {"handling", "note"}
    assert handling_problems("open", "x" * 121, "Rounded.").keys() == {"owner_role"}


def test_a_reference_made_for_a_check_is_stable_and_fits_its_column():
    assert reference_of("hampshire", "amount-ham-sv-7") == "HAMPSHIRE-AMOUNT-HAM-SV-7"
    long = reference_of("hampshire", "amount-sum-ham-prg-para-2-4-programme-and-much-more-besides")
    assert len(long) == 60
    assert long == reference_of("hampshire", "amount-sum-ham-prg-para-2-4-programme-and-much-more-besides")
    assert long != reference_of("hampshire", "amount-sum-ham-prg-para-2-4-programme-and-much-more-beside")


def test_the_readers_own_kind_says_whether_figures_are_pounds():
    """Populations and percentages are recorded under kinds of their own, though they show as “amounts differ”."""
    assert computed_rows("population_mismatch", {"difference": 13221}) == (("Difference", "13,221"),)
    assert computed_rows("figure_tension", {"gap_pp": 3.5}) == (("Gap in percentage points", "3.5"),)
    assert computed_rows("missing_amount", {"minimum_salary_cost_3yr": 346515.0}) == (
        ("Minimum salary cost 3yr", "£346,515"),
    )
