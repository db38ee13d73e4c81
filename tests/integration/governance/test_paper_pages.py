"""Pages of papers: as they will read, what stands in the way, the one form that loses nothing, and issues."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import BoardPaper, PaperIssue, Recommendation
from tests.factories import (
    BodyFactory,
    EvidenceLinkFactory,
    LearningPointFactory,
    MilestoneFactory,
    PaperSectionFactory,
    ProgrammeFactory,
    RiskFactory,
)
from tests.integration.governance.papers import full_paper, sent_by
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory(key="placeshire")


@pytest.fixture
def body(programme):
    return BodyFactory(programme=programme, name="Health and Wellbeing Board")


@pytest.fixture
def client(programme):
    return signed_in(Role.COMMISSIONER, programme)


def written(body, style="hampshire"):
    return full_paper(style, programme=body.programme, body=body)


def at(paper, *rest):
    return "/".join(["/programmes", paper.programme.key, "papers", paper.reference, *rest]) + "/"


def saved(client, paper, **changes):
    """Open the form, change something, and press Save."""
    values = sent_by(client.get(at(paper, "change")))
    return client.post(at(paper, "change"), {**values, "reason": "Read by finance", **changes})


def fresh(paper):
    return BoardPaper.objects.get(pk=paper.pk)


def acted(client, paper, act, **more):
    values = {"version": fresh(paper).version, "reason": "For the meeting", **more}
    return client.post(at(paper, act), values)


# --- reading ------------------------------------------------------------------------------------------------------


def test_a_paper_reads_under_the_headings_of_its_style_with_its_asks_at_top_and_bottom(client, body):
    paper = written(body)
    said = open_page(client, at(paper)).words
    order = [
        "1. Recommendations",
        "The Health and Wellbeing Board is asked to:",
        "2. Summary",
        "3. Contextual information",
        "6. Key issues/challenges",
        "Timelines/next steps",
        "7. Conclusion",
        "8. Recommendations",
        "That the Health and Wellbeing Board",
        "Asked for by this product",
        "Legal implications",
    ]
    places = [said.index(each) for each in order]
    assert places == sorted(places)
    assert said.count("Agree the plan") == 3  # at the top, at the bottom, and among what became of it


def test_one_edit_of_a_recommendation_is_read_at_the_top_and_at_the_bottom(client, body):
    paper = written(body)
    answer = saved(client, paper, ask_1_text="half the plan")
    assert (answer.status_code, answer.url) == (302, at(paper))
    said = open_page(client, at(paper)).words
    assert (said.count("Agree half the plan"), said.count("Agree the plan")) == (3, 0)


def test_what_stands_in_the_way_leads_to_its_field(client, body):
    paper = written(body)
    paper.implications.filter(area="equalities").delete()
    page = open_page(client, at(paper))
    assert "1 thing in the way of ready" in page.words
    assert "“Equalities implications” is blank." in page.words
    assert f'href="{at(paper, "change")}#id_implication_equalities"' in page.html
    assert 'id="id_implication_equalities"' in open_page(client, at(paper, "change")).html


def test_derbys_wrong_appendix_is_found_with_its_place_and_its_cure(client, body):
    """The paper's para 4.4 promises a work plan in Appendix 2, which holds the Commissioning Principles."""
    paper = written(body, "derby")
    paper.sections.filter(code="information").update(
        text="Each group develops a plan. Appendix 2 gives an example of the work plan."
    )
    BoardPaper.objects.filter(pk=paper.pk).update(
        appendices=[{"label": "2", "title": "Commissioning Principles"}]
    )
    page = open_page(client, at(paper))
    (row,) = next(table for table in page.tables if table and len(table[0]) == 4)
    assert row[:2] == ["para 4.1", "“Appendix 2”"]
    assert "Appendix 2 is “Commissioning Principles”" in row[2]
    assert "Attach the work plan" in row[3]
    saved(client, paper, appendix_1_title="Work plan of the groups")
    assert "None leads nowhere" in open_page(client, at(paper)).words


