"""The addresses of returns."""

from django.urls import path

from outcomes.views import return_enter, return_page, return_upload, returns

PLACE = "programmes/<slug:key>/"

urlpatterns = [
    path(f"{PLACE}returns/", returns.returns, name="returns"),
    path(f"{PLACE}returns/tracker/", returns.returns_tracker, name="returns_tracker"),
    path(f"{PLACE}returns/upload/", return_upload.return_upload, name="return_upload"),
    path(f"{PLACE}returns/template.xlsx", return_upload.return_template, name="return_template"),
    path(f"{PLACE}returns/enter/<reference:ref>/", return_enter.return_enter, name="return_enter"),
    path(f"{PLACE}returns/<reference:ref>/", return_page.kpi_return, name="kpi_return"),
    path(f"{PLACE}returns/<reference:ref>/edit/", return_enter.return_edit, name="return_edit"),
    path(f"{PLACE}kpis/<reference:ref>/correct/", return_enter.kpi_correct, name="kpi_correct"),
]
