"""The rooms that this app keeps."""

from programmes.models import CommissioningIntention
from programmes.rooms import Room

ROOMS = (
    Room("intentions", "Intentions", 200, (CommissioningIntention.objects.all,)),
    Room("sources", "Sources", 900),
    Room("about", "About", 910),
)
