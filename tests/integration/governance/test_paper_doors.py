"""Papers through their doors: drafts lose nothing, ready is refused with everything that is missing, issues stand."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import BoardPaper, PaperIssue, PaperSection, Recommendation
from governance.rules.house_styles import HOUSE_STYLES, Placing
from governance.rules.paper_layout import homeless, layout
from governance.rules.paper_text import Appendix
from governance.selectors.board_papers import paper_rows, text_of
from governance.services.paper_asks import AskGiven
from governance.services.paper_issues import issue_paper, pdf_again, word_of
from governance.services.papers import PaperGiven, add_paper, back_to_draft, change_paper, mark_ready
from programmes.access import NOTHING, Grants
from tests.factories import BodyFactory, DecisionFactory, EvidenceLinkFactory, ProgrammeFactory, UserFactory
from tests.integration.governance.papers import full_paper
from tests.unit.core.document_reader import close, tags, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
EVERYTHING = Grants(everything=True)
GIVEN = PaperGiven(
    "A crisis service", "hampshire", "decision", parse_fuzzy_date("20 October 2026"), "Director"
)


@pytest.fixture
def person():
    return UserFactory(job_title="Commissioner")


@pytest.fixture
def who(person):
    return {"by": person, "grants": EVERYTHING, "reason": "For the October meeting"}


def fresh(paper):
    return BoardPaper.objects.get(pk=paper.pk)


def ready(paper, who):
    return mark_ready(paper, version=fresh(paper).version, **who)


def issued(paper, who):
    ready(paper, who)
    return issue_paper(paper, version=fresh(paper).version, on=TODAY, **who)


def asks_of(paper):
    return [(row.verb, row.text, row.state) for row in Recommendation.objects.filter(paper=paper)]


def given_of(paper, **changes):
    """What a form would send of the paper as it stands."""
    text = text_of(paper)
    asks = tuple(AskGiven(each.reference, each.verb, each.text) for each in text.asked)
    return replace(GIVEN, style=paper.style, title=paper.title, dated=paper.dated, asks=asks, **changes)


def refusal(call):
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict if hasattr(caught.value, "error_dict") else caught.value.messages


# --- begun and changed --------------------------------------------------------------------------------------------


def test_a_paper_begins_as_a_draft_with_a_reference(who):
    body = BodyFactory()
    paper = add_paper(body.programme, GIVEN, body=body, **who)
    assert (paper.state, paper.body, paper.reference.split("-")[1]) == ("draft", body, "PAPER")
    assert paper.dated.start == date(2026, 10, 20)


def test_a_paper_without_a_title_or_for_a_body_of_another_programme_is_refused(who):
    body = BodyFactory()
    elsewhere = BodyFactory(programme=ProgrammeFactory())
    said = refusal(lambda: add_paper(body.programme, replace(GIVEN, title=" "), body=elsewhere, **who))
    assert sorted(said) == ["body", "title"]
    named = replace(GIVEN, author_role="Mrs Example")
    assert list(refusal(lambda: add_paper(body.programme, named, body=body, **who))) == ["author_role"]


def test_only_those_who_write_papers_pass_the_doors(who):
    paper = full_paper()
    with pytest.raises(PermissionDenied):
        add_paper(paper.programme, GIVEN, body=paper.body, **{**who, "grants": NOTHING})
    for door in (mark_ready, back_to_draft):
        with pytest.raises(PermissionDenied):
            door(paper, version=paper.version, **{**who, "grants": NOTHING})
    with pytest.raises(PermissionDenied):
        issue_paper(paper, version=paper.version, on=TODAY, **{**who, "grants": NOTHING})
    with pytest.raises(PermissionDenied):
        change_paper(paper, GIVEN, version=paper.version, **{**who, "grants": NOTHING})


def test_a_draft_is_saved_whole_and_a_blank_text_is_taken_away(who):
    paper = full_paper()
    change_paper(
        paper,
        given_of(
            paper,
            sections={"summary": "Anew.", "conclusion": " ", "benefits": "Better."},
            implications={"legal": "Some"},
            appendices=(Appendix("A", "Map"), Appendix("", "")),
        ),
        version=paper.version,
        **who,
    )
    text = text_of(fresh(paper))
    assert (text.sections["summary"], text.sections["benefits"]) == ("Anew.", "Better.")
    assert "conclusion" not in text.sections
    assert text.sections["context"] == "About context."  # not among what was given, so it stays
    assert text.implications["legal"] == "Some"
    assert text.appendices == (Appendix("A", "Map"),)


def test_who_was_overtaken_is_told_and_nothing_is_overwritten(who):
    paper = full_paper()
    first = paper.version
    change_paper(paper, given_of(paper, sections={"summary": "Mine."}), version=first, **who)
    with pytest.raises(StaleEdit):
        change_paper(paper, given_of(paper, sections={"summary": "Late."}), version=first, **who)
    assert PaperSection.objects.get(paper=paper, code="summary").text == "Mine."


def test_another_style_keeps_texts_by_their_code_and_shows_those_without_a_place(who):
    paper = full_paper("hampshire")
    change_paper(paper, replace(given_of(paper), style="derby"), version=paper.version, **who)
    text = text_of(fresh(paper))
    assert text.sections["summary"] == "About summary."
    assert set(homeless(text)) == {"context", "benefits", "planning", "challenges", "conclusion"}
    change_paper(
        paper, replace(given_of(fresh(paper)), style="hampshire"), version=fresh(paper).version, **who
    )
    assert homeless(text_of(fresh(paper))) == ()


# --- recommendations ----------------------------------------------------------------------------------------------


def test_one_edit_of_a_recommendation_changes_the_top_and_the_bottom(who):
    paper = full_paper("hampshire")
    given = given_of(paper)
    asks = (replace(given.asks[0], text="half the plan"), given.asks[1])
    change_paper(paper, replace(given, asks=asks), version=paper.version, **who)
    top, bottom = (part.items for part in layout(text_of(fresh(paper))) if part.recommends)
    assert top == bottom == ("Agree half the plan", "Note the risks")


def test_recommendations_keep_the_order_given_and_lose_those_cleared(who):
    paper = full_paper()
    first, second = given_of(paper).asks
    asks = (AskGiven("", "endorse", "the map"), second, replace(first, text=" "))
    change_paper(paper, replace(given_of(paper), asks=asks), version=paper.version, **who)
    assert asks_of(paper) == [("endorse", "the map", "drafted"), ("note", "the risks", "drafted")]


def test_a_recommendation_that_a_decision_answered_stays_as_it_was_asked(who):
    paper = full_paper()
    first, second = Recommendation.objects.filter(paper=paper)
    DecisionFactory(programme=paper.programme, body=paper.body, recommendation=first)
    given = given_of(paper)
    changed = replace(given, asks=(replace(given.asks[0], text="x"), replace(given.asks[1], text="y")))
    said = refusal(lambda: change_paper(paper, changed, version=paper.version, **who))
    assert list(said) == ["ask_1"]
    assert f"“Agree {first.text}”" in said["ask_1"][0]
    gone = replace(given, asks=(replace(given.asks[0], text=""), given.asks[1]))
    assert list(refusal(lambda: change_paper(paper, gone, version=paper.version, **who))) == ["ask_1"]
    other = replace(given, asks=(given.asks[0], replace(given.asks[1], text="y")))
    change_paper(paper, other, version=paper.version, **who)
    second.refresh_from_db()
    assert second.text == "y"


def test_a_recommendation_with_evidence_is_not_taken_away_with_it(who):
    paper = full_paper()
    first = Recommendation.objects.filter(paper=paper).first()
    EvidenceLinkFactory(programme=paper.programme, recommendation=first, intention=None, risk=None)
    given = given_of(paper)
    gone = replace(given, asks=(replace(given.asks[0], text=""), given.asks[1]))
    assert (
        "Evidence is attached"
        in refusal(lambda: change_paper(paper, gone, version=paper.version, **who))["ask_1"][0]
    )


# --- ready --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", list(HOUSE_STYLES))
def test_a_complete_paper_is_ready_and_one_lacking_an_implication_is_refused(style, who):
    whole, lacking = full_paper(style), full_paper(style)
    area = HOUSE_STYLES[style].implications[0].area
    lacking.implications.filter(area=area).delete()
    assert ready(whole, who).state == "ready"
    said = refusal(lambda: ready(lacking, who))
    assert list(said) == [f"implication_{area}"]
    assert fresh(lacking).state == "draft"


def test_everything_that_is_missing_is_said_at_once(who):
    paper = full_paper("derby")
    paper.sections.filter(code__in=["summary", "contact"]).delete()
    paper.implications.filter(area="legal").update(text="TBC")
    Recommendation.objects.filter(paper=paper).delete()
    said = refusal(lambda: ready(paper, who))
    assert sorted(said) == ["implication_legal", "recommendations", "section_contact", "section_summary"]


def test_none_is_an_answer_and_blank_or_tbc_is_not(who):
    paper = full_paper("hampshire")
    for text, taken in (("None", True), ("", False), ("TBC", False)):
        paper.implications.filter(area="legal").update(text=text)
        if taken:
            assert ready(paper, who).state == "ready"
            back_to_draft(paper, version=fresh(paper).version, **who)
        else:
            assert list(refusal(lambda: ready(paper, who))) == ["implication_legal"]


def test_a_ready_paper_is_changed_only_as_a_draft_again_with_a_reason(who):
    paper = full_paper()
    ready(paper, who)
    now = fresh(paper)
    said = refusal(lambda: change_paper(paper, given_of(now), version=now.version, **who))
    assert "Take it back to draft first" in said[0]
    unsaid = {**who, "reason": " "}
    assert list(refusal(lambda: back_to_draft(paper, version=now.version, **unsaid))) == ["reason"]
    back_to_draft(paper, version=now.version, **who)
    assert change_paper(paper, given_of(now), version=fresh(paper).version, **who).state == "draft"


# --- issued -------------------------------------------------------------------------------------------------------


def test_only_a_ready_paper_is_issued(who):
    paper = full_paper()
    assert "only" in refusal(lambda: issue_paper(paper, version=paper.version, on=TODAY, **who))[0].lower()
    assert issued(paper, who).number == 1
    assert fresh(paper).state == "issued"


def test_what_was_drafted_is_asked_once_issued_and_what_was_answered_stays(who):
    paper = full_paper()
    Recommendation.objects.filter(paper=paper, verb="note").update(state="agreed")
    issued(paper, who)
    assert [state for _, _, state in asks_of(paper)] == ["asked", "agreed"]


def test_a_changed_ask_of_an_issued_paper_is_drafted_until_it_is_issued_again(who):
    paper = full_paper()
    issued(paper, who)
    back_to_draft(paper, version=fresh(paper).version, **who)
    given = given_of(fresh(paper))
    asks = (replace(given.asks[0], text="half the plan"), given.asks[1])
    change_paper(paper, replace(given, asks=asks), version=fresh(paper).version, **who)
    assert [state for _, _, state in asks_of(paper)] == ["drafted", "asked"]
    assert issued(paper, who).number == 2
    assert [state for _, _, state in asks_of(paper)] == ["asked", "asked"]


def test_later_edits_leave_an_issue_as_it_was(who):
    paper = full_paper()
    made = issued(paper, who)
    before = (made.content, made.content_sha256, bytes(made.pdf), word_of(made))
    back_to_draft(paper, version=fresh(paper).version, **who)
    change_paper(
        paper, given_of(fresh(paper), sections={"summary": "Anew."}), version=fresh(paper).version, **who
    )
    kept = PaperIssue.objects.get(pk=made.pk)
    assert (kept.content, kept.content_sha256, bytes(kept.pdf), word_of(kept)) == before
    assert "Anew." not in words(bytes(kept.pdf))


def test_an_issue_cannot_be_rewritten(who):
    made = issued(full_paper(), who)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperIssue.objects.filter(pk=made.pk).update(number=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperIssue.objects.filter(pk=made.pk).delete()


@pytest.mark.parametrize("style", list(HOUSE_STYLES))
def test_the_pdf_is_set_again_byte_by_byte_with_the_headings_of_the_style_in_order(style, who):
    made = issued(full_paper(style), who)
    pdf = bytes(made.pdf)
    assert pdf_again(PaperIssue.objects.get(pk=made.pk)) == pdf
    said, at = words(pdf), 0
    printed = [each for each in HOUSE_STYLES[style].sections if each.placing != Placing.APPENDIX]
    if len([each for each in printed if each.level == 1]) >= 6:  # a list of the sections stands first
        at = said.index(close(printed[1].heading)) + 1
    for section in printed[1:]:
        found = said.find(close(section.heading), at)
        assert found >= 0, f"{section.heading} is missing or out of order"
        at = found
    assert {"H1", "H2"} & set(tags(pdf))


def test_the_word_copy_has_the_same_headings(who):
    made = issued(full_paper("derby"), who)
    read = docx.Document(BytesIO(word_of(made)))
    headings = [each.text for each in read.paragraphs if each.style.name == "Heading 1"]
    assert headings == [
        each.heading
        for each in HOUSE_STYLES["derby"].sections
        if each.level == 1 and each.placing != "appendix"
    ]


def test_the_list_counts_what_is_missing_and_the_issues(who):
    paper = full_paper()
    paper.sections.filter(code="summary").delete()
    other = full_paper(programme=paper.programme, body=paper.body)
    issued(other, who)
    rows = {row.reference: row for row in paper_rows(paper.programme)}
    assert (rows[paper.reference].missing, rows[paper.reference].issues) == (1, 0)
    assert (rows[other.reference].missing, rows[other.reference].issues) == (0, 1)
