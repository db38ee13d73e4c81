"""The list and the page of one discrepancy, as the browser gets them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.core.access import Role
from governance.models import Discrepancy, DiscrepancyNote
from governance.selectors.discrepancies import discrepancies, discrepancy_of
from governance.services.discrepancies import handle_discrepancy
from procurement.models import BudgetLine
from tests.factories import DiscrepancyFactory, ProgrammeFactory, person_with
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)
DAY = "on=2018-12-13"


@pytest.fixture
def manager(hampshire):
    return signed_in("manager")


def listed(response):
    """The titles of the list's rows, in their order."""
    return [row.cells[0].text for row in response.context["table"].rows]


def the_list(client, query=""):
    return client.get(f"{reverse('discrepancies', args=['hampshire'])}?{DAY}&{query}")


def the_page(client, slug, key="hampshire"):
    return client.get(f"{reverse('discrepancy', args=[key, slug])}?{DAY}")


def handle(client, slug, **data):
    given = {
        "handling": "explained",
        "owner_role": "Finance lead",
        "note": "Rounded in the paper.",
        "version": 0,
    }
    return client.post(f"{reverse('discrepancy', args=['hampshire', slug])}?{DAY}", {**given, **data})


# --- the list ---------------------------------------------------------------------------------------------------


def test_the_list_tells_computed_recorded_and_both_apart(manager):
    shown = text_of(the_list(manager))
    assert "26 discrepancies, 26 open: 14 computed and recorded, 4 recorded, 8 computed." in shown
    assert "£19.5m + £1.45m = £20.95m; stated ~£20.5m is £20.45m to £20.55m; £0.45m above" in shown
    assert "Computed and recorded HAM-INC-01" in shown
    assert "Recorded HAM-INC-02" in shown
    assert shown.count("no owner yet") >= 26


def test_counts_by_kind_lead_to_their_rows(manager):
    response = the_list(manager)
    links = {link.text: link.href for link in response.context["kinds"]}
    assert "Amounts differ 5" in links
    assert len(listed(the_list(manager, links["Gap between dates 3"].removeprefix("?")))) == 3


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=amount_mismatch", 5),
        ("origin=recorded", 4),
        ("origin=both", 14),
        ("origin=computed", 8),
        ("state=open", 26),
        ("state=resolved", 0),
        ("owner=-", 26),
        ("q=para+7.2", 1),
        ("q=immunisations", 1),
        ("q=NHS+England+seat", 1),
        ("kind=amount_mismatch&origin=recorded", 1),
        ("kind=no-such-kind", 26),
    ],
)
def test_filters_and_search(manager, query, count):
    assert len(listed(the_list(manager, query))) == count


def test_a_filter_that_cannot_be_read_says_so_and_gives_no_file(manager):
    response = the_list(manager, "kind=no-such-kind")
    assert "“no-such-kind” is not one of the choices, so this filter is not used" in text_of(response)
    assert response.context["downloads"] == ()
    assert the_list(manager).context["downloads"]


def test_chips_take_a_filter_away_and_clearing_keeps_the_day(manager):
    response = the_list(manager, "kind=amount_mismatch&q=phase")
    chips = {link.text: link.href for link in response.context["filter"].applied}
    assert chips["Amounts differ"] == f"?{DAY}&q=phase"
    assert response.context["filter"].clear_url == f"?{DAY}"


def test_sorting_by_a_column(manager):
    ascending = listed(the_list(manager, "sort=title"))
    assert ascending == sorted(ascending, key=str.casefold)
    assert listed(the_list(manager, "sort=-title")) == ascending[::-1]
    assert listed(the_list(manager, "sort=nonsense")) == listed(the_list(manager))


def test_an_empty_view_says_why_and_how_to_get_out(manager):
    shown = text_of(the_list(manager, "q=zzzz"))
    assert "No discrepancy fits" in shown
    assert "Clear filters" in shown


def test_a_programme_without_discrepancies_says_so(hampshire):
    programme = ProgrammeFactory(key="elsewhere")
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=programme))
    shown = text_of(client.get(reverse("discrepancies", args=["elsewhere"])))
    assert "No discrepancy is found" in shown
    assert "0 discrepancies, 0 open." in shown


def test_board_members_read_the_list_without_files(hampshire):
    response = the_list(signed_in("board"))
    assert response.status_code == 200
    assert response.context["downloads"] == ()


