"""The data-entry pages of this app's records, by subject."""

from . import actions, bodies, discrepancies, papers

__all__ = ["actions", "bodies", "discrepancies", "papers"]
