"""A paper as it reads: headings in order, numbers as printed, recommendations as one record, and what is in the way."""

import json
from dataclasses import replace
from datetime import date

import pytest

from commissioning.core.documents.blocks import Bullets, Facts, Heading, Paragraph
from governance.rules.house_styles import DERBY, HAMPSHIRE, NOTTINGHAMSHIRE, Placing
from governance.rules.paper_changes import since
from governance.rules.paper_document import document_of, fingerprint, frozen, thawed
from governance.rules.paper_layout import findings, homeless, layout, problems
from governance.rules.paper_text import Appendix, Asked, PaperText, paragraphs, with_lists

ASKED = (Asked("REC-1", "agree", "the plan"), Asked("REC-2", "note", "the risks"))


def paper(style, **given):
    values = {
        "style": style.name,
        "reference": "PAPER-1",
        "title": "A plan",
        "body": "Health and Wellbeing Board",
        "purpose": "For decision",
        "dated": "13 December 2018",
        "author_role": "Director of Public Health",
        "sections": {
            each.code: "One.\n\nTwo."
            for each in style.sections
            if each.placing in (Placing.BODY, Placing.CLOSING)
        },
        "implications": {demand.area: "None" for demand in style.implications},
        "asked": ASKED,
        "appendices": (Appendix("2", "Commissioning Principles"),),
    }
    return PaperText(**{**values, **given})


def words(found):
    return [part.words for part in found if part.level == 1]


def test_hampshires_headings_are_numbered_as_its_paper_numbers_them():
    """The paper prints 1. Recommendations to 8. Recommendations, and Appendices without a number."""
    assert words(layout(paper(HAMPSHIRE))) == [
        "1. Recommendations",
        "2. Summary",
        "3. Contextual information",
        "4. Benefits and delivery of integration",
        "5. Programme planning and governance",
        "6. Key issues/challenges",
        "7. Conclusion",
        "8. Recommendations",
        "Appendices",
        "Implications",
    ]


def test_what_hampshire_does_not_print_stands_last_and_is_said_to_be_ours():
    last = layout(paper(HAMPSHIRE))[-4:]
    assert [part.heading for part in last] == [
        "Implications",
        "Financial implications",
        "Legal implications",
        "Equalities implications",
    ]
    assert all(part.is_ours for part in last)
    assert not any(part.is_ours for part in layout(paper(DERBY)))


def test_paragraphs_are_numbered_within_a_section_and_on_through_level_two():
    found = {part.code: part for part in layout(paper(HAMPSHIRE))}
    assert [line.label for line in found["summary"].lines] == ["2.1", "2.2"]
    assert [line.label for line in found["challenges"].lines] == ["6.1", "6.2"]
    assert [line.label for line in found["next_steps"].lines] == ["6.3", "6.4"]


def test_nottinghamshires_paragraphs_are_numbered_to_the_end():
    """Its paper has constitutional comments at 43 and financial comments at 44; its background papers have none."""
    found = layout(paper(NOTTINGHAMSHIRE))
    labels = [line.label for part in found for line in part.lines if line.label]
    assert labels == [str(number) for number in range(1, len(labels) + 1)]
    assert found[0].lines[0].label == "1"
    by_code = {part.code: part for part in found}
    assert by_code["background"].lines[0].label == ""
    assert int(by_code["financial_comments"].lines[0].label) > int(by_code["constitutional"].lines[0].label)


def test_derbys_recommendations_are_paragraphs_of_section_two():
    found = {part.code: part for part in layout(paper(DERBY))}
    assert [(line.label, line.text) for line in found["recommendations"].lines] == [
        ("2.1", "To agree the plan"),
        ("2.2", "To note the risks"),
    ]
    assert found["reasons"].lines[0].label == "3.1"


def test_derbys_implications_are_its_first_appendix_area_by_area():
    found = layout(paper(DERBY))
    start = [part.heading for part in found].index("IMPLICATIONS")
    assert [part.heading for part in found[start : start + 6]] == [
        "IMPLICATIONS",
        "Financial",
        "Legal",
        "Personnel",
        "Equalities Impact",
        "Health and Safety",
    ]
    listed = next(part for part in found if part.heading == "List of appendices:")
    assert listed.items == ("Appendix 1: Implications", "Appendix 2: Commissioning Principles")


def test_one_record_is_shown_at_the_top_and_at_the_bottom():
    for asked in (ASKED, (replace(ASKED[0], text="another plan"), ASKED[1])):
        top, bottom = (part for part in layout(paper(HAMPSHIRE, asked=asked)) if part.recommends)
        assert top.items == bottom.items
        assert top.items[0] == f"Agree {asked[0].text}"
    assert (top.lead_in, bottom.lead_in) == (
        "The Health and Wellbeing Board is asked to:",
        "That the Health and Wellbeing Board",
    )


def test_an_optional_heading_without_words_is_left_out_and_the_numbers_close_up():
    bare = paper(HAMPSHIRE, sections={"summary": "x"}, appendices=())
    assert words(layout(bare))[:5] == [
        "1. Recommendations",
        "2. Summary",
        "3. Contextual information",
        "4. Key issues/challenges",
        "5. Conclusion",
    ]
    wanted = [part.code for part in layout(bare) if part.is_wanted]
    assert wanted == ["context", "challenges", "conclusion"]


@pytest.mark.parametrize("style", [HAMPSHIRE, NOTTINGHAMSHIRE, DERBY], ids=lambda style: style.name)
def test_a_full_paper_is_ready_and_one_without_an_implication_is_not(style):
    full = paper(style)
    area = style.implications[0].area
    without = replace(full, implications={**full.implications, area: " "})
    assert problems(full) == ()
    assert [problem.field for problem in problems(without)] == [f"implication_{area}"]


