"""The data-entry pages of this app's records, by subject."""

from . import areas, figures, frameworks, kpis, themes

__all__ = ["areas", "figures", "frameworks", "kpis", "themes"]
