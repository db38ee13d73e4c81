from .exports import Cadence, ExportFile, ExportFormat, SavedExport
from .mappings import ColumnMapping
from .runs import ENDED, WORKING, ImportRow, ImportRun, RunState, Verdict
from .tokens import ApiToken, KeptAnswer, TokenScope

__all__ = [
    "ENDED",
    "WORKING",
    "ApiToken",
    "Cadence",
    "ColumnMapping",
    "ExportFile",
    "ExportFormat",
    "ImportRow",
    "ImportRun",
    "KeptAnswer",
    "RunState",
    "SavedExport",
    "TokenScope",
    "Verdict",
]
