"""The forms of plans as a person meets them: what was typed stays, what is wrong is said, and nobody is overwritten."""

from html import unescape

import pytest
from django.utils import timezone

from commissioning.core.access import Role
from programmes.models import CommissioningIntention, IntentionLine, Milestone, ProjectSummary, SummaryLine
from programmes.selectors.intentions_plan import stamp_of, summary_plan
from programmes.services.intentions import change_summary
from tests.factories import OrganisationFactory, ProgrammeFactory, ProgrammePartnerFactory, person_with
from tests.factories.intentions import (
    CommissioningIntentionFactory,
    IntentionLineFactory,
    ProjectSummaryFactory,
    SummaryLineFactory,
)
from tests.integration.procurement.pages import signed_in
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db
REASON = "Agreed by the commissioning group on 15 May."
BASE = "/programmes/derby-t/"


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def programme():
    return ProgrammeFactory(reference="DER-PRG", key="derby-t", place="Derby")


@pytest.fixture
def intention(programme):
    return CommissioningIntentionFactory(
        programme=programme, reference="DER-CI-4", number=4, title="Health of Children in Care"
    )


@pytest.fixture
def summary(programme, intention):
    row = ProjectSummaryFactory(
        programme=programme,
        intention=intention,
        reference="DER-PRJ-1",
        name="Children in Care",
        period="April 2013 to March 2014",
    )
    for place, (text, target) in enumerate((("Timescales", "90%"), ("Savings", "")), 1):
        SummaryLineFactory(summary=row, kind="metric", text=text, target=target, position=place)
    SummaryLineFactory(summary=row, kind="scope", text="Two  spaces, a | bar", position=1)
    return row


@pytest.fixture
def commissioner(programme):
    return signed_in(Role.COMMISSIONER, programme)


@pytest.fixture
def address(summary):
    return f"{BASE}summaries/{summary.reference}/change/"


def typed(client, address, **changed):
    return {**shown_in(client.get(address), "seen"), "reason": REASON, **changed}


def sent(client, address, **changed):
    return client.post(address, typed(client, address, **changed))


def metrics_of(summary):
    rows = SummaryLine.objects.filter(summary=summary, kind="metric")
    return [(line.text, line.target) for line in rows]


# --- a project ----------------------------------------------------------------------------------------------------


def test_the_form_shows_what_is_recorded_and_saving_it_unchanged_writes_nothing(
    commissioner, address, summary
):
    shown = shown_in(commissioner.get(address), "seen")
    assert shown["metric"] == "Timescales | 90%\nSavings"
    assert shown["period"] == "April 2013 to March 2014"
    response = commissioner.post(address, {**shown, "reason": REASON}, follow=True)
    assert "Nothing differs from what is recorded, so nothing was saved." in words(response)
    assert SummaryLine.objects.get(kind="scope").text == "Two  spaces, a | bar"
    assert ProjectSummary.objects.get().version == summary.version


def test_what_is_saved_is_named_and_stands_on_the_page(commissioner, address, summary):
    response = sent(
        commissioner,
        address,
        metric="Timescales | 95%\r\nSavings | £1m\r\n\r\nPlacements",
        lead_vacant="on",
        period="Autumn 2013",
        milestones="review of panels | April 2014",
    )
    assert response.status_code == 302
    page = words(commissioner.get(response["Location"]))
    assert "Saved. Changed: Lead is a vacancy, Start and end, Metrics, Milestones." in page
    assert metrics_of(summary) == [("Timescales", "95%"), ("Savings", "£1m"), ("Placements", "")]
    assert "1 of 1 milestone falls after the end (30 November 2013)" in page
    assert f"Why:</span> {REASON}" in page
    assert "Milestone added: “review of panels”, April 2014" in page
    assert Milestone.objects.get().summary_id == summary.pk


