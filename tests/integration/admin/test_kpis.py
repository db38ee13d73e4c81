"""KPIs, targets and figures on the data-entry site: the doors, rules and summaries of the KPI's own pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.core.admin_forms import REASON
from outcomes.models import KPI, Breakdown, KPIChange, KPIService, KPISummary, Measurement, Target
from outcomes.services.summaries import refresh
from tests.factories import KPIFactory, OrganisationFactory, ServiceFactory
from tests.factories.kpis import BreakdownFactory, BreakdownMemberFactory, KPIChangeFactory
from tests.factories.outcomes import MeasurementFactory, TargetFactory
from tests.integration.outcomes.kpi_series import measure, numbers
from tests.integration.outcomes.returning import approved, cast, line
from tests.pageforms import shown_in

EXAMPLE_1 = numbers("71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84")
WHY = "Read again"


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def edit(client, record, **changes):
    address = page(type(record), "change", record.pk)
    return client.post(address, {**shown_in(client.get(address)), REASON: WHY, **changes})


def add(client, model, **given):
    address = page(model, "add")
    return client.post(address, {**shown_in(client.get(address)), REASON: WHY, **given})


def errors_of(response):
    assert response.status_code == 200, "the form was taken"
    return {**response.context["adminform"].form.errors}


def summary(kpi):
    return KPISummary.objects.get(kpi=kpi)


def rows(kpi):
    return [(row.field, row.before, row.after, row.reason) for row in kpi.changes.order_by("pk")]


@pytest.fixture
def kpi(programme):
    made = KPIFactory(
        programme=programme,
        reference="TST-KPI-1",
        frequency="month",
        polarity="higher",
        state="reporting",
        suppress_below=None,
        reported_from=date(2024, 9, 1),
    )
    measure(made, EXAMPLE_1)
    refresh([made.pk])
    return made


# --- definition -----------------------------------------------------------------------------------------------------


def test_a_changed_definition_is_kept_with_both_values_and_the_summary_is_fresh(manager, kpi):
    assert edit(manager, kpi, polarity="lower", unit="visits").status_code == 302
    assert rows(kpi) == [
        ("Unit", "", "visits", WHY),
        ("Polarity", "Higher is better", "Lower is better", WHY),
    ]
    assert KPIChange.objects.first().made_by == manager.user
    assert (summary(kpi).stale, summary(kpi).variation) == (False, "concern_high")


def test_a_form_sent_back_as_shown_writes_no_change(manager, kpi):
    assert edit(manager, kpi).status_code == 302
    assert rows(kpi) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"spc_profile": "ptd", "spc_shift": "8"}, "spc_shift"),
        ({"baseline_points": "0"}, "baseline_points"),
        ({"frequency": "not_stated"}, "frequency"),
        ({"reported_from": "2024-09-02"}, "reported_from"),
        ({"owner_role": "Mrs Smith"}, "owner_role"),
    ],
)
def test_the_rules_of_the_kpis_own_page_hold_here_too(manager, kpi, given, field):
    assert field in errors_of(edit(manager, kpi, **given))
    assert rows(kpi) == []


def test_a_change_without_a_reason_is_refused(manager, kpi):
    assert REASON in errors_of(edit(manager, kpi, unit="visits", **{REASON: ""}))
    assert rows(kpi) == []


def test_a_retired_kpi_gets_its_day_and_loses_it(manager, kpi):
    assert edit(manager, kpi, state="retired").status_code == 302
    assert KPI.objects.get().retired_on is not None
    assert edit(manager, kpi, state="reporting").status_code == 302
    assert KPI.objects.get().retired_on is None


def test_a_new_kpi_has_a_summary_at_once(manager, programme):
    assert add(manager, KPI, name="Visits in time", programme=programme.pk).status_code == 302
    assert not summary(KPI.objects.get()).stale


def test_rows_beneath_a_kpi_leave_its_summary_fresh(manager, kpi, programme):
    service = ServiceFactory(programme=programme)
    assert edit(manager, kpi, **{"kpi_services-0-service": service.pk}).status_code == 302
    assert KPIService.objects.get().service == service
    assert not summary(kpi).stale


def test_a_kpi_with_a_history_is_not_deleted(manager, kpi, programme):
    KPIChangeFactory(kpi=kpi, programme=programme)
    plain = KPIFactory(programme=programme)
    for record, answer in ((kpi, 403), (plain, 302)):
        address = page(KPI, "delete", record.pk)
        assert manager.post(address, {"post": "yes", REASON: "Entered twice"}).status_code == answer
    assert list(KPI.objects.all()) == [kpi]


# --- targets --------------------------------------------------------------------------------------------------------


def test_a_target_entered_ends_the_one_before(manager, kpi, programme):
    old = TargetFactory(kpi=kpi, programme=programme, value=60, words="")
    given = {
        "kpi": kpi.pk,
        "value": "65",
        "starts_on": "2024-04-01",
        "origin": "national",
        "date": "March 2026",
    }
    assert add(manager, Target, programme=programme.pk, **given).status_code == 302
    new = Target.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert (old.ends_on, new.value, new.origin) == (date(2024, 3, 31), 65, "national")
    assert (new.reference, new.date.end) == ("TST-TGT-1", date(2026, 3, 31))
    assert rows(kpi) == [("Target", "60", "65, from 1 April 2024", WHY)]
    assert (summary(kpi).stale, summary(kpi).target_value) == (False, 65)


def test_a_target_that_runs_into_a_later_one_is_refused_with_the_cure(manager, kpi, programme):
    TargetFactory(kpi=kpi, programme=programme, value=60, words="", starts_on=date(2025, 4, 1))
    given = {"kpi": kpi.pk, "value": "65", "starts_on": "2024-04-01", "ends_on": "2025-12-31"}
    refused = errors_of(add(manager, Target, programme=programme.pk, **given))
    assert "Another target holds from 1 April 2025" in str(refused["ends_on"])
    assert add(manager, Target, programme=programme.pk, **given | {"ends_on": ""}).status_code == 302


def test_a_target_put_right_is_kept_with_both_values(manager, kpi, programme):
    made = TargetFactory(kpi=kpi, programme=programme, value=56, words="")
    other = KPIFactory(programme=programme)
    assert edit(manager, made, value="65", kpi=other.pk).status_code == 302
    made.refresh_from_db()
    assert (made.value, made.kpi) == (65, kpi)
    assert rows(kpi) == [("Target: value", "56", "65", WHY)]
    assert summary(kpi).target_value == 65


def test_a_targets_days_may_not_be_put_over_anothers(manager, kpi, programme):
    first = TargetFactory(kpi=kpi, programme=programme, value=60, words="", ends_on=date(2024, 3, 31))
    TargetFactory(kpi=kpi, programme=programme, value=65, words="", starts_on=date(2024, 4, 1))
    assert "starts_on" in errors_of(edit(manager, first, ends_on="2024-04-30"))
    assert edit(manager, first, ends_on="2024-02-29").status_code == 302


def test_what_was_aimed_at_is_not_deleted(manager, kpi, programme):
    kept = TargetFactory(kpi=kpi, programme=programme)
    plain = TargetFactory(kpi=KPIFactory(programme=programme), programme=programme)
    withdrawn = TargetFactory(kpi=kpi, programme=programme, withdrawn=True)
    for record, answer in ((kept, 403), (plain, 302)):
        address = page(Target, "delete", record.pk)
        assert manager.post(address, {"post": "yes", REASON: "Entered twice"}).status_code == answer
    assert manager.post(page(Target, "change", withdrawn.pk), {REASON: WHY}).status_code == 403


# --- figures --------------------------------------------------------------------------------------------------------


def test_a_figure_entered_is_on_the_board_at_once(manager, kpi, programme):
    given = {"kpi": kpi.pk, "value": "60", "period": "August 2024", "source": "HWB report"}
    assert add(manager, Measurement, programme=programme.pk, **given).status_code == 302
    assert (summary(kpi).stale, summary(kpi).latest_value, summary(kpi).latest_period) == (
        False,
        60,
        "August 2024",
    )


def test_a_figure_that_somebody_else_has_to_approve_does_not_come_in_here(manager, kpi, programme):
    given = {"kpi": kpi.pk, "value": "60", "period": "September 2024"}
    refused = errors_of(add(manager, Measurement, programme=programme.pk, **given))
    assert "reported by returns from 1 September 2024 on" in str(refused["period"])
    measure(kpi, [60], start=17)
    loaded = Measurement.objects.latest("period_start")
    shown = manager.get(page(Measurement, "change", loaded.pk)).content.decode()
    assert "reported by returns from 1 September 2024 on" in shown
    assert (
        manager.post(page(Measurement, "change", loaded.pk), {"value": "1", REASON: WHY}).status_code == 403
    )
    KPI.objects.filter(pk=kpi.pk).update(state="proposed")
    assert edit(manager, loaded, value="61").status_code == 302


def test_a_figure_too_large_to_be_charted_is_refused_at_its_box(manager, kpi, programme):
    KPI.objects.filter(pk=kpi.pk).update(measure="rate", per=100_000, reported_from=None, suppress_below=None)
    given = {"kpi": kpi.pk, "period": "September 2024", "numerator": "9999999999", "denominator": "10"}
    refused = errors_of(add(manager, Measurement, programme=programme.pk, **given))
    assert "more than 1,000,000,000,000" in str(refused["value"])


def test_a_second_figure_for_a_period_is_refused(manager, kpi, programme):
    given = {"kpi": kpi.pk, "value": "60", "period": "July 2024"}
    refused = errors_of(add(manager, Measurement, programme=programme.pk, **given))
    assert "This period has a figure already" in str(refused)


def test_a_figure_that_no_return_brought_in_is_changed_and_deleted_here(manager, kpi):
    last = Measurement.objects.latest("period_start")
    assert edit(manager, last, value="72").status_code == 302
    assert (summary(kpi).stale, summary(kpi).latest_value, summary(kpi).variation) == (
        False,
        72,
        "common_cause",
    )
    address = page(Measurement, "delete", last.pk)
    assert manager.post(address, {"post": "yes", REASON: "Entered twice"}).status_code == 302
    assert (summary(kpi).stale, summary(kpi).points) == (False, 15)


@pytest.fixture
def returned(db, signed_in):
    """An approved figure, and its programme's manager."""
    world = cast()
    approved(world, line("April 2025", of=(55, 100)))
    world.client = signed_in(world.manager)
    world.figure = Measurement.objects.get()
    return world


