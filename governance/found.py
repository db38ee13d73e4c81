"""Where the records of this app are read that search finds."""

from django.db.models import Case, When
from django.db.models.functions import Lower

from programmes.found import Found

SLUG = Case(When(is_recorded=True, then=Lower("reference")), default="check_key")

FOUND = (
    Found("governance.body", "Board or group", "organisation", "boards"),
    Found("governance.recommendation", "Ask of a board", "action", "asks"),
    Found("governance.boardaction", "Board action", "action", "action", "reference"),
    Found("governance.progressresponse", "Progress response", "action", "action", "action__reference"),
    Found("governance.risk", "Risk", "risk", "risks"),
    Found("governance.implication", "Implication", "statement", "implications"),
    Found("governance.paperapproval", "Approval of a paper", "source", "document", "document__reference"),
    Found("governance.statedcount", "Stated count", "discrepancy", "discrepancies"),
    Found("governance.discrepancy", "Discrepancy", "discrepancy", "discrepancy", SLUG),
)
