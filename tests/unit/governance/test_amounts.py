"""Check 1: phase 1 differs, phase 2 cannot be judged, phase 3 cannot reconcile, the programme is met."""

from commissioning.core.comparison import Verdict
from governance.rules.amounts import amount_findings
from tests.unit.governance.rows import line, paper, paper_lines, stated


def found(evidence):
    return {finding.key: finding for finding in amount_findings(evidence)}


def test_phase_1_differs_and_shows_the_sum():
    finding = found(paper())["amount-ham-sv-1"]
    assert finding.title == "Phase 1: ~£20.5m stated, lines come to £20.95m"
    assert finding.arithmetic == (
        "£19.5m + £1.45m = £20.95m; stated ~£20.5m is £20.45m to £20.55m; £0.45m above"
    )
    assert finding.computed["difference"] == "450000.00"
    assert finding.computed["verdict"] == "differs"
    assert finding.phase_number == 1


def test_one_amount_stated_in_two_places_is_one_finding_with_both():
    findings = found(paper())
    assert "amount-ham-sv-2" not in findings
    statements = findings["amount-ham-sv-1"].statements
    assert [(each.text, each.place) for each in statements] == [
        ("~20.5m for phase 1", "para 2.4"),
        ("approximately £20.5m for phase 1", "para 4.4"),
        ("19.5m + 1.45m", "Appendix B (table)"),
    ]


def test_phase_2_cannot_be_judged_and_so_is_no_contradiction():
    """£12.47m with two TBC may still come to ~£13m, and £13m + £0.87m to more."""
    assert not {
        key for key in found(paper()) if "sv-3" in key or "sv-4" in key or "sv-5" in key or "phase-2" in key
    }


def test_phase_2_differs_once_its_unknown_lines_have_amounts():
    """The passing twin's other side: £12.47m with nothing left to come is below £12.5m."""
    nil = [
        line(8, "Wheel chair assessment", 2, "CCG", "nil", (12,)),
        line(10, "Portage", 2, "HCC CS", "nil", (8,)),
    ]
    finding = found(paper(*nil))["amount-ham-sv-3"]
    assert finding.computed["verdict"] == "differs"
    assert finding.computed["difference"] == "-530000.00"
    assert finding.arithmetic.endswith("stated ~£13m is £12.50m to £13.50m; £0.53m below")


def test_phase_3_cannot_reconcile_even_with_tbc():
    finding = found(paper())["amount-ham-sv-6"]
    assert finding.computed["verdict"] == "cannot reconcile"
    assert finding.computed["difference"] == "1700000.00"
    assert finding.computed["unknown_lines"] == 1
    assert "£12.3m + £0.8m + £0.6m = £13.70m, with 1 line of 4 not known" in finding.arithmetic
    assert finding.arithmetic.endswith("£1.70m above; a line still to be confirmed can only add to it")


def test_every_reading_of_an_ambiguous_value_is_shown():
    """“£12m p.a. for phase 3 CAMHS” cannot agree with the phase and does agree with the CAMHS line of £12.3m."""
    finding = found(paper())["amount-ham-sv-7"]
    assert [view.comparison.verdict for view in finding.readings] == [
        Verdict.CANNOT_RECONCILE,
        Verdict.RECONCILES,
    ]
    assert "cannot reconcile, across bases (£1.70m above) as “phase 3”" in finding.arithmetic
    assert "reconciles, across bases as “phase 3, service 13”" in finding.arithmetic
    assert finding.readings[1].arithmetic == "£12.30m; stated £12m p.a. is £11.50m to £12.50m; within it"


def test_an_ambiguous_value_that_agrees_in_every_reading_is_not_found():
    lines = paper_lines()
    value = stated("X", "£12.3m", "CAMHS", "para 4.4", lines, {"service": 13}, {"phase": 3, "service": 13})
    assert not found(paper(stated=(value,), sums=()))


def test_over_45m_is_met_whatever_the_tbc_lines_add():
    assert not {key for key in found(paper()) if "sv-p" in key}


def test_the_values_of_para_2_4_add_up_to_too_little_for_the_programme():
    """20.5 + 13 + 12 = 45.5 at most 46.55, against £47.12m and three TBC."""
    finding = found(paper())["amount-sum-ham-prg-para-2-4-programme"]
    assert finding.computed["stated_sum"] == "45500000.00"
    assert finding.computed["difference"] == "1620000.00"
    assert "~£20.5m + ~£13m + ~£12m = £45.50m is £44.45m to £46.55m" in finding.arithmetic
    assert "11 known lines = £47.12m, with 3 lines of 14 not known" in finding.arithmetic


def test_the_values_of_para_4_4_may_still_come_out():
    """46.37 stands for up to 47.43, and £47.12m lies within: no finding."""
    assert not {key for key in found(paper()) if "para-4-4" in key}


def test_a_value_that_reconciles_is_not_found():
    """With £1.0m for immunisations phase 1 comes to £20.5m exactly."""
    assert "amount-ham-sv-1" not in found(paper(line(2, "School aged imms", 1, "NHS E", "1.0m", (3,))))


def test_a_value_for_one_commissioner_is_named_by_its_reading():
    """£13m for the CCGs' services of phase 2, had the wheelchair line been nil: £11.60m is too little."""
    finding = found(paper(line(8, "Wheel chair assessment", 2, "CCG", "nil", (12,))))["amount-ham-sv-4"]
    assert finding.title == "phase 2, CCG: £13m stated, lines come to £11.60m"
    assert finding.computed["difference"] == "-1400000.00"


def test_a_reading_that_cannot_be_judged_says_what_is_still_to_come():
    lines = paper_lines()
    value = stated("X", "£13m", "somebody's services", "para 9", lines, {"phase": 1}, {"phase": 2})
    finding = found(paper(stated=(value,), sums=()))["amount-x"]
    assert finding.readings[1].arithmetic.endswith("£0.53m below; £0.53m still to come")


def test_a_value_printed_to_the_pound_has_no_range():
    lines = paper_lines()
    value = stated("X", "£20,500,000", "phase 1", "para 9", lines, {"phase": 1})
    finding = found(paper(stated=(value,), sums=()))["amount-x"]
    assert finding.arithmetic == "£19.5m + £1.45m = £20.95m; stated £20,500,000; £0.45m above"


def test_lines_under_a_stated_ceiling_are_not_found_and_lines_above_it_are():
    lines = paper_lines()
    above = stated("X", "under £20m", "phase 1", "para 9", lines, {"phase": 1})
    within = stated("Y", "under £21m", "phase 1", "para 9", lines, {"phase": 1})
    assert found(paper(stated=(above, within), sums=())).keys() == {"amount-x"}