def test_a_reader_sees_no_way_to_change_and_a_hostile_text_stays_text(programme, body):
    paper = written(body)
    paper.sections.filter(code="summary").update(text="<script>alert(1)</script>")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), at(paper))
    assert at(paper, "change") not in page.html
    assert "Mark it ready" not in page.words
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.words


def test_evidence_for_what_is_asked_is_shown(programme, body):
    paper = written(body)
    ask = Recommendation.objects.filter(paper=paper).first()
    finding = LearningPointFactory(programme=ProgrammeFactory())
    EvidenceLinkFactory(
        programme=programme,
        learning_point=finding,
        recommendation=ask,
        intention=None,
        risk=None,
        note="The same was tried",
    )
    reader = signed_in(Role.PROGRAMME_MANAGER, programme)
    assert "The same was tried" not in open_page(reader, at(paper)).words  # of a review that they may not see
    everybody = signed_in(Role.PLATFORM_ADMINISTRATOR)
    assert "The same was tried" in open_page(everybody, at(paper)).words


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_list_filters_searches_and_says_what_is_missing(client, body):
    one, other = written(body), written(body, "derby")
    one.sections.filter(code="summary").delete()
    BoardPaper.objects.filter(pk=other.pk).update(title="Sleep", state="ready")
    address = f"/programmes/{body.programme.key}/papers/"
    page = open_page(client, address)
    assert "2 papers: 1 draft, 1 ready." in page.words
    assert "1 thing missing" in page.results
    for query, left in (
        ("state=ready", "Sleep"),
        ("q=sleep", "Sleep"),
        ("style=hampshire", "A crisis service"),
    ):
        assert [
            row[0].split(" PLA")[0].split(" T")[0]
            for row in open_page(client, f"{address}?{query}").tables[0]
        ]
        assert left in open_page(client, f"{address}?{query}").results
        assert len(open_page(client, f"{address}?{query}").tables[0]) == 1
    assert "No paper fits these filters" in open_page(client, f"{address}?q=nothing").words


def test_the_list_asks_as_often_for_many_papers_as_for_one(client, body):
    address = f"/programmes/{body.programme.key}/papers/"
    counts = []
    for _ in range(2):
        written(body)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_empty_list_says_how_to_begin(client, programme):
    page = open_page(client, f"/programmes/{programme.key}/papers/")
    assert "No papers yet" in page.words
    assert f"/programmes/{programme.key}/papers/add/" in page.html


def test_a_paper_is_begun_for_a_body(client, body):
    address = f"/programmes/{body.programme.key}/papers/add/"
    refused = client.post(
        address, {"title": "", "body": body.reference, "style": "derby", "purpose": "noting"}
    )
    assert refused.status_code == 422
    assert "Enter a title" in Page(refused).words
    values = {
        "title": "Sleep",
        "body": body.reference,
        "style": "derby",
        "purpose": "noting",
        "dated": "12 September 2013",
        "author_role": "Director",
        "reason": "Asked for in June",
    }
    answer = client.post(address, values)
    made = BoardPaper.objects.get(title="Sleep")
    assert answer.url == at(made, "change")
    assert (made.body, made.style, made.dated.start) == (body, "derby", date(2013, 9, 12))


# --- the form -----------------------------------------------------------------------------------------------------


def test_a_refused_form_comes_back_with_everything_as_typed(client, body):
    paper = written(body)
    answer = saved(
        client,
        paper,
        section_summary="A long text",
        ask_3_text="the map",
        appendix_1_title="Map",
        dated="31 Febtember",
        reason="",
    )
    assert answer.status_code == 422
    back = sent_by(answer)
    assert (back["section_summary"], back["ask_3_text"], back["appendix_1_title"]) == (
        "A long text",
        "the map",
        "Map",
    )
    assert back["dated"] == "31 Febtember"
    assert fresh(paper).version == paper.version


def test_a_recommendation_without_a_verb_is_refused_at_its_row(client, body):
    paper = written(body)
    answer = saved(client, paper, ask_3_text="the map")
    assert answer.status_code == 422
    assert "Choose what the body is asked to do" in Page(answer).words
    assert 'href="#id_ask_3_text"' in answer.content.decode()
    assert saved(client, paper, ask_3_text="the map", ask_3_verb="endorse").status_code == 302


