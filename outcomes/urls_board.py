from django.urls import path

from outcomes.views import board, exceptions, matrix

# Before the addresses that have a KPI's reference where these have a word.
urlpatterns = [
    path("kpis/", board.all_kpis, name="all_kpis"),
    path("programmes/<slug:key>/kpis/", board.kpis, name="kpis"),
    path("programmes/<slug:key>/kpis/matrix/", matrix.kpi_matrix, name="kpi_matrix"),
    path("programmes/<slug:key>/kpis/exceptions/", exceptions.kpi_exceptions, name="kpi_exceptions"),
    path(
        "programmes/<slug:key>/kpis/<reference:ref>/exception/",
        exceptions.kpi_exception,
        name="kpi_exception",
    ),
]
