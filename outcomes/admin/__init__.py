"""The data-entry pages of this app's records, by subject."""

from . import areas, figures, frameworks, themes

__all__ = ["areas", "figures", "frameworks", "themes"]
