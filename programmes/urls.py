from django.urls import path

from programmes.views import (
    about,
    commissioners,
    group_change,
    handover,
    intentions,
    intentions_edit,
    models,
    scope_lists,
    search,
    sources,
    succession_add,
    successions,
    summaries,
    summaries_edit,
)

urlpatterns = [
    path("search/", search.search, name="search"),
    path("programmes/<slug:key>/about/", about.programme_about, name="about"),
    path("programmes/<slug:key>/sources/", sources.sources, name="sources"),
    path("programmes/<slug:key>/sources/<reference:reference>/", sources.document, name="document"),
    path("programmes/<slug:key>/facts/<int:pk>/", sources.fact_sources, name="fact_sources"),
    path("programmes/<slug:key>/intentions/", intentions.intention_list, name="intentions"),
    path("programmes/<slug:key>/intentions/add/", intentions_edit.intention_add, name="intention_add"),
    path("programmes/<slug:key>/intentions/<reference:ref>/", intentions.intention, name="intention"),
    path(
        "programmes/<slug:key>/intentions/<reference:ref>/change/",
        intentions_edit.intention_change,
        name="intention_change",
    ),
    path(
        "programmes/<slug:key>/intentions/<reference:ref>/summaries/add/",
        summaries_edit.summary_add,
        name="summary_add",
    ),
    path(
        "programmes/<slug:key>/summaries/<reference:ref>/", summaries.project_summary, name="project_summary"
    ),
    path(
        "programmes/<slug:key>/summaries/<reference:ref>/change/",
        summaries_edit.project_summary_change,
        name="project_summary_change",
    ),
    path("programmes/<slug:key>/commissioners/", commissioners.commissioners, name="commissioners"),
    path(
        "programmes/<slug:key>/services/<reference:ref>/hand-over/",
        handover.lead_handover,
        name="lead_handover",
    ),
    path("programmes/<slug:key>/successions/", successions.successions_page, name="successions"),
    path("programmes/<slug:key>/successions/add/", succession_add.succession_add, name="succession_add"),
    path("programmes/<slug:key>/models/", models.commissioning_models, name="commissioning_models"),
    path(
        "programmes/<slug:key>/models/<reference:ref>/change/",
        group_change.service_group_change,
        name="service_group_change",
    ),
    path("programmes/<slug:key>/scope-lists/", scope_lists.scope_lists_page, name="scope_lists"),
]
