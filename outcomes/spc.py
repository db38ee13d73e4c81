"""XmR charts in NHS England's “Making Data Count” style: limits, rules, icons, in exact arithmetic.

Pure: the standard library only, no clock, no database.
"""

from outcomes.spc_types import Analysis, Baseline, Point, PointResult, Segment, Target

__all__ = ["Analysis", "Baseline", "Point", "PointResult", "Segment", "Target"]
