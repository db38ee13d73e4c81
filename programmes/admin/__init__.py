"""The data-entry pages of this app's records, by subject."""

from . import delivery, documents, organisations, people, programmes, services

__all__ = ["delivery", "documents", "organisations", "people", "programmes", "services"]
