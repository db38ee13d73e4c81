"""Derby's eight intentions and five project summaries as its progress report prints them (section 4, Appendix 3)."""

from collections import Counter
from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from programmes.rules_intentions import Standing, outside_parent, role_problem, shared_roles
from programmes.rules_milestones import Fit
from programmes.selectors.intentions import completeness, intentions, summaries, summary_page
from tests.integration.procurement.pages import open_page, signed_in_as

ON = date(2013, 9, 15)
LIST = "/programmes/derby/intentions/"
YES, PARTLY, NO = Standing.YES, Standing.PARTLY, Standing.NO


@pytest.fixture(scope="module")
def rows(derby):
    return {row.number: row for row in intentions(derby, ON)}


@pytest.fixture(scope="module")
def grid(derby):
    return completeness(derby, ON)


@pytest.fixture(scope="module")
def projects(derby):
    return {row.reference: row for row in summaries(derby)}


@pytest.fixture
def reader(derby):
    return signed_in_as("board@example.org")


# --- the table of section 4.5 -----------------------------------------------------------------------------------


def test_five_summaries_serve_four_of_eight_intentions(rows, grid):
    assert {number: len(row.summaries) for number, row in rows.items()} == {
        1: 1, 2: 0, 3: 0, 4: 2, 5: 0, 6: 1, 7: 1, 8: 0,
    }  # fmt: skip
    assert [row.number for row in grid.with_summary] == [1, 4, 6, 7]
    assert [row.number for row in grid.without_summary] == [2, 3, 5, 8]
    assert grid.summary_count == 5


def test_what_has_no_summary_is_planned_elsewhere_or_nowhere(rows):
    said = {number: row.planned_elsewhere for number, row in rows.items() if not row.summaries}
    assert said == {2: "detailed_plan", 3: "separate_report", 5: "no", 8: "detailed_plan"}


def test_leads_are_printed_for_the_first_and_the_sixth(rows):
    printed = {number: [lead.text for lead in row.leads] for number, row in rows.items() if row.leads}
    assert printed == {
        1: ["Derby City Council Public Health", "NHS England"],
        6: ["Derby City Council Public Health"],
    }
    assert rows[1].leads[0].organisation_reference == "DER-ORG-PH"
    assert [number for number, row in rows.items() if row.has_no_lead] == [2, 3, 5, 8]
    assert [number for number, row in rows.items() if row.has_vacancy] == [4]


def test_groups_maturity_and_priority_as_printed(rows):
    groups = {number: row.group for number, row in rows.items() if row.group}
    assert groups == {
        1: "Best Start Planning and Coordination Group",
        4: "CIC Commissioning Group",
        6: "Developing Well Planning and Coordination Group",
        7: "Paediatric Clinical Improvement Group",
    }
    assert (rows[3].maturity, rows[3].is_top_priority, rows[5].maturity) == (
        "most developed",
        True,
        "least developed",
    )
    assert rows[7].parts == 2
    assert rows[1].priorities[0] == "reduce early childhood and maternal health risks"


def test_deadlines_keep_their_printed_dates(rows):
    printed = {number: [each.when.printed for each in row.deadlines] for number, row in rows.items()}
    assert printed == {
        1: ["October 2013", "through to March 2015"],
        2: ["September 2014"],
        3: [],
        4: [],
        5: ["November"],
        6: ["December 2013", "through to March 2015"],
        7: [],
        8: [],
    }


# --- the grid ---------------------------------------------------------------------------------------------------


def test_every_cell_of_the_grid(grid):
    standings = {row.number: tuple(cell.standing for cell in row.cells) for row in grid.rows}
    assert standings == {
        1: (YES, YES, YES, NO, PARTLY),
        2: (NO, NO, NO, NO, PARTLY),
        3: (NO, NO, NO, NO, NO),
        4: (YES, YES, PARTLY, NO, PARTLY),
        5: (NO, NO, NO, NO, PARTLY),
        6: (YES, YES, PARTLY, NO, YES),
        7: (YES, YES, PARTLY, NO, PARTLY),
        8: (NO, NO, NO, NO, NO),
    }


