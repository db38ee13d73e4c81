"""The data-entry pages of this app's records, by subject."""

from . import actions, bodies, discrepancies, meetings, papers, registers

__all__ = ["actions", "bodies", "discrepancies", "meetings", "papers", "registers"]
