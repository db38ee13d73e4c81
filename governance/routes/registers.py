from django.urls import URLPattern, path

from governance.views import actions_change

urlpatterns: list[URLPattern] = [
    path(
        "programmes/<slug:key>/actions/<reference:ref>/new-date/",
        actions_change.action_redate,
        name="action_redate",
    ),
]
