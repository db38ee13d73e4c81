"""The loaded programme against the paper: counts and sums as printed or as worked out by hand from it."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, Sum

from governance.models import Body, Discrepancy, GovernanceLink, Recommendation
from governance.models.discrepancies import DiscrepancyKind
from outcomes.models import Measurement, Outcome, OutcomeMeasure, OutcomesFramework, Target
from procurement.models import BudgetLine, ExistingContracts, PhaseScope, ProcurementPhase, StatedValue
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Engagement,
    Feedback,
    KnownGap,
    Milestone,
    Organisation,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
    ScopeChange,
    Service,
    ServiceAlias,
    ServiceScope,
    SourceReference,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
MILLION = Decimal(1_000_000)


def services(**filters: Any) -> set[str]:
    return set(ServiceScope.objects.filter(**filters).values_list("service__name", flat=True))


def test_sixteen_services_in_scope_three_of_them_tbc_and_five_aligned() -> None:
    assert len(services(state__in=["in_scope", "in_scope_tbc"])) == 16
    # para 2.4 prints "– TBC" in the commissioner's bracket; it does not say whether inclusion is meant too.
    unsure = {"Portage", "Wheelchair assessment", "Behaviour support"}
    assert services(state="in_scope_tbc", commissioner_tbc=True, inclusion_tbc=None) == unsure
    assert services(commissioner_tbc=True) == unsure
    assert services(state="aligned") == {
        "Early help",
        "Family Support Service",
        "Supporting Families",
        "Transforming Social Care",
        "School readiness",
    }


def test_services_by_phase_and_by_lead_commissioner() -> None:
    by_phase = PhaseScope.objects.values_list("phase__number").annotate(services=Count("pk"))
    assert dict(by_phase) == {1: 3, 2: 9, 3: 4}
    leads = CommissioningResponsibility.objects.filter(governing=True, role="lead_commissioner")
    by_code = leads.filter(organisation__codes__is_variant=False).values_list("organisation__codes__code")
    assert dict(by_code.annotate(services=Count("pk"))) == {"CCG": 10, "HCC CS": 3, "PH HCC": 2, "NHS E": 1}
    assert leads.filter(standing="current", starts_on=None, ends_on=None).count() == 16


def test_eight_services_added_in_a_september_whose_year_is_inferred() -> None:
    changes = ScopeChange.objects.all()
    starred = {  # the asterisks of para 2.4
        "Special School Nursing",
        "Community Children's Nursing",
        "Community paediatrics",
        "Wheelchair assessment",
        "CAMHS",
        "Counselling",
        "Neuro development",
        "Behaviour support",
    }
    assert {change.scope.service.name for change in changes} == starred == services(added_text="September")
    for change in changes:
        assert (change.kind, change.made_by) == ("added", None)
        assert (str(change.effective.start), str(change.effective.end)) == ("2018-09-01", "2018-09-30")
        assert change.effective.year_inferred
        assert change.effective == change.scope.added
        assert "added to scope in September" in change.reason
        assert change.before == {"state": None}
    camhs = changes.get(scope__service__name="CAMHS")
    assert camhs.after == {"state": "in_scope", "phase": 3}
    wheelchairs = changes.get(scope__service__name="Wheelchair assessment")
    assert wheelchairs.after == {"state": "in_scope_tbc", "phase": 2}


def test_fourteen_lines_by_phase_and_funder_with_tbc_left_out_of_every_sum() -> None:
    lines = BudgetLine.objects.all()
    known = lines.filter(money_amount__isnull=False)
    assert (lines.count(), known.count(), lines.filter(status="tbc", money_qualifier="tbc").count()) == (
        14,
        11,
        3,
    )
    by_phase = dict(known.order_by().values_list("phase__number").annotate(sum=Sum("money_amount")))
    assert by_phase == {
        1: Decimal("20.95") * MILLION,
        2: Decimal("12.47") * MILLION,
        3: Decimal("13.7") * MILLION,
    }
    funders = {
        code: sum(line.money_amount for line in known.filter(funders__codes__code=code))
        for code in ("PH HCC", "NHS E", "CCG", "HCC CS")
    }
    assert funders == {"PH HCC": 19_500_000, "NHS E": 1_450_000, "CCG": 25_300_000, "HCC CS": 870_000}
    assert {(line.money_basis, line.money_year) for line in lines} == {("budget_year", "2020/21")}


def test_two_lines_are_shared_and_none_is_split() -> None:
    shared = BudgetLine.objects.annotate(pays_for=Count("services")).filter(pays_for__gt=1)
    assert {line.label: {service.name for service in line.services.all()} for line in shared} == {
        "Health visiting and school nursing": {"Health Visiting", "School Nursing"},
        "Community Nursing/Paediatrics": {"Community Children's Nursing", "Community paediatrics"},
    }
    assert not Service.objects.filter(scope__state="in_scope", budget_lines=None).exists()


def test_a_figure_printed_without_its_unit_keeps_its_text_and_says_so() -> None:
    line = BudgetLine.objects.get(label="Therapies - occupational therapy")
    assert (line.money.text, line.money.amount) == ("0.87", 870_000)
    assert "no unit" in line.money.note
    diagram = line.fact.source_references.get(locator="Appendix B (stage diagram)")
    assert diagram.label == "OT plus spot purchased Therapies £0.87m"
    assert diagram.extraction.name.startswith("000")


def test_eight_stated_values_and_how_each_may_be_read() -> None:
    readings = {
        value.reference: [
            (r.phase and r.phase.number, r.commissioner and r.commissioner.name, r.service and r.service.name)
            for r in value.readings.all()
        ]
        for value in StatedValue.objects.all()
    }
    assert list(readings)[-1] == "HAM-SV-P"
    assert readings == {
        "HAM-SV-1": [(1, None, None)],
        "HAM-SV-2": [(1, None, None)],
        "HAM-SV-3": [(2, None, None)],
        "HAM-SV-4": [(2, "Hampshire CCGs", None)],
        "HAM-SV-5": [(2, "Hampshire County Council Children's Services", None)],
        "HAM-SV-6": [(3, None, None)],
        "HAM-SV-7": [(3, None, None), (3, None, "CAMHS")],
        "HAM-SV-P": [(None, None, None)],
    }
    whole = StatedValue.objects.get(reference="HAM-SV-P")
    assert (whole.money.text, whole.money.amount, whole.money.qualifier) == (
        "over £45m p.a.",
        45 * MILLION,
        "over",
    )
    assert {source.locator for source in whole.fact.source_references.all()} == {"para 4.4", "para 7.2"}


def test_phases_with_their_leads_and_the_date_the_paper_does_not_give() -> None:
    leads = {
        phase.number: {lead.organisation.name for lead in phase.phase_leads.all()}
        for phase in ProcurementPhase.objects.all()
    }
    later = {"Hampshire CCGs", "Hampshire County Council Children's Services"}
    assert leads == {1: {"Hampshire County Council Public Health", "NHS England"}, 2: later, 3: later}
    third = ProcurementPhase.objects.get(number=3)
    assert not third.procurement_start.is_dated
    assert not third.fact.source_references.filter(field="procurement_start").exists()
    assert third.fact.source_references.filter(field="go_live").count() == 2


def test_contracts_that_end_are_a_driver_too_and_nothing_says_what_replaces_them() -> None:
    contracts = ExistingContracts.objects.get()
    assert (contracts.ends.text, str(contracts.ends.end)) == ("March 2020", "2020-03-31")
    assert not contracts.replaced_by.exists()
    assert contracts.extension == ""
    assert ProgrammeStatement.objects.get(kind="driver", position=1).date == contracts.ends


def test_other_printed_names_become_aliases_without_their_codes() -> None:
    aliases = {(alias.service.name, alias.name) for alias in ServiceAlias.objects.all()}
    assert aliases == {
        ("Childhood imms and screening", "School aged imms"),
        ("Childhood imms and screening", "School age imms"),
        ("Childhood imms and screening", "school aged immunisations"),  # para 6.4
        ("Community Children's Nursing", "Community Nursing/Paediatrics"),
        ("Community paediatrics", "Community Nursing/Paediatrics"),
        ("Wheelchair assessment", "Wheel chair assessment"),
        ("Therapies - occupational therapy", "OT plus spot purchased Therapies"),
        ("Behaviour support", "Behaviour Support team"),
        ("Transforming Social Care", "Partners in Practice (PiP)"),
    }
    assert "Former name" in ServiceAlias.objects.get(name__startswith="Partners").note
    printed = SourceReference.objects.get(
        fact__in=Service.objects.filter(name="Childhood imms and screening").values("fact"),
        locator="Appendix B",
    )
    assert printed.label == "School aged imms (NHSE) / School age imms"


def test_the_board_has_four_organisations_two_interests_and_two_advisers() -> None:
    board = Body.objects.get(is_programme_board=True)
    seats = board.seats.filter(kind="member")
    assert {seat.organisation.name for seat in seats if seat.organisation} == {
        "Partnership CCGs",
        "West Hampshire CCG",
        "Hampshire County Council Children's Services",
        "Hampshire County Council Public Health",
    }
    assert {seat.interest for seat in seats if not seat.organisation} == {
        "programme management",
        "procurement",
    }
    assert {seat.organisation.name for seat in board.seats.filter(kind="adviser")} == {
        "HCC procurement professionals",
        "South of England Procurement",
    }
    assert not Organisation.objects.get(name="NHS England").seats.exists()
    link = GovernanceLink.objects.get()
    assert (link.source, link.kind, link.target.reference) == (board, "escalates_to", "HAM-GOV-3")


def test_what_the_board_is_asked() -> None:
    asked = Recommendation.objects.order_by().values_list("verb").annotate(count=Count("pk"))
    assert dict(asked) == {"agree": 1, "endorse": 2}
    for recommendation in Recommendation.objects.all():
        assert recommendation.body.name == "Hampshire Health and Wellbeing Board"
        assert (recommendation.body_as_printed, recommendation.outcome) == ("Health and Wellbeing Board", "")


def test_the_proxy_has_no_value_and_the_measured_rate_has_no_target() -> None:
    proxy = OutcomeMeasure.objects.get(is_proxy=True)
    assert (proxy.outcome.text, proxy.kpi.measurements.count()) == ("improved school readiness", 0)
    measured = Measurement.objects.get()
    assert (measured.value, measured.qualifier, measured.kpi.unit) == (55, "approx", "percent")
    assert measured.text == "currently about 55%"
    assert (str(measured.period.end), measured.period.status) == ("2018-12-13", "inferred")
    assert not Target.objects.exists()
    framework = OutcomesFramework.objects.get()
    assert (framework.developers.count(), Outcome.objects.filter(framework=framework).count()) == (4, 4)


def test_eighteen_discrepancies_as_recorded(printed: dict[str, Any]) -> None:
    rows = {row.reference: row for row in Discrepancy.objects.prefetch_related("statements")}
    assert len(rows) == 18
    for record in printed["inconsistencies"]:
        row = rows[record["id"]]
        assert (row.is_recorded, row.handling) == (True, "open")
        assert (row.recorded_kind, row.computed) == (record["kind"], record["computed"])
        assert row.kind in DiscrepancyKind.values
        said = [{"text": statement.text, "source": statement.place} for statement in row.statements.all()]
        assert said == record["statements"]


def test_codes_partners_and_the_rest_are_counted_as_the_paper_has_them() -> None:
    codes = {(code.code, code.organisation.name, code.is_variant) for code in CommissionerCode.objects.all()}
    assert ("NHSE", "NHS England", True) in codes
    assert len(codes) == 5
    assert Organisation.objects.count() == 10
    roles = ProgrammePartner.objects.filter(organisation__name="NHS England").values_list("role", flat=True)
    assert set(roles) == {"lead_commissioner", "framework_developer"}
    assert ProgrammePartner.objects.count() == 14
    kinds = dict(ProgrammeStatement.objects.order_by().values_list("kind").annotate(count=Count("pk")))
    assert kinds == {
        "driver": 4,
        "benefit": 6,
        "approach": 3,
        "feature": 10,
        "operational_challenge": 5,
        "initiative": 3,
        "precedent": 1,
        "budget_year": 1,
        "reading_note": 4,
    }
    assert ProgrammeTargetDate.objects.count() == 5
    assert (Milestone.objects.count(), Milestone.objects.filter(date_end__isnull=False).count()) == (10, 3)
    assert Milestone.objects.filter(phase_link__phase__number=1).count() == 3
    assert Milestone.objects.filter(phase_link__phase__number=2).count() == 1
    assert Feedback.objects.filter(response="").count() == 2
    survey = Engagement.objects.get(kind="online survey")
    assert (survey.responses, survey.responses_qualifier, survey.responses_text) == (
        600,
        "over",
        "over 600 responses",
    )
    gap = KnownGap.objects.get()
    assert gap.what == "outcomes framework domains and outcomes"
    assert Programme.objects.get().legal_basis.startswith("no legislative requirement")
