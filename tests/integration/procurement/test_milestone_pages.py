"""The pages of milestones: counts that open their rows, the form that changes one, its history, and who may."""

from html import unescape
from urllib.parse import urlsplit

import pytest

from commissioning.core.access import Role
from programmes.models import Milestone, MilestoneChange
from tests.factories import (
    MilestoneDependencyFactory,
    MilestoneFactory,
    ProgrammeFactory,
    ProjectSummaryFactory,
)
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
LIST = "/programmes/derby/milestones/"
ON = "on=2014-04-15"


@pytest.fixture
def board(derby):
    return signed_in(Role.BOARD_MEMBER, derby)


@pytest.fixture
def manager(derby):
    return signed_in(Role.PROGRAMME_MANAGER, derby, job_title="Programme manager")


def text(response):
    return " ".join(unescape(response.content.decode()).split())


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_counts_by_kind_are_the_papers_own(board):
    page = open_page(board, f"{LIST}?{ON}")
    counts = {row[0]: row[1:] for row in page.tables[0]}
    assert [cell.split()[0] for cell in counts["Milestone"][:6]] == ["30", "24", "2", "1", "1", "2"]
    assert counts["Milestone"][8].split()[0] == "6"  # five of Children in Care, and the review of the report


def test_every_count_opens_exactly_its_rows(board):
    page = open_page(board, f"{LIST}?{ON}")
    opened = 0
    for row, links in zip(page.tables[0], page.links[0], strict=True):
        for cell, found in zip(row[1:], links[1:], strict=True):
            count = int(cell.split()[0])
            assert bool(found) == bool(count)
            for link in found:
                assert "on=2014-04-15" in link
                listed = open_page(board, LIST + "?" + urlsplit(link).query)
                assert listed.response.context["pagination"].summary.split(" milestone")[0].split()[
                    -1
                ] == str(count)
                opened += 1
    assert opened > 20


@pytest.mark.parametrize(
    ("query", "count", "words"),
    [
        ("due=September+2013", 6, "Maternal smoking audit completion"),
        ("parent=DER-PRJ-1&fit=after", 5, "1 day after the project’s end"),
        ("fit=before", 1, "2 days before the project’s start"),
        ("kind=milestone&dates=awaited", 1, "still awaited"),
        ("q=fostering", 1, "Pilot remand/specialist fostering scheme"),
        ("state=blocked", 1, "Further data requested from GEM"),
        ("owner=none", 50, "Stakeholder event"),
    ],
)
def test_filters(board, query, count, words):
    page = open_page(board, f"{LIST}?{ON}&{query}")
    assert f" {count} milestone" in page.response.context["pagination"].summary
    assert words in page.results


def test_a_filter_that_cannot_be_read_is_said_and_narrows_nothing(board):
    page = open_page(board, f"{LIST}?{ON}&due=soon&kind=wish")
    assert "all 50 milestones" in page.results
    assert "“soon” is not a date" in page.results
    assert "“wish” is not one of the choices" in page.results


def test_nothing_found_says_so_and_offers_the_way_back(board):
    page = open_page(board, f"{LIST}?{ON}&q=nothing+says+this")
    assert "No milestone fits these filters" in page.results
    assert "Clear filters" in page.results


def test_a_programme_without_any_says_so():
    programme = ProgrammeFactory(key="empty")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), "/programmes/empty/milestones/")
    assert "No milestones yet" in page.words


def test_the_whole_register_stands_on_one_page_in_the_order_by_name(board):
    page = open_page(board, f"{LIST}?{ON}&sort=text")
    assert "Showing all 50 milestones" in page.results
    names = [row[0].casefold() for row in page.tables[-1]]
    assert len(names) == 50
    assert names == sorted(names)


