"""Who may do what: one table of every address, every verb and everyone. A test walks the addresses and holds it.

Whoever is not named for an address is answered as if it did not exist: 404 to those signed in, the sign-in page to
the others. A verb that an address does not know is 405 for everyone signed in.
"""

from governance.models import Discrepancy
from procurement.models import BudgetLine
from programmes.models import Document
from tests.authz import (
    rows_across,
    rows_areas,
    rows_board,
    rows_commissioning,
    rows_contracts,
    rows_exports,
    rows_frameworks,
    rows_g_actions,
    rows_g_benefits,
    rows_g_decisions,
    rows_g_meetings,
    rows_g_packs,
    rows_g_papers,
    rows_g_registers,
    rows_g_reports,
    rows_g_risks,
    rows_hub,
    rows_imports,
    rows_intentions,
    rows_kpis,
    rows_milestones,
    rows_money,
    rows_phases,
    rows_publish,
    rows_receive,
    rows_returns,
    rows_runway,
    rows_sealed,
)
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS, SIGNED_IN
from tests.authz.row import CHANGERS, EXPORTERS, NOBODY, SETTLERS, Row

FIRST_ROWS = (
    Row("home", args=lambda world: [], reads=SIGNED_IN),
    Row("changes_seen", args=lambda world: [], reads=NOBODY, writes=SIGNED_IN),
    Row("programme"),
    Row(
        "phase",
        args=lambda world: [world.programme.key, 1],
        absent=lambda world: [world.programme.key, 77],
    ),
    Row("about"),
    Row("services"),
    Row(
        "service_add",
        reads=MANAGERS | COMMISSIONERS,
        refused=MEMBERS - MANAGERS - COMMISSIONERS,
        writes=MANAGERS | COMMISSIONERS,
        sends={"step": "preview"},
        written=422,
    ),
    Row(
        "service",
        args=lambda world: [world.programme.key, world.service.reference],
        absent=lambda world: [world.programme.key, "T-SVC-0"],
        foreign=lambda own, other: [own.programme.key, other.service.reference],
    ),
    Row(
        "service_change",
        args=lambda world: [world.programme.key, world.service.reference],
        reads=CHANGERS,
        refused=MEMBERS - CHANGERS,
        writes=CHANGERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-SVC-0"],
        foreign=lambda own, other: [own.programme.key, other.service.reference],
    ),
    Row("milestones"),
    Row("money"),
    Row("budget_lines"),
    Row(
        "budget_line_settle",
        args=lambda world: [world.programme.key, world.of(BudgetLine).reference],
        reads=SETTLERS,
        refused=MEMBERS - SETTLERS,
        writes=SETTLERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-BL-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BudgetLine).reference],
    ),
    Row("outcomes"),
    Row("asks"),
    Row("boards"),
    Row("discrepancies"),
    Row(
        "discrepancy",
        args=lambda world: [world.programme.key, world.of(Discrepancy).reference.lower()],
        writes=SETTLERS,
        refused_writing=MEMBERS - SETTLERS,
        sends={"handling": "resolved"},
        written=200,
        absent=lambda world: [world.programme.key, "t-inc-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Discrepancy).reference.lower()],
    ),
    Row("sources"),
    Row(
        "document",
        args=lambda world: [world.programme.key, world.of(Document).reference],
        absent=lambda world: [world.programme.key, "T-DOC-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Document).reference],
    ),
    Row(
        "fact_sources",
        args=lambda world: [world.programme.key, world.of(BudgetLine).fact_id],
        absent=lambda world: [world.programme.key, 999_999],
        foreign=lambda own, other: [own.programme.key, other.of(BudgetLine).fact_id],
    ),
    Row("workbook", reads=EXPORTERS, refused=MEMBERS - EXPORTERS),
    *(
        Row(
            name,
            args=lambda world: [world.programme.key, "budget_lines"],
            reads=EXPORTERS,
            refused=MEMBERS - EXPORTERS,
            absent=lambda world: ["no-such-place", "budget_lines"],
        )
        for name in ("table_csv", "table_xlsx")
    ),
)

ROWS = (
    *FIRST_ROWS,
    *rows_commissioning.ROWS,
    *rows_contracts.ROWS,
    *rows_exports.ROWS,
    *rows_intentions.ROWS,
    *rows_milestones.ROWS,
    *rows_areas.ROWS,
    *rows_hub.ROWS,
    *rows_imports.ROWS,
    *rows_frameworks.ROWS,
    *rows_kpis.ROWS,
    *rows_returns.ROWS,
    *rows_runway.ROWS,
    *rows_sealed.ROWS,
    *rows_money.ROWS,
    *rows_publish.ROWS,
    *rows_receive.ROWS,
    *rows_phases.ROWS,
    *rows_board.ROWS,
    *rows_g_actions.ROWS,
    *rows_g_benefits.ROWS,
    *rows_g_decisions.ROWS,
    *rows_g_meetings.ROWS,
    *rows_g_packs.ROWS,
    *rows_g_papers.ROWS,
    *rows_g_registers.ROWS,
    *rows_g_reports.ROWS,
    *rows_g_risks.ROWS,
    *rows_across.ROWS,
)

# Addresses that answer without signing in: what each says to those signed out and to those signed in, by verb.
OPEN: dict[str, dict[str, tuple[int, int]]] = {
    "brand_css": {"GET": (200, 200), "POST": (405, 405)},
    "accessibility": {"GET": (200, 200), "POST": (405, 405)},
    "health_live": {"GET": (200, 200), "POST": (405, 405)},
    "health_ready": {"GET": (200, 200), "POST": (405, 405)},
    "account_login": {"GET": (200, 302), "POST": (200, 302)},
    "account_logout": {"GET": (302, 200), "POST": (302, 302)},
    "account_inactive": {"GET": (200, 200), "POST": (405, 405)},
    "account_reauthenticate": {"GET": (302, 200), "POST": (302, 200)},
    "account_change_password": {"GET": (302, 200), "POST": (302, 200)},
    "account_set_password": {"GET": (302, 302), "POST": (302, 302)},
    "account_reset_password": {"GET": (200, 200), "POST": (200, 200)},
    "account_reset_password_done": {"GET": (200, 200), "POST": (405, 405)},
    "account_reset_password_from_key": {"GET": (200, 200), "POST": (200, 200)},
    "account_reset_password_from_key_done": {"GET": (200, 200), "POST": (405, 405)},
    # The package's pages for changing one's address and for signing up: they do not exist here.
    "account_signup": {"GET": (404, 404), "POST": (404, 404)},
    "account_email": {"GET": (404, 404), "POST": (404, 404)},
    "account_confirm_email": {"GET": (404, 404), "POST": (404, 404)},
    "account_email_verification_sent": {"GET": (404, 404), "POST": (404, 404)},
    "account_confirm_login_code": {"GET": (404, 404), "POST": (404, 404)},
    **rows_runway.OPEN,
}
OPEN_ARGS = {
    **rows_runway.OPEN_ARGS,
    "account_confirm_email": ["abc"],
    "account_reset_password_from_key": ["1", "abc-def"],
}
