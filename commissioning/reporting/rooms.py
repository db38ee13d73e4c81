"""The rooms of the dashboards."""

from programmes.rooms import Room

ROOMS = (Room("programme", "Overview", 0),)