def test_an_approved_figure_is_shown_with_how_to_correct_it_and_cannot_be_sent(returned):
    address = page(Measurement, "change", returned.figure.pk)
    shown = returned.client.get(address)
    assert shown.status_code == 200
    assert (
        f"Approved by return {returned.figure.kpi_return.reference}, and locked since"
        in shown.content.decode()
    )
    assert (
        returned.client.post(address, {"numerator": "56", "denominator": "100", REASON: WHY}).status_code
        == 403
    )
    delete = page(Measurement, "delete", returned.figure.pk)
    assert returned.client.post(delete, {"post": "yes", REASON: WHY}).status_code == 403
    returned.figure.refresh_from_db()
    assert returned.figure.numerator == 55


def test_a_kpi_with_approved_figures_is_not_deleted(returned):
    address = page(KPI, "delete", returned.kpi.pk)
    assert returned.client.post(address, {"post": "yes", REASON: WHY}).status_code == 403


def test_a_figure_replaced_by_a_correction_stays(manager, kpi):
    last = Measurement.objects.latest("period_start")
    Measurement.objects.filter(pk=last.pk).update(is_current=False)
    shown = manager.get(page(Measurement, "change", last.pk))
    assert "Replaced by a correction" in shown.content.decode()
    assert manager.post(page(Measurement, "change", last.pk), {"value": "1", REASON: WHY}).status_code == 403


