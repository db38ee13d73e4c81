"""What may be done with a version of a framework or of a strategy, and why not."""

from datetime import date

from outcomes.models.frameworks import FrameworkState

UNREASONED = "Say why, for those who read the history later."
UNPLACED = "Say where it was agreed: the meeting or the decision."


def copying_problem(state: str, *, later: str, draft: str) -> str:
    """Why no new version can be made: `later` names the version that replaces this one, `draft` an open draft."""
    if later:
        return f"{later} replaces it already. Make the next version from that one."
    if state == FrameworkState.DRAFT:
        return "It is a draft itself. Change the draft in data entry, or agree it first."
    if draft:
        return f"{draft} is a draft already. Agree it, or delete it in data entry, before you make another."
    return ""


def agreeing_problem(state: str, *, holds: int, what: str) -> str:
    """Only a draft is agreed, and only one with something in it."""
    if state != FrameworkState.DRAFT:
        return f"It is {FrameworkState(state).label.lower()}, not a draft, and cannot be agreed again."
    return "" if holds else f"It holds no {what}. Add one in data entry first."


def agreed_on_problem(on: date | None, *, today: date, before: date | None) -> str:
    """A day that has come, and not before the version that this one replaces was agreed."""
    if on is None:
        return "Enter the day on which it was agreed."
    if on > today:
        return "This day has not come yet. Enter the day on which it was agreed."
    if before is not None and on < before:
        return f"The version that it replaces was agreed on {before.day} {before:%B %Y}. Enter that day or a later one."
    return ""


def reason_problem(reason: str) -> str:
    return "" if reason.strip() else UNREASONED


def place_problem(where: str) -> str:
    return "" if where.strip() else UNPLACED
