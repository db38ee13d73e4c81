"""References inside a paper: found as printed, and checked against what the paper holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.cross_references import Holdings, Placed, check, references

# The appendices of Derby's report, as its own list names them.
DERBY = Holdings(
    appendices={
        "Appendix 1": "Implications",
        "Appendix 2": "Commissioning Principles",
        "Appendix 3": "Commissioning Intention Summaries",
    }
)
# Derby, paragraph 4.4, the answer to the second action.
WORK_PLAN = (
    "Each of the Commissioning Groups have or are developing work plans. Appendix 2 gives an example of the "
    "work-plan for key commissioning intention groups."
)


def targets(text):
    return [(each.kind, each.target) for each in references([Placed("para 1", text)])]


def problems(text, holdings=DERBY):
    return [finding.problem for finding in check([Placed("para 4.4", text)], holdings)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as presented in appendix B.", [("appendix", "B")]),
        ("see Appendix 2 for details", [("appendix", "2")]),
        ("Appendices A to C", [("appendix", "A"), ("appendix", "B"), ("appendix", "C")]),
        ("Annex II sets out", [("appendix", "II")]),
        ("as para 4.4 says", [("paragraph", "4.4")]),
        ("in paragraph 3.12.", [("paragraph", "3.12")]),
        ("paras 3.1, 3.2 and 3.5", [("paragraph", "3.1"), ("paragraph", "3.2"), ("paragraph", "3.5")]),
        ("paragraphs 20 and 24", [("paragraph", "20"), ("paragraph", "24")]),
        ("paras 41-42", [("paragraph", "41"), ("paragraph", "42")]),
        ("paras. 3.9 to 3.11", [("paragraph", "3.9"), ("paragraph", "3.10"), ("paragraph", "3.11")]),
        ("section 5.1", [("section", "5.1")]),
        ("described further in Section 2.", [("section", "2")]),
        ("Table 3 lists them", [("table", "3")]),
        ("as Figure 1 shows", [("figure", "1")]),
        ("under recommendation 2", [("recommendation", "2")]),
        ("attached as **Appendix 1** to this report.", [("appendix", "1")]),
        ("Appendix 3 of this report, Table 1 of the report", [("appendix", "3"), ("table", "1")]),
    ],
)
def test_references_are_found_as_they_are_printed(text, expected):
    assert targets(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The table below summarises the progress",
        "updating the current section 75 agreement",
        "in accordance with Section 100D of the Local Government Act 1972",
        "section 3 of the Health and Social Care Act 2012",
        "Table 1 of the strategy",
        "this figure 50% of children",
        "figures 2013/14",
        "Recommendations The Board is asked",
        "Table 1: Commissioners of maternity and children's health services from 1 April 2013",
        "Appendix B – Procurement stages",
        "List of appendices: Appendix 1 – Implications Appendix 2 – Commissioning Principles",
        "the appendix is attached",
    ],
)
def test_what_only_looks_like_a_reference_is_none(text):
    assert targets(text) == []


def test_the_dash_of_a_heading_is_not_a_range():
    assert targets("see Appendix 2 - A summary") == [("appendix", "2")]
    assert targets("see Appendix 2 - 4") == [("appendix", "2"), ("appendix", "3"), ("appendix", "4")]


def test_derby_cites_as_a_work_plan_the_appendix_that_holds_principles():
    (finding,) = check([Placed("para 4.4", WORK_PLAN)], DERBY)
    assert finding.place == "para 4.4"
    assert finding.quoted == "Appendix 2"
    assert (
        finding.problem == "Appendix 2 is “Commissioning Principles”; the words about it promise: work plan."
    )
    assert finding.cure == "Attach the work plan and refer to it, or change the words."


def test_the_same_words_are_right_once_the_appendix_is_a_work_plan():
    holdings = Holdings(appendices={"Appendix 2": "Example of a work plan"})
    assert check([Placed("para 4.4", WORK_PLAN)], holdings) == ()


def test_derbys_other_appendix_is_what_it_is_said_to_be():
    assert problems("Appendix 3 outlines five of the commissioning intention summaries.") == []
    assert problems("Appendix 1 outlines five of the commissioning intention summaries.") != []


def test_the_words_just_before_count_too():
    text = "The work plan in Appendix 2 runs to 2015."
    assert len(problems(text)) == 1
    assert problems("The principles in Appendix 2 stand.") == []
    # Another sentence, and words far away, promise nothing of the appendix.
    assert problems("There is a work plan. See Appendix 2.") == []


def test_another_appendix_that_may_be_meant_is_named():
    holdings = Holdings(appendices={"Appendix 2": "Principles", "Appendix 4": "Work plan 2013 to 2015"})
    (finding,) = check([Placed("para 4.4", WORK_PLAN)], holdings)
    assert (
        finding.cure == "Refer to the appendix that is meant, perhaps “Appendix 4: Work plan 2013 to 2015”."
    )


def test_an_appendix_without_a_title_is_not_said_to_hold_another_thing():
    assert problems(WORK_PLAN, Holdings(appendices={"Appendix 2": ""})) == []


def test_nottinghamshire_calls_its_structure_diagrams_by_what_they_are():
    holdings = Holdings(
        appendices={
            "1": "CYP Integrated Commissioning Hub Draft Structure",
            "2": "",
            "3": "Children's Services Commissioning Governance Arrangements",
        },
        paragraphs={str(number) for number in range(1, 45)},
    )
    texts = [
        Placed("para 17", "A draft structure of the team is attached as Appendix 1 to this report."),
        Placed("para 28", "A proposed accountability/governance structure is attached as Appendix 3."),
        Placed("para 44", "The financial implications of this report are set out in paragraph 39."),
    ]
    assert check(texts, holdings) == ()
    (finding,) = check([Placed("para 28", "A draft structure is attached as Appendix 4.")], holdings)
    assert finding.problem == "There is no appendix 4; the paper has appendices 1, 2 and 3."
    assert finding.cure == "Attach it, or correct the reference."


PAPER = Holdings(
    appendices={"A": "Outcomes framework domains and outcomes"},
    paragraphs=["3.1", "3.2", "3.12", "4.4"],
    tables=[],
    figures=["1"],
    recommendations=["1", "2", "3"],
)


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("appendix A", "appendix B", "There is no appendix B; the paper has appendix A."),
        (
            "para 4.4",
            "para 4.5",
            "There is no paragraph 4.5; the paper has paragraphs 3.1, 3.2, 3.12 and 4.4.",
        ),
        (
            "paras 3.1 and 3.2",
            "paras 3.1 and 3.3",
            "There is no paragraph 3.3; the paper has paragraphs 3.1, 3.2, 3.12 and 4.4.",
        ),
        (
            "section 3",
            "section 5",
            "There is no section 5; the paper has sections 3, 3.1, 3.2, 3.12, 4 and 4.4.",
        ),
        ("no table", "Table 3", "There is no table 3; the paper has none."),
        ("Figure 1", "Figure 2", "There is no figure 2; the paper has figure 1."),
        (
            "recommendation 2",
            "recommendation 4",
            "There is no recommendation 4; the paper has recommendations 1, 2 and 3.",
        ),
    ],
)
def test_a_target_that_the_paper_does_not_hold(right, wrong, problem):
    assert problems(f"as in {right} above", PAPER) == []
    assert problems(f"as in {wrong} above", PAPER) == [problem]


def test_what_nobody_has_counted_is_not_checked():
    assert problems("as in Table 3, section 9 and para 4.5", Holdings()) == []
    assert len(problems("as in Table 3", Holdings(tables=()))) == 1


def test_the_same_thing_at_one_place_is_said_once_and_at_two_twice():
    text = "Table 3 is long. Table 3 is dull."
    assert len(check([Placed("para 1", text)], PAPER)) == 1
    assert len(check([Placed("para 1", text), Placed("para 2", text)], PAPER)) == 2


@given(st.sets(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 30))
def test_a_reference_is_wrong_exactly_when_its_target_is_not_held(held, cited):
    holdings = Holdings(paragraphs=[f"{number}." for number in held])
    assert bool(problems(f"see paragraph {cited}.", holdings)) == (cited not in held)
