"""Checks 18, 19 and 20: what is missing, who has no seat, what stands in the wrong place."""

from governance.rules.evidence import AskedOutside, DatedRow, GapRow
from governance.rules.gaps import misplaced_findings, missing_findings, seat_findings
from tests.unit.governance.rows import board, lead, paper, phase_row, place, when

BOARD = board(
    "programme management",
    "procurement",
    "Partnership CCGs",
    "West Hampshire CCG",
    "Children's Services",
    "Public Health",
)
SEATED = (
    lead("CCG", 4, 5, through=("Partnership CCGs", "West Hampshire CCG")),
    lead("HCC CS", 7, 8, own=("Children's Services",)),
    lead("PH HCC", 1, 2, own=("Public Health",)),
)
NHS_ENGLAND = lead("NHS E", 3)


def test_the_procurement_start_of_phase_3_is_not_stated():
    findings = {finding.key: finding for finding in missing_findings(paper())}
    finding = findings["missing-ham-ph-3-procurement-start"]
    assert finding.arithmetic == "Stated for 2 phases of 3."
    assert [each.text for each in finding.statements] == [
        "Phase 1, procurement start: February 2019",
        "Phase 2, procurement start: July 2019",
        "Phase 3, procurement start: nothing is printed",
    ]
    assert finding.phase_number == 3


def test_a_date_that_no_phase_has_is_not_expected():
    """No phase of the paper states its completion."""
    assert {finding.key for finding in missing_findings(paper())} == {"missing-ham-ph-3-procurement-start"}


def test_dates_that_every_phase_has_are_not_missing():
    phases = (phase_row(1, "February 2019", "Aug 2020"), phase_row(2, "July 2019", "April 2021"))
    assert not list(missing_findings(paper(phases=phases)))


def test_a_kpi_without_target_a_known_gap_and_an_unanswered_point_are_found():
    evidence = paper(
        phases=(),
        kpis_without_target=(GapRow("HAM-KPI-2", "Breastfeeding rate at 6-8 weeks"),),
        known_gaps=(GapRow("HAM-GAP-1", "outcomes framework domains and outcomes", "heading only", 7),),
        unanswered=(GapRow("HAM-FB-5", "ensure due diligence has been completed"),),
        places={7: (place("para 3.9"), place("Appendix A"))},
    )
    target, content, response = missing_findings(evidence)
    assert target.key == "missing-ham-kpi-2-target"
    assert target.computed == {"target": None}
    assert content.statements[0].place == "para 3.9, Appendix A"
    assert content.arithmetic == "heading only"
    assert response.title == "No response to the feedback “ensure due diligence has been completed”"


def kpis(count: int):
    """Metrics of project summaries, as Derby prints seventeen of them without a target."""
    return tuple(GapRow(f"DER-KPI-{n}", f"Metric {n}", "", 100 + n) for n in range(1, count + 1))


def test_three_kpis_without_target_are_shown_one_by_one():
    found = list(missing_findings(paper(phases=(), kpis_without_target=kpis(3))))
    assert [finding.key for finding in found] == [f"missing-der-kpi-{n}-target" for n in (1, 2, 3)]


def test_more_than_three_are_one_finding_that_lists_them_with_their_places():
    evidence = paper(phases=(), kpis_without_target=kpis(17), places={105: (place("Appendix 3"),)})
    (finding,) = missing_findings(evidence)
    assert finding.title == "17 KPIs have no target stated"
    assert finding.key == f"missing-{evidence.reference.lower()}-targets"
    assert [each.text for each in finding.statements] == [f"Metric {n}" for n in range(1, 18)]
    assert finding.statements[4].place == "Appendix 3"
    assert finding.computed == {"kpis": 17, "target": None}


def test_nhs_england_leads_in_scope_without_a_board_seat():
    (finding,) = seat_findings(paper(board=BOARD, seats=(*SEATED, NHS_ENGLAND)))
    assert finding.title == "NHS England leads 1 service in scope and has no board seat"
    assert finding.key == "seat-ham-prg-nhs-e"
    assert finding.phase_number == 1
    assert finding.service_reference == "HAM-SVC-03"
    assert finding.arithmetic == (
        "3 of 4 lead commissioners have a seat (Hampshire CCGs through Partnership CCGs and West Hampshire CCG); "
        "NHS England has none, nor has a parent or part of it."
    )


def test_with_a_seat_of_its_own_it_is_not_found():
    seated = lead("NHS E", 3, own=("NHS England",))
    assert not list(seat_findings(paper(board=BOARD, seats=(*SEATED, seated))))


def test_without_a_recorded_board_there_is_nothing_to_compare_with():
    assert not list(seat_findings(paper(seats=(NHS_ENGLAND,))))
    assert not list(seat_findings(paper(board=board(), seats=(NHS_ENGLAND,))))


def test_one_seated_lead_is_worded_alone():
    (finding,) = seat_findings(paper(board=BOARD, seats=(SEATED[1], NHS_ENGLAND)))
    assert finding.arithmetic.startswith("1 of 2 lead commissioners has a seat;")


def test_an_ask_outside_the_recommendations_is_found():
    ask = AskedOutside("HAM-REC-9", "include the system as an objective", "Health and Wellbeing Board")
    (finding,) = misplaced_findings(paper(asked_outside=(ask,)))
    assert finding.key == "ask-outside-ham-rec-9"
    assert not list(misplaced_findings(paper()))


def test_evidence_dated_after_the_paper_is_found_and_evidence_before_it_is_not():
    dates = {"HAM-2018-12": when("13 December 2018")}
    places = {1: (place("para 3.12"),), 2: (place("para 3.12"),), 3: (place("para 1", document="OTHER"),)}
    after = DatedRow("HAM-ENG-4", "interviews", when("January 2019"), None, 1)
    before = DatedRow("HAM-ENG-3", "presentation", when("September 2018"), None, 2)
    elsewhere = DatedRow("HAM-ENG-5", "interviews", when("January 2019"), None, 3)
    evidence = paper(evidence_dates=(after, before, elsewhere), document_dates=dates, places=places)
    (finding,) = misplaced_findings(evidence)
    assert finding.key == "evidence-after-ham-eng-4-ham-2018-12"
    assert finding.arithmetic == "January 2019 comes after 13 December 2018."