# --- one milestone ------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_known_and_what_is_not(board):
    page = open_page(board, f"{LIST}DER-PRJ-2-M-1/?{ON}")
    assert "First meeting" in page.words
    assert "2 days before the project’s start" in page.words
    assert "29 April 2013 inferred" not in page.words  # the year is a note of its own
    assert "the year is inferred" in page.words
    assert "Its period: 3 months from May 2013" in page.words
    assert "Owner not stated" in page.words
    assert "Appendix 3 (2)" in page.words


def test_an_undated_one_is_never_called_late(board):
    page = open_page(board, f"{LIST}DER-PRJ-4-M-8/?on=2030-01-01")
    assert "Without a date it is never counted as late" in page.words
    assert "Date passed" not in page.words


def test_what_waits_for_what_stands_on_both_pages_with_their_order():
    programme = ProgrammeFactory(key="own")
    late = MilestoneFactory(programme=programme, text="Award", date="March 2014")
    early = MilestoneFactory(programme=programme, text="Tender", date="December 2013")
    MilestoneDependencyFactory(milestone=early, needs=late)
    client = signed_in(Role.BOARD_MEMBER, programme)
    waiting = open_page(client, f"/programmes/own/milestones/{early.reference}/")
    needed = open_page(client, f"/programmes/own/milestones/{late.reference}/")
    assert waiting.tables[0][0][0].startswith("Award")
    assert needed.tables[0][0][0].startswith("Tender")
    for page in (waiting, needed):
        assert "Due only after what waits for it" in page.tables[0][0][3]


def test_a_milestone_of_another_programme_is_not_found(board):
    other = MilestoneFactory()
    assert board.get(f"{LIST}{other.reference}/").status_code == 404


# --- changing -----------------------------------------------------------------------------------------------------

CHANGE = f"{LIST}DER-PRJ-1-M-3/change/"


@pytest.fixture
def typed(manager):
    """What the form holds as it is opened, with a reason."""
    form = manager.get(CHANGE).context["form"]
    names = ("state", "owner_role", "effective_on", "version")
    values = {name: form[name].value() for name in names}
    return {**values, "when": "April 2014", "reason": "The pilot starts later, CIC group of 12 September"}


def test_a_re_forecast_is_told_in_the_history_with_its_reason_and_who(manager, typed):
    done = manager.post(
        CHANGE, {**typed, "when": "by June 2014", "owner_role": "Head of Fostering"}, follow=True
    )
    page = Page(done)
    assert "Saved." in page.words
    assert "Re-forecast once, once later. The first date was April 2014." in page.words
    assert "Re-forecast from April 2014 to by June 2014." in page.words
    assert "Owner changed from nobody to Head of Fostering." in page.words
    assert "The pilot starts later, CIC group of 12 September" in page.words
    assert "Programme manager" in page.words
    # It counts from today: on a day before, the page stands on what was forecast then.
    then = open_page(manager, f"{LIST}DER-PRJ-1-M-3/?{ON}")
    assert "Forecast April 2014" in then.words
    assert "It counts only after the day that this page stands on." in then.words


@pytest.mark.parametrize(
    ("given", "field", "part"),
    [
        ({"reason": ""}, "reason", "Say why"),
        ({"when": "soon"}, "when", "is not a date"),
        ({"when": "June 2014", "effective_on": "1 January 2099"}, "effective_on", "still to come"),
        ({"when": "June 2014", "effective_on": "then"}, "effective_on", "Enter a day such as"),
        ({"owner_role": "jo@example.org"}, "owner_role", "Write a role, not a name"),
        ({"state": "undated"}, "state", "It has a date"),
    ],
)
def test_each_refusal_is_said_at_its_field_and_nothing_is_lost(manager, typed, given, field, part):
    answer = manager.post(CHANGE, {**typed, **given})
    assert answer.status_code == 422
    assert part in str(answer.context["form"].errors[field])
    assert answer.context["form"]["reason"].value() == {**typed, **given}["reason"]
    assert not MilestoneChange.objects.filter(milestone__reference="DER-PRJ-1-M-3").exists()


