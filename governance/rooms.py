"""The rooms that this app keeps."""

from typing import Any

from django.db.models import QuerySet

from governance.models import BoardAction, Body, Decision, Implication, PaperApproval, Recommendation
from outcomes.models import AreaStatement
from outcomes.models.areas import AreaStatementKind
from programmes.models import Engagement, Feedback
from programmes.rooms import Room


def _boards_reviewed() -> QuerySet[Any]:
    """What a review says of the boards of other places."""
    return AreaStatement.objects.filter(kind=AreaStatementKind.GOVERNANCE)


SAID = (Feedback.objects.all, Engagement.objects.all)
IMPLIED = (Implication.objects.all, PaperApproval.objects.all)
ASKED = (Recommendation.objects.all, Decision.objects.all)

ROOMS = (
    Room("boards", "Boards", 590, (Body.objects.all, _boards_reviewed), tabs=True),
    Room("meetings", "Meetings", 591, (Body.objects.all,), within="boards"),
    Room("papers", "Papers written here", 592, (Body.objects.all,), within="boards"),
    Room("asks", "Asks and decisions", 600, (*ASKED, *SAID, *IMPLIED), tabs=True),
    Room("decisions", "Decisions", 601, ASKED, within="asks"),
    Room("feedback", "You said, we did", 602, SAID, within="asks"),
    Room("implications", "Implications", 603, IMPLIED, within="asks"),
    Room("actions", "Board actions", 610, (BoardAction.objects.all,)),
    Room("risks", "Risks", 630),
    Room("benefits", "Benefits", 640),
    Room("reports", "Highlight reports", 650, tabs=True),
    Room("workstreams", "Work streams", 651, within="reports"),
    Room("discrepancies", "Discrepancies", 700),
)