def test_rows_stand_in_the_order_of_their_places(client, body):
    paper = written(body)
    saved(client, paper, ask_1_order="2", ask_2_order="1")
    rows = Recommendation.objects.filter(paper=paper).order_by("position")
    assert [row.verb for row in rows] == ["note", "agree"]


def test_more_rows_and_a_starting_text_save_nothing_and_lose_nothing(client, body, programme):
    RiskFactory(programme=programme, title="Posts stay empty", raised=parse_fuzzy_date("May 2018"))
    paper = written(body)
    values = {**sent_by(client.get(at(paper, "change"))), "section_summary": "Typed", "ask_3_text": "the map"}
    more = client.post(at(paper, "change"), {**values, "more": "recommendations"})
    back = sent_by(more)
    assert more.status_code == 200
    assert "ask_7_text" in back
    assert "There is a problem" not in Page(more).words
    put = client.post(at(paper, "change"), {**back, "insert": "section_challenges:risks"})
    last = sent_by(put)
    assert put.status_code == 200
    assert (last["section_summary"], last["ask_3_text"]) == ("Typed", "the map")
    assert last["section_challenges"].startswith("About challenges.\n\nFrom the records on ")
    assert "Posts stay empty (not assessed). No mitigation is recorded." in last["section_challenges"]
    assert "Nothing has been saved yet" in Page(put).words
    assert fresh(paper).version == paper.version


def test_another_style_keeps_what_has_no_place_in_it_and_says_so(client, body):
    paper = written(body)
    saved(client, paper, style="derby")
    page = open_page(client, at(paper))
    assert "Texts that have no place in this style" in page.words
    assert "Contextual information (Hampshire County Council)" in page.words
    form = sent_by(client.get(at(paper, "change")))
    assert form["section_context"] == "About context."
    saved(client, paper, style="hampshire")
    assert "Texts that have no place" not in open_page(client, at(paper)).words


def test_two_people_at_one_paper_lose_nothing(client, body):
    """Mine alone stays mine, theirs alone theirs, and what both changed is chosen."""
    paper = written(body)
    mine = {
        **sent_by(client.get(at(paper, "change"))),
        "section_summary": "My summary",
        "section_conclusion": "My conclusion",
        "ask_1_text": "my plan",
        "reason": "Mine",
    }
    saved(client, paper, section_summary="Their summary", section_context="Their context", reason="Theirs")
    answer = client.post(at(paper, "change"), mine)
    assert answer.status_code == 409
    said = Page(answer).words
    assert "My summary" in said
    assert "Their summary" in said
    assert "keep_section_summary" in answer.content.decode()
    assert "keep_section_conclusion" not in answer.content.decode()
    chosen = {**sent_by(answer), "keep_section_summary": "yours"}
    assert client.post(at(paper, "change"), chosen).status_code == 302
    texts = dict(fresh(paper).sections.values_list("code", "text"))
    assert (texts["summary"], texts["conclusion"], texts["context"]) == (
        "My summary",
        "My conclusion",
        "Their context",
    )
    assert Recommendation.objects.filter(paper=paper).order_by("position").first().text == "my plan"


def test_the_others_version_is_kept_where_it_is_chosen(client, body):
    paper = written(body)
    mine = {**sent_by(client.get(at(paper, "change"))), "ask_1_text": "my plan", "reason": "Mine"}
    saved(client, paper, ask_1_text="their plan")
    answer = client.post(at(paper, "change"), mine)
    assert "keep_recommendations" in answer.content.decode()
    client.post(at(paper, "change"), {**sent_by(answer), "keep_recommendations": "theirs"})
    assert Recommendation.objects.filter(paper=paper).order_by("position").first().text == "their plan"


def test_a_form_opened_under_another_style_loses_no_text(client, body):
    paper = written(body)
    mine = {**sent_by(client.get(at(paper, "change"))), "section_context": "My context", "reason": "Mine"}
    saved(client, paper, style="derby")
    answer = client.post(at(paper, "change"), mine)
    assert answer.status_code == 409
    client.post(at(paper, "change"), sent_by(answer))
    assert fresh(paper).style == "derby"
    assert fresh(paper).sections.get(code="context").text == "My context"


