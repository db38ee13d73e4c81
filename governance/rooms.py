"""The rooms that this app keeps."""

from governance.models import Recommendation
from programmes.models import Feedback
from programmes.rooms import Room

ROOMS = (
    Room("asks", "Asks", 600, (Recommendation.objects.all, Feedback.objects.all)),
    Room("discrepancies", "Discrepancies", 700),
)
