"""Figures that a reader counts in the papers of Nottinghamshire and Derby, counted in the database."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from governance.models import (
    BoardAction,
    BodyAlias,
    BodySeat,
    GovernanceLink,
    Implication,
    PaperApproval,
    ProgressResponse,
    Recommendation,
    Risk,
)
from procurement.models import Contribution, Funding
from programmes.models import (
    CommissionerCode,
    CommissioningIntention,
    CommissioningModel,
    CommissioningResponsibility,
    CrossReference,
    DocumentPart,
    IntentionLine,
    Milestone,
    Organisation,
    OrganisationSuccession,
    Post,
    ProgrammeStatement,
    ProjectSummary,
    ScopeList,
    Service,
    ServiceGroup,
    ServiceScope,
    SummaryLine,
)

pytestmark = pytest.mark.usefixtures("all_four")


def of(model, key):
    return model._default_manager.filter(programme__key=key)


def test_table_1_gives_five_services_to_ccgs_three_to_area_teams_and_five_to_public_health():
    codes = {row.organisation_id: row.code for row in of(CommissionerCode, "nottinghamshire")}
    leads = of(CommissioningResponsibility, "nottinghamshire").filter(
        governing=True, role="lead_commissioner", starts_on=date(2013, 4, 1)
    )
    assert Counter(codes[lead.organisation_id] for lead in leads) == {"CCG": 5, "NHSE AT": 3, "PH LA": 5}
    assert {lead.service.name for lead in leads if lead.statutory} == {
        "National Child Measurement Programme",
        "Sexual health services",
    }


def test_health_visiting_and_the_nurse_partnership_change_hands_on_1_april_2015():
    terms = of(CommissioningResponsibility, "nottinghamshire").filter(governing=True)
    for name in ("Health visiting", "Family Nurse Partnership"):
        first, then = terms.filter(service__name=name).order_by("starts_on")
        assert (first.organisation.name, first.starts_on, first.ends_on, first.term.text) == (
            "NHS England Area Teams",
            date(2013, 4, 1),
            date(2015, 4, 1),
            "2013-2015",
        )
        assert (then.organisation.reference, then.starts_on, then.ends_on, then.standing) == (
            "NOT-ORG-PH",
            date(2015, 4, 1),
            None,
            "agreed",
        )
        assert first.closed_by == then.opened_by
        assert then.opened_by.effective.text == "from April 2015"
    ending = terms.exclude(ends_on=None)
    assert ending.count() == 2


def test_the_proposed_leads_are_claims_beside_those_that_govern():
    camhs = of(CommissioningResponsibility, "nottinghamshire").filter(service__reference="NOT-T1-07")
    assert {(row.organisation.name, row.governing, row.standing) for row in camhs} == {
        ("Nottinghamshire CCGs (six)", True, "current"),
        ("Nottinghamshire Integrated Commissioning Hub", False, "proposed"),
    }
    transacted = of(CommissioningResponsibility, "nottinghamshire").filter(role="transacting_body")
    assert {row.service.name for row in transacted} == {"Maternity services", "Paediatric services"}
    with_phe = of(CommissioningResponsibility, "nottinghamshire").get(role="co_commissioner")
    assert (with_phe.service.reference, with_phe.organisation.name) == ("NOT-T1-13", "Public Health England")


def test_nineteen_services_of_which_four_are_only_named():
    scopes = of(ServiceScope, "nottinghamshire")
    assert Counter(scopes.values_list("state", flat=True)) == {"proposed": 15, "named": 4}
    assert {scope.service.reference for scope in scopes.filter(state="named")} == {
        "NOT-T1-04",
        "NOT-T1-06",
        "NOT-T1-12",
        "NOT-T1-13",
    }


def test_groups_by_model_and_the_four_parts_of_each():
    groups = of(ServiceGroup, "nottinghamshire")
    assert Counter(groups.values_list("commissioning_model__name", flat=True)) == {
        "Co-ordinated": 5,
        "Joint": 4,
        "Integrated": 8,
    }
    parts = {
        row.name: (
            row.level,
            row.needs_and_priorities,
            row.design_and_contracting,
            row.money,
            row.performance,
        )
        for row in of(CommissioningModel, "nottinghamshire")
    }
    assert parts == {
        "Co-ordinated": (1, "joint", "separate", "separate", "separate"),
        "Joint": (2, "joint", "lead_commissioner", "aligned", "retained"),
        "Integrated": (3, "delegated", "delegated", "pooled", "delegated"),
    }
    assert Counter(groups.values_list("pooling", flat=True)) == {"intended": 8, "not_stated": 9}
    teenage = groups.filter(services__reference="NOT-SVC-TEENPREG")
    assert set(teenage.values_list("commissioning_model__name", flat=True)) == {"Joint", "Integrated"}


def test_four_printed_lists_of_services():
    lists = {each.name: each.items.count() for each in of(ScopeList, "nottinghamshire")}
    assert lists == {"Table 1": 13, "Table 3": 9, "Appendix 2": 17, "para 31": 3}
    in_groups = set(Service.objects.filter(service_groups__isnull=False).values_list("reference", flat=True))
    in_table_1 = Service.objects.filter(scope_list_items__scope_list__name="Table 1")
    assert set(in_table_1.exclude(reference__in=in_groups).values_list("name", flat=True)) == {
        "Immunisation and vaccination, screening",
        "National Child Measurement Programme",
        "Termination of pregnancy services",
        "Population-level interventions to reduce and prevent birth defects",
    }


def test_the_posts_come_to_three_and_a_half_and_their_scales_to_what_a_calculator_gives():
    new = list(of(Post, "nottinghamshire").filter(is_new=True))
    assert sum(post.fte for post in new) == Decimal("3.5")
    assert sum(post.fte for post in new if "para 20" in post.counted_as_new_in) == Decimal("2.5")
    # 47,955 + 35,430 + half of 28,636 + 17,802; 53,199 + 39,855 + half of 32,800 + 20,198
    assert sum(post.fte * post.salary.amount for post in new) == Decimal(115505)
    assert sum(post.fte * post.salary.upper for post in new) == Decimal(129652)
    existing = of(Post, "nottinghamshire").get(is_new=False)
    assert (existing.fte, existing.salary.amount, existing.state) == (None, None, "existing")


def test_six_funders_two_of_them_named_and_no_amount():
    funding = of(Funding, "nottinghamshire").get()
    assert (funding.nature, funding.money.qualifier, funding.money.amount) == (
        "non_recurrent",
        "not_stated",
        None,
    )
    assert (funding.period.start, funding.period.end) == (date(2013, 4, 1), date(2016, 3, 31))
    gifts = Contribution.objects.filter(funding=funding)
    assert gifts.count() == 6
    assert {gift.funder.name for gift in gifts if gift.funder} == {
        "Nottingham North and East CCG",
        "Bassetlaw CCG",
    }
    assert all(gift.money.amount is None for gift in gifts)


def test_the_hub_answers_to_two_and_three_area_teams_are_parts_of_one_group():
    links = {
        (link.source.reference, link.kind, link.target.reference)
        for link in of(GovernanceLink, "nottinghamshire")
    }
    assert links == {
        ("NOT-GOV-HUB", "accountable_to", "NOT-GOV-CTB"),
        ("NOT-GOV-CTB", "accountable_to", "NOT-GOV-HWB"),
        ("NOT-GOV-HUB", "line_managed_by", "NOT-GOV-CD"),
        ("NOT-GOV-HUB", "links_with", "NOT-GOV-CCGS"),
        ("NOT-GOV-HUB", "links_with", "NOT-GOV-NSCB"),
    }
    assert Organisation.objects.get(reference="NOT-ORG-AT").parts.count() == 3
    split = OrganisationSuccession.objects.filter(predecessor__reference="NOT-ORG-PCT")
    assert {row.successor.reference for row in split} == {"NOT-ORG-CCGS", "NOT-ORG-PH", "NOT-ORG-AT"}
    assert {(row.kind, row.took_effect_on) for row in split} == {("split", date(2013, 4, 1))}


def test_no_risk_of_the_hub_is_assessed_or_owned_and_one_has_no_mitigation():
    risks = of(Risk, "nottinghamshire")
    assert {(risk.assessments.count(), risk.owner_role) for risk in risks} == {(0, "")}
    assert [risk.reference for risk in risks if not risk.mitigations.exists()] == ["NOT-RISK-1"]


def test_what_the_two_papers_ask_by_verb():
    asked = {
        key: Counter(of(Recommendation, key).values_list("verb", flat=True))
        for key in ("nottinghamshire", "derby")
    }
    assert asked == {
        "nottinghamshire": {"approve": 1, "agree": 2},
        "derby": {"note": 2, "encourage": 1, "support": 1},
    }
    outside = of(Recommendation, "derby").get(in_recommendations_section=False)
    assert (outside.reference, outside.body.name) == ("DER-REC-4", "Health and Well-being Board")
    assert Counter(of(Implication, "derby").values_list("area", flat=True)) == {
        "financial": 1,
        "legal": 1,
        "personnel": 1,
        "equalities": 1,
        "health_and_safety": 1,
    }


def test_thirty_milestones_by_the_state_of_their_date():
    rows = of(Milestone, "derby")
    milestones = rows.filter(kind="milestone")
    assert Counter(milestones.values_list("date_status", flat=True)) == {
        "stated": 24,
        "ongoing": 1,
        "awaited": 1,
        "blank": 2,
        "tbc": 2,
    }
    assert Counter(milestones.values_list("summary__reference", flat=True)) == {
        "DER-PRJ-1": 7,
        "DER-PRJ-2": 6,
        "DER-PRJ-3": 4,
        "DER-PRJ-4": 10,
        "DER-PRJ-5": 3,
    }
    others = Counter(rows.exclude(kind="milestone").values_list("kind", flat=True))
    assert others == {"deadline": 6, "timeline": 4, "next_step": 5, "linked_project": 2}
    october = rows.get(reference="DER-TL-3")
    assert (october.date.text, october.date.start, october.date.year_inferred) == (
        "By October",
        date(2014, 10, 1),
        True,
    )
    assert rows.get(reference="DER-PRJ-3-M-3").state == "blocked"
    assert rows.get(reference="DER-PRJ-2-M-5").date.recurrence == "every 4 months"


def test_five_summaries_serve_four_of_eight_intentions_and_no_metric_has_a_target():
    served = of(ProjectSummary, "derby").values_list("intention__number", flat=True)
    assert Counter(served) == {1: 1, 4: 2, 6: 1, 7: 1}
    assert of(CommissioningIntention, "derby").count() == 8
    metrics = SummaryLine.objects.filter(kind="metric")
    assert Counter(metrics.values_list("summary__reference", flat=True)) == {
        "DER-PRJ-1": 5,
        "DER-PRJ-2": 1,
        "DER-PRJ-3": 2,
        "DER-PRJ-4": 7,
        "DER-PRJ-5": 2,
    }
    assert not metrics.exclude(target="").exists()
    benefits = SummaryLine.objects.filter(summary__reference="DER-PRJ-1", kind__startswith="benefit")
    assert Counter(benefits.values_list("kind", flat=True)) == {
        "benefit_users": 5,
        "benefit_staff": 3,
        "benefit_organisation": 5,
    }
    leads = IntentionLine.objects.filter(kind="lead")
    assert Counter(leads.values_list("intention__number", flat=True)) == {1: 2, 6: 1}
    assert all(line.organisation for line in leads)
    top = of(CommissioningIntention, "derby").get(is_top_priority=True)
    assert (top.number, top.planned_elsewhere) == (3, "separate_report")


def test_four_actions_each_with_one_answer_and_reports_promised_every_quarter():
    actions = of(BoardAction, "derby")
    assert Counter(actions.values_list("state", flat=True)) == {"complete": 2, "in_progress": 2}
    assert actions.get(reports_promised="quarterly").reference == "DER-ACT-4"
    assert not actions.filter(weakened=True).exists()  # a person's tick, not the loader's
    assert of(ProgressResponse, "derby").count() == 4


def test_derbys_board_its_seats_its_other_names_and_the_papers_five_slots():
    assert set(of(BodyAlias, "derby").values_list("name", flat=True)) == {
        "Integrated Commissioning group",
        "Integrated Commissioning Group",
        "CYPs Integrated Commissioning group",
    }
    seats = BodySeat.objects.filter(body__reference="DER-GOV-ICB")
    assert {seat.organisation.reference for seat in seats} == {
        "DER-ORG-CCG",
        "DER-ORG-NHSE",
        "DER-ORG-PH",
        "DER-ORG-DCC",
    }
    slots = of(PaperApproval, "derby")
    assert (slots.count(), slots.filter(role="").count()) == (5, 4)
    assert slots.exclude(role="").get().role.count("\n") == 1
    assert {part.locator: part.title for part in of(DocumentPart, "derby")} == {
        "Appendix 1": "Implications",
        "Appendix 2": "Commissioning Principles",
        "Appendix 3": "Commissioning Intention Summaries",
    }
    failing = of(CrossReference, "derby").get(found_is_described=False)
    assert (failing.locator, failing.target) == ("para 4.4 table (action 2)", "Appendix 2")


def test_derbys_two_sums_of_money_without_an_amount():
    found = {row.nature: (row.money.qualifier, row.money.amount) for row in of(Funding, "derby")}
    assert found == {"capital": ("not_stated", None), "tariff": ("awaited", None)}


def test_statements_of_each_kind():
    kinds = {
        key: Counter(of(ProgrammeStatement, key).values_list("kind", flat=True))
        for key in ("nottinghamshire", "derby")
    }
    assert kinds["nottinghamshire"] == {
        "purpose": 2,
        "vision": 2,
        "strategic_source": 1,
        "approach": 1,
        "function": 3,
        "case_for_change": 4,
        "rationale": 10,
        "support_function": 2,
        "funding_route": 4,
        "presented_before": 2,
        "other_option": 1,
        "reason": 1,
        "other_fact": 5,
    }
    assert kinds["derby"] == {
        "driver": 1,
        "approach": 1,
        "strategic_source": 4,
        "pressure": 3,
        "principle": 11,
        "other_fact": 6,
    }