def test_a_paper_needs_a_title_a_date_an_author_and_labels_for_its_appendices():
    lacking = paper(HAMPSHIRE, title="", dated="", author_role="", appendices=(Appendix("", "x"),))
    assert [problem.field for problem in problems(lacking)] == ["title", "dated", "author_role", "appendices"]
    twice = paper(HAMPSHIRE, appendices=(Appendix("B", "x"), Appendix("b", "y")))
    assert "Two appendices are labelled “b”" in problems(twice)[0].message


def test_appendix_1_is_the_implications_in_derby_and_anybodys_elsewhere():
    given = {"appendices": (Appendix("1", "Map"),)}
    assert [problem.field for problem in problems(paper(DERBY, **given))] == ["appendices"]
    assert problems(paper(NOTTINGHAMSHIRE, **given)) == ()


def test_derbys_reference_to_a_work_plan_that_its_appendix_does_not_hold_is_found():
    """Para 4.4 says that Appendix 2 gives an example of the work-plan; Appendix 2 is Commissioning Principles."""
    wrong = paper(
        DERBY, sections={"information": "Appendix 2 gives an example of the work-plan for key groups."}
    )
    right = replace(wrong, appendices=(Appendix("2", "Example of a work plan"),))
    (found,) = findings(wrong)
    assert (found.place, found.quoted) == ("para 4.1", "Appendix 2")
    assert "Commissioning Principles" in found.problem
    assert "work plan" in found.problem
    assert findings(right) == ()


def test_a_reference_to_the_implications_of_derby_is_sound_and_one_to_a_missing_paragraph_is_not():
    text = "See Appendix 1 for the implications and paragraph 4.9."
    (found,) = findings(paper(DERBY, sections={"information": text}))
    assert found.quoted == "paragraph 4.9"


def test_texts_without_a_heading_in_the_style_are_kept_and_named():
    switched = replace(paper(NOTTINGHAMSHIRE), style="derby")
    assert "duties" in homeless(switched)
    assert "information" not in homeless(switched)
    assert homeless(paper(NOTTINGHAMSHIRE)) == ()


def test_changes_since_an_issue_are_told_text_by_text():
    issued = paper(HAMPSHIRE)
    now = replace(
        issued,
        sections={**issued.sections, "summary": "Other."},
        asked=(ASKED[1], replace(ASKED[0], text="half the plan")),
    )
    assert since(issued, issued) == ()
    assert [each.label for each in since(issued, now)] == ["Recommendation REC-1", "Summary"]
    assert since(issued, now)[0].words == "Recommendation REC-1: Agree the plan then, Agree half the plan now"


def test_a_frozen_text_is_read_as_it_was():
    given = paper(DERBY)
    assert PaperText.from_json(given.as_json()) == given
    with pytest.raises(ValueError, match="cannot be read"):
        PaperText.from_json({"style": "derby"})


def test_a_blank_line_starts_a_paragraph_and_a_single_break_does_not():
    assert paragraphs("One\r\nstill one\r\n\r\n\r\nTwo\n") == ("One\nstill one", "Two")
    assert paragraphs(" \n ") == ()


def test_lines_that_begin_with_a_dash_are_a_list_beneath_their_paragraph_and_have_no_number():
    text = "Three things:\n- one\n- two,\n  and more\n\n• three\n\nThen this."
    found = {part.code: part for part in layout(paper(HAMPSHIRE, sections={"summary": text}))}
    first, second = found["summary"].lines
    assert (first.label, first.text, first.items) == (
        "2.1",
        "Three things:",
        ("one", "two, and more", "three"),
    )
    assert (second.label, second.text, second.items) == ("2.2", "Then this.", ())


def test_a_list_without_a_paragraph_before_it_stands_by_itself_and_a_dash_within_words_is_none():
    assert with_lists("- one\n- two") == (("", ("one", "two")),)
    assert with_lists("A - B\n-3 degrees") == (("A - B\n-3 degrees", ()),)
    found = {part.code: part for part in layout(paper(HAMPSHIRE, sections={"summary": "- one\n\nTwo"}))}
    assert [line.label for line in found["summary"].lines] == ["", "2.1"]


def test_a_reference_within_a_list_is_checked_at_its_paragraph():
    text = "Attached:\n- Appendix 9 gives the timeline"
    (found,) = findings(paper(HAMPSHIRE, sections={"summary": text}))
    assert (found.place, found.quoted) == ("para 2.1", "Appendix 9")


def test_a_document_has_the_lists_as_lists_and_the_header_under_the_styles_own_words():
    given = paper(NOTTINGHAMSHIRE, agenda_item="4", sections={"purpose": "Three things:\n- one\n- two"})
    made = document_of(given, on=date(2013, 6, 10), colour="#1f3b57", reference="PAPER-1, issue 1")
    assert made.blocks[0] == Facts(
        (("Date", "13 December 2018"), ("Agenda Item", "4"), ("Report of", "Director of Public Health"))
    )
    assert made.blocks[1:4] == (
        Heading("Purpose of the Report"),
        Paragraph("1  Three things:"),
        Bullets(("one", "two")),
    )
    assert Bullets(("agrees the plan", "notes the risks"), numbered=True) in made.blocks


def test_a_frozen_paper_is_thawed_to_the_letter_and_another_format_is_refused():
    given = paper(DERBY)
    document = document_of(given, on=date(2013, 9, 12), colour="#1f3b57", reference="")
    content = json.loads(json.dumps(frozen(given, document)))
    assert thawed(content) == (given, document)
    assert fingerprint(content) == fingerprint(frozen(given, document))
    with pytest.raises(ValueError, match="only 1 can be read"):
        thawed({**content, "format": 2})
