"""Whether a phase's standstill lets a contract be signed: asked by the door that signs, and by the pages that warn."""

from datetime import date

from procurement.models import Notice, ProcurementPhase
from procurement.rules_signing import signing_problem as problem_of
from procurement.selectors.standstills import standstills_of
from procurement.selectors.tables_of_law import tables_of_law


def signing_problem(phase: ProcurementPhase, on: date) -> str:
    """Why no contract of the phase may be signed on the day, with the cure, or "".

    Signing is blocked up to and including the last day of standstill, and while representations keep it open. At most
    four queries. Raises CalendarError for a year without known bank holidays.
    """
    law = tables_of_law(on)
    notices = list(Notice.objects.filter(phase=phase, kind__starts_standstill=True).select_related("kind"))
    return problem_of(
        phase.regime,
        phase.process.code if phase.process else "",
        light_touch=phase.light_touch,
        standstills=standstills_of(notices, law.calendar, light_touch=phase.light_touch, on=on),
        waived=any(notice.not_needed_because for notice in notices),
        on=on,
    )
