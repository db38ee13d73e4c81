"""What is written on the data-entry site: by whom, why, with which reference, and through which door."""

from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.core.admin_forms import REASON, SEEN_VERSION
from commissioning.core.history import changes_of
from governance.models import Discrepancy
from procurement.models import BudgetLine, StatedValue
from programmes.models import Challenge, Document, Fact, KnownGap, Milestone, Organisation, SourceReference
from tests.factories.governance import DiscrepancyFactory
from tests.factories.procurement import BudgetLineFactory, ProcurementPhaseFactory
from tests.factories.programmes import (
    ChallengeFactory,
    DocumentFactory,
    ExtractionFactory,
    KnownGapFactory,
    MilestoneFactory,
    OrganisationFactory,
    ProgrammePartnerFactory,
)
from tests.pageforms import shown_in

NO_SOURCES = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0"}


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def edit(client, record, **changes):
    """Open the record's form, change some boxes, and send it."""
    address = page(type(record), "change", record.pk)
    return client.post(address, {**shown_in(client.get(address)), **changes})


def errors_of(response):
    return response.context["adminform"].form.errors


# --- adding ---------------------------------------------------------------------------------------------------------


def test_a_new_record_gets_the_next_reference_of_its_kind_and_programme(manager, programme):
    ChallengeFactory(programme=programme, reference="TST-CH-4")
    form = shown_in(manager.get(page(Challenge, "add")))
    assert form["programme"] == str(programme.pk)  # the only one the person has is filled in
    response = manager.post(
        page(Challenge, "add"), {**form, REASON: "Entered", "title": "Rural access", "text": "Few buses"}
    )
    assert response.status_code == 302, errors_of(response)
    assert Challenge.objects.get(title="Rural access").reference == "TST-CH-5"


def test_a_reference_once_given_is_not_given_again(manager, programme):
    ChallengeFactory(programme=programme, reference="TST-CH-9").delete()
    form = shown_in(manager.get(page(Challenge, "add")))
    manager.post(
        page(Challenge, "add"), {**form, REASON: "Entered", "title": "Rural access", "text": "Few buses"}
    )
    assert Challenge.objects.get().reference == "TST-CH-10"


def test_references_of_milestones_say_what_kind_they_are_and_a_chosen_one_is_kept(manager, programme):
    form = shown_in(manager.get(page(Milestone, "add")))
    sent = {
        **form,
        REASON: "Entered",
        "kind": "next_step",
        "text": "Write to schools",
        "date": "By April 2015",
    }
    manager.post(page(Milestone, "add"), sent)
    manager.post(page(Milestone, "add"), {**sent, "reference": "TST-OWN-7", "kind": "milestone"})
    assert [m.reference for m in Milestone.objects.order_by("pk")] == ["TST-NS-1", "TST-OWN-7"]


def test_a_date_is_one_box_read_as_the_paper_prints_it(manager, programme):
    form = shown_in(manager.get(page(Milestone, "add")))
    manager.post(
        page(Milestone, "add"),
        {**form, REASON: "Entered", "kind": "milestone", "text": "Go live", "date": "Autumn 2013"},
    )
    milestone = Milestone.objects.get()
    assert milestone.date.printed == "Autumn 2013"
    assert (milestone.date_start.year, milestone.date_end.year) == (2013, 2013)
    assert milestone.date_start < milestone.date_end


def test_a_date_that_cannot_be_read_is_refused_at_its_box(manager, programme):
    form = shown_in(manager.get(page(Milestone, "add")))
    response = manager.post(
        page(Milestone, "add"),
        {**form, REASON: "Entered", "kind": "milestone", "text": "Go live", "date": "someday soon-ish"},
    )
    assert "date" in errors_of(response)
    assert not Milestone.objects.exists()


