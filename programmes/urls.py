from django.urls import path

from programmes.views import about, search, sources

urlpatterns = [
    path("search/", search.search, name="search"),
    path("programmes/<slug:key>/about/", about.programme_about, name="about"),
    path("programmes/<slug:key>/sources/", sources.sources, name="sources"),
    path("programmes/<slug:key>/sources/<reference:reference>/", sources.document, name="document"),
    path("programmes/<slug:key>/facts/<int:pk>/", sources.fact_sources, name="fact_sources"),
]
