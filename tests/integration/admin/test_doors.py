"""What a page's own door changes is no box here: it is shown, with the way to the page, and cannot be sent."""

from datetime import date

import pytest
from django.urls import reverse

from commissioning.core.admin_forms import REASON
from governance.models import BoardAction
from outcomes.models import ThemeCitation
from procurement.models import Contribution, Funding
from programmes.models import (
    CommissioningResponsibility,
    Milestone,
    OrganisationSuccession,
    ResponsibilityChange,
)
from tests.factories import (
    AreaMitigationFactory,
    AreaRiskFactory,
    BoardActionFactory,
    CommissioningResponsibilityFactory,
    FundingFactory,
    MilestoneChangeFactory,
    MilestoneFactory,
    OrganisationFactory,
    OrganisationSuccessionFactory,
    ResponsibilityChangeFactory,
    ServiceFactory,
    ThemeFactory,
    ThemePointFactory,
)
from tests.factories.areas import CareModelAreaFactory
from tests.pageforms import shown_in

ENDED = date(2015, 4, 1)


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def edit(client, record, **changes):
    """Open the record's form, change some boxes, and send it."""
    address = page(type(record), "change", record.pk)
    return client.post(address, {**shown_in(client.get(address)), REASON: "Read again", **changes})


def errors_of(response):
    rows = [each for formset in response.context["inline_admin_formsets"] for each in formset.formset.errors]
    return {**response.context["adminform"].form.errors}, [row for row in rows if row]


# --- milestones -----------------------------------------------------------------------------------------------------


def test_state_date_and_owner_of_a_milestone_are_shown_and_not_taken(manager, programme):
    milestone = MilestoneFactory(programme=programme, date="July 2019", owner_role="Head of commissioning")
    shown = manager.get(page(Milestone, "change", milestone.pk)).content.decode()
    assert "July 2019" in shown
    assert "On the milestone’s page" in shown
    sent = {
        "date": "May 2020",
        "date_note": "x",
        "state": "done",
        "owner_role": "Somebody",
        "text": "Go live",
    }
    assert edit(manager, milestone, **sent).status_code == 302
    milestone.refresh_from_db()
    assert milestone.text == "Go live"  # the twin: what no door changes is changed here
    assert (milestone.date.printed, milestone.date.note, milestone.state) == ("July 2019", "", "planned")
    assert milestone.owner_role == "Head of commissioning"


def test_a_milestone_with_a_history_of_changes_is_not_deleted(manager, programme):
    plain, changed = MilestoneFactory.create_batch(2, programme=programme)
    MilestoneChangeFactory(milestone=changed)
    for milestone, answer in ((changed, 403), (plain, 302)):
        address = page(Milestone, "delete", milestone.pk)
        assert manager.post(address, {"post": "yes", REASON: "Entered twice"}).status_code == answer
    assert list(Milestone.objects.all()) == [changed]


# --- who commissions what -------------------------------------------------------------------------------------------


@pytest.fixture
def service(programme):
    return ServiceFactory(programme=programme, reference="TST-SVC-01")


def test_the_terms_of_a_governing_lead_are_shown_and_not_taken(manager, programme, service):
    lead, other = OrganisationFactory.create_batch(2)
    term = CommissioningResponsibilityFactory(programme=programme, service=service, organisation=lead)
    assert "Hand the lead over" in manager.get(page(type(term), "change", term.pk)).content.decode()
    sent = {"organisation": other.pk, "ends_on": "2015-04-01", "governing": "", "note": "Table 1"}
    assert edit(manager, term, **sent).status_code == 302
    term.refresh_from_db()
    assert term.note == "Table 1"
    assert (term.organisation, term.ends_on, term.governing) == (lead, None, True)


def test_a_claim_is_corrected_here_but_does_not_become_the_governing_one(manager, programme, service):
    lead, other = OrganisationFactory.create_batch(2)
    claim = CommissioningResponsibilityFactory(
        programme=programme, service=service, organisation=lead, governing=False
    )
    assert edit(manager, claim, organisation=other.pk, governing="on").status_code == 302
    claim.refresh_from_db()
    assert (claim.organisation, claim.governing) == (other, False)


def test_a_second_governing_lead_is_refused_with_what_to_do(manager, programme, service):
    lead = OrganisationFactory()
    CommissioningResponsibilityFactory(programme=programme, service=service, organisation=lead)
    form = shown_in(manager.get(page(CommissioningResponsibility, "add")))
    sent = {**form, REASON: "Table 2", "service": service.pk, "organisation": OrganisationFactory().pk}
    refused, _ = errors_of(manager.post(page(CommissioningResponsibility, "add"), sent))
    assert "Hand the lead over on the service’s page" in str(refused)
    sent.pop("governing")
    assert manager.post(page(CommissioningResponsibility, "add"), sent).status_code == 302
    claim = CommissioningResponsibility.objects.get(governing=False)
    assert claim.reference == "TST-SVC-01-LEAD-1"