def test_the_list_takes_the_same_queries_for_more_rows(hampshire, manager):
    the_list(manager)
    with CaptureQueriesContext(connection) as few:
        the_list(manager)
    for _ in range(60):
        DiscrepancyFactory(programme=hampshire)
    with CaptureQueriesContext(connection) as many:
        response = the_list(manager)
    assert "Showing 1 to 50 of 86 discrepancies" in text_of(response)
    assert len(many) == len(few)


# --- one of them ------------------------------------------------------------------------------------------------


def test_both_statements_stand_side_by_side_with_their_places(manager):
    response = the_page(manager, "ham-inc-01")
    assert [each["text"] for each in response.context["statements"]] == [
        "~20.5m for phase 1",
        "approximately £20.5m for phase 1 Public Health nursing services",
        "19.5m + 1.45m",
    ]
    (link,) = response.context["statements"][0]["links"]
    assert link.text == "para 2.4"
    target = manager.get(link.href.partition("#")[0])
    assert target.status_code == 200
    assert f'id="{link.href.partition("#")[2]}"' in target.content.decode()


def test_four_end_dates_side_by_side(manager):
    response = the_page(manager, "ham-inc-07")
    assert [each["text"].partition(":")[0] for each in response.context["statements"]] == [
        "April 2022",
        "by 2022/23",
        "1 April 2023",
        "by 2023",
        "2023",
    ]
    assert "1 April 2023 is 1 day after 31 March 2023" in text_of(response)


def test_the_page_leads_to_phase_services_and_figures(manager):
    shown = the_page(manager, "ham-inc-08").content.decode()
    for name, args in (("phase", [1]), ("service", ["HAM-SVC-01"]), ("service", ["HAM-SVC-03"])):
        assert f'href="{reverse(name, args=["hampshire", *args])}?{DAY}"' in shown
    assert (
        f'href="{reverse("money", args=["hampshire"])}?{DAY}"'
        in the_page(manager, "ham-inc-01").content.decode()
    )


def test_what_the_reader_recorded_stays_beside_the_check(manager):
    shown = text_of(the_page(manager, "ham-inc-01"))
    assert "As the reader of the paper recorded it (HAM-INC-01)" in shown
    assert "Phase 1: stated ~£20.5m v budget lines £20.95m" in shown


def test_every_reading_of_an_ambiguous_amount_is_shown(manager):
    shown = text_of(the_page(manager, "amount-ham-sv-7"))
    assert "Cannot reconcile" in shown
    assert "Reconciles" in shown


def test_a_recorded_one_shows_the_readers_working(manager):
    shown = text_of(the_page(manager, "ham-inc-02"))
    assert "What the reader worked out" in shown
    assert "Difference (para 2.4): −£0.53m" in shown


def test_every_discrepancy_has_a_page(hampshire, manager):
    slugs = [view.slug for view in discrepancies(hampshire, ON)]
    assert {the_page(manager, slug).status_code for slug in slugs} == {200}


def test_what_nobody_finds_or_may_see_is_not_found(hampshire, manager):
    assert the_page(manager, "amount-ham-sv-3").status_code == 404
    outsider = Client()
    outsider.force_login(person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory()))
    assert the_page(outsider, "ham-inc-01").status_code == 404
    assert the_list(outsider).status_code == 404
    assert handle(outsider, "ham-inc-01").status_code == 404


def test_a_recorded_one_that_is_illustrative_says_so(hampshire, manager):
    DiscrepancyFactory(programme=hampshire, reference="HAM-INC-99", illustrative=True)
    assert "Illustrative" in text_of(the_page(manager, "ham-inc-99"))
    assert "Illustrative" not in text_of(the_page(manager, "ham-inc-01"))


# --- handling ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["manager", "finance", "administrator"])
def test_those_who_may_handle_it(hampshire, who):
    client = signed_in(who)
    assert "Handle it" in text_of(the_page(client, "amount-ham-sv-7"))
    response = handle(client, "amount-ham-sv-7")
    assert response.status_code == 302
    assert response.url == f"{reverse('discrepancy', args=['hampshire', 'amount-ham-sv-7'])}?{DAY}"
    shown = text_of(client.get(response.url))
    assert "is now explained" in shown
    assert "Rounded in the paper." in shown
    assert "Finance lead" in shown


