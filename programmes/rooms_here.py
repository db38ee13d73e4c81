"""The rooms that this app keeps."""

from programmes.rooms import Room

ROOMS = (
    Room("sources", "Sources", 900),
    Room("about", "About", 910),
)