# --- ready and issued ---------------------------------------------------------------------------------------------


def test_ready_is_refused_with_everything_listed_and_accepted_once_it_is_there(client, body):
    paper = written(body)
    paper.implications.filter(area="legal").delete()
    paper.sections.filter(code="summary").delete()
    refused = acted(client, paper, "ready")
    assert refused.status_code == 422
    said = Page(refused).words
    assert "“Summary” is blank" in said
    assert "“Legal implications” is blank" in said
    saved(client, paper, section_summary="Written", implication_legal="None")
    assert acted(client, paper, "ready").status_code == 302
    assert fresh(paper).state == "ready"
    assert "so its words stand" in open_page(client, at(paper, "change")).words
    assert acted(client, paper, "ready", step="draft").status_code == 302
    assert fresh(paper).state == "draft"


def test_an_issue_stays_and_the_page_tells_what_has_changed_since(client, body):
    paper = written(body)
    assert "only a paper that is marked ready" in open_page(client, at(paper, "issue")).words
    assert acted(client, paper, "issue").status_code == 422
    acted(client, paper, "ready")
    answer = acted(client, paper, "issue")
    assert answer.url == at(paper, "issues", "1")
    page = open_page(client, answer.url)
    assert "Nothing of the paper has changed since." in page.words
    acted(client, paper, "ready", step="draft")
    saved(client, paper, section_summary="Anew", ask_1_text="half the plan")
    after = open_page(client, answer.url)
    assert "2 texts have changed since." in after.words
    assert "About summary." in after.words
    row = next(row for row in after.tables[-1] if row[0] == "Summary")
    assert row == ["Summary", "About summary.", "Anew"]
    assert "2 texts have changed since" in open_page(client, at(paper)).words


def test_the_files_are_those_of_the_issue(client, programme, body):
    paper = written(body)
    acted(client, paper, "ready")
    acted(client, paper, "issue")
    reader = signed_in(Role.BOARD_MEMBER, programme)
    issue = PaperIssue.objects.get(paper=paper)
    pdf = reader.get(f"{at(paper, 'issues', '1')}paper.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert hashlib.sha256(pdf.content).hexdigest() == issue.pdf_sha256
    word = reader.get(f"{at(paper, 'issues', '1')}paper.docx")
    assert word.content[:2] == b"PK"
    assert reader.get(f"{at(paper, 'issues', '2')}paper.pdf").status_code == 404


# --- starting texts -----------------------------------------------------------------------------------------------


def test_starting_texts_for_hampshire_count_what_its_paper_counts(hampshire):
    """The paper of 13 December 2018: 16 services, 3 of 14 lines to be confirmed, over £45m stated."""
    from governance.selectors.paper_starters import starting_text

    on = date(2018, 12, 13)
    scope, money = (starting_text(hampshire, kind, on) for kind in ("scope", "money"))
    assert scope.startswith("From the records on 13 December 2018: 16 services are in scope")
    assert "14 budget lines come to £47.12m, 3 of 14 lines TBC" in money
    assert "45m" in money
    assert money.count("\n- ") == 3
    assert "1 without an answer" in starting_text(hampshire, "feedback", on)


def test_starting_texts_of_an_empty_programme_say_that_nothing_is_recorded(programme):
    from governance.selectors.paper_starters import LABELS, starting_text

    said = [starting_text(programme, kind, date(2018, 12, 13)) for kind in LABELS]
    assert all(each.startswith("From the records on 13 December 2018: no") for each in said)


def test_a_step_that_is_late_is_said_to_be_overdue(programme):
    from governance.selectors.paper_starters import starting_text

    MilestoneFactory(
        programme=programme, text="Notice", date=parse_fuzzy_date("1 June 2018"), state="planned"
    )
    said = starting_text(programme, "timeline", date(2018, 12, 13))
    assert "1 overdue" in said
    assert "- Overdue: 1 June 2018: Notice" in said


def test_a_programmes_papers_are_not_anothers(client, body):
    other = full_paper()
    PaperSectionFactory(paper=other, code="extra")
    assert client.get(f"/programmes/{body.programme.key}/papers/{other.reference}/").status_code == 404
