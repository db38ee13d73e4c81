"""The tables of the law on the data-entry site: two rows for one thing never overlap, and requirements fit."""

from datetime import date

import pytest
from django.urls import reverse

from commissioning.core.admin_forms import REASON
from procurement.models import GatewayRequirement, NoticeKind, ProcurementPhase, Threshold
from tests.factories.phases import NoticeKindFactory, StageKindFactory, ThresholdFactory
from tests.factories.procurement import ProcurementPhaseFactory
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db
WHY = "The Government’s announcement"


def add_threshold(client, **values):
    page = client.get(reverse("admin:procurement_threshold_add"))
    sent = {**shown_in(page), "category": "light_touch", "amount": "700000", REASON: WHY, **values}
    return client.post(reverse("admin:procurement_threshold_add"), sent)


def test_a_new_amount_begins_where_the_old_one_ends(administrator):
    ThresholdFactory(starts_on=date(2026, 1, 1), ends_on=date(2028, 1, 1))
    assert add_threshold(administrator, starts_on="2028-01-01").status_code == 302
    amounts = Threshold.objects.on(date(2028, 1, 1)).filter(category="light_touch")
    assert [row.amount for row in amounts] == [700_000]


@pytest.mark.parametrize("starts", ["2027-12-31", "2025-01-01", ""])
def test_two_amounts_of_one_category_never_overlap(administrator, starts):
    old = ThresholdFactory(starts_on=date(2026, 1, 1), ends_on=date(2028, 1, 1))
    response = add_threshold(administrator, starts_on=starts)
    assert response.status_code == 200
    (said,) = response.context["adminform"].form.errors["starts_on"]
    assert old.reference in said
    assert "End that one first" in said
    assert Threshold.objects.count() == 1


def test_another_category_may_overlap(administrator):
    ThresholdFactory(starts_on=date(2026, 1, 1))
    assert (
        add_threshold(administrator, category="works_concessions", starts_on="2026-01-01").status_code == 302
    )


def add_requirement(client, **values):
    address = reverse("admin:procurement_gatewayrequirement_add")
    sent = {**shown_in(client.get(address)), "text": "Published", "cure": "Publish it", REASON: WHY, **values}
    return client.post(address, sent)


def test_a_requirement_names_a_gateway_and_a_notice_that_is_there(administrator):
    gate, other = StageKindFactory(is_gateway=True), StageKindFactory(is_gateway=False)
    NoticeKindFactory(code="UK6")
    right = {"stage": gate.pk, "check_kind": "notice", "notice_code": "UK6"}
    refused = {
        "stage": {**right, "stage": other.pk},
        "notice_code": {**right, "notice_code": "UK99"},
    }
    for field, values in refused.items():
        response = add_requirement(administrator, **values)
        assert list(response.context["adminform"].form.errors) == [field]
    stray = add_requirement(administrator, **{**right, "check_kind": "evidence"})
    assert "Leave this empty" in stray.context["adminform"].form.errors["notice_code"][0]
    assert not GatewayRequirement.objects.exists()
    assert add_requirement(administrator, **right).status_code == 302
    assert GatewayRequirement.objects.get().notice_code == "UK6"


def test_a_programme_manager_reads_the_tables_and_the_administrator_keeps_them(manager, administrator):
    kind = NoticeKindFactory(count=30)
    address = reverse("admin:procurement_noticekind_change", args=[kind.pk])
    assert manager.get(address).status_code == 200
    assert manager.post(address, {"count": "40", REASON: WHY}).status_code == 403
    sent = {**shown_in(administrator.get(address)), "count": "40", REASON: WHY}
    assert administrator.post(address, sent).status_code == 302
    assert NoticeKind.objects.get().count == 40


def test_a_phase_keeps_its_regime_for_its_own_page(manager, programme):
    phase = ProcurementPhaseFactory(programme=programme, regime="psr", regime_reason="Health care")
    address = reverse("admin:procurement_procurementphase_change", args=[phase.pk])
    sent = {**shown_in(manager.get(address)), "name": "Renamed", "regime": "exempt", REASON: WHY}
    assert manager.post(address, sent).status_code == 302
    phase.refresh_from_db()
    assert (phase.name, phase.regime) == ("Renamed", "psr")
    new = {**shown_in(manager.get(reverse("admin:procurement_procurementphase_add")))}
    assert "regime" not in new
    assert ProcurementPhase.objects.count() == 1