def test_a_form_sent_unchanged_says_that_nothing_differs(manager, typed):
    answer = manager.post(CHANGE, typed)
    assert answer.status_code == 422
    assert "nothing differs from what is recorded" in text(answer)


def test_a_circle_is_refused_at_its_field(manager, typed):
    first = Milestone.objects.get(reference="DER-PRJ-1-M-3")
    second = Milestone.objects.get(reference="DER-PRJ-1-M-4")
    MilestoneDependencyFactory(milestone=second, needs=first)
    answer = manager.post(CHANGE, {**typed, "needs": [second.pk]})
    assert answer.status_code == 422
    assert "circle" in str(answer.context["form"].errors["needs"])
    passed = manager.post(CHANGE, {**typed, "needs": [Milestone.objects.get(reference="DER-PRJ-1-M-5").pk]})
    assert passed.status_code == 302


def test_who_was_overtaken_chooses_field_by_field(manager, typed, derby):
    other = signed_in(Role.COMMISSIONER, derby, job_title="Commissioner")
    other.post(CHANGE, {**typed, "when": "May 2014", "reason": "Panel of 3 October"})

    told = manager.post(CHANGE, {**typed, "when": "June 2014", "state": "in_progress"})
    assert told.status_code == 409
    page = text(told)
    for words in ("Commissioner", "May 2014", "June 2014", "Panel of 3 October", typed["reason"]):
        assert words in page
    hidden = dict(told.context["conflict"].hidden)
    chosen = {**hidden, "keep_when": "theirs", "keep_state": "yours"}
    done = manager.post(CHANGE, chosen, follow=True)
    assert done.status_code == 200
    row = Milestone.objects.get(reference="DER-PRJ-1-M-3")
    assert (row.date.printed, row.state) == ("May 2014", "in_progress")


def test_what_somebody_else_let_it_wait_for_meanwhile_stays(manager, typed, derby):
    """Ticks are kept as what was ticked and unticked, not as the whole list that a person happened to see."""
    first, second, third = (Milestone.objects.get(reference=f"DER-PRJ-1-M-{number}") for number in (3, 4, 5))
    other = signed_in(Role.COMMISSIONER, derby)
    other.post(CHANGE, {**typed, "needs_seen": "", "needs": [second.pk]})
    told = manager.post(CHANGE, {**typed, "needs_seen": "", "needs": [third.pk]})
    assert told.status_code == 409
    hidden = [(name, value) for name, value in told.context["conflict"].hidden]
    chosen = {**dict(hidden), "needs": [value for name, value in hidden if name == "needs"]}
    assert manager.post(CHANGE, chosen).status_code == 302
    assert set(first.needs.values_list("needs", flat=True)) == {second.pk, third.pk}
    page = open_page(manager, f"{LIST}DER-PRJ-1-M-3/")
    assert "Now waits for “review of panels completed”." in page.words
    version = Milestone.objects.get(pk=first.pk).version
    gone = {**typed, "version": version, "needs_seen": f"{second.pk} {third.pk}", "needs": [third.pk]}
    assert manager.post(CHANGE, gone).status_code == 302
    assert set(first.needs.values_list("needs", flat=True)) == {third.pk}
    page = open_page(manager, f"{LIST}DER-PRJ-1-M-3/")
    assert "No longer waits for “review of panels completed”." in page.words


# --- adding -------------------------------------------------------------------------------------------------------


