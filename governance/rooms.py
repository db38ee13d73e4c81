"""The rooms that this app keeps."""

from governance.models import BoardAction, Body, Decision, Implication, PaperApproval, Recommendation
from programmes.models import Engagement, Feedback
from programmes.rooms import Room

ROOMS = (
    Room("boards", "Boards and meetings", 590, (Body.objects.all,)),
    Room("meetings", "Meetings", 591, (Body.objects.all,), within="boards"),
    Room("asks", "Asks and decisions", 600, (Recommendation.objects.all, Decision.objects.all)),
    Room("decisions", "Decisions", 601, (Recommendation.objects.all, Decision.objects.all), within="asks"),
    Room("papers", "Papers", 602, (Body.objects.all,), within="boards"),
    Room("actions", "Board actions", 610, (BoardAction.objects.all, Body.objects.all)),
    Room("feedback", "You said, we did", 615, (Feedback.objects.all, Engagement.objects.all)),
    Room("implications", "Implications", 620, (Implication.objects.all, PaperApproval.objects.all)),
    Room("risks", "Risks", 630),
    Room("registers", "Issues and other registers", 631, within="risks"),
    Room("benefits", "Benefits", 640),
    Room("reports", "Highlight reports", 650),
    Room("workstreams", "Work streams", 651, within="reports"),
    Room("discrepancies", "Discrepancies", 700),
)
