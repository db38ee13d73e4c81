"""What may be asked of a pack besides its pages: the appendices."""

from collections.abc import Iterable
from typing import Any

APPENDICES: dict[str, str] = {
    "services": "Every service, its lead and its state",
    "budget_lines": "Every budget line as printed",
    "milestones": "Every milestone",
    "kpis": "Every KPI with its latest figure",
    "actions": "Every action with its answers",
    "sources": "The papers that the figures come from",
}


def options_of(appendices: Iterable[str]) -> dict[str, Any]:
    """What a pack keeps of what was asked for, in the order of the list.

    Raises ValueError, naming the word and the choices, for an appendix that there is not.
    """
    asked = set(appendices)
    unknown = sorted(asked - APPENDICES.keys())
    if unknown:
        raise ValueError(f"There is no appendix “{unknown[0]}”. Appendices: {', '.join(APPENDICES)}.")
    return {"appendices": [name for name in APPENDICES if name in asked]}
