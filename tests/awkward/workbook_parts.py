"""What the makers of awkward workbooks share."""

from datetime import datetime

from tests.awkward.kinds import Awkward, Cells, Read, Refused

HEADINGS = ["Reference", "Milestone", "Due", "State"]
PLAN = [HEADINGS, ["M1", "Sign", 1, "planned"], ["M2", "Start", 2, "met"]]
PLAN_CELLS: Cells = {"A1": "Reference", "D1": "State", "A2": "M1", "C2": 1, "D3": "met"}
SERIAL = 45383  # 1 April 2024
DAMAGED = Refused(
    "The file is damaged: it is packed like a workbook, but cannot be unpacked.",
    "Open it in your spreadsheet program, save it as a new .xlsx file and try again.",
)
AGAIN = "Open it in your spreadsheet program, save it as a new .xlsx file and try again."
TOO_FAR = "Delete what is not part of the table, or split the rows over several files."


def moment(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 4, 1, hour, minute)  # noqa: DTZ001 - cells know no time zone


def one(name: str, about: str, content: bytes, expect: Read | Refused) -> Awkward:
    return Awkward(name, f"{name}.xlsx", about, lambda: content, expect)