def test_what_says_who_led_in_the_past_is_not_deleted(manager, programme, service):
    own = {"programme": programme, "service": service}
    ended = {"governing": False, "ends_on": ENDED}
    change = ResponsibilityChangeFactory(programme=programme)
    kept = [
        CommissioningResponsibilityFactory(**own),
        CommissioningResponsibilityFactory(**own, **ended, closed_by=change),
    ]
    claim = CommissioningResponsibilityFactory(**own, **ended)
    for term, answer in ((kept[0], 403), (kept[1], 403), (claim, 302)):
        address = page(CommissioningResponsibility, "delete", term.pk)
        assert manager.post(address, {"post": "yes", REASON: "Entered twice"}).status_code == answer
    assert set(CommissioningResponsibility.objects.all()) == set(kept)


def test_acts_are_read_only(manager, programme):
    change = ResponsibilityChangeFactory(programme=programme, text="The lead passes")
    address = page(ResponsibilityChange, "change", change.pk)
    assert "The lead passes" in manager.get(address).content.decode()
    assert manager.post(address, {"text": "Another", REASON: "x"}).status_code == 403
    assert manager.get(page(ResponsibilityChange, "add")).status_code == 403


def test_a_succession_keeps_its_parties_and_day_and_takes_a_note(administrator):
    row = OrganisationSuccessionFactory()
    sent = {"successor": OrganisationFactory().pk, "took_effect_on": "2014-01-01", "note": "As legislated"}
    assert edit(administrator, row, **sent).status_code == 302
    after = OrganisationSuccession.objects.get()
    assert (after.successor, after.took_effect_on, after.note) == (
        row.successor,
        date(2013, 4, 1),
        "As legislated",
    )
    assert administrator.get(page(OrganisationSuccession, "add")).status_code == 403


# --- boards ---------------------------------------------------------------------------------------------------------


def test_state_and_weakening_of_a_board_action_are_shown_and_not_taken(manager, programme):
    action = BoardActionFactory(programme=programme)
    assert edit(manager, action, state="complete", weakened="on", owner_role="Chair").status_code == 302
    after = BoardAction.objects.get()
    assert (after.owner_role, after.state, after.weakened) == ("Chair", "open", False)


# --- rows beneath ---------------------------------------------------------------------------------------------------


def test_contributions_stand_beneath_their_funding_with_unknown_amounts(manager, programme):
    funding = FundingFactory(programme=programme)
    funder = OrganisationFactory()
    rows = {"contributions-0-funder": funder.pk, "contributions-0-money": "TBC"}
    assert edit(manager, funding, **rows).status_code == 302
    given = Contribution.objects.get()
    assert (given.funder, given.money.printed, given.money.is_known) == (funder, "TBC", False)
    nobody = {"contributions-1-money": "£5,000", "contributions-1-funder": ""}
    _, rows = errors_of(edit(manager, funding, **nobody))
    assert "Choose the funder, or write who gives it" in str(rows)
    assert Funding.objects.get().contributions.count() == 1


def test_a_citation_names_a_sub_point_of_its_own_theme(manager, programme):
    theme, area = ThemeFactory(programme=programme), CareModelAreaFactory(programme=programme)
    own, foreign = ThemePointFactory(programme=programme, theme=theme), ThemePointFactory(programme=programme)
    row = {"citations-0-area": area.pk, "citations-0-point": foreign.pk}
    _, errors = errors_of(edit(manager, theme, **row))
    assert "Choose a sub-point of this theme" in str(errors)
    assert edit(manager, theme, **{**row, "citations-0-point": own.pk}).status_code == 302
    assert ThemeCitation.objects.get().point == own


def test_a_risk_is_mitigated_in_its_own_area(manager, programme):
    risk = AreaRiskFactory(programme=programme)
    own = AreaMitigationFactory(programme=programme, area=risk.area)
    foreign = AreaMitigationFactory(programme=programme)
    _, errors = errors_of(edit(manager, risk, **{"risk_mitigations-0-mitigation": foreign.pk}))
    assert "Choose a mitigation of the same area" in str(errors)
    assert edit(manager, risk, **{"risk_mitigations-0-mitigation": own.pk}).status_code == 302
    assert list(risk.mitigations.all()) == [own]


# --- the index ------------------------------------------------------------------------------------------------------


def test_the_index_lists_records_by_what_they_are_about(manager):
    shown = manager.get(reverse("admin:index")).content.decode()
    headings = ["The programme", "Papers", "Services and scope", "Who commissions what", "Procurement"]
    places = [shown.index(f'<span class="section">{heading}</span>') for heading in headings]
    assert places == sorted(places)
    assert '<span class="section">People</span>' not in shown  # nothing there that a manager may enter
