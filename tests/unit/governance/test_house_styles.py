"""House styles: the headings that the three papers print, what they demand, and what keeps a paper from being ready."""

import pytest

from governance.models.papers import ImplicationArea
from governance.models.recommendations import CommitteeVerb
from governance.rules.house_styles import (
    DERBY,
    HAMPSHIRE,
    HOUSE_STYLES,
    NOTTINGHAMSHIRE,
    Demand,
    Placing,
    missing_for_ready,
)

ALL = list(HOUSE_STYLES.values())
by_style = pytest.mark.parametrize("style", ALL, ids=list(HOUSE_STYLES))


def headings(style, level=1):
    return [each.heading for each in style.sections if each.level == level]


def filled(style):
    sections = {each.code: "Text." for each in style.sections}
    return sections, {demand.area: "None" for demand in style.implications}, ["Agree the proposals"]


def fields(style, sections, implications, recommendations):
    return [problem.field for problem in missing_for_ready(style, sections, implications, recommendations)]


def test_hampshires_headings_are_those_of_its_paper_in_their_order():
    assert headings(HAMPSHIRE) == [
        "Recommendations",
        "Summary",
        "Contextual information",
        "Benefits and delivery of integration",
        "Programme planning and governance",
        "Key issues/challenges",
        "Conclusion",
        "Recommendations",
        "Appendices",
    ]
    assert headings(HAMPSHIRE, 2) == ["Timelines/next steps"]


def test_nottinghamshires_headings_are_those_of_its_paper_in_their_order():
    assert headings(NOTTINGHAMSHIRE) == [
        "Purpose of the Report",
        "Information and Advice",
        "Other Options Considered",
        "Reason/s for Recommendation/s",
        "Statutory and Policy Implications",
        "Financial Implications",
        "Equalities Implications",
        "Human Resources Implications",
        "RECOMMENDATIONS",
        "Constitutional Comments",
        "Financial Comments",
        "Background Papers and Published Documents",
        "Electoral Division(s) and Member(s) Affected",
        "Appendices",
    ]
    assert headings(NOTTINGHAMSHIRE, 2)[:3] == [
        "National and Local Policy Context",
        "Duties and legislation",
        "Local Response",
    ]


def test_derbys_headings_are_those_of_its_paper_in_their_order():
    assert headings(DERBY) == [
        "SUMMARY",
        "RECOMMENDATIONS",
        "REASONS FOR RECOMMENDATIONS",
        "SUPPORTING INFORMATION",
        "This report has been approved by the following officers:",
        "For more information contact:",
        "Background papers:",
        "List of appendices:",
        "IMPLICATIONS",
        "Appendices",
    ]
    assert [demand.heading for demand in DERBY.implications] == [
        "Financial",
        "Legal",
        "Personnel",
        "Equalities Impact",
        "Health and Safety",
    ]


def test_recommendations_stand_where_each_paper_has_them():
    assert HAMPSHIRE.recommendations_at == ("top", "bottom")
    assert NOTTINGHAMSHIRE.recommendations_at == ("bottom",)
    assert DERBY.recommendations_at == ("top",)


def test_recommendations_are_worded_as_each_paper_words_them():
    board, committee = "Health and Wellbeing Board", "Children and Young People's Committee"
    assert (
        HAMPSHIRE.lead_in(Placing.RECOMMENDATIONS_TOP, board) == "The Health and Wellbeing Board is asked to:"
    )
    assert HAMPSHIRE.lead_in(Placing.RECOMMENDATIONS_BOTTOM, board) == "That the Health and Wellbeing Board"
    assert (
        NOTTINGHAMSHIRE.lead_in(Placing.RECOMMENDATIONS_BOTTOM, committee)
        == "That the Children and Young People's Committee:"
    )
    assert DERBY.lead_in(Placing.RECOMMENDATIONS_TOP, board) == ""
    assert [style.asking.verb_words("agree") for style in ALL] == ["Agree", "agrees", "To agree"]
    assert {NOTTINGHAMSHIRE.asking.verb_words(verb) for verb in CommitteeVerb.values} >= {
        "approves",
        "notes",
        "refers",
    }


