"""The rooms of the dashboards."""

from governance.models import Body
from programmes.models import Post
from programmes.rooms import Room

ROOMS = (
    Room("programme", "Overview", 0),
    Room("hub", "The hub", 150, (Post.objects.all,)),
    Room("packs", "Board packs", 607, (Body.objects.all,)),
)
