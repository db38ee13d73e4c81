"""The doors of notices: plan one, edit it, publish it, and record what keeps its standstill open.

Publishing a notice whose kind opens the award ends the secrecy of the phase's award, in the same transaction.
"""

from dataclasses import dataclass
from datetime import date

from commissioning.core.access import Permission
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from procurement.models import Contract, Notice, NoticeKind, ProcurementPhase
from procurement.rules_days import FIRST_YEAR
from procurement.rules_signing import Held, closing_problem
from procurement.selectors.standstills import standstill_of
from procurement.selectors.tables_of_law import tables_of_law
from procurement.services.award_opening import open_award, require_no_conflict, undecided_problem
from procurement.services.phase_door import may, phase_locked, refuse_ended
from programmes.access import Grants
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse
from programmes.tables import day_words

PUBLISHED = "It is published: what was published stays. Add a notice of correction where it was wrong."


@dataclass(frozen=True)
class Said:
    """What a notice says of itself; `due_on` only where it differs from the rule of its kind."""

    due_on: date | None = None
    external_id: str = ""
    url: str = ""
    not_needed_because: str = ""
    note: str = ""
    contract: Contract | None = None


def add_notice(
    phase: ProcurementPhase,
    kind: NoticeKind,
    said: Said,
    *,
    by: User,
    grants: Grants,
    reason: str,
    illustrative: bool = False,
) -> Notice:
    """Plan a notice, or record with `said.not_needed_because` that this procurement does without it.

    Raises PermissionDenied (EDIT_PROCUREMENT) and ValidationError by field (kind, contract, reason …).
    """
    may(grants, Permission.EDIT_PROCUREMENT, phase.programme_id)
    with phase_locked(phase, by=by, reason=reason) as row:
        refuse_ended_unless_ending(row, kind)
        refuse(
            {
                "kind": _kind_problem(row, kind),
                "contract": _contract_problem(row, said.contract),
                "reason": reason_problem(reason),
            }
        )
        notice = Notice(
            reference=next_reference(Notice, "NOT", row.programme),
            programme_id=row.programme_id,
            phase=row,
            kind=kind,
            illustrative=illustrative,
        )
        _say(notice, said)
        notice.full_clean()
        notice.save()
        return notice


def refuse_ended_unless_ending(phase: ProcurementPhase, kind: NoticeKind) -> None:
    """An abandoned phase still owes the notice that says so."""
    if "tenderCancellation" not in kind.ocds_tags:
        refuse_ended(phase)


def edit_notice(
    notice: Notice, said: Said, *, by: User, grants: Grants, reason: str, version: int | None = None
) -> Notice:
    """Change what a notice says of itself. Published, only its number, address and note may still be put right.

    Raises PermissionDenied, ValidationError by field, StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, notice.programme_id)
    with phase_locked(notice.phase, by=by, reason=reason) as phase:
        row = lock_for_edit(Notice, notice.pk, notice.version if version is None else version)
        fixed = row.published_on is not None
        moved = said.due_on != row.due_on or bool(said.not_needed_because) or said.contract != row.contract
        refuse(
            {
                "act": PUBLISHED if fixed and moved else "",
                "contract": _contract_problem(phase, said.contract),
                "reason": reason_problem(reason),
            }
        )
        _say(row, said)
        row.full_clean()
        row.save()
        return row


def publish_notice(
    notice: Notice,
    *,
    published_on: date,
    by: User,
    grants: Grants,
    on: date,
    reason: str,
    external_id: str = "",
    url: str = "",
    version: int | None = None,
) -> Notice:
    """Record that a notice was published on a day.

    Where its kind opens the award, the phase's award is public from that day, and so are the phase's contracts; a
    notice of one contract opens that one alone, and the phase once no contract or lot of it waits. An earlier day
    stays. While what is evaluated here is not decided, such a notice is refused. Raises PermissionDenied, also for who
    declared a conflict in the phase where the award is opened; ValidationError by field (published_on, reason),
    StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, notice.programme_id)
    with phase_locked(notice.phase, by=by, reason=reason) as phase:
        row = lock_for_edit(Notice, notice.pk, notice.version if version is None else version)
        if row.kind.opens_award:
            require_no_conflict(phase, by=by)
        refuse_ended_unless_ending(phase, row.kind)
        refuse(
            {
                "act": f"It was published on {day_words(row.published_on)}." if row.published_on else "",
                "published_on": _published_problem(row, published_on, on)
                or (undecided_problem(phase, published_on) if row.kind.opens_award else ""),
                "reason": reason_problem(reason),
            }
        )
        row.published_on = published_on
        row.not_needed_because = ""
        row.external_id = external_id.strip() or row.external_id
        row.url = url.strip() or row.url
        row.full_clean()
        row.save()
        if row.kind.opens_award:
            open_award(phase, row, published_on)
        return row


