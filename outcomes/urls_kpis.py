from django.urls import path

from outcomes.views import kpi, kpi_change, kpi_decisions, kpi_target

# After the addresses that have a word where these have a KPI's reference: kpis/matrix/, kpis/exceptions/.
KPI = "programmes/<slug:key>/kpis/<reference:ref>/"

urlpatterns = [
    path(KPI, kpi.kpi, name="kpi"),
    path(f"{KPI}change/", kpi_change.kpi_change, name="kpi_change"),
    path(f"{KPI}chart/", kpi_change.kpi_chart, name="kpi_chart"),
    path(f"{KPI}target/", kpi_target.kpi_target, name="kpi_target"),
    path(f"{KPI}decisions/add/", kpi_decisions.kpi_decision_add, name="kpi_decision_add"),
    path(
        f"{KPI}decisions/<reference:decision>/withdraw/",
        kpi_decisions.kpi_decision_withdraw,
        name="kpi_decision_withdraw",
    ),
    path(f"{KPI}comment/", kpi.kpi_comment, name="kpi_comment"),
]
