"""The addresses of the API, of what describes it, and of one's tokens for it."""

from django.urls import path, re_path

from commissioning.exchange.api import addresses, base, views  # noqa: F401  # addresses names a kind of part
from commissioning.exchange.views import api_docs, tokens

urlpatterns = [
    path("api/v1/", views.Index.as_view(), name="api_index"),
    path("api/v1/openapi.json", views.OpenAPI.as_view(), name="api_openapi"),
    path("api/v1/programmes/", views.Programmes.as_view(), name="api_programmes"),
    path("api/v1/programmes/<slug:key>/", views.OneProgramme.as_view(), name="api_programme"),
    path("api/v1/programmes/<slug:key>/<slug:table>/", views.Table.as_view(), name="api_table"),
    path(
        "api/v1/programmes/<slug:key>/<slug:table>/<rowkey:row>/", views.Record.as_view(), name="api_record"
    ),
    path("api/v1/<slug:table>/", views.SharedTable.as_view(), name="api_shared"),
    path("api/v1/<slug:table>/<rowkey:row>/", views.SharedRecord.as_view(), name="api_shared_record"),
    path("api/docs/", api_docs.index, name="api_docs"),
    path("api/docs/errors/", api_docs.errors, name="api_docs_errors"),
    path("api/docs/tables/<slug:table>/", api_docs.table, name="api_docs_table"),
    re_path(r"^api/(?!docs/).*$", base.Absent.as_view(), name="api_absent"),
    path("account/tokens/", tokens.token_list, name="api_tokens"),
    path("account/tokens/<int:pk>/end/", tokens.token_end, name="api_token_end"),
]
