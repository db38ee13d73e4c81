"""The pages of returns as people use them: what is due, enter, check, submit, send back, mend, approve, correct."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outcomes.models import KPIReturn, Measurement
from outcomes.services.returns import accept, resubmit, send_back, withdraw
from programmes.access import grants_for
from tests.factories import BreakdownFactory, BreakdownMemberFactory
from tests.integration.outcomes.returning import ON, approved, by, cast, line, sent
from tests.integration.procurement.pages import Page, open_page
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    """As though it were 15 August 2025: four periods are owed, three of them late."""
    monkeypatch.setattr("commissioning.core.middleware.timezone.localdate", lambda *_: date(2025, 8, 15))
    return cast(suppress_below=None)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, world, *more):
    return reverse(name, args=[world.programme.key, *more])


def enter(world, **typed):
    """The form as the commissioner opens it, filled in and sent on to the check."""
    client = client_of(world.commissioner)
    address = url("return_enter", world, world.kpi.reference)
    fields = shown_in(client.get(address), "slots") | {"step": "preview"} | typed
    return client, address, client.post(address, fields)


def confirmed(client, address, response, step="confirm"):
    return client.post(address, shown_in(response, "seen") | {"step": step})


def test_the_page_lists_what_is_due_with_its_days_and_a_way_in(world):
    page = open_page(client_of(world.commissioner), url("returns", world))
    assert "1 KPI waiting for figures from you, 1 of them late; 0 returns sent back." in page.words
    row = page.tables[0][0]
    # 30 April + 20 days is 20 May; from there to 15 August are 87 days
    assert (
        "April 2025, 87 days late; May 2025, 56 days late; June 2025, 26 days late; July 2025, due in 5 days"
        in row[1]
    )
    assert url("return_enter", world, world.kpi.reference) in page.links[0][0][3]


def test_a_board_member_reads_that_there_is_nothing_to_do(world):
    page = open_page(client_of(world.board), url("returns", world))
    assert "You neither send nor approve returns here." in page.words
    assert "Upload a spreadsheet" not in page.words


def test_figures_are_typed_checked_and_submitted_and_nothing_is_stored_before(world):
    client, address, check = enter(
        world,
        p0_numerator="55",
        p0_denominator="100",
        p1_missing="not_reported",
        p2_numerator="0",
        p2_denominator="90",
    )
    assert check.status_code == 200
    page = Page(check)
    assert "Nothing has been stored yet. 3 new, 0 changed, 0 unchanged, 0 refused." in page.words
    assert [row[:2] for row in page.tables[0]] == [
        ["April 2025", "55.0 % (55/100)"],
        ["May 2025", "Not reported"],
        ["June 2025", "0.0 % (0/90)"],
    ]
    assert not KPIReturn.objects.exists()
    done = confirmed(client, address, check)
    found = KPIReturn.objects.get()
    assert done["Location"] == url("kpi_return", world, found.reference)
    assert (found.channel, found.submitted_by, found.lines.count()) == ("entered", world.commissioner, 3)


def test_a_second_press_submits_nothing_twice(world):
    client, address, check = enter(world, p0_numerator="55", p0_denominator="100")
    confirmed(client, address, check)
    again = client.post(address, shown_in(check, "seen") | {"step": "confirm"}, follow=True)
    assert "they were not submitted twice" in Page(again).words
    assert KPIReturn.objects.count() == 1


def test_errors_name_the_period_the_box_and_the_cure_and_keep_what_was_typed(world):
    _, _, page = enter(
        world, p0_numerator="n/a", p0_denominator="100", p1_numerator="101", p1_denominator="100"
    )
    assert page.status_code == 422
    html = page.content.decode()
    assert '<a href="#id_p0_numerator">April 2025: “n/a” can mean several things' in html
    assert '<a href="#id_p1_numerator">May 2025: The numerator is above the denominator' in html
    assert 'value="n/a"' in html
    assert "<title>Error: " in html
    assert not KPIReturn.objects.exists()


def test_an_empty_form_says_what_to_do(world):
    _, _, page = enter(world)
    assert page.status_code == 422
    assert "Enter a figure for at least one period" in Page(page).words


def test_a_pasted_column_goes_to_the_due_periods_in_order(world):
    client, address, check = enter(world, paste="54\t100\n55\t100\n56\t100\n57\t100\n")
    assert [row[2] for row in Page(check).tables[0]] == [f"{n}.0 % ({n}/100)" for n in (54, 55, 56, 57)]
    confirmed(client, address, check)
    assert KPIReturn.objects.get().channel == "pasted"


def test_a_column_that_does_not_fit_is_refused_with_the_cure_and_kept(world):
    _, _, page = enter(world, paste="54%\n55%\n", paste_comment="no parts are sent")
    words = Page(page).words
    assert page.status_code == 422
    assert "The paste has 2 figures, and 4 periods are due" in words
    assert "54%" in page.content.decode()


def test_every_pasted_row_is_shown_with_its_number_also_where_one_is_refused(world):
    _, _, page = enter(world, paste="April 2025;55;100\nMay 2025;-;100\nJune;5;10\nAugust 2025;5;10")
    assert page.status_code == 422
    table = Page(page).tables[0]
    assert [(row[0], row[4]) for row in table] == [
        ("Row 1", "New"),
        ("Row 2", "Refused"),
        ("Row 3", "Refused"),
        ("Row 4", "Refused"),
    ]
    assert "write 0 for nought" in table[1][5]
    assert "send it once it has ended" in table[3][5]


def test_places_are_pasted_by_their_names(world):
    breakdown = BreakdownFactory(programme=world.programme, name="District")
    for name in ("North", "South"):
        BreakdownMemberFactory(breakdown=breakdown, name=name)
    text = "North\tApril 2025\t5\t10\nsouth\tApril 2025\t6\t10\nWest\tApril 2025\t6\t10"
    _, _, page = enter(world, paste=text, paste_for="rows")
    assert "“West” is not a place, service or group of this programme" in Page(page).words
    client, address, check = enter(world, paste=text[: text.index("\nWest")], paste_for="rows")
    assert [row[2] for row in Page(check).tables[0]] == ["North", "South"]
    confirmed(client, address, check)
    names = KPIReturn.objects.get().lines.values_list("member__name", "numerator")
    assert set(names) == {("North", 5), ("South", 6)}


def test_the_check_says_where_the_figure_would_lie_on_the_chart(world):
    for month in range(1, 16):
        day = date(2023 + month // 12, month % 12 + 1, 1)
        approved(world, line(f"{day:%B %Y}", of=(50 + month % 2, 100)), person=world.analyst)
    _, _, check = enter(world, p0_numerator="95", p0_denominator="100")
    # eight months of 51 % and seven of 50 %: mean 758/15, every moving range 1, limits 2.66 either side
    assert "Above the upper limit (mean 50.5 %, limits 47.9 % to 53.2 %)" in Page(check).words


def test_what_changed_meanwhile_is_shown_before_anything_is_submitted(world):
    client, address, check = enter(
        world, p0_numerator="55", p0_denominator="100", p1_numerator="5", p1_denominator="9"
    )
    sent(world, line("April 2025", of=(55, 100)), person=world.analyst)
    moved = confirmed(client, address, check)
    assert moved.status_code == 409
    assert "Something changed since you looked" in moved.content.decode()
    assert "1 new, 0 changed, 1 unchanged, 0 refused" in Page(moved).words
    assert confirmed(client, address, moved).status_code == 302


def test_a_return_is_sent_back_mended_and_approved(world):
    found = sent(world, line("April 2025", of=(5, 100)))
    address = url("kpi_return", world, found.reference)
    manager = client_of(world.manager)
    page = manager.get(address)
    assert "5.0 % (5/100)" in Page(page).words
    refused = manager.post(address, shown_in(page, "version") | {"step": "send_back", "reason": ""})
    assert refused.status_code == 422
    assert "Say what is to be changed" in Page(refused).words
    manager.post(address, shown_in(page, "version") | {"step": "send_back", "reason": "Looks like a slip"})

    owner = client_of(world.commissioner)
    assert "Sent back, for you to change" in open_page(owner, url("returns", world)).words
    edit = url("return_edit", world, found.reference)
    form = owner.get(edit)
    assert "Looks like a slip" in Page(form).words
    typed = shown_in(form, "version")
    assert (typed["p0_numerator"], typed["p0_denominator"]) == ("5", "100")
    check = owner.post(edit, typed | {"p0_numerator": "50", "reason": "A nought was lost", "step": "preview"})
    done = owner.post(edit, shown_in(check, "seen") | {"step": "confirm"})
    assert done["Location"] == address

    page = manager.get(address)
    assert "A nought was lost" in Page(page).words
    done = manager.post(address, shown_in(page, "version") | {"step": "accept"}, follow=True)
    assert "Approved. The figures" in Page(done).words
    assert Measurement.objects.get().numerator == 50
    assert "1 KPI waiting for figures from you" in open_page(owner, url("returns", world)).words


def test_a_second_approver_is_told_who_was_first(world):
    found = sent(world, line("April 2025", of=(55, 100)))
    address = url("kpi_return", world, found.reference)
    second = client_of(world.other_manager)
    fields = shown_in(second.get(address), "version")
    accept(
        found,
        by=world.manager,
        grants=grants_for(world.manager, date(2025, 8, 15)),
        on=date(2025, 8, 15),
        expected=found.version,
    )
    answer = second.post(address, fields | {"step": "accept"})
    assert answer.status_code == 409
    assert f"{found.reference} was approved by Programme manager on" in Page(answer).words
    assert Measurement.objects.count() == 1


def test_ones_own_return_has_no_approve_button_and_posting_it_is_refused(world):
    found = sent(world, line("April 2025", of=(55, 100)), person=world.administrator)
    address = url("kpi_return", world, found.reference)
    own = client_of(world.administrator)
    page = own.get(address)
    assert "You sent this return, so somebody else has to approve it." in Page(page).words
    assert 'value="accept"' not in page.content.decode()
    answer = own.post(address, shown_in(page, "version") | {"step": "accept"})
    assert (answer.status_code, Measurement.objects.count()) == (422, 0)
    other = client_of(world.manager)
    twin = other.post(address, shown_in(other.get(address), "version") | {"step": "accept"})
    assert (twin.status_code, Measurement.objects.count()) == (302, 1)


def test_a_reader_sees_the_periods_of_a_return_and_not_its_figures(world):
    found = sent(world, line("April 2025", of=(3, 100)))
    words = open_page(client_of(world.board), url("kpi_return", world, found.reference)).words
    assert "April 2025" in words
    assert "3.0 %" not in words
    assert "3/100" not in words
    assert (
        "3.0 % (3/100)"
        in open_page(client_of(world.manager), url("kpi_return", world, found.reference)).words
    )


def test_approved_figures_are_corrected_with_a_reason(world):
    approved(world, line("April 2025", of=(55, 100)), line("May 2025", of=(60, 100)))
    owner = client_of(world.commissioner)
    address = url("kpi_correct", world, world.kpi.reference)
    form = owner.get(address)
    assert Page(form).words.index("May 2025") < Page(form).words.index("April 2025")
    typed = shown_in(form, "slots") | {"p1_numerator": "58", "step": "preview"}
    unreasoned = owner.post(address, typed)
    assert unreasoned.status_code == 422
    assert "Say why the approved figures change" in Page(unreasoned).words
    check = owner.post(address, typed | {"reason": "Three visits were coded late"})
    assert [row[:4] for row in Page(check).tables[0]] == [
        ["April 2025", "58.0 % (58/100)", "55.0 % (55/100)", "Changed"]
    ]
    owner.post(address, shown_in(check, "seen") | {"step": "confirm"})
    correction = KPIReturn.objects.get(kind="correction")
    there = url("kpi_return", world, correction.reference)
    assert "Three visits were coded late" in open_page(owner, there).words

    accept(correction, **by(world.manager), on=ON, expected=correction.version)
    assert open_page(owner, there).tables[0] == [
        ["April 2025", "58.0 % (58/100)", "55.0 % (55/100)", "yes", "–"]
    ]
    first = KPIReturn.objects.get(kind="return")
    rows = open_page(owner, url("kpi_return", world, first.reference)).tables[0]
    assert [row[3] for row in rows] == ["no, it was corrected or made final later", "yes"]


def test_another_organisations_commissioner_gets_403_and_the_owner_the_page(world):
    address = url("return_enter", world, world.kpi.reference)
    assert client_of(world.stranger).get(address).status_code == 403
    assert client_of(world.commissioner).get(address).status_code == 200


def test_a_return_that_is_not_with_its_owner_is_not_open_to_change(world):
    found = sent(world, line("April 2025", of=(55, 100)))
    page = open_page(client_of(world.commissioner), url("return_edit", world, found.reference))
    assert "This return is not open to change" in page.words
    who = {"by": world.manager, "grants": grants_for(world.manager, date(2025, 8, 15))}
    send_back(found, **who, reason="Check", expected=found.version)
    page = open_page(client_of(world.commissioner), url("return_edit", world, found.reference))
    assert "Change this return and submit it again" in page.words


def test_home_tells_approvers_and_senders_what_waits(world):
    sent(world, line("April 2025", of=(55, 100)))
    assert "1 return awaits approval" in open_page(client_of(world.manager), "/").words
    words = open_page(client_of(world.commissioner), "/").words
    assert "1 KPI is late" in words  # with two periods; the page of returns counts KPIs too
    assert "awaits approval" not in words
    assert "late" not in open_page(client_of(world.stranger), "/").words


def test_one_must_not_be_awaited_by_oneself(world):
    sent(world, line("April 2025", of=(55, 100)), person=world.manager)
    assert "awaits approval" not in open_page(client_of(world.manager), "/").words
    assert "1 return awaits approval" in open_page(client_of(world.other_manager), "/").words


def sent_back(world):
    found = sent(world, line("April 2025", of=(5, 100)))
    who = {"by": world.manager, "grants": grants_for(world.manager, date(2025, 8, 15))}
    return send_back(found, **who, reason="Check", expected=found.version), who


def test_what_was_typed_is_shown_where_the_return_was_taken_out_of_ones_hands(world):
    found, _ = sent_back(world)
    owner, edit = client_of(world.commissioner), url("return_edit", world, found.reference)
    typed = shown_in(owner.get(edit), "version") | {"p0_numerator": "51", "reason": "Mended"}
    check = owner.post(edit, typed | {"step": "preview"})
    colleague = {"by": world.analyst, "grants": grants_for(world.analyst, date(2025, 8, 15))}
    withdraw(found, **colleague, expected=found.version)
    gone = owner.post(edit, shown_in(check, "seen") | {"step": "confirm"})
    assert gone.status_code == 409
    words = Page(gone).words
    assert "withdrawn by Analyst on" in words
    assert "What you typed, none of which was saved" in words
    assert "Numerator: 51; Denominator: 100" in words
    assert "Mended" in words


def test_text_is_kept_where_the_return_went_to_and_fro_meanwhile(world):
    found, who = sent_back(world)
    owner, edit = client_of(world.commissioner), url("return_edit", world, found.reference)
    typed = shown_in(owner.get(edit), "version") | {"p0_numerator": "51"}
    check = owner.post(edit, typed | {"step": "preview"})
    colleague = {"by": world.analyst, "grants": grants_for(world.analyst, date(2025, 8, 15))}
    on = date(2025, 8, 15)
    again = resubmit(found, [line("April 2025", of=(7, 100))], **colleague, on=on, expected=found.version)
    send_back(again, **who, reason="Still odd", expected=again.version)
    stale = owner.post(edit, shown_in(check, "seen") | {"step": "confirm"})
    assert stale.status_code == 409
    assert "was changed while you had it open. Your own text is kept here" in Page(stale).words
    assert shown_in(stale, "version")["p0_numerator"] == "51"
    assert KPIReturn.objects.get().lines.get().numerator == 7


def test_a_second_press_of_submit_again_is_no_conflict(world):
    found, _ = sent_back(world)
    owner, edit = client_of(world.commissioner), url("return_edit", world, found.reference)
    typed = shown_in(owner.get(edit), "version") | {"p0_numerator": "51"}
    check = owner.post(edit, typed | {"step": "preview"})
    fields = shown_in(check, "seen") | {"step": "confirm"}
    owner.post(edit, fields)
    twice = owner.post(edit, fields, follow=True)
    assert "they were not submitted twice" in Page(twice).words
    assert KPIReturn.objects.get().steps.filter(step="resubmitted").count() == 1


def test_markup_typed_anywhere_is_shown_as_text(world):
    nasty = "<script>alert(1)</script>=1+1"
    _, _, page = enter(world, p0_numerator=nasty[:60], paste=f"{nasty};5", p0_comment=nasty)
    assert page.status_code == 422
    assert "<script>alert(1)" not in page.content.decode()
    client, address, check = enter(world, p0_numerator="5", p0_denominator="9", p0_comment=nasty)
    confirmed(client, address, check)
    found = KPIReturn.objects.get()
    manager = client_of(world.manager)
    page = manager.get(url("kpi_return", world, found.reference))
    assert "<script>alert(1)" not in page.content.decode()
    assert f"Comment: {nasty}" in Page(page).words
    assert found.lines.get().comment == nasty


def test_an_approver_sees_what_was_sent_again_meanwhile_and_then_approves_that(world):
    found = sent(world, line("April 2025", of=(5, 100)))
    address = url("kpi_return", world, found.reference)
    second = client_of(world.other_manager)
    seen = second.get(address)
    back = send_back(found, **by(world.manager), reason="Check", expected=found.version)
    resubmit(back, [line("April 2025", of=(51, 100))], **by(world.commissioner), on=ON, expected=back.version)
    stale = second.post(address, shown_in(seen, "version") | {"step": "accept"})
    assert stale.status_code == 409
    assert "was changed while you had it open. Look at it again." in Page(stale).words
    assert "51.0 % (51/100)" in Page(stale).words
    assert not Measurement.objects.exists()
    assert second.post(address, shown_in(stale, "version") | {"step": "accept"}).status_code == 302
    assert Measurement.objects.get().numerator == 51
