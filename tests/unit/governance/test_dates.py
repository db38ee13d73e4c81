"""Checks 3, 11 and 12: order, cover and target."""

from datetime import date

from governance.rules.dates import cover_findings, date_findings, target_findings
from governance.rules.evidence import DatedRow, TargetRow
from tests.unit.governance.rows import gap, paper, phase_row, place, when

TARGETS = (
    (
        "HAM-TD-1",
        "integrated system in place",
        "by 2023",
        ("para 1", "para 2.3", "para 5.2", "para 7.3", "para 8"),
    ),
    ("HAM-TD-2", "report title target", "by 2022/23", ("header",)),
    ("HAM-TD-3", "completion of all procurement phases", "1 April 2023", ("para 5.3",)),
    ("HAM-TD-4", "final contract goes live", "April 2022", ("para 6.2",)),
    ("HAM-TD-5", "CYP integrated system", "2023", ("Appendix B (stage diagram)",)),
)


def targets(*rows):
    made = tuple(
        TargetRow(ref, label, when(text), number) for number, (ref, label, text, _) in enumerate(rows, 300)
    )
    places = {number: tuple(place(at) for at in where) for number, (_, _, _, where) in enumerate(rows, 300)}
    return {"targets": made, "places": places}


def test_the_end_date_is_stated_in_four_ways_by_five_statements():
    (finding,) = target_findings(paper(**targets(*TARGETS)))
    assert finding.title == "4 different end dates in 5 statements"
    assert [(each.text, each.place) for each in finding.statements] == [
        ("April 2022: final contract goes live", "para 6.2"),
        ("by 2022/23: report title target", "header"),
        ("1 April 2023: completion of all procurement phases", "para 5.3"),
        ("by 2023: integrated system in place", "para 1, para 2.3, para 5.2, para 7.3, para 8"),
        ("2023: CYP integrated system", "Appendix B (stage diagram)"),
    ]
    assert finding.computed["different_dates"] == 4
    assert finding.computed["ham-td-2"] == date(2023, 3, 31).isoformat()


def test_1_april_2023_is_the_day_after_2022_23_ends_and_12_months_after_the_last_go_live():
    (finding,) = target_findings(paper(**targets(*TARGETS)))
    assert (
        "1 April 2023 is 1 day after 31 March 2023, the last day of the year in “by 2022/23”."
        in finding.arithmetic
    )
    assert "From April 2022 to 1 April 2023 is 12 months." in finding.arithmetic


def test_statements_of_one_date_in_different_words_agree():
    """“2023” leaves room for 1 April 2023."""
    same = [row for row in TARGETS if row[0] in {"HAM-TD-3", "HAM-TD-5"}]
    assert not list(target_findings(paper(**targets(*same))))


def test_by_compares_the_last_day():
    """“by 2023” is 31 December 2023, and so is not 1 April 2023."""
    apart = [row for row in TARGETS if row[0] in {"HAM-TD-1", "HAM-TD-3"}]
    (finding,) = target_findings(paper(**targets(*apart)))
    assert finding.computed["different_dates"] == 2


def test_an_undated_target_contradicts_nothing():
    assert not list(target_findings(paper(**targets(TARGETS[2], ("X", "later", "TBC", ())))))


def test_cover_stops_4_12_and_24_months_before_the_phases():
    findings = list(cover_findings(paper()))
    assert [finding.computed["months"] for finding in findings] == [4, 12, 24]
    assert [finding.phase_number for finding in findings] == [1, 2, 3]
    first = findings[0]
    assert first.title == "Phase 1 goes live 4 months after existing contracts end"
    assert first.arithmetic == (
        "1 April 2020 to 1 August 2020 is 4 months without cover, "
        "if these are the contracts that phase 1 replaces. No extension is mentioned."
    )
    assert (first.computed["from"], first.computed["to"]) == ("2020-04-01", "2020-08-01")
    assert [service.name for service in first.services] == [
        "Health Visiting",
        "School Nursing",
        "Childhood imms and screening",
    ]
    assert first.key == "cover-ham-exc-1-ham-ph-1"


def test_wording_is_unconditional_where_the_paper_says_what_is_replaced():
    phase = phase_row(1, "", "Aug 2020", cover_gaps=(gap("March 2020", "Aug 2020", conditional=False),))
    (finding,) = cover_findings(paper(phases=(phase,)))
    assert "if these" not in finding.arithmetic
    assert finding.computed["conditional"] == "no"


def test_an_extension_is_repeated():
    phase = phase_row(1, "", "Aug 2020", cover_gaps=(gap("March 2020", "Aug 2020", extension="to May 2020"),))
    (finding,) = cover_findings(paper(phases=(phase,)))
    assert finding.arithmetic.endswith("Extension: to May 2020.")


def test_no_gap_no_finding():
    assert not list(cover_findings(paper(phases=(phase_row(1, "", "April 2020"),))))


def test_the_papers_phases_lie_within_its_target_dates():
    """Phase 3 goes live in April 2022, the month of the earliest target."""
    assert not list(date_findings(paper(**targets(*TARGETS))))


def test_a_go_live_after_the_target_is_outside():
    phase = phase_row(3, "", "May 2022")
    (finding,) = date_findings(paper(phases=(phase,), **targets(TARGETS[3])))
    assert finding.title == "Phase 3 goes live: May 2022 is outside “final contract goes live”, April 2022"
    assert finding.computed["outside"] == "yes"
    assert finding.key == "date-ham-ph-3-after-ham-td-4"


def test_a_go_live_that_overlaps_the_target_may_be_outside():
    phase = phase_row(3, "", "Spring 2022")
    (finding,) = date_findings(paper(phases=(phase,), **targets(TARGETS[3])))
    assert "may be outside" in finding.title
    assert finding.computed["outside"] == "may be"


def test_a_phase_that_goes_live_before_it_is_procured():
    (finding,) = date_findings(paper(phases=(phase_row(1, "February 2020", "August 2019"),)))
    assert finding.title == "Phase 1: go-live comes before procurement start"
    assert finding.arithmetic == "August 2019 comes before February 2020."


def test_a_milestone_after_its_phase_is_live_is_outside_and_one_before_is_not():
    late = DatedRow("HAM-NS-9", "issue specifications", when("September 2020"), 1)
    early = DatedRow("HAM-NS-3", "market engagement", when("January 2019"), 1)
    elsewhere = DatedRow("HAM-NS-8", "other", when("September 2020"), 9)
    (finding,) = date_findings(paper(milestones=(late, early, elsewhere)))
    assert finding.key == "date-ham-ns-9-after-ham-ph-1"


def test_completion_rather_than_go_live_ends_a_phase_where_it_is_stated():
    phase = phase_row(1, "February 2019", "Aug 2020", "December 2020")
    late = DatedRow("HAM-NS-9", "review", when("September 2020"), 1)
    assert not list(date_findings(paper(phases=(phase,), milestones=(late,))))
