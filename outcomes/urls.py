from django.urls import path

from outcomes.views import areas, evidence, figures, framework, themes

urlpatterns = [
    path("programmes/<slug:key>/outcomes/", framework.outcomes, name="outcomes"),
    path("programmes/<slug:key>/areas/", areas.area_list, name="areas"),
    path("programmes/<slug:key>/areas/compare/", areas.areas_compare, name="areas_compare"),
    path("programmes/<slug:key>/areas/<slug:slug>/", areas.area_page, name="area"),
    path("programmes/<slug:key>/themes/", themes.theme_list, name="themes"),
    path("programmes/<slug:key>/themes/<slug:slug>/", themes.theme_page, name="theme"),
    path("programmes/<slug:key>/impacts/", figures.impact_list, name="impacts"),
    path("programmes/<slug:key>/evidence/", evidence.evidence_search, name="evidence_search"),
]
