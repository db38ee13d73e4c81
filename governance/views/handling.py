"""The handling form of one discrepancy, and what becomes of it when somebody else was quicker."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from commissioning.core.components import Conflict, ConflictField
from governance.forms import HandlingForm
from governance.models.discrepancies import Handling
from governance.selectors.discrepancies import DiscrepancyView

THEIRS = "theirs"


def form_of(view: DiscrepancyView) -> HandlingForm:
    """The form as the person finds it: the present state and owner, and the version they are of."""
    initial = {"handling": view.handling, "owner_role": view.owner_role, "version": view.version}
    return HandlingForm(initial=initial)


def kept(given: Mapping[str, Any], choices: Mapping[str, Any], view: DiscrepancyView) -> dict[str, Any]:
    """What to save: the values given, except where the person chose on the conflict page to keep the other's."""
    saved = {"handling": str(view.handling), "owner_role": view.owner_role}
    return {
        **given,
        **{name: value for name, value in saved.items() if choices.get(f"keep_{name}") == THEIRS},
    }


def conflict_of(view: DiscrepancyView, given: Mapping[str, Any], cancel_url: str) -> Conflict:
    """Both versions of what differs. Everything given goes along hidden, with the version that is now current."""
    latest = view.notes[0] if view.notes else None
    fields = [
        ConflictField(name, label, theirs or "nobody", yours or "nobody")
        for name, label, theirs, yours in (
            ("handling", "State", str(view.handling.label), str(Handling(given["handling"]).label)),
            ("owner_role", "Owner", view.owner_role, given["owner_role"]),
        )
        if theirs != yours
    ]
    return Conflict(
        record=f"“{view.title}”",
        who=latest.made_by if latest else "Somebody else",
        when=latest.made_at if latest else timezone.now(),
        fields=fields,
        hidden=(
            ("handling", given["handling"]),
            ("owner_role", given["owner_role"]),
            ("note", given["note"]),
            ("version", str(view.version)),
        ),
        why=latest.text if latest else "",
        cancel_url=cancel_url,
    )