def test_paragraphs_are_numbered_within_sections_or_through_the_paper():
    assert HAMPSHIRE.paragraph_labels([0, 2, 1]) == ((), ("2.1", "2.2"), ("3.1",))
    assert NOTTINGHAMSHIRE.paragraph_labels([2, 0, 3]) == (("1", "2"), (), ("3", "4", "5"))
    assert (HAMPSHIRE.numbers_headings, NOTTINGHAMSHIRE.numbers_headings, DERBY.numbers_headings) == (
        True,
        False,
        False,
    )


@by_style
def test_codes_are_unique_and_every_demand_is_a_known_area(style):
    codes = [each.code for each in style.sections]
    assert len(set(codes)) == len(codes)
    areas = [demand.area for demand in style.implications]
    assert len(set(areas)) == len(areas)
    assert set(areas) <= set(ImplicationArea.values)
    assert style.section("summary" if style is not NOTTINGHAMSHIRE else "purpose").is_mandatory


def test_a_section_or_an_area_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="has no section “foreword”"):
        DERBY.section("foreword")
    with pytest.raises(ValueError, match="weather"):
        Demand("weather", "Weather")


def test_what_a_paper_did_not_print_is_marked_as_ours():
    assert all(demand.is_ours for demand in HAMPSHIRE.implications)
    assert not any(demand.is_ours for demand in DERBY.implications)


@by_style
def test_a_paper_with_everything_is_ready(style):
    assert missing_for_ready(style, *filled(style)) == ()


@by_style
def test_each_mandatory_section_blocks_and_each_other_does_not(style):
    sections, implications, asked = filled(style)
    for each in style.sections:
        from_record = each.placing.startswith("recommendations") or each.placing == Placing.IMPLICATION
        blocked = fields(style, {**sections, each.code: "  "}, implications, asked)
        assert blocked == ([f"section_{each.code}"] if each.is_mandatory and not from_record else [])


@by_style
def test_each_mandatory_implication_blocks_while_blank_and_is_cured_by_a_word(style):
    sections, implications, asked = filled(style)
    for demand in style.implications:
        without = {area: text for area, text in implications.items() if area != demand.area}
        assert fields(style, sections, without, asked) == (
            [f"implication_{demand.area}"] if demand.is_mandatory else []
        )
        assert fields(style, sections, {**without, demand.area: "None"}, asked) == []


@pytest.mark.parametrize("said", ["-", "n/a", "N/A.", "TBC", "to follow", "…", "xx", "Not applicable"])
def test_what_only_gets_past_the_field_is_no_answer(said):
    sections, implications, asked = filled(DERBY)
    (problem,) = missing_for_ready(DERBY, sections, {**implications, "legal": said}, asked)
    assert problem.field == "implication_legal"
    assert problem.message.startswith(f"“Legal” says only “{said}”.")
    assert "“None”" in problem.message


@pytest.mark.parametrize("said", ["None", "none.", "There are no immediate HR issues.", "No TBC remains."])
def test_what_is_said_in_words_is_an_answer(said):
    sections, implications, asked = filled(DERBY)
    assert fields(DERBY, sections, {**implications, "personnel": said}, asked) == []


def test_a_paper_that_asks_nothing_is_not_ready():
    sections, implications, asked = filled(HAMPSHIRE)
    (problem,) = missing_for_ready(HAMPSHIRE, sections, implications, [])
    assert problem.message == "Nothing is asked. Add at least one recommendation, if only to note."
    (blank,) = missing_for_ready(HAMPSHIRE, sections, implications, [*asked, " "])
    assert blank.message == "Recommendation 2 is blank. Say what the body is asked to do."


def test_everything_missing_is_told_at_once_with_its_cure():
    problems = missing_for_ready(DERBY, {}, {}, [])
    assert [problem.field for problem in problems] == [
        "section_summary",
        "section_reasons",
        "section_information",
        "section_approvals",
        "section_contact",
        "section_appendix_list",
        "implication_financial",
        "implication_legal",
        "implication_personnel",
        "implication_equalities",
        "implication_health_and_safety",
        "recommendations",
    ]
    assert problems[0].message == (
        "“SUMMARY” is blank. Write it: what was done since the last report and what comes next."
    )
