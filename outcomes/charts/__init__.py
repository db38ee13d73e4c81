"""Drawings of indicators: control charts, icons, sparklines, the golden thread. Pure: no query, no clock."""
