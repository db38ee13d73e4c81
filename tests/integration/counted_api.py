"""Addresses of the API that are counted: with a session, since a token's own query is the same for each."""

# (name, arguments, query, said); the tables are those that registers are written by.
TABLES = (
    "services",
    "responsibilities",
    "budget_lines",
    "line_reports",
    "contracts",
    "milestones",
    "actions",
    "risks",
    "kpi_definitions",
    "kpi_targets",
    "measurements",
)
PAGES = (
    *(("api_table", ("hampshire", name), "?limit=1000", name) for name in TABLES),
    ("api_table", ("hampshire", "services"), "?limit=20&order=-state&search=a", "searched and paged"),
    ("api_record", ("hampshire", "services", "HAM-SVC-01"), "", ""),
    ("api_programme", ("hampshire",), "", ""),
    ("api_index", (), "", ""),
    ("api_programmes", (), "", ""),
    ("api_shared", ("organisations",), "?limit=1000", ""),
    ("api_shared_record", ("organisations", "HAM-ORG-CCG"), "", ""),
    ("api_docs", (), "", ""),
    ("api_docs_errors", (), "", ""),
    ("api_docs_table", ("services",), "", ""),
    ("api_tokens", (), "", ""),
)
LEFT_OUT = {
    "api_openapi",  # a file
    "api_absent",  # never with a page
    "api_token_end",  # only sent, never opened
}
