"""What the checks find in the loaded paper, and how it meets the 18 that its reader recorded."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Discrepancy
from governance.models.discrepancies import DiscrepancyKind
from governance.selectors.discrepancies import Origin, by_kind, discrepancies, discrepancy_of, findings
from procurement.selectors.lines import budget_lines
from procurement.selectors.phases import phases_on
from procurement.selectors.stated import stated_rows
from programmes.selectors.scope import scope_on
from tests.factories import (
    BudgetLineFactory,
    DiscrepancyFactory,
    DiscrepancyStatementFactory,
    FeedbackFactory,
    KPIFactory,
    MilestoneFactory,
    ProgrammeFactory,
    ProgrammeTargetDateFactory,
    ServiceAliasFactory,
    cite,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
PAPER_DAY = date(2018, 12, 13)


@pytest.fixture
def views(hampshire):
    return discrepancies(hampshire, PAPER_DAY)


def test_all_18_recorded_ones_are_shown_and_14_of_them_are_also_computed(views):
    recorded = [view for view in views if view.origin != Origin.COMPUTED]
    assert [view.reference for view in sorted(recorded, key=lambda view: view.reference)] == [
        f"HAM-INC-{number:02}" for number in range(1, 19)
    ]
    only_recorded = {view.reference for view in recorded if view.origin == Origin.RECORDED}
    assert only_recorded == {"HAM-INC-02", "HAM-INC-15", "HAM-INC-16", "HAM-INC-18"}


def test_what_only_the_checks_find(views):
    assert {view.slug for view in views if view.origin == Origin.COMPUTED} == {
        "amount-ham-sv-7",
        "cover-ham-exc-1-ham-ph-2",
        "cover-ham-exc-1-ham-ph-3",
        "missing-ham-fb-5-response",
        "missing-ham-kpi-1-target",
        "missing-ham-kpi-2-target",
        "missing-ham-ph-3-procurement-start",
        "names-ham-svc-16-ham-2018-12",
    }


def test_every_tie_between_a_recorded_one_and_a_check_holds(hampshire):
    """A tie that no check answers would quietly turn “computed and recorded” into two rows."""
    reading = json.loads((Path(settings.BASE_DIR) / "fixtures/demo/hampshire_reading.json").read_text())
    found = {finding.key for finding in findings(hampshire, PAPER_DAY)}
    assert set(reading["check_keys"].values()) <= found


def test_the_figures_of_the_paper(views):
    def computed(slug):
        return discrepancy_of(views, slug).finding.computed

    assert computed("ham-inc-01")["difference"] == "450000.00"
    assert computed("ham-inc-03")["difference"] == "1700000.00"
    assert computed("ham-inc-04")["stated_sum"] == "45500000.00"
    assert computed("ham-inc-06")["phase_1_months_in_2020_21"] == 8
    assert computed("ham-inc-07")["different_dates"] == 4
    assert [
        computed(slug)["months"]
        for slug in ("ham-inc-08", "cover-ham-exc-1-ham-ph-2", "cover-ham-exc-1-ham-ph-3")
    ] == [
        4,
        12,
        24,
    ]
    assert computed("ham-inc-10") | {} == {
        "services": 16,
        "budget_lines": 14,
        "shared_lines": "HAM-BL-01, HAM-BL-07",
        "services_without_line": 0,
    }
    assert computed("ham-inc-12")["services"] == "HAM-SVC-08, HAM-SVC-12, HAM-SVC-16"
    assert computed("ham-inc-13")["organisation"] == "NHS England"
    assert computed("ham-inc-14")["not_in_para-4-3"] == "School readiness"


def test_screening_stands_in_para_2_4_only(views):
    view = discrepancy_of(views, "ham-inc-09")
    assert view.arithmetic.startswith("Only para 2.4 has “Childhood” and “screening”.")
    assert view.title == "Childhood imms and screening: printed under 4 names"
    assert view.kind == DiscrepancyKind.SCOPE_MISMATCH  # the reader's kind stands where both have one


def test_statements_lead_to_the_paper(views):
    """Every statement of the checks and of the reader names a place that the paper has, but what is nowhere printed."""
    without = [(view.slug, each.text) for view in views for each in view.statements if not each.places]
    assert without == [
        ("missing-ham-ph-3-procurement-start", "Phase 3, procurement start: nothing is printed")
    ]
    assert all(each.places for view in views for each in view.recorded_statements)


def test_a_recorded_one_answers_to_its_checks_key_too(views):
    assert discrepancy_of(views, "amount-ham-sv-1") is discrepancy_of(views, "ham-inc-01")
    assert discrepancy_of(views, "no-such-thing") is None


def test_open_ones_come_first_then_by_kind(views):
    kinds = list(DiscrepancyKind)
    places = [kinds.index(view.kind) for view in views]
    assert places == sorted(places)


def test_a_resolved_one_comes_last(hampshire):
    Discrepancy.objects.filter(reference="HAM-INC-01").update(handling="resolved")
    assert discrepancies(hampshire, PAPER_DAY)[-1].reference == "HAM-INC-01"


def test_counts_by_kind(views):
    counts = by_kind(views)
    assert sum(counts.values()) == 26
    assert counts[DiscrepancyKind.AMOUNT_MISMATCH] == 5
    assert counts[DiscrepancyKind.DATE_GAP] == 3
    assert DiscrepancyKind.COMMITMENT_DRIFT not in counts


def test_before_the_september_additions_fewer_services_are_compared(hampshire):
    """In August 2018 eight of the sixteen services were not yet in scope."""
    (finding,) = [f for f in findings(hampshire, date(2018, 8, 31)) if f.check == 16]
    assert finding.computed["services"] == 8


def test_rows_already_read_are_not_read_again(hampshire):
    scope, lines = scope_on(hampshire, PAPER_DAY), budget_lines(hampshire)
    stated = stated_rows(hampshire, lines)
    phases = phases_on(hampshire, PAPER_DAY, scope=scope, lines=lines, stated=stated)
    with CaptureQueriesContext(
        connection,
    ) as alone:
        apart = discrepancies(hampshire, PAPER_DAY)
    with CaptureQueriesContext(connection) as shared:
        together = discrepancies(hampshire, PAPER_DAY, scope=scope, lines=lines, stated=stated, phases=phases)
    assert together == apart
    assert len(shared) <= len(alone) - 15


def test_the_number_of_queries_does_not_grow_with_the_rows(hampshire):
    with CaptureQueriesContext(connection) as few:
        before = discrepancies(hampshire, PAPER_DAY)
    for number in range(5):
        service = service_in_scope(programme=hampshire, name=f"Service {number}")
        cite(service, "para 9.1")
        cite(ServiceAliasFactory(programme=hampshire, service=service, name=f"Other {number}"), "para 9.2")
        cite(BudgetLineFactory(programme=hampshire, phase=None, services=[service]), "para 9.3")
        cite(DiscrepancyFactory(programme=hampshire), "para 9.4")
        DiscrepancyStatementFactory(discrepancy=Discrepancy.objects.order_by("-pk").first())
        MilestoneFactory(programme=hampshire, date="July 2019")
        FeedbackFactory(programme=hampshire)
        KPIFactory(programme=hampshire)
        ProgrammeTargetDateFactory(programme=hampshire, date="May 2024")
    with CaptureQueriesContext(connection) as many:
        views = discrepancies(hampshire, PAPER_DAY)
    # At least the recorded ones and the feedback without an answer, five of each.
    assert len(views) >= len(before) + 2 * 5
    assert len(many) == len(few)


def test_a_programme_without_papers_has_none():
    assert discrepancies(ProgrammeFactory(), PAPER_DAY) == ()


def test_a_renamed_service_is_still_printed_under_its_old_name(hampshire):
    """Renaming happens here, not in the paper: the new name is printed nowhere and is no second printed name."""
    from commissioning.core.models import User
    from programmes.models import Service
    from programmes.services.scope import rename_service
    from programmes.services.scope_door import Versions

    service = Service.objects.select_related("scope").get(reference="HAM-SVC-05")
    manager = User.objects.get(email="manager@example.org")
    versions = Versions(service.version, service.scope.version)
    rename_service(
        service, name="Family hubs", effective=date(2019, 3, 1), reason="Board", by=manager, expected=versions
    )
    keys = {finding.key for finding in findings(hampshire, date(2019, 4, 1))}
    assert not {key for key in keys if "svc-05" in key}
