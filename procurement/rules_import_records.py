"""The plans of single records: compared with what stands here, or new; of lots and notices in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from procurement.rules_import import (
    LEAVE,
    Fate,
    FieldPlan,
    Given,
    Held,
    Incoming,
    RecordPlan,
    conflict_ask,
    fate_of,
    field_plan,
    key_for,
)
from procurement.rules_import_read import lots_of, notices_of
from procurement.rules_import_snapshot import NOT_TAKEN, HeldNotice, Kind
from procurement.rules_import_values import JOIN

if TYPE_CHECKING:
    from procurement.rules_import_plan import Planning

LABELS: Final = {
    "name": "name",
    "title": "title",
    "description": "description",
    "rationale": "rationale",
    "local_reference": "buyer’s own number",
    "cpv": "main CPV code",
    "go_live": "go-live",
    "suits_sme": "suits small and medium-sized providers",
    "suits_vcse": "suits voluntary and community providers",
    "no_engagement_because": "why there is no market engagement",
    "ended_as": "how it ended",
    "regime": "regime",
    "ocid": "ocid",
    "number": "contract’s own number",
    "starts": "start",
    "ends": "end",
    "last_end": "last possible end",
    "signed_on": "signed on",
    "net": "value without VAT",
    "gross": "value with VAT",
    "term_as_printed": "term as printed",
    "commissioner": "lead commissioner",
    "providers": "providers",
    "kind": "kind of notice",
    "published_on": "published on",
    "external_id": "portal’s own number",
    "url": "address",
    "dated": "dated",
    "what": "what changes",
}
NO_REGIME: Final = (
    "regime",
    "The phase has no regime yet, so which notice this is cannot be said.",
    "Choose the regime, here or on the phase’s page, and look at this import again.",
)
NOT_YET: Final = ("date", "Its day has not come yet.", "Import it on that day or later.")
ENDED: Final = ("phase", "The phase has been abandoned.", "Take that back on the phase’s page first.")
STAYS: Final = "what was published stays; add a notice of correction where it was wrong"


def new_record(incoming: Incoming, notes: tuple[str, ...] = ()) -> RecordPlan:
    """A record that is not here yet: every field the file gives."""
    if incoming.refusal:
        return refused(incoming, incoming.refusal)
    fields = tuple(
        FieldPlan(name, LABELS.get(name, name), Given(), incoming.first.get(name, given), Fate.NEW)
        for name, given in incoming.fields.items()
    )
    newest = {name: incoming.fields[name].canon for name in incoming.first if name in incoming.fields}
    return RecordPlan(
        incoming.path,
        incoming.kind,
        incoming.title,
        "",
        Fate.NEW,
        fields,
        incoming.facts,
        newest,
        (*incoming.notes, *notes),
    )


def compared(planning: Planning, incoming: Incoming, held: Held, notes: tuple[str, ...] = ()) -> RecordPlan:
    """A record that stands here, field by field; each conflict becomes a question."""
    at = (planning.ocid, incoming.path)
    snapshot = planning.snapshot
    held = replace(held, base=snapshot.bases.get(at, {}), published=snapshot.published.get(at, {}))
    fields = []
    for name, given in incoming.fields.items():
        key = key_for(planning.ocid, incoming.path, name)
        plan = field_plan(name, LABELS.get(name, name), held, given, ask_key=key, answers=planning.answers)
        if plan.key:
            planning.asks.append(conflict_ask(incoming.title, plan, planning.answers.get(key, "")))
        fields.append(plan)
    return RecordPlan(
        incoming.path,
        incoming.kind,
        incoming.title,
        held.reference,
        fate_of(fields),
        tuple(fields),
        incoming.facts,
        {},
        (*incoming.notes, *notes),
    )


def refused(incoming: Incoming, why: tuple[str, str, str]) -> RecordPlan:
    """A record that cannot be taken: the field, the words and the cure."""
    return RecordPlan(
        incoming.path,
        incoming.kind,
        incoming.title,
        "",
        Fate.REFUSED,
        (),
        incoming.facts,
        {},
        incoming.notes,
        why,
    )


# --- lots --------------------------------------------------------------------------------------------------------


def lot_plans(planning: Planning) -> list[RecordPlan]:
    """Lots are found by where they were imported to, else by their number or reference."""
    held = planning.snapshot.lots.get(planning.target, ())
    plans = []
    for incoming in lots_of(planning.process):
        earlier = planning.held_reference(incoming.path)
        found = next((lot for lot in held if lot.held.reference == earlier), None) or next(
            (lot for lot in held if incoming.facts["id"] in (str(lot.number), lot.held.reference)), None
        )
        if found:
            plans.append(compared(planning, incoming, found.held))
        elif planning.phase and planning.phase.has_ended:
            plans.append(refused(incoming, ENDED))
        else:
            plans.append(new_record(incoming))
    return plans


# --- notices -----------------------------------------------------------------------------------------------------


def notice_plans(planning: Planning) -> list[RecordPlan]:
    """Each release as a notice of the phase; those published from here are known already."""
    held = planning.snapshot.notices.get(planning.target, ())
    incoming = notices_of(planning.process, planning.releases)
    return [_notice(planning, one, held) for one in incoming]


def _notice(planning: Planning, incoming: Incoming, held: Sequence[HeldNotice]) -> RecordPlan:
    number = incoming.fields.get("external_id", Given()).canon
    earlier = planning.held_reference(incoming.path)
    ours = f"{planning.phase.held.reference}-" if planning.phase else NOT_TAKEN
    if incoming.facts["is_release"] and (number in planning.snapshot.own_releases or number.startswith(ours)):
        return _as_it_was(incoming, "published from here")
    if earlier == NOT_TAKEN:
        return _as_it_was(incoming, "left out before, as somebody chose")
    found = next(
        (one for one in held if one.held.reference in (earlier, number) or number == one.external_id != ""),
        None,
    )
    if found:
        fixed = replace(found.held, fixed={"published_on": STAYS, "external_id": STAYS})
        return compared(planning, incoming, fixed)
    return _new_notice(planning, incoming)


def _as_it_was(incoming: Incoming, why: str) -> RecordPlan:
    return RecordPlan(incoming.path, incoming.kind, incoming.title, NOT_TAKEN, Fate.UNCHANGED, notes=(why,))


def _new_notice(planning: Planning, incoming: Incoming) -> RecordPlan:
    day = incoming.fields.get("published_on", Given()).canon
    if planning.phase and planning.phase.has_ended:
        return refused(incoming, ENDED)
    if not planning.regime:
        return refused(incoming, NO_REGIME)
    if not day or day > planning.snapshot.on.isoformat():
        return refused(incoming, NOT_YET)
    kind = _kind(planning, incoming)
    if kind is None:
        left = ("left out, as chosen",)
        return RecordPlan(incoming.path, incoming.kind, incoming.title, NOT_TAKEN, Fate.KEPT, notes=left)
    fields = {**incoming.fields, "kind": Given(kind.code, f"{kind.code} {kind.name}".strip())}
    opens = ("The award is public from the day of this notice.",) if kind.opens_award else ()
    return new_record(replace(incoming, fields=fields), opens)


def _kind(planning: Planning, incoming: Incoming) -> Kind | None:
    """By the notice type the file names, else by its tags where they fit one kind; a person chooses among several.

    None where the person leaves it out.
    """
    kinds = [kind for kind in planning.snapshot.kinds if kind.regime == planning.regime]
    tags = frozenset(incoming.facts["tags"].split(JOIN))
    fitting = [kind for kind in kinds if kind.code == incoming.facts["code"]] or [
        kind for kind in kinds if kind.tags and kind.tags == tags
    ]
    if len(fitting) == 1:
        return fitting[0]
    offered = fitting or [kind for kind in kinds if kind.tags & tags] or kinds
    choices = (
        *((kind.code, f"{kind.code} {kind.name}") for kind in offered),
        (LEAVE, "None: do not record it"),
    )
    hint = f"The file says: {', '.join(sorted(tags))}. That fits {'several kinds' if fitting else 'no kind exactly'}."
    chosen = planning.ask(f"{incoming.path} kind", f"Which notice is {incoming.title}?", hint, choices)
    by_code = {kind.code: kind for kind in offered}
    if chosen == LEAVE:
        return None
    return by_code.get(chosen) or Kind("", "not chosen yet", planning.regime, frozenset())