@pytest.mark.parametrize(
    ("field", "wrong", "problem", "right"),
    [
        ("reason", " ", "Say why, for those who read the history later", "Agreed."),
        ("name", "", "Enter the project’s name", "Children in Care and Adoption"),
        (
            "sro",
            "Head of Service\r\nhead@example.org",
            "Line 2: write a role, not a name:",
            "Head of Service",
        ),
        ("lead", "Manager 01332 640000", "Line 1: write a role, not a name:", "Manager (name tbc)"),
        ("period", "soon", "“soon”", "3 months from May 2013"),
        ("period", "31 February 2014", "“31 February 2014”", "28 February 2014"),
        ("milestones", "review of panels", "Line 1: write what, a bar and when", "review | TBC"),
        ("milestones", "review | soon", "Line 1: “soon”", "review | by 30 June 2014"),
        ("milestones", "| June 2014", "Line 1: say what is to be done", "review | June 2014"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    commissioner, address, summary, field, wrong, problem, right
):
    response = sent(commissioner, address, **{"aim": "Typed and not lost", field: wrong})
    assert response.status_code == 422
    page = words(response)
    assert page.count(problem) == 2  # in the summary of errors and at the field
    assert "Error: " in page
    shown = shown_in(response, "seen")
    assert shown["aim"] == "Typed and not lost"
    assert shown[field].split() == wrong.split()
    assert ProjectSummary.objects.get().aim == ""
    assert sent(commissioner, address, **{"aim": "Saved", field: right}).status_code == 302
    assert ProjectSummary.objects.get().aim == "Saved"


def test_markup_is_shown_as_it_was_typed(commissioner, address, summary):
    sent(commissioner, address, aim="<script>alert(1)</script>", metric='"><img src=x> | <b>1</b>')
    page = commissioner.get(f"{BASE}summaries/DER-PRJ-1/").content.decode()
    form = commissioner.get(address).content.decode()
    for html in (page, form):
        assert "<script>alert(1)" not in html
        assert "<img src=x>" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_new_project_of_an_intention(commissioner, intention):
    address = f"{BASE}intentions/DER-CI-4/summaries/add/"
    refused = sent(commissioner, address, name="")
    assert refused.status_code == 422
    response = sent(commissioner, address, name="A report", sro="Head of Service", metric="Draft | May")
    row = ProjectSummary.objects.get(name="A report")
    assert response["Location"] == f"{BASE}summaries/{row.reference}/"
    assert (row.reference, row.intention) == ("DER-PRJ-1", intention)
    assert "Added: A report." in words(commissioner.get(response["Location"]))


# --- somebody was quicker -----------------------------------------------------------------------------------------


def theirs(summary, programme, **fields):
    """Another person saves the page meanwhile."""
    row = ProjectSummary.objects.get(pk=summary.pk)
    lines = list(SummaryLine.objects.filter(summary=row))
    plan = summary_plan(row, lines)
    changed = type(plan)(**{**plan.__dict__, **fields})
    person = person_with(Role.PROGRAMME_MANAGER, programme=programme, job_title="Programme manager of Derby")
    change_summary(
        row, changed, by=person, reason="Theirs.", on=timezone.localdate(), expected=stamp_of(row, lines)
    )


def test_both_versions_are_shown_and_the_choice_is_kept(commissioner, address, summary, programme):
    mine = typed(commissioner, address, aim="Mine", note="Mine too")
    theirs(summary, programme, aim="Theirs", history="Theirs alone")
    response = commissioner.post(address, mine)
    assert response.status_code == 409
    page = words(response)
    assert "Programme manager of Derby" in page
    assert "Their reason: “Theirs.”" in page
    assert "Done before changed from “(blank)” to “Theirs alone”." in page
    assert "Before both changes: (blank)" in page
    choice = shown_in(response, "step")
    assert (choice["keep_aim"], choice["keep_note"]) == ("theirs", "yours")
    assert "keep_history" not in choice
    saved = commissioner.post(address, {**choice, "keep_aim": "yours"}, follow=True)
    assert "Saved. Changed: Aim, Note." in words(saved)
    row = ProjectSummary.objects.get()
    assert (row.aim, row.note, row.history) == ("Mine", "Mine too", "Theirs alone")


def test_theirs_may_be_left_as_it_is(commissioner, address, summary, programme):
    mine = typed(commissioner, address, aim="Mine")
    theirs(summary, programme, aim="Theirs")
    choice = shown_in(commissioner.post(address, mine), "step")
    left = commissioner.post(address, {**choice, "keep_aim": "theirs"}, follow=True)
    assert "The other version stays. Nothing of yours was saved." in words(left)
    assert ProjectSummary.objects.get().aim == "Theirs"


def test_a_second_press_saves_nothing_twice(commissioner, address, summary):
    mine = typed(commissioner, address, aim="Mine")
    commissioner.post(address, mine)
    again = commissioner.post(address, mine, follow=True)
    assert "This had been saved already; it was not saved twice." in words(again)
    assert ProjectSummary.objects.get().version == summary.version + 1


def test_what_another_changed_is_not_undone_by_a_page_opened_before(
    commissioner, address, summary, programme
):
    """The lines of others stay where the person typed in other boxes alone."""
    mine = typed(commissioner, address, note="Mine")
    theirs(summary, programme, aim="Theirs")
    choice = shown_in(commissioner.post(address, mine), "step")
    commissioner.post(address, choice)
    row = ProjectSummary.objects.get()
    assert (row.aim, row.note) == ("Theirs", "Mine")


def test_a_form_that_lost_its_seal_overwrites_nothing(commissioner, address, summary):
    response = commissioner.post(address, typed(commissioner, address, aim="Mine", seen="nonsense"))
    assert response.status_code == 409
    assert ProjectSummary.objects.get().aim == ""


# --- an intention -------------------------------------------------------------------------------------------------


def test_an_intention_is_changed_with_its_lists(commissioner, intention, programme):
    organisation = OrganisationFactory(name="Derby City Council Public Health")
    ProgrammePartnerFactory(programme=programme, organisation=organisation)
    kept = OrganisationFactory(name="NHS England / NHS Area Team")
    IntentionLineFactory(intention=intention, text="NHS England", organisation=kept, position=1)
    address = f"{BASE}intentions/DER-CI-4/change/"
    response = sent(
        commissioner,
        address,
        lead="NHS England\r\nderby city council  public health",
        priority="reduce inequalities",
        state="delivering",
        group=organisation.pk,
        is_top_priority="on",
    )
    assert response.status_code == 302
    page = words(commissioner.get(response["Location"]))
    assert "Saved. Changed: Leads, Group, State, Top priority, Priorities." in page
    leads = IntentionLine.objects.filter(kind="lead").values_list("text", "organisation__name")
    assert list(leads) == [
        ("NHS England", "NHS England / NHS Area Team"),
        ("derby city council public health", "Derby City Council Public Health"),
    ]


def test_two_intentions_never_share_a_number(commissioner, intention):
    address = f"{BASE}intentions/add/"
    assert shown_in(commissioner.get(address), "reason")["number"] == "5"
    refused = sent_new(commissioner, number="4", title="Another")
    assert refused.status_code == 422
    assert (
        "Number 4 is “Health of Children in Care”. Give this intention another number; the first one free is 5."
        in words(refused)
    )
    assert shown_in(refused, "reason")["title"] == "Another"
    response = sent_new(commissioner, number="5", title="Another")
    assert response.status_code == 302
    row = CommissioningIntention.objects.get(number=5)
    assert (row.reference, row.state) == ("DER-CI-5", "not_stated")


def sent_new(client, **changed):
    address = f"{BASE}intentions/add/"
    shown = shown_in(client.get(address), "reason")
    return client.post(address, {**shown, "reason": REASON, **changed})


@pytest.mark.parametrize(
    ("field", "wrong", "problem"),
    [
        ("number", "four", "Enter the number in figures, such as 4"),
        ("number", "0", "Enter the number that the intention has in the paper, such as 4."),
        ("title", " ", "Enter what is to be commissioned or changed"),
        ("parts", "0", "Enter how many, at least 1."),
        ("lead", "Lead, a@example.org", "Line 1: write a role, not a name:"),
        ("lead", "x" * 301, "Line 1: this is 301 characters long; 300 at most."),
        ("maturity", "x" * 61, "This is 61 characters long; 60 at most."),
        ("section_75", "x" * 201, "This is 201 characters long; 200 at most."),
    ],
)
def test_what_an_intention_is_refused_for(commissioner, intention, field, wrong, problem):
    address = f"{BASE}intentions/DER-CI-4/change/"
    response = sent(commissioner, address, **{"progress": "Kept", field: wrong})
    assert response.status_code == 422
    assert words(response).count(problem) == 2
    assert shown_in(response, "seen")["progress"] == "Kept"
    assert sent(commissioner, address, progress="Kept").status_code == 302


def test_its_own_number_may_stay(commissioner, intention):
    response = sent(commissioner, f"{BASE}intentions/DER-CI-4/change/", progress="Group set up")
    assert response.status_code == 302
    assert CommissioningIntention.objects.get().progress == "Group set up"


def test_an_organisation_of_another_programme_is_not_offered(commissioner, intention):
    OrganisationFactory(name="Elsewhere Council")
    form = words(commissioner.get(f"{BASE}intentions/DER-CI-4/change/"))
    assert "Elsewhere Council" not in form


def test_a_programme_without_intentions_says_so_and_offers_the_first(commissioner, programme):
    page = words(commissioner.get(f"{BASE}intentions/"))
    assert "No commissioning intention is recorded." in page
    assert "Add an intention" in page
    assert "How complete each plan is" not in page
    assert "Show results" not in page
    board = words(signed_in(Role.BOARD_MEMBER, programme).get(f"{BASE}intentions/"))
    assert "Add an intention" not in board


def test_a_deadline_is_added_to_the_intention_that_the_reader_is_on(commissioner, intention, programme):
    page = commissioner.get(f"{BASE}intentions/DER-CI-4/").content.decode()
    address = f"{BASE}milestones/add/?parent=DER-CI-4"
    assert f'href="{address}"' in page
    assert shown_in(commissioner.get(address), "parent")["parent"] == "DER-CI-4"
    board = signed_in(Role.BOARD_MEMBER, programme).get(f"{BASE}intentions/DER-CI-4/").content.decode()
    assert "milestones/add" not in board


def test_words_printed_in_lower_case_begin_with_a_capital_on_the_page(derby):
    """Derby Appendix 3 (4): “children start school healthy, …”, “reduce infant mortality …”."""
    board = signed_in(Role.BOARD_MEMBER, derby)
    page = board.get("/programmes/derby/summaries/DER-PRJ-4/").content.decode()
    assert "Children start school healthy" in page
    assert "<li>Reduce infant mortality" in page
    assert "children start school healthy" in ProjectSummary.objects.get(reference="DER-PRJ-4").aim
