"""Checks 2, 13, 14 and 16: numbers against members, lists against each other, services against lines."""

from dataclasses import replace

import pytest

from governance.rules.evidence import GapRow
from governance.rules.lists import count_findings, granularity_findings, scope_list_findings, tbc_findings
from tests.unit.governance.rows import line, paper, paper_scope, place


def test_three_aligned_procurements_are_three_phases():
    row = GapRow("HAM-PROC", "three aligned procurements")
    assert not list(count_findings(paper(procurements=(row,))))


@pytest.mark.parametrize(
    "words", ["four aligned procurements", "4 aligned procurements", "one joint procurement"]
)
def test_another_number_than_the_phases_listed_is_found(words):
    (finding,) = count_findings(paper(procurements=(GapRow("HAM-PROC", words),)))
    assert finding.computed["listed"] == 3
    assert finding.key == "count-ham-proc"


def test_words_without_a_number_say_nothing():
    assert not list(count_findings(paper(procurements=(GapRow("HAM-PROC", "aligned procurement"),))))


def test_school_readiness_is_aligned_in_appendix_b_only():
    (finding,) = scope_list_findings(paper())
    assert finding.title == "Services aligned, out of scope: 4 in para 4.3 against 5 in Appendix B"
    assert finding.arithmetic == "Not in para 4.3: School readiness."
    assert finding.computed == {"para-4-3": 4, "appendix-b": 5, "not_in_para-4-3": "School readiness"}
    assert [service.name for service in finding.services] == ["School readiness"]


def test_lists_that_agree_are_not_found():
    places = {row.scope_id: (place("para 4.3"), place("Appendix B")) for row in paper_scope()}
    assert not list(scope_list_findings(paper(places=places)))


def test_a_paragraph_that_mentions_three_of_sixteen_is_no_list():
    """Para 6.4 names three services of phase 1 and leaves none out."""
    evidence = paper()
    places = dict(evidence.places)
    for number in (1, 2, 3):
        places[number] = (*places[number], place("para 6.4"))
    findings = list(scope_list_findings(replace(evidence, places=places)))
    assert [finding.key for finding in findings] == ["scope-lists-ham-prg-aligned-out-of-scope"]


def test_a_service_that_no_place_names_is_left_out_of_the_comparison():
    evidence = paper()
    places = {fact: found for fact, found in evidence.places.items() if fact != 16}
    keys = [finding.key for finding in scope_list_findings(replace(evidence, places=places))]
    assert keys == ["scope-lists-ham-prg-aligned-out-of-scope"]


def test_tbc_moved_from_commissioner_to_budget_for_three_services():
    (finding,) = tbc_findings(paper())
    assert finding.computed == {"services": "HAM-SVC-08, HAM-SVC-12, HAM-SVC-16", "count": 3}
    assert [each.place for each in finding.statements] == ["para 2.4", "Appendix B (table)"]
    assert finding.arithmetic.startswith("3 services: Portage, Wheelchair assessment and Behaviour support.")
    assert "does not say whether" in finding.arithmetic
    assert finding.phase_numbers == (2, 3)


def test_a_settled_budget_leaves_the_others():
    (finding,) = tbc_findings(paper(line(10, "Portage", 2, "HCC CS", "£0.2m", (8,))))
    assert finding.computed["count"] == 2


def test_tbc_in_one_and_the_same_place_has_not_moved():
    evidence = paper()
    here = (place("Appendix B (table)"),)
    places = {**evidence.places, 8: here, 12: here, 16: here}
    assert not list(tbc_findings(replace(evidence, places=places)))


def test_sixteen_services_fourteen_lines_two_shared():
    (finding,) = granularity_findings(paper())
    assert finding.title == "16 services, 14 budget lines: 2 lines shared"
    assert finding.computed == {
        "services": 16,
        "budget_lines": 14,
        "shared_lines": "HAM-BL-01, HAM-BL-07",
        "services_without_line": 0,
    }
    assert "One line of £19.5m pays for Health Visiting and School Nursing together." in finding.arithmetic
    assert (
        "One line of £3.0m pays for Community Children's Nursing and Community paediatrics"
        in finding.arithmetic
    )


def test_a_service_that_no_line_pays_for_is_named():
    lines = tuple(row for row in paper().lines if row.reference != "HAM-BL-14")
    (finding,) = granularity_findings(paper(lines=lines))
    assert finding.arithmetic.endswith("No line pays for Behaviour support.")


def test_one_line_to_each_service_is_not_found():
    scope = paper_scope()[3:6]
    lines = tuple(line(n, "x", 2, "CCG", "£1m", (n,)) for n in (4, 5, 6))
    assert not list(granularity_findings(paper(scope=scope, lines=lines)))


def test_without_lines_there_is_nothing_to_set_against_services():
    assert not list(granularity_findings(paper(lines=())))
