"""Roles and what each may do: one table in code, in plain English. Who holds a role is data (`RoleAssignment`)."""

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    PLATFORM_ADMINISTRATOR = "platform_administrator", "Platform administrator"
    PROGRAMME_MANAGER = "programme_manager", "Programme manager"
    COMMISSIONER = "commissioner", "Commissioner"
    FINANCE_LEAD = "finance_lead", "Finance lead"
    BOARD_MEMBER = "board_member", "Board member"
    ANALYST = "analyst", "Analyst"
    EVALUATOR = "evaluator", "Evaluator"


class Permission(StrEnum):
    VIEW = "view"  # see the programme and everything in it
    EXPORT = "export"  # take workbooks and tables away
    CHANGE_OWN_SCOPE = "change_own_scope"  # change the scope of services that one's organisation leads
    CHANGE_SCOPE = "change_scope"  # change the scope of any service in the programme
    HANDLE_DISCREPANCY = "handle_discrepancy"  # give a discrepancy an owner, a state and a note
    SETTLE_BUDGET = "settle_budget"  # put an amount to a budget line that is to be confirmed
    EDIT_PLAN = "edit_plan"  # intentions, project summaries, milestones, board actions and their answers
    ATTACH_EVIDENCE = "attach_evidence"  # attach what a review found to an intention, a risk or a decision
    EDIT_KPIS = "edit_kpis"  # definitions, targets, charts and framework versions, with a reason
    SUBMIT_OWN_RETURNS = "submit_own_returns"  # returns of KPIs that one's own organisation owns
    SUBMIT_RETURNS = "submit_returns"  # returns of any KPI in the programme
    APPROVE_RETURNS = "approve_returns"  # accept or send back what somebody else submitted
    COMMENT_ON_KPIS = "comment_on_kpis"  # comments, and what is said of a KPI in exception
    EDIT_PROCUREMENT = (
        "edit_procurement"  # phases: regime, stages, lots, notices, market engagement, evidence
    )
    DECIDE_GATEWAYS = "decide_gateways"  # record what a body decided at a gateway
    OVERRIDE_GATEWAYS = "override_gateways"  # pass a gateway with requirements missing, with a reason
    EDIT_CONTRACTS = "edit_contracts"  # contracts, their acts, reviews and the register's bulk edit
    REPORT_MONEY = "report_money"  # forecast and outturn by month, funds and contributions
    SEE_ESTIMATES = "see_estimates"  # what a phase is expected to cost, before award
    EVALUATE = "evaluate"  # be put on a procurement team, and there read and score what the team may
    MANAGE_TEAMS = "manage_teams"  # who is on a procurement team
    PUBLISH = "publish"  # publish releases, and import packages of notices
    KEEP_MEETINGS = (
        "keep_meetings"  # bodies, chairs, meetings, agendas, attendance, interests, who gets packs
    )
    WRITE_PAPERS = "write_papers"  # papers for a body, and what they recommend
    RECORD_DECISIONS = (
        "record_decisions"  # what bodies decided, their positions, what a decision puts into effect
    )
    EDIT_RISKS = "edit_risks"  # risks, issues, dependencies, assumptions, requests for change, benefits
    SET_SCALES = "set_scales"  # risk bands, scales of status, tolerances, work streams
    WRITE_REPORTS = "write_reports"  # highlight reports and the status of work streams
    APPROVE_REPORTS = "approve_reports"  # approve or return a highlight report that somebody else wrote
    MAKE_PACKS = "make_packs"  # make a board pack for a meeting
    EDIT_DATA = "edit_data"  # the data-entry site, for the programme's own records
    EDIT_MONEY_DATA = "edit_money_data"  # the data-entry site, for budget lines and stated values
    EDIT_REFERENCE = "edit_reference"  # organisations and other records shared by programmes
    MANAGE_PEOPLE = "manage_people"  # accounts and role assignments