@pytest.mark.parametrize("who", ["board", "analyst", "commissioner"])
def test_those_who_may_not_read_it_without_a_form_and_are_refused(hampshire, who):
    client = signed_in(who)
    shown = text_of(the_page(client, "ham-inc-01"))
    assert "Handle it" not in shown
    assert "Programme managers and finance leads can." in shown
    assert handle(client, "ham-inc-01").status_code == 403
    assert not DiscrepancyNote.objects.exists()


def test_a_note_is_asked_for_and_what_was_typed_stays(manager):
    response = handle(manager, "ham-inc-01", note=" ", version=1)
    shown = text_of(response)
    assert "There is a problem" in shown
    assert "Say what was found out or decided, and where." in shown
    assert 'value="Finance lead"' in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert not DiscrepancyNote.objects.exists()


def test_an_owner_filter_appears_with_the_first_owner(manager):
    handle(manager, "amount-ham-sv-7")
    assert listed(the_list(manager, "owner=Finance+lead")) == [
        "£12m p.a. for phase 3 CAMHS: whether it agrees depends on what it covers"
    ]
    assert len(listed(the_list(manager, "owner=-"))) == 25
    assert listed(the_list(manager, "q=rounded"))


def test_somebody_was_quicker(hampshire, manager):
    """409 with both versions by field; nothing of the second person's is lost, and nothing of the first's either."""
    finance = person_with(Role.FINANCE_LEAD, programme=hampshire, job_title="Finance lead")
    view = discrepancy_of(discrepancies(hampshire, ON), "ham-inc-01")
    handle_discrepancy(
        hampshire,
        "ham-inc-01",
        handling="accepted",
        owner_role="Board",
        note="Seen.",
        by=finance,
        version=1,
        on=ON,
    )
    response = handle(manager, "ham-inc-01", version=view.version, owner_role="Programme manager")
    assert response.status_code == 409
    shown = text_of(response)
    assert "Finance lead" in shown
    assert "Seen." in shown
    assert "Rounded in the paper." in shown
    fields = {field.label: (field.theirs, field.yours) for field in response.context["conflict"].fields}
    assert fields == {"State": ("Accepted", "Explained"), "Owner": ("Board", "Programme manager")}
    hidden = dict(response.context["conflict"].hidden)
    resolved = handle(manager, "ham-inc-01", **hidden, keep_handling="theirs", keep_owner_role="yours")
    assert resolved.status_code == 302
    row = Discrepancy.objects.get(reference="HAM-INC-01")
    assert (row.handling, row.owner_role) == ("accepted", "Programme manager")
    assert [note.text for note in row.notes.all()] == ["Rounded in the paper.", "Seen."]


def test_a_conflict_without_a_difference_still_keeps_the_note(hampshire, manager):
    finance = person_with(Role.FINANCE_LEAD, programme=hampshire)
    handle_discrepancy(
        hampshire,
        "ham-inc-01",
        handling="explained",
        owner_role="Finance lead",
        note="Seen.",
        by=finance,
        version=1,
        on=ON,
    )
    response = handle(manager, "ham-inc-01", version=1)
    assert response.status_code == 409
    assert not response.context["conflict"].fields
    assert handle(manager, "ham-inc-01", **dict(response.context["conflict"].hidden)).status_code == 302
    assert DiscrepancyNote.objects.count() == 2


def test_a_row_changed_elsewhere_has_no_note_to_show(hampshire, manager):
    """Data entry changes it without a note: the conflict names nobody, and the rest holds."""
    Discrepancy.objects.filter(reference="HAM-INC-01").update(owner_role="Board")
    response = handle(manager, "ham-inc-01", version=1)
    assert response.status_code == 409
    assert "Somebody else" in text_of(response)


def test_one_that_is_no_longer_found_is_listed_apart_and_keeps_its_notes(hampshire, manager):
    handle(manager, "amount-ham-sv-7")
    lines = BudgetLine.objects.filter(phase__number=3, money_qualifier="exact").exclude(reference="HAM-BL-11")
    lines.update(money_amount=None, money_qualifier="tbc", money_text="TBC", status="tbc")
    response = the_list(manager)
    assert "£12m p.a." not in " ".join(listed(response))
    assert [row.cells[0].text for row in response.context["past_table"].rows] == [
        "£12m p.a. for phase 3 CAMHS: whether it agrees depends on what it covers"
    ]
    shown = text_of(the_page(manager, "amount-ham-sv-7"))
    assert "The check no longer finds this." in shown
    assert "Rounded in the paper." in shown
