from django.urls import path

from commissioning.reporting.views import dashboards, home

urlpatterns = [
    path("", home.home, name="home"),
    path("changes/seen/", home.changes_seen, name="changes_seen"),
    path("programmes/<slug:key>/", dashboards.programme, name="programme"),
    path("programmes/<slug:key>/phases/<int:number>/", dashboards.phase, name="phase"),
]