_READ = {Permission.VIEW}
_READ_AND_EXPORT = {*_READ, Permission.EXPORT}
_MANAGE = {
    *_READ_AND_EXPORT,
    Permission.CHANGE_OWN_SCOPE,
    Permission.CHANGE_SCOPE,
    Permission.HANDLE_DISCREPANCY,
    Permission.SETTLE_BUDGET,
    Permission.EDIT_PLAN,
    Permission.ATTACH_EVIDENCE,
    Permission.EDIT_KPIS,
    Permission.SUBMIT_OWN_RETURNS,
    Permission.SUBMIT_RETURNS,
    Permission.APPROVE_RETURNS,
    Permission.COMMENT_ON_KPIS,
    Permission.EDIT_PROCUREMENT,
    Permission.DECIDE_GATEWAYS,
    Permission.OVERRIDE_GATEWAYS,
    Permission.EDIT_CONTRACTS,
    Permission.REPORT_MONEY,
    Permission.SEE_ESTIMATES,
    Permission.EVALUATE,
    Permission.MANAGE_TEAMS,
    Permission.PUBLISH,
    Permission.KEEP_MEETINGS,
    Permission.WRITE_PAPERS,
    Permission.RECORD_DECISIONS,
    Permission.EDIT_RISKS,
    Permission.SET_SCALES,
    Permission.WRITE_REPORTS,
    Permission.APPROVE_REPORTS,
    Permission.MAKE_PACKS,
    Permission.EDIT_DATA,
    Permission.EDIT_MONEY_DATA,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PLATFORM_ADMINISTRATOR: frozenset(Permission),
    Role.PROGRAMME_MANAGER: frozenset(_MANAGE),
    Role.COMMISSIONER: frozenset(
        {
            *_READ_AND_EXPORT,
            Permission.CHANGE_OWN_SCOPE,
            Permission.EDIT_PLAN,
            Permission.ATTACH_EVIDENCE,
            Permission.SUBMIT_OWN_RETURNS,
            Permission.COMMENT_ON_KPIS,
            Permission.EDIT_PROCUREMENT,
            Permission.DECIDE_GATEWAYS,
            Permission.EDIT_CONTRACTS,
            Permission.EVALUATE,
            Permission.WRITE_PAPERS,
            Permission.EDIT_RISKS,
            Permission.WRITE_REPORTS,
        }
    ),
    Role.FINANCE_LEAD: frozenset(
        {
            *_READ_AND_EXPORT,
            Permission.REPORT_MONEY,
            Permission.SEE_ESTIMATES,
            Permission.EVALUATE,
            Permission.SETTLE_BUDGET,
            Permission.HANDLE_DISCREPANCY,
            Permission.EDIT_MONEY_DATA,
        }
    ),
    Role.BOARD_MEMBER: frozenset(_READ),
    Role.EVALUATOR: frozenset({*_READ, Permission.EVALUATE}),
    Role.ANALYST: frozenset(
        {
            *_READ_AND_EXPORT,
            Permission.ATTACH_EVIDENCE,
            Permission.SUBMIT_OWN_RETURNS,
            Permission.SUBMIT_RETURNS,
            Permission.COMMENT_ON_KPIS,
        }
    ),
}

ROLE_DESCRIPTIONS: dict[Role, str] = {
    Role.PLATFORM_ADMINISTRATOR: "Runs the site: accounts, roles, organisations and every programme's records.",
    Role.PROGRAMME_MANAGER: "Runs a programme: changes any service's scope, hands leads over, keeps its plans, KPIs "
    "and records, approves returns and highlight reports, passes gateways, keeps contracts, publishes, records "
    "meetings and decisions, makes board packs, settles what papers contradict, takes spreadsheets away.",
    Role.COMMISSIONER: "Reads the programme, takes spreadsheets away, keeps intentions, milestones and actions, "
    "procurement and the contracts that their own organisation leads, keeps risks, writes papers and highlight "
    "reports, submits the returns of KPIs that it owns, "
    "and changes the scope and the lead of the services that their own organisation leads.",
    Role.FINANCE_LEAD: "Reads the programme, takes spreadsheets away, keeps budget lines and stated values, puts "
    "amounts to lines that are to be confirmed, reports forecast and outturn, sees estimates before award, and "
    "handles discrepancies.",
    Role.BOARD_MEMBER: "Reads the programme's dashboards, registers and sources. Changes nothing.",
    Role.EVALUATOR: "Reads the programme, and on the procurement teams they are put on, once they have declared their "
    "interests, reads and scores bids. Changes nothing else.",
    Role.ANALYST: "Reads the programme, takes spreadsheets away, submits returns, comments on KPIs, and "
    "attaches evidence to its plans.",
}


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role may do; an unknown role may do nothing."""
    return ROLE_PERMISSIONS.get(Role(role), frozenset()) if role in Role.values else frozenset()
