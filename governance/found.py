"""Where the records of this app are read that search finds."""

from django.db.models import Case, When
from django.db.models.functions import Lower

from programmes.found import Found

SLUG = Case(When(is_recorded=True, then=Lower("reference")), default="check_key")

FOUND = (
    Found("governance.body", "Board or group", "organisation", "body", "reference"),
    Found("governance.recommendation", "Ask of a board", "action", "ask", "reference"),
    Found("governance.boardaction", "Board action", "action", "action", "reference"),
    Found("governance.progressresponse", "Progress response", "action", "action", "action__reference"),
    Found("governance.risk", "Risk", "risk", "risk", "reference"),
    Found("governance.mitigation", "Mitigation", "risk", "mitigation", "reference"),
    Found("governance.issue", "Issue", "risk", "issue", "reference"),
    Found("governance.dependency", "Dependency", "risk", "dependency", "reference"),
    Found("governance.assumption", "Assumption", "risk", "assumption", "reference"),
    Found("governance.changerequest", "Request for change", "risk", "change_request", "reference"),
    Found("governance.benefit", "Benefit", "outcome", "benefit", "reference"),
    Found("governance.chair", "Chair", "organisation", "body", "body__reference"),
    Found("governance.meeting", "Meeting", "action", "meeting", "reference"),
    Found("governance.agendaitem", "Agenda item", "action", "meeting", "meeting__reference"),
    Found("governance.interestdeclared", "Interest declared", "action", "meeting", "meeting__reference"),
    Found("governance.decision", "Decision", "action", "decision", "reference"),
    Found("governance.boardpaper", "Paper for a board", "source", "paper", "reference"),
    Found("governance.workstream", "Work stream", "milestone", "workstream", "reference"),
    Found("governance.highlightreport", "Highlight report", "milestone", "report", "reference"),
    Found("governance.implication", "Implication", "statement", "implications"),
    Found("governance.paperapproval", "Approval of a paper", "source", "document", "document__reference"),
    Found("governance.statedcount", "Stated count", "discrepancy", "discrepancies"),
    Found("governance.discrepancy", "Discrepancy", "discrepancy", "discrepancy", SLUG),
)
