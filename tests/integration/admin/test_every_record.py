"""Every kind of record on the data-entry site: its pages open, and a form sent back as shown changes nothing."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.admin_forms import REASON
from commissioning.core.history import history_model
from tests.authz.world import every_record
from tests.factories.people import person_with
from tests.pageforms import shown_in

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture(scope="module")
def records(hampshire, django_db_blocker):
    """A record of every kind: the first programme's, else one of a programme that has them all."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = every_record("Wherever", key="wherever", amount="£1,234,567", day="12 March 2031").records
        own = ((model, model._default_manager.order_by("pk").first()) for model in MODELS)
        yield made | {model: record for model, record in own if record is not None}
        transaction.set_rollback(True)


@pytest.fixture
def administrator(records, client, db):
    client.force_login(person_with(Role.PLATFORM_ADMINISTRATOR))
    return client


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_the_index_lists_every_kind_of_record(administrator):
    response = administrator.get(reverse("admin:index"))
    assert response.status_code == 200
    page = response.content.decode()
    for model in MODELS:
        assert address(model, "changelist") in page, model


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_pages_open_and_a_form_sent_back_unedited_changes_nothing(administrator, records, model):
    assert administrator.get(address(model, "changelist")).status_code == 200
    assert administrator.get(address(model, "changelist"), {"q": "health"}).status_code == 200
    if admin.site._registry[model].has_add_permission(administrator.get("/admin/").wsgi_request):
        assert administrator.get(address(model, "add")).status_code == 200
    record = records[model]
    change = address(model, "change", record.pk)
    page = administrator.get(change)
    assert page.status_code == 200
    assert administrator.get(address(model, "history", record.pk)).status_code == 200
    sent = shown_in(page)
    if REASON not in sent:
        return
    events = history_model(model)._default_manager.count()
    response = administrator.post(change, {**sent, REASON: "Looked at it"})
    if response.status_code != 302:
        form = response.context["adminform"].form
        inline = [f.errors for f in (i.formset for i in response.context["inline_admin_formsets"])]
        raise AssertionError((form.errors, inline))
    assert history_model(model)._default_manager.count() == events