def test_money_is_one_box_with_a_basis_beside_it(manager, programme):
    form = shown_in(manager.get(page(StatedValue, "add")))
    sent = {
        **form,
        REASON: "Entered",
        "covers": "phase 2",
        "money": "~£13m",
        "money_basis": "per_annum",
        "money_year": "2020/21",
    }
    response = manager.post(page(StatedValue, "add"), sent)
    assert response.status_code == 302, errors_of(response)
    stated = StatedValue.objects.get()
    assert (stated.money.printed, stated.money.amount) == ("~£13m", Decimal(13_000_000))
    assert (stated.money.basis, stated.money.year) == ("per_annum", "2020/21")


def test_what_a_text_says_of_its_basis_stands_where_the_box_beside_it_was_left_alone(manager, programme):
    form = shown_in(manager.get(page(StatedValue, "add")))
    manager.post(
        page(StatedValue, "add"), {**form, REASON: "Entered", "covers": "all", "money": "over £45m p.a."}
    )
    assert StatedValue.objects.get().money.basis == "per_annum"


def test_malformed_money_is_never_guessed(manager, programme):
    form = shown_in(manager.get(page(StatedValue, "add")))
    response = manager.post(
        page(StatedValue, "add"), {**form, REASON: "Entered", "covers": "all", "money": "£10,657m"}
    )
    assert "money" in errors_of(response)
    assert not StatedValue.objects.exists()


def test_a_new_record_begins_its_history_with_its_author_and_why_it_is_there(manager, programme):
    form = shown_in(manager.get(page(Challenge, "add")))
    sent = {**form, "title": "Rural access", "text": "Few buses"}
    without = errors_of(manager.post(page(Challenge, "add"), sent))
    assert without == {REASON: ["Say why you are adding this record."]}
    manager.post(page(Challenge, "add"), {**sent, REASON: "Read in para 4.1"})
    (added,) = changes_of(Challenge.objects.get())
    assert (added.label, added.who, added.why) == ("Added", str(manager.user), "Read in para 4.1")


# --- changing -------------------------------------------------------------------------------------------------------


def test_a_change_keeps_who_when_before_after_and_why(manager, programme):
    challenge = ChallengeFactory(programme=programme, title="Rural access")
    response = edit(manager, challenge, title="Rural and island access", **{REASON: "The paper says both"})
    assert response.status_code == 302, errors_of(response)
    change = changes_of(challenge)[0]
    assert (change.label, change.who, change.why) == ("Changed", str(manager.user), "The paper says both")
    assert [(f.label, f.before, f.after) for f in change.fields] == [
        ("Title", "Rural access", "Rural and island access")
    ]


def test_a_change_needs_a_reason(manager, programme):
    challenge = ChallengeFactory(programme=programme, title="Rural access")
    response = edit(manager, challenge, title="Rural and island access")
    assert errors_of(response) == {REASON: ["Say why you are changing this record."]}
    assert changes_of(challenge)[0].label == "Added"


def test_programme_reference_and_version_cannot_be_sent(manager, programme):
    challenge = ChallengeFactory(programme=programme, reference="TST-CH-1")
    other = ChallengeFactory().programme
    response = edit(
        manager,
        challenge,
        title="New",
        programme=other.pk,
        reference="X-1",
        version=99,
        fact=1,
        **{REASON: "Trying"},
    )
    assert response.status_code == 302
    challenge.refresh_from_db()
    assert (challenge.programme, challenge.reference, challenge.title) == (programme, "TST-CH-1", "New")
    assert (challenge.version, challenge.fact) == (2, None)


def test_a_record_may_not_point_into_another_programme(manager, programme):
    gap = KnownGapFactory(programme=programme, document=DocumentFactory(programme=programme))
    foreign = DocumentFactory()
    response = edit(manager, gap, document=foreign.pk, **{REASON: "Trying"})
    assert "document" in errors_of(response)
    assert edit(manager, gap, document=gap.document.pk, **{REASON: "As it was"}).status_code == 302


