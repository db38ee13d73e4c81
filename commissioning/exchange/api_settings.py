"""Settings of the API: nothing here may touch models, apps or settings."""

from typing import Any, Final

API: Final = "commissioning.exchange.api"

# Requests of one person, whatever tokens they use; of one address that is not signed in; and of what costs most.
RATES: Final[dict[str, str]] = {
    "api_person": "600/min",
    "api_address": "60/min",
    "api_heavy": "60/min",  # searches and files
    "api_write": "120/min",
}
MOST_BYTES: Final = 256 * 1024  # of a body: one record, in words

REST_FRAMEWORK: Final[dict[str, Any]] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [f"{API}.authentication.WhoAsks"],
    "DEFAULT_PERMISSION_CLASSES": [f"{API}.authentication.SignedIn"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": f"{API}.formats.Negotiation",
    "DEFAULT_RENDERER_CLASSES": [f"{API}.formats.JSONAnswer", f"{API}.formats.CSVAnswer"],
    "DEFAULT_PARSER_CLASSES": [f"{API}.formats.StrictJSON"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": f"{API}.refusals.answer_refusal",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS: Final[dict[str, Any]] = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Integrated commissioning",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": False,
    "AUTHENTICATION_WHITELIST": [],
    "SERVE_INCLUDE_SCHEMA": False,
}
