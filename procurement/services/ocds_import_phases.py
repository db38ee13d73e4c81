"""Writing the phase, lots and notices of an imported process, through their doors where they have one."""

from typing import Any

from django.db.models import Max

from commissioning.core.concurrency import lock_for_edit
from procurement.models import Lot, Notice, NoticeKind, PhaseLead, ProcurementPhase, ProcurementProcess
from procurement.rules_import import Fate, RecordPlan
from procurement.rules_import_snapshot import NOT_TAKEN
from procurement.services.lots import save_lot
from procurement.services.notices import Said, add_notice, edit_notice, publish_notice
from procurement.services.ocds_import_writing import Writing, read_day, stated, yes_or_no
from procurement.services.regime import abandon_phase
from programmes.references import next_reference

TEXTS = ("name", "description", "rationale", "local_reference", "cpv", "no_engagement_because", "ocid")


def write_phase(writing: Writing, plan: RecordPlan) -> None:
    """A new phase takes the next number; one that stands here changes only in the fields that were shown."""
    if plan.fate == Fate.NEW:
        phase = _new_phase(writing, plan)
    else:
        phase = writing.phase
        if any(each.name != "ended_as" for each in plan.changes):
            phase = lock_for_edit(ProcurementPhase, phase.pk, phase.version)
            _fill(writing, phase, plan)
            phase.full_clean()
            phase.save()
    writing.phase_reference = phase.reference
    writing.led_to(plan, phase.reference)


def _new_phase(writing: Writing, plan: RecordPlan) -> ProcurementPhase:
    programme = writing.programme
    rows = ProcurementPhase.objects.filter(programme=programme)
    highest = rows.aggregate(highest=Max("number"))["highest"] or 0
    phase = ProcurementPhase(
        reference=next_reference(ProcurementPhase, "PH", programme),
        programme=programme,
        number=highest + 1,
        illustrative=_made_up(writing, plan),
    )
    _fill(writing, phase, plan)
    phase.full_clean()
    phase.save()
    lead = writing.organisations.get(plan.facts.get("lead", ""))
    if lead is not None:
        PhaseLead.objects.create(phase=phase, organisation=lead)
    return phase


def _fill(writing: Writing, phase: ProcurementPhase, plan: RecordPlan) -> None:
    """Set the fields that are new or changed."""
    for name in TEXTS:
        if plan.writes(name):
            setattr(phase, name, plan.value(name))
    for name in ("suits_sme", "suits_vcse"):
        if plan.writes(name):
            setattr(phase, name, yes_or_no(plan.value(name)))
    if plan.writes("go_live"):
        phase.go_live = stated(plan.value("go_live"))
    if plan.writes("regime"):
        _choose_regime(writing, phase, plan)


def _choose_regime(writing: Writing, phase: ProcurementPhase, plan: RecordPlan) -> None:
    """The regime that the person chose while importing, with what the file told of it."""
    phase.regime = plan.value("regime")
    phase.light_touch = plan.facts["light_touch"] == "yes"
    phase.regime_reason = f"Chosen on importing {writing.record.file_name}: {plan.facts['regime_why']}."
    roles = writing.grants.roles(writing.programme.pk)
    phase.regime_decided_by = roles[0] if roles else ""
    phase.regime_decided_on = writing.on
    named = ProcurementProcess.objects.filter(regime=phase.regime, name=plan.facts["method_details"])
    phase.process = named.first() if plan.facts["method_details"] else None


def end_phase(writing: Writing, plan: RecordPlan) -> None:
    """Abandon the phase where the file says that the procurement was, on the day it was last published."""
    if not plan.writes("ended_as"):
        return
    day = read_day(plan.facts["ended_on"]) or writing.on
    phase = writing.phase
    abandon_phase(
        phase, ended_as=plan.value("ended_as"), ended_on=min(day, writing.on), on=writing.on, **writing.who
    )


def _made_up(writing: Writing, plan: RecordPlan) -> bool:
    return bool(writing.programme.illustrative) or plan.facts.get("illustrative") == "yes"


# --- lots --------------------------------------------------------------------------------------------------------


def write_lot(writing: Writing, plan: RecordPlan) -> None:
    """A lot, with the services that it has here: a file names none of ours."""
    if plan.fate == Fate.REFUSED:
        return
    lot = Lot.objects.filter(programme=writing.programme, reference=plan.reference).first()
    if lot is None or plan.changes:
        services = list(lot.services.all()) if lot else []
        lot = save_lot(
            writing.phase,
            title=plan.value("title") if lot is None or plan.writes("title") else lot.title,
            description=plan.value("description")
            if lot is None or plan.writes("description")
            else lot.description,
            services=services,
            lot=lot,
            **writing.who,
        )
        if _made_up(writing, plan) and not lot.illustrative:
            lot.illustrative = True
            lot.save()
    writing.lots[plan.facts["id"]] = lot
    writing.led_to(plan, lot.reference)


# --- notices -----------------------------------------------------------------------------------------------------


def write_notice(writing: Writing, plan: RecordPlan) -> None:
    """A published notice: a planned one of its kind is published, else one is added. It may open the award."""
    if plan.fate == Fate.REFUSED or plan.reference == NOT_TAKEN:
        return
    if plan.fate == Fate.NEW:
        notice = _publish(writing, plan)
    else:
        notice = Notice.objects.get(programme=writing.programme, reference=plan.reference)
        if plan.changes:
            said = _said(notice, url=plan.value("url") if plan.writes("url") else notice.url)
            notice = edit_notice(notice, said, **writing.who)
    writing.led_to(plan, notice.reference)


def _publish(writing: Writing, plan: RecordPlan) -> Notice:
    phase, day = writing.phase, read_day(plan.value("published_on"))
    assert day is not None  # noqa: S101 (the plan refuses a notice without a day)
    kind: Any = NoticeKind.objects.get(regime=phase.regime, code=plan.value("kind"))
    planned = list(
        Notice.objects.filter(phase=phase, kind=kind, published_on=None, not_needed_because="")[:2]
    )
    notice = (
        planned[0]
        if len(planned) == 1
        else add_notice(phase, kind, Said(), illustrative=_made_up(writing, plan), **writing.who)
    )
    return publish_notice(
        notice,
        published_on=day,
        external_id=plan.value("external_id"),
        url=plan.value("url"),
        on=writing.on,
        **writing.who,
    )


def _said(notice: Notice, *, url: str) -> Said:
    return Said(
        due_on=notice.due_on,
        external_id=notice.external_id,
        url=url,
        not_needed_because=notice.not_needed_because,
        note=notice.note,
        contract=notice.contract,
    )