def _published_problem(row: Notice, day: date, on: date) -> str:
    """A notice is published on a day that has come, and under rules that were in force."""
    if day > on:
        return f"{day_words(day)} has not come yet. Record it on the day."
    first = row.kind.starts_on
    if first is not None and day < first:
        return f"There are such notices since {day_words(first)}. Enter that day or a later one."
    if row.kind.starts_standstill and day.year < FIRST_YEAR:
        return f"Bank holidays are known from {FIRST_YEAR} on. Enter a later day."
    return ""


# --- standstill -------------------------------------------------------------------------------------------------


def record_standstill(
    notice: Notice,
    *,
    by: User,
    grants: Grants,
    on: date,
    reason: str,
    representations_on: date | None = None,
    further_decision_on: date | None = None,
    closed_on: date | None = None,
    version: int | None = None,
) -> Notice:
    """Record what keeps a standstill open, and that it closed; None leaves a day as it is.

    SI 2023/1348 regulation 12: representations, then the further decision, then, once five working days have passed,
    a person closes it. For a light touch contract under the Procurement Act 2023 only the closing is recorded: its
    standstill is voluntary. Raises PermissionDenied, ValidationError by field, StaleEdit.
    """
    may(grants, Permission.EDIT_PROCUREMENT, notice.programme_id)
    with phase_locked(notice.phase, by=by, reason=reason) as phase:
        row = lock_for_edit(Notice, notice.pk, notice.version if version is None else version)
        row.representations_on = representations_on or row.representations_on
        row.further_decision_on = further_decision_on or row.further_decision_on
        refuse(
            {
                "reason": reason_problem(reason),
                "act": _standstill_problem(row, representations_on or further_decision_on or closed_on),
                **_order_problems(row, on),
            }
        )
        held = standstill_of(row, tables_of_law(on).calendar(row.kind.regime), light_touch=phase.light_touch)
        refuse({"representations_on": _too_late(representations_on, held)})
        if closed_on is not None:
            problem = closing_problem(
                row.kind.regime,
                row.representations_on,
                held.close_from if held else None,
                closed_on,
                on,
                light_touch=phase.light_touch,
            )
            refuse({"closed_on": problem})
            row.standstill_closed_on = closed_on
        row.full_clean()
        row.save()
        return row


def _standstill_problem(row: Notice, given: date | None) -> str:
    if row.published_on is None or not row.kind.starts_standstill:
        return "This notice has started no standstill period. Publish the notice that starts it first."
    if row.standstill_closed_on is not None:
        return f"The standstill was closed on {day_words(row.standstill_closed_on)}."
    if given is None:
        return "Enter the day of what happened: representations, the further decision, or the closing."
    if row.kind.regime != "psr" and row.representations_on is not None:
        return "Only the Provider Selection Regime knows representations."
    return ""


def _order_problems(row: Notice, on: date) -> dict[str, str]:
    told, asked, sent = row.further_decision_on, row.representations_on, row.published_on
    return {
        "representations_on": _day_problem(asked, sent, on, "the notice was published"),
        "further_decision_on": "Record the representations first."
        if told and not asked
        else _day_problem(told, asked, on, "the representations came"),
    }


def _too_late(representations_on: date | None, held: Held | None) -> str:
    """SI 2023/1348 regulation 12: representations are made before standstill ends, and later ones hold nothing up."""
    if representations_on is None or held is None or representations_on <= held.standstill.ends:
        return ""
    return (
        f"Standstill ended with {day_words(held.standstill.ends)}: later representations keep nothing open. "
        "Write them into the note."
    )


def _day_problem(day: date | None, earliest: date | None, on: date, what: str) -> str:
    if day is None:
        return ""
    if day > on:
        return f"{day_words(day)} has not come yet."
    return f"That is before {what} ({day_words(earliest)})." if earliest and day < earliest else ""


def _say(notice: Notice, said: Said) -> None:
    notice.due_on = said.due_on
    notice.external_id = said.external_id.strip()
    notice.url = said.url.strip()
    notice.not_needed_because = said.not_needed_because.strip()
    notice.note = said.note.strip()
    notice.contract = said.contract


def _kind_problem(phase: ProcurementPhase, kind: NoticeKind) -> str:
    if not phase.regime:
        return "Choose the regime of the phase first: it says which notices there are."
    return (
        ""
        if kind.regime == phase.regime
        else "This notice belongs to another regime. Choose one of the phase’s."
    )


def _contract_problem(phase: ProcurementPhase, contract: Contract | None) -> str:
    return "" if contract is None or contract.phase_id == phase.pk else "Choose a contract of this phase."