def test_no_metric_has_a_target(grid):
    assert (grid.metrics_with_target, grid.metric_count) == (0, 17)
    words = {row.number: row.metrics.words for row in grid.with_summary}
    assert words == {1: "0 of 7 metrics", 4: "0 of 6 metrics", 6: "0 of 2 metrics", 7: "0 of 2 metrics"}


def test_the_grid_counts_dated_milestones_and_deadlines(grid):
    words = {row.number: row.milestones.words for row in grid.rows}
    assert words == {
        1: "6 of 10 milestones; 2 of 2 deadlines",
        2: "no milestone; 1 of 1 deadline",
        3: "no milestone",
        4: "12 of 13 milestones",
        5: "no milestone; 1 of 1 deadline",
        6: "3 of 3 milestones; 2 of 2 deadlines",
        7: "3 of 4 milestones",
        8: "no milestone",
    }


def test_a_vacancy_and_an_owner_who_leads_too_are_flagged(grid):
    leads = {row.number: row.lead for row in grid.with_summary}
    assert leads[4].words == "0 of 2 projects; 2 vacancies (name to be confirmed)"
    assert [number for number, cell in leads.items() if cell.flags == ("SRO = lead",)] == [1, 4, 7]


# --- the projects of Appendix 3 ---------------------------------------------------------------------------------


def test_thirty_milestones_by_the_status_of_their_dates(projects):
    counted = Counter(each.when.status for project in projects.values() for each in project.milestones)
    assert counted == {"stated": 24, "ongoing": 1, "awaited": 1, "blank": 2, "tbc": 2}


def test_five_of_seven_fall_after_the_end(projects):
    after = projects["DER-PRJ-1"].of_fit(Fit.AFTER)
    assert (len(after), len(projects["DER-PRJ-1"].milestones)) == (5, 7)
    assert {each.outside_words for each in after} == {"after the end (31 March 2014)"}
    assert projects["DER-PRJ-1"].of_fit(Fit.BEFORE) == ()


def test_one_meeting_two_days_before_the_start(projects):
    [meeting] = projects["DER-PRJ-2"].of_fit(Fit.BEFORE)
    assert (meeting.text, meeting.when.printed, meeting.place.days) == ("first meeting", "29 April", 2)
    assert meeting.outside_words == "before the start (1 May 2013)"


def test_people_are_roles_and_vacancies(projects):
    first, second = projects["DER-PRJ-1"], projects["DER-PRJ-2"]
    assert first.sros == ("Head of Service, Integrated Commissioning",)
    assert first.leads == ("Commissioning Manager (name tbc)",)
    assert (first.has_vacancy, second.has_vacancy, projects["DER-PRJ-5"].has_vacancy) == (True, True, False)
    assert first.sro_is_lead == ()
    assert second.sro_is_lead == ("Head of Service, Integrated Commissioning",)


def test_the_linked_project_has_funding_and_no_amount(derby):
    view = summary_page(derby, "DER-PRJ-3", ON)
    assert [each.money.is_known for each in view.funding] == [False, False]
    assert [each.when.printed for each in view.linked_dates] == [
        "this autumn",
        "in time for the winter months",
    ]
    assert summary_page(derby, "DER-PRJ-99", ON) is None


def test_a_date_is_overdue_from_the_day_after_its_last(derby):
    """“September 2013” can mean any day up to the thirtieth."""
    for day, late in ((date(2013, 9, 30), 0), (date(2013, 10, 1), 2)):
        view = summary_page(derby, "DER-PRJ-1", day)
        assert sum(each.overdue for each in view.milestones) == late


# --- rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parent", "child", "found"),
    [
        ("April 2013 to March 2014", "April 2014", ("after", True, 1)),
        ("April 2013 to March 2014", "March 2014", None),
        ("April 2013 to March 2014", "Spring 2014", ("after", False, None)),
        ("3 months from May 2013", "29 April 2013", ("before", True, 2)),
        ("3 months from May 2013", "Spring 2013", ("before", False, None)),
        ("by March 2015", "September 2013", None),
        ("On-going", "September 2013", None),
        ("2013/14", "TBC", None),
    ],
)
def test_where_a_date_lies_against_its_project(parent, child, found):
    outside = outside_parent(parse_fuzzy_date(parent), parse_fuzzy_date(child))
    assert (outside and (outside.side, outside.certain, outside.days)) == found