def test_a_person_of_two_programmes_may_not_mix_them(administrator, programme):
    """The administrator may choose any paper, but not one of another programme than the gap's."""
    form = shown_in(administrator.get(page(KnownGap, "add")))
    foreign = DocumentFactory()
    sent = {
        **form,
        REASON: "Entered",
        "programme": programme.pk,
        "document": foreign.pk,
        "what": "Appendix A",
    }
    response = administrator.post(page(KnownGap, "add"), sent)
    assert errors_of(response) == {"document": ["Choose a document of this record’s programme."]}
    own = DocumentFactory(programme=programme)
    assert administrator.post(page(KnownGap, "add"), {**sent, "document": own.pk}).status_code == 302


# --- the doors ------------------------------------------------------------------------------------------------------


def test_an_amount_for_a_line_to_be_confirmed_needs_a_settled_status(manager, programme):
    line = BudgetLineFactory(programme=programme, money="TBC", status="tbc")
    refused = edit(manager, line, money="£1.2m", **{REASON: "Finance wrote"})
    assert "status" in errors_of(refused)
    line.refresh_from_db()
    assert not line.money.is_known
    accepted = edit(
        manager, line, money="£1.2m", status="confirmed", label="Audiology", **{REASON: "Finance wrote"}
    )
    assert accepted.status_code == 302, errors_of(accepted)
    line.refresh_from_db()
    assert (line.money.printed, line.status, line.label) == ("£1.2m", "confirmed", "Audiology")
    assert changes_of(line)[0].why == "Finance wrote"


def test_a_line_with_an_amount_is_not_to_be_confirmed(manager, programme):
    line = BudgetLineFactory(programme=programme, money="£1m", status="indicative")
    response = edit(manager, line, status="tbc", **{REASON: "Trying"})
    assert "A line with an amount is not to be confirmed" in str(errors_of(response))
    assert edit(manager, line, status="tbc", money="TBC", **{REASON: "Withdrawn"}).status_code == 302


def test_how_a_discrepancy_is_handled_is_not_a_box_here(manager, programme):
    found = DiscrepancyFactory(programme=programme)
    assert edit(manager, found, title="Dates differ", handling="resolved", **{REASON: "x"}).status_code == 302
    found.refresh_from_db()
    assert (found.title, found.handling) == ("Dates differ", "open")


def test_a_discrepancy_entered_here_is_a_recorded_one(manager, programme):
    form = shown_in(manager.get(page(Discrepancy, "add")))
    sent = {**form, REASON: "Entered", "kind": "date_mismatch", "title": "Two end dates"}
    assert manager.post(page(Discrepancy, "add"), sent).status_code == 302
    assert Discrepancy.objects.get().is_recorded


# --- sources --------------------------------------------------------------------------------------------------------


def test_the_first_source_gives_a_record_its_fact(manager, programme):
    challenge = ChallengeFactory(programme=programme)
    paper = DocumentFactory(programme=programme)
    sources = {"sources-0-document": paper.pk, "sources-0-locator": "para 2.4", "sources-0-field": "title"}
    response = edit(manager, challenge, **sources, **{REASON: "Read again"})
    assert response.status_code == 302, response.context["inline_admin_formsets"][0].formset.errors
    challenge.refresh_from_db()
    place = SourceReference.objects.get()
    assert (place.fact, place.field, place.locator) == (challenge.fact, "title", "para 2.4")
    assert (challenge.fact.programme, challenge.fact.kind) == (programme, "programmes.challenge")
    assert changes_of(place)[0].why == "Read again"


def test_a_source_is_a_paper_of_the_records_programme_and_an_extraction_of_the_paper(manager, programme):
    challenge = ChallengeFactory(programme=programme)
    own, foreign = DocumentFactory(programme=programme), DocumentFactory()
    place = {"sources-0-document": foreign.pk, "sources-0-locator": "para 1", REASON: "x"}
    assert edit(manager, challenge, **place).status_code == 200
    elsewhere = ExtractionFactory(document=DocumentFactory(programme=programme))
    place = {**place, "sources-0-document": own.pk, "sources-0-extraction": elsewhere.pk}
    assert edit(manager, challenge, **place).status_code == 200
    assert not Fact.objects.exists()
    place["sources-0-extraction"] = ""
    assert edit(manager, challenge, **place).status_code == 302


