"""The rooms that this app keeps."""

from governance.models import BoardAction, Implication, PaperApproval, Recommendation, Risk
from programmes.models import Feedback
from programmes.rooms import Room

ROOMS = (
    Room("asks", "Asks", 600, (Recommendation.objects.all, Feedback.objects.all)),
    Room("actions", "Board actions", 610, (BoardAction.objects.all,)),
    Room("implications", "Implications", 620, (Implication.objects.all, PaperApproval.objects.all)),
    Room("risks", "Risks", 630, (Risk.objects.all,)),
    Room("discrepancies", "Discrepancies", 700),
)
