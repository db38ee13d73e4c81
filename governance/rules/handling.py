"""What handling a discrepancy takes: a state from the list, a role as its owner, and words that say why."""

from governance.models.discrepancies import Handling

from .findings import shortened

LONGEST_REFERENCE = 60
LONGEST_OWNER = 120


def handling_problems(handling: str, owner_role: str, note: str) -> dict[str, str]:
    """What is wrong, by field, in words for the person; empty when nothing is."""
    problems = {}
    if handling not in Handling.values:
        problems["handling"] = "Choose open, explained, accepted or resolved."
    if len(owner_role.strip()) > LONGEST_OWNER:
        problems["owner_role"] = f"Name the owner's role in {LONGEST_OWNER} characters or fewer."
    if not note.strip():
        problems["note"] = "Say what was found out or decided, and where."
    return problems


def reference_of(programme_key: str, check_key: str) -> str:
    """A reference that stays the same for a programme's check."""
    return shortened(f"{programme_key}-{check_key}", LONGEST_REFERENCE).upper()