@pytest.mark.parametrize(
    "role",
    [
        "Head of Service, Integrated Commissioning",
        "Commissioning Manager (name tbc), 0-25 years",
        "Director, 2013/14 to 2014/15",
        "Band 8a, points 56-61",
    ],
)
def test_a_role_may_have_figures(role):
    assert role_problem(role) == ""


def test_a_role_is_shared_whatever_follows_it():
    assert shared_roles(["Head of Service"], ["head of  service; hand over when appointed"]) == (
        "head of  service",
    )
    assert shared_roles(["Head of Service"], ["Head of Service Development"]) == ()


# --- pages ------------------------------------------------------------------------------------------------------


def test_the_list_states_what_it_holds(reader):
    page = open_page(reader, f"{LIST}?on=2013-09-15")
    assert "8 intentions: 4 with a project summary (5 summaries), 4 without (2, 3, 5, 8)." in page.words
    assert "0 of 17 metrics with a target." in page.words
    assert len(page.tables[0]) == 8
    assert len(page.tables[1]) == 9  # eight and the counts of all of them
    assert page.tables[1][3][3].startswith("Partly SRO = lead 0 of 2 projects; 2 vacancies")
    assert page.tables[1][8] == [
        "All of them",
        "yes 4, partly 0, no 4",
        "yes 4, partly 0, no 4",
        "yes 1, partly 3, no 4",
        "yes 0, partly 0, no 8",
        "yes 1, partly 5, no 2",
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=winter", []),
        ("q=foster", [4]),
        ("q=best+start", [1]),
        ("q=DER-PRJ-5", [6]),
        ("lead=none", [2, 3, 5, 8]),
        ("lead=vacancy", [4]),
        ("lead=named", [1, 6]),
        ("summary=no", [2, 3, 5, 8]),
        ("summary=elsewhere", [2, 3, 8]),
        ("summary=no&lead=none&q=transition", [5]),
        ("lacks=5", [1, 2, 3, 4, 5, 7, 8]),
        ("lacks=1&sort=-number", [8, 5, 3, 2]),
        ("sort=-summaries", [4, 1, 6, 7, 2, 3, 5, 8]),
        ("sort=deadline", [1, 5, 6, 2, 3, 4, 7, 8]),
    ],
)
def test_search_filters_and_sort(reader, query, numbers):
    page = open_page(reader, f"{LIST}?{query}")
    shown = [int(title.partition(".")[0]) for title in page.first_column] if numbers else []
    assert shown == numbers
    if not numbers:
        assert "No intention matches these filters." in page.words


def test_a_filter_that_cannot_be_read_is_said_to_be_unused(reader):
    page = open_page(reader, f"{LIST}?lead=nonsense&q=%3Cscript%3Ex")
    assert "“nonsense” is not one of the choices" in page.words
    assert "<script>x" not in page.html


def test_the_page_of_an_intention(reader):
    page = open_page(reader, f"{LIST}DER-CI-2/?on=2013-09-15")
    assert "Section 75 agreement being updated" in page.words
    assert "A more detailed plan exists elsewhere" in page.words
    assert "September 2014" in page.words
    assert "Change this intention" not in page.words
    assert reader.get(f"{LIST}DER-CI-99/").status_code == 404
    assert reader.get("/programmes/hampshire/intentions/DER-CI-2/").status_code == 404


def test_the_page_of_a_project(reader):
    page = open_page(reader, "/programmes/derby/summaries/DER-PRJ-1/?on=2013-09-15")
    assert "5 of 7 milestones fall after the end (31 March 2014)." in page.words
    assert page.words.count("no target stated") == 5
    assert "Commissioning Manager (name tbc) Vacancy" in page.words
    assert "Appendix 3 (1)" in page.words
    second = open_page(reader, "/programmes/derby/summaries/DER-PRJ-2/?on=2013-09-15")
    said = "1 of 6 milestones falls before the start (1 May 2013): First meeting, 29 April, 2 days before."
    assert said in second.words
    third = open_page(reader, "/programmes/derby/summaries/DER-PRJ-3/?on=2013-09-15")
    assert "agreed (amount not stated)" in third.words
    assert "£0" not in third.words
