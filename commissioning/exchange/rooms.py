"""The rooms that this app keeps."""

from commissioning.core.access import Permission
from programmes.rooms import Room

ROOMS = (
    Room("imports", "Spreadsheets", 900, tabs=True),
    Room("saved_exports", "Saved exports", 901, within="imports", permission=Permission.EXPORT),
)
