from django.urls import path

from outcomes import urls_board, urls_kpis, urls_returns
from outcomes.views import (
    areas,
    evidence,
    figures,
    framework,
    framework_versions,
    measurability,
    strategy_versions,
    themes,
)

urlpatterns = [
    *urls_returns.urlpatterns,
    *urls_board.urlpatterns,
    path("programmes/<slug:key>/outcomes/", framework.outcomes, name="outcomes"),
    path("programmes/<slug:key>/measurability/", measurability.measurability_page, name="measurability"),
    path(
        "programmes/<slug:key>/frameworks/<reference:ref>/new-version/",
        framework_versions.framework_new_version,
        name="framework_new_version",
    ),
    path(
        "programmes/<slug:key>/frameworks/<reference:ref>/changes/",
        framework_versions.framework_changes_page,
        name="framework_changes",
    ),
    path(
        "programmes/<slug:key>/frameworks/<reference:ref>/agree/",
        framework_versions.framework_agree,
        name="framework_agree",
    ),
    path(
        "programmes/<slug:key>/strategies/<reference:ref>/new-version/",
        strategy_versions.strategy_new_version,
        name="strategy_new_version",
    ),
    path(
        "programmes/<slug:key>/strategies/<reference:ref>/agree/",
        strategy_versions.strategy_agree,
        name="strategy_agree",
    ),
    path("programmes/<slug:key>/areas/", areas.area_list, name="areas"),
    path("programmes/<slug:key>/areas/compare/", areas.areas_compare, name="areas_compare"),
    path("programmes/<slug:key>/areas/<slug:slug>/", areas.area_page, name="area"),
    path("programmes/<slug:key>/themes/", themes.theme_list, name="themes"),
    path("programmes/<slug:key>/themes/<slug:slug>/", themes.theme_page, name="theme"),
    path("programmes/<slug:key>/impacts/", figures.impact_list, name="impacts"),
    path("programmes/<slug:key>/evidence/", evidence.evidence_search, name="evidence_search"),
    *urls_kpis.urlpatterns,  # last: what has a word where these have a reference comes first
]
