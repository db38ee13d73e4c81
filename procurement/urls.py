"""Addresses of services, money and what belongs to them, all under a programme's key."""

from django.urls import path

from procurement import urls_contracts, urls_phases, urls_publishing, urls_receive
from procurement.views import (
    budget_settle,
    evaluation,
    golden_thread,
    line_report,
    lines,
    milestones,
    milestones_change,
    money,
    register,
    scope_add,
    scope_change,
    service,
    spending,
)

urlpatterns = [
    *urls_phases.urlpatterns,
    path("programmes/<slug:key>/services/", register.services, name="services"),
    path("programmes/<slug:key>/services/add/", scope_add.service_add, name="service_add"),
    path("programmes/<slug:key>/services/<reference:ref>/", service.service, name="service"),
    path(
        "programmes/<slug:key>/services/<reference:ref>/change/",
        scope_change.service_change,
        name="service_change",
    ),
    path("programmes/<slug:key>/phases/<int:number>/evaluation/", evaluation.evaluation, name="evaluation"),
    path(
        "programmes/<slug:key>/phases/<int:number>/evaluation/<slug:act>/",
        evaluation.evaluation_act,
        name="evaluation_act",
    ),
    path("programmes/<slug:key>/golden-thread/", golden_thread.golden_thread_page, name="golden_thread"),
    path("programmes/<slug:key>/milestones/", milestones.milestone_list, name="milestones"),
    path("programmes/<slug:key>/milestones/add/", milestones_change.milestone_add, name="milestone_add"),
    path("programmes/<slug:key>/milestones/<reference:ref>/", milestones.milestone, name="milestone"),
    path(
        "programmes/<slug:key>/milestones/<reference:ref>/change/",
        milestones_change.milestone_change,
        name="milestone_change",
    ),
    path("programmes/<slug:key>/money/", money.money, name="money"),
    path("programmes/<slug:key>/money/spending/", spending.spending_page, name="spending"),
    path("programmes/<slug:key>/money/funds/", spending.funds_page, name="funds"),
    path(
        "programmes/<slug:key>/money/lines/<reference:ref>/months/",
        spending.line_reports,
        name="line_reports",
    ),
    path(
        "programmes/<slug:key>/money/lines/<reference:ref>/report/",
        line_report.line_report_add,
        name="line_report_add",
    ),
    path("programmes/<slug:key>/money/lines/", lines.budget_lines, name="budget_lines"),
    path(
        "programmes/<slug:key>/money/lines/<reference:ref>/settle/",
        budget_settle.budget_line_settle,
        name="budget_line_settle",
    ),
    *urls_publishing.urlpatterns,
    *urls_receive.urlpatterns,
    *urls_contracts.urlpatterns,
]