def test_a_milestone_is_added_to_a_project(manager):
    asked = {
        "text": "Evaluate the pilot",
        "kind": "milestone",
        "parent": "DER-PRJ-1",
        "when": "Autumn 2014",
        "owner_role": "",
        "reason": "Agreed by the CIC Commissioning Group",
    }
    done = manager.post(f"{LIST}add/", asked, follow=True)
    assert done.redirect_chain[-1][0] == f"{LIST}DER-PRJ-1-M-8/"
    assert "after the project’s end" in text(done)
    refused = manager.post(f"{LIST}add/", {**asked, "text": "", "when": "when it suits"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"text", "when"}


def test_a_milestone_is_added_to_a_phase_and_shown_with_it(hampshire):
    client = signed_in(Role.PROGRAMME_MANAGER, hampshire)
    asked = {
        "text": "Publish the lessons of phase 1",
        "kind": "milestone",
        "parent": "phase-1",
        "when": "by December 2020",
        "reason": "Agreed by the programme board",
    }
    done = client.post("/programmes/hampshire/milestones/add/", asked, follow=True)
    page = Page(done)
    assert "Publish the lessons of phase 1" in page.words
    assert "Belongs to Phase 1" in page.words
    assert "Publish the lessons of phase 1" in text(client.get("/programmes/hampshire/phases/1/"))
    wrong = client.post("/programmes/hampshire/milestones/add/", {**asked, "parent": "phase-9"})
    assert "parent" in wrong.context["form"].errors
    assert not Milestone.objects.filter(text=asked["text"]).exclude(phase_link__phase__number=1).exists()


def test_the_parent_can_be_chosen_by_the_link_that_leads_there(manager):
    form = manager.get(f"{LIST}add/?parent=DER-PRJ-1").context["form"]
    assert form["parent"].value() == "DER-PRJ-1"


def test_who_may_only_read_sees_no_way_to_change_and_gets_403(board, manager):
    for path in (LIST, f"{LIST}DER-PRJ-1-M-3/"):
        assert "Add a milestone" not in text(board.get(path))
        assert "Change this milestone" not in text(board.get(path))
    assert "Add a milestone" in text(manager.get(LIST))
    assert "Change this milestone" in text(manager.get(f"{LIST}DER-PRJ-1-M-3/"))
    assert board.get(CHANGE).status_code == board.get(f"{LIST}add/").status_code == 403
    assert board.post(CHANGE, {}).status_code == 403


def test_a_programme_without_projects_offers_none():
    programme = ProgrammeFactory(key="plain")
    client = signed_in(Role.PROGRAMME_MANAGER, programme)
    assert "parent" not in client.get("/programmes/plain/milestones/add/").context["form"].fields
    ProjectSummaryFactory(programme=programme)
    assert "parent" in client.get("/programmes/plain/milestones/add/").context["form"].fields


def test_the_files_hold_the_view_and_only_those_who_may_take_them_see_them(manager, board):
    address = f"{LIST}?{ON}&parent=DER-PRJ-1&fit=after"
    listed = manager.get(address)
    link = next(each.href for each in listed.context["downloads"] if each.href.split("?")[0].endswith(".csv"))
    lines = manager.get(link).content.decode("utf-8-sig").splitlines()
    assert sum("DER-PRJ-1-M-" in line for line in lines) == 5
    assert sum("DER-PRJ-2" in line for line in lines) == 0
    assert board.get(address).context["downloads"] == ()
    assert manager.get(f"{address}&due=soon").context["downloads"] == ()


def test_a_printed_dash_is_said_to_be_one_wherever_the_date_stands(board):
    """Derby Appendix 3 (4) prints a dash for the date of its breastfeeding audits."""
    project = open_page(board, f"/programmes/derby/summaries/DER-PRJ-4/?{ON}")
    (row,) = [row for table in project.tables for row in table if row[0].startswith("Breastfeeding audits")]
    assert "printed as “–”" in " ".join(row)
    register = open_page(board, f"{LIST}?{ON}&q=breastfeeding+audits")
    assert "printed as “–”" in register.results


def test_the_page_says_who_recorded_it_and_when(board):
    entry = open_page(board, f"{LIST}DER-PRJ-2-M-1/?{ON}").response.context["history"][-1]
    assert (entry.sentence, entry.who) == ("Recorded.", "The command “load_demo”")
    assert entry.when is not None
