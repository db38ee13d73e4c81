"""The doors of the team: who is on it, and what each declares about their interests.

Procurement Act 2023 sections 81 to 83 and SI 2023/1348 regulation 21: conflicts are looked for, written down, and kept
from doing harm. Here a declared conflict takes every sealed field of the phase away with the next request.
"""

from datetime import date

from django.core.exceptions import PermissionDenied

from commissioning.core.access import Permission
from commissioning.core.models import User
from procurement.models import ConflictDeclaration, Lot, ProcurementPhase, TeamMember
from procurement.rules_sealed import HANDLES_CONFLICTS, Seat, Standing, standing_of
from procurement.selectors.sealed import declarations_of
from procurement.services.sealed_door import (
    add_record,
    evaluation_act,
    locked,
    require_seat,
    save_record,
)
from programmes.access import Grants, grants_for
from programmes.services.scope_door import refuse

APPOINTS = frozenset({Seat.APPOINTS})
NO_EVALUATOR = (
    "This person’s role does not let them evaluate in this programme. Give them the role of evaluator first."
)
NOT_ONESELF = "Nobody puts themselves on a team. Ask another programme manager or the platform administrator."
NOT_LIFTED_BY_ONESELF = (
    "A conflict is not lifted by oneself. The procurement lead or the decision maker does it, "
    "and writes down how."
)


def add_member(
    phase: ProcurementPhase, *, user: User, role: str, by: User, grants: Grants, on: date
) -> TeamMember:
    """Put somebody on the phase's team from `on`. They read nothing before they have declared.

    Raises PermissionDenied without the permission to manage teams or with a conflict; ValidationError for oneself, for
    somebody whose role does not let them evaluate in the programme, and for a place held already.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, APPOINTS)
        may = user.is_active and grants_for(user, on).may(Permission.EVALUATE, phase.programme_id)
        held = TeamMember.objects.filter(phase=phase, user=user, role=role, left_on__isnull=True)
        refuse(
            {
                "user": NOT_ONESELF if user == by else "" if may else NO_EVALUATOR,
                "role": "This person has that place already." if held.exists() else "",
            }
        )
        return add_record(TeamMember, phase, "TEAM", user=user, role=role, joined_on=on)


def remove_member(
    phase: ProcurementPhase, member_id: int, *, by: User, grants: Grants, on: date
) -> TeamMember:
    """End somebody's place on the team: from `on` they read nothing by it. Their scores stay where they are.

    Raises PermissionDenied as `add_member` does; ValidationError for a place that has ended or is another phase's.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, APPOINTS)
        rows = TeamMember.objects.filter(phase=phase, left_on__isnull=True)
        member: TeamMember = locked(rows, member_id)
        return save_record(member, {"left_on": max(on, member.joined_on)})


def declare(
    phase: ProcurementPhase,
    *,
    has_conflict: bool,
    text: str = "",
    lot: Lot | None = None,
    by: User,
    grants: Grants,
    on: date,
) -> ConflictDeclaration:
    """Declare one's own interests, for the phase or one of its lots. The latest counts; none is ever changed.

    Raises PermissionDenied for those who may never be on a team; ValidationError for a conflict without words, for a
    lot of another phase, and for taking one's own conflict back.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        if not grants.may(Permission.EVALUATE, phase.programme_id):
            raise PermissionDenied("Interests are declared by those who may be on a procurement team.")
        lifting = sight.standing == Standing.CONFLICTED and not has_conflict
        refuse(
            {
                "has_conflict": NOT_LIFTED_BY_ONESELF if lifting else "",
                "text": "Say which interest it is." if has_conflict and not text.strip() else "",
                "lot": "Choose a lot of this phase." if lot is not None and lot.phase_id != phase.pk else "",
            }
        )
        return _declared(phase, user=by, has_conflict=has_conflict, text=text, lot=lot, by=by)


def lift_conflict(
    phase: ProcurementPhase, *, user: User, text: str, by: User, grants: Grants, on: date
) -> ConflictDeclaration:
    """Let somebody back who had declared a conflict, with how it was dealt with. It takes a second person.

    Raises PermissionDenied for anybody but the phase's lead and decision maker; ValidationError for oneself, without
    words, and where there is no conflict.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, HANDLES_CONFLICTS)
        standing = standing_of(declarations_of(user, phase), on_team=True)
        problem = "" if standing == Standing.CONFLICTED else "This person has no conflict to lift."
        refuse(
            {
                "user": NOT_LIFTED_BY_ONESELF if user == by else problem,
                "text": "" if text.strip() else "Say how the conflict was dealt with.",
            }
        )
        return _declared(phase, user=user, has_conflict=False, text=text, lot=None, by=by)


def _declared(
    phase: ProcurementPhase, *, user: User, has_conflict: bool, text: str, lot: Lot | None, by: User
) -> ConflictDeclaration:
    return add_record(
        ConflictDeclaration,
        phase,
        "COI",
        user=user,
        has_conflict=has_conflict,
        text=text.strip(),
        lot=lot,
        made_by=by,
    )
