"""Pages of imports, saved exports and the API, for the sweep of every page.

An import itself is looked at in each of its states in test_imports, which hands files in.
"""

from uuid import UUID

from commissioning.core.access import Role
from tests.functional.sweeping import EVIDENCE, MONEY, PLANS, SCOPE, Page, county, own, plan

ADMINISTRATOR = frozenset({"platform_administrator"})
EXPORTS = frozenset(Role.values) - {"board_member", "evaluator"}
NO_RUN = UUID(int=0)

# Who may hand a file in for each register: those who may do by hand what its rows do.
REGISTERS = {
    "organisations": ADMINISTRATOR,
    "services": SCOPE,
    "responsibilities": SCOPE,
    "budget_lines": MONEY,
    "line_reports": MONEY,
    "contracts": SCOPE,
    "milestones": SCOPE,
    "actions": SCOPE,
    "risks": SCOPE,
    "kpi_definitions": PLANS,
    "kpi_targets": PLANS,
    "measurements": EVIDENCE | SCOPE,
}

PAGES: list[Page] = [
    own("imports", query=""),
    plan("imports", query=""),
    county("imports"),
    *(own("import_add", register, query="", roles=roles) for register, roles in REGISTERS.items()),
    own("import_add", "no_such_register", query="", status=404),
    own("import_run", NO_RUN, query="", status=404),
    own("import_undo", NO_RUN, query="", status=404),
    own("saved_exports", query="", roles=EXPORTS),
    own("saved_export_add", query="", roles=EXPORTS),
    own("saved_export_add", query="?table=risks&query=state%3Dopen", roles=EXPORTS),
    Page("api_docs"),
    Page("api_docs_errors"),
    *(Page("api_docs_table", (table,)) for table in ("milestones", "measurements", "funds")),
    Page("api_docs_table", ("no_such_table",), status=404),
    Page("api_tokens"),
]