def test_what_somebody_else_decides_in_between_is_told_and_nothing_is_saved(
    manager, kpi, programme, monkeypatch
):
    """The form's own check passes, and another target is set before the door's."""
    monkeypatch.setattr("outcomes.admin.measurements.overlap_problem", lambda target: "")
    first = TargetFactory(kpi=kpi, programme=programme, value=60, words="", ends_on=date(2024, 3, 31))
    TargetFactory(kpi=kpi, programme=programme, value=65, words="", starts_on=date(2024, 4, 1))
    answer = edit(manager, first, ends_on="2024-04-30")
    assert answer.status_code == 302
    assert "Nothing was saved" in manager.get(answer.url).content.decode()
    first.refresh_from_db()
    assert first.ends_on == date(2024, 3, 31)


# --- breakdowns -----------------------------------------------------------------------------------------------------


def test_whether_members_make_up_the_whole_is_judged_anew(manager, programme):
    """Alone, a hidden member gives the whole away; as a part of something larger it does not."""
    made = KPIFactory(programme=programme, frequency="month", suppress_below=5)
    breakdown = BreakdownFactory(programme=programme, covers_all=False)
    measure(made, [8])
    for value in (3, 5):
        measure(made, [value], member=BreakdownMemberFactory(breakdown=breakdown))
    KPISummary.objects.filter(kpi=made).update(stale=False)
    assert edit(manager, breakdown, covers_all="on").status_code == 302
    assert Breakdown.objects.get().covers_all
    assert summary(made).latest_value in {None, Decimal(8)}
    assert not summary(made).stale


def test_a_figure_that_a_paper_prints_needs_no_date(manager, programme):
    kpi = KPIFactory(programme=programme)
    given = {"kpi": kpi.pk, "value": "55", "text": "currently about 55%", "qualifier": "approx"}
    assert add(manager, Measurement, programme=programme.pk, **given).status_code == 302
    assert (summary(kpi).latest_text, summary(kpi).points) == ("currently about 55%", 0)


def test_the_owner_is_kept_by_name(manager, kpi):
    assert edit(manager, kpi, owner=OrganisationFactory(name="Testshire Council").pk).status_code == 302
    assert rows(kpi) == [("Owner", "", "Testshire Council", WHY)]


def test_figures_are_found_by_their_kpi(manager, kpi, programme):
    MeasurementFactory(kpi=KPIFactory(programme=programme, name="Other"), programme=programme, text="other")
    listed = manager.get(page(Measurement, "changelist"), {"q": kpi.name}).content.decode()
    assert "other" not in listed
