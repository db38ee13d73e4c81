"""The data-entry pages of this app's records, by subject."""

from . import areas, figures, frameworks, kpis, measurements, themes

__all__ = ["areas", "figures", "frameworks", "kpis", "measurements", "themes"]