def test_the_same_place_twice_is_refused(manager, programme):
    challenge = ChallengeFactory(programme=programme)
    paper = DocumentFactory(programme=programme)
    sources = {"sources-TOTAL_FORMS": "2"}
    for row in (0, 1):
        sources |= {f"sources-{row}-document": paper.pk, f"sources-{row}-locator": "para 1"}
    response = edit(manager, challenge, **sources, **{REASON: "x"})
    assert "Two rows name the same place" in response.content.decode()


def test_adding_a_source_alone_moves_the_records_version_on(manager, programme):
    challenge = ChallengeFactory(programme=programme)
    paper = DocumentFactory(programme=programme)
    edit(manager, challenge, **{"sources-0-document": paper.pk, "sources-0-locator": "p 1", REASON: "x"})
    before = Challenge.objects.get(pk=challenge.pk).version
    row = {"sources-0-locator": "p 2", "sources-1-document": "", REASON: "y"}
    assert edit(manager, challenge, **row).status_code == 302
    assert Challenge.objects.get(pk=challenge.pk).version == before + 1


# --- deleting -------------------------------------------------------------------------------------------------------


def test_deleting_asks_for_a_reason_and_keeps_it(manager, programme):
    challenge = ChallengeFactory(programme=programme)
    paper = DocumentFactory(programme=programme)
    edit(manager, challenge, **{"sources-0-document": paper.pk, "sources-0-locator": "p 1", REASON: "x"})
    address = page(Challenge, "delete", challenge.pk)
    form = shown_in(manager.get(address))
    again = manager.post(address, form)
    assert "Say why this is to be deleted" in again.content.decode()
    assert Challenge.objects.filter(pk=challenge.pk).exists()
    assert manager.post(address, {**form, REASON: "Entered twice"}).status_code == 302
    assert not Challenge.objects.exists()
    assert not Fact.objects.exists()
    assert (changes_of(challenge)[0].label, changes_of(challenge)[0].why) == ("Deleted", "Entered twice")


def test_a_record_that_others_need_is_not_deleted_and_they_are_named(administrator, programme):
    council = OrganisationFactory(name="Testshire Council")
    ProgrammePartnerFactory(programme=programme, organisation=council)
    address = page(Organisation, "delete", council.pk)
    shown = administrator.get(address).content.decode()
    assert "would require deleting the following protected related objects" in shown
    response = administrator.post(address, {"post": "yes", REASON: "x"})
    assert response.status_code == 200
    assert Organisation.objects.filter(pk=council.pk).exists()


@pytest.mark.parametrize("model", [Document, BudgetLine])
def test_nothing_is_deleted_in_bulk(manager, programme, model):
    factory = {Document: DocumentFactory, BudgetLine: BudgetLineFactory}[model]
    rows = [factory(programme=programme).pk for _ in range(2)]
    manager.post(
        page(model, "changelist"), {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
    )
    assert model.objects.count() == 2


def test_phases_of_one_programme_have_different_numbers(manager, programme):
    first = ProcurementPhaseFactory(programme=programme, number=1)
    second = ProcurementPhaseFactory(programme=programme, number=2)
    response = edit(manager, second, number=first.number, **{REASON: "x"})
    assert "already exists" in str(errors_of(response))


def test_milestones_are_found_by_programme_state_and_words(manager, programme):
    MilestoneFactory(programme=programme, text="Award the contract")
    MilestoneFactory(programme=programme, text="Write to schools")
    found = manager.get(page(Milestone, "changelist"), {"q": "schools"}).content.decode()
    assert "Write to schools" in found
    assert "Award the contract" not in found


def test_a_hidden_box_tampered_with_counts_as_stale(manager, programme):
    challenge = ChallengeFactory(programme=programme)
    for sent in ("", "0", "7"):
        assert edit(manager, challenge, title="x", **{REASON: "x", SEEN_VERSION: sent}).status_code == 409
