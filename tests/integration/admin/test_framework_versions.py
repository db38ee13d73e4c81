"""What a version of a framework holds is entered while it is a draft; an agreed one is changed by a new version."""

import pytest
from django.urls import reverse

from outcomes.models import OutcomeDomain, OutcomesFramework
from tests.factories import OutcomeDomainFactory, OutcomeFactory, OutcomesFrameworkFactory
from tests.integration.admin.test_kpis import add, edit, errors_of, page


@pytest.fixture
def draft(programme):
    return OutcomesFrameworkFactory(programme=programme, state="draft", reference="TST-OF-1")


@pytest.fixture
def agreed(programme):
    return OutcomesFrameworkFactory(programme=programme, state="agreed", reference="TST-OF-2")


def test_an_outcome_of_a_draft_is_reworded_and_one_of_an_agreed_version_only_read(manager, draft, agreed):
    mine, settled = (
        OutcomeFactory(programme=framework.programme, framework=framework, text="healthy")
        for framework in (draft, agreed)
    )
    assert edit(manager, mine, text="healthier").status_code == 302
    mine.refresh_from_db()
    assert mine.text == "healthier"
    address = page(type(settled), "change", settled.pk)
    shown = manager.get(address)
    assert shown.status_code == 200
    assert reverse("framework_new_version", args=[settled.programme.key, "TST-OF-2"]) in shown.text
    assert manager.post(address, {"text": "healthier"}).status_code == 403
    assert manager.post(page(type(settled), "delete", settled.pk), {"post": "yes"}).status_code == 403
    settled.refresh_from_db()
    assert settled.text == "healthy"


def test_a_superseded_version_offers_no_new_one(manager, programme):
    old = OutcomesFrameworkFactory(programme=programme, state="superseded")
    domain = OutcomeDomainFactory(programme=programme, framework=old)
    shown = manager.get(page(OutcomeDomain, "change", domain.pk)).text
    assert "it stays as it was" in shown
    assert reverse("framework_new_version", args=[programme.key, old.reference]) not in shown


def test_a_domain_is_added_to_a_draft_and_to_no_agreed_version(manager, draft, agreed):
    given = {"programme": draft.programme_id, "name": "Health", "position": 1}
    assert add(manager, OutcomeDomain, framework=draft.pk, **given).status_code == 302
    refused = add(manager, OutcomeDomain, framework=agreed.pk, **given)
    assert errors_of(refused)["framework"] == [
        "This version is no draft any more. Make a new version of the framework, and change it there."
    ]
    assert [domain.framework for domain in OutcomeDomain.objects.all()] == [draft]


def test_data_entry_neither_agrees_a_version_nor_numbers_it(manager, draft):
    edited = edit(manager, draft, state="agreed", edition=9, agreed_on="2025-01-01", name="Outcomes for all")
    assert edited.status_code == 302
    stored = OutcomesFramework.objects.get(pk=draft.pk)
    assert (stored.name, stored.state, stored.edition, stored.agreed_on) == (
        "Outcomes for all",
        "draft",
        1,
        None,
    )
