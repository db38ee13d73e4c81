"""What of KPI returns waits for a reader on the home page: returns to approve, and periods whose return is late."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from commissioning.core.access import Permission
from commissioning.core.models import User
from outcomes.selectors.returns_read import awaiting_counts
from outcomes.selectors.returns_tracker import late_kpis
from programmes.access import Grants
from programmes.models import Programme


def returns_needs(
    grants: Grants, reader: User, programmes: Collection[Programme], on: date
) -> Iterable[tuple[Programme, str]]:
    """(programme, words) of what waits on its page of returns; at most two queries for any number of programmes.

    An approver: returns that somebody else sent. A sender: the late ones of the KPIs whose returns they may send.
    """
    may_approve = [p.pk for p in programmes if grants.may(Permission.APPROVE_RETURNS, p.pk)]
    may_send = [p.pk for p in programmes if grants.may(Permission.SUBMIT_OWN_RETURNS, p.pk)]
    waiting = awaiting_counts(may_approve, reader) if may_approve else {}
    late: Counter[int] = Counter()
    for kpi in late_kpis(may_send, on) if may_send else ():
        if grants.may_submit_return(kpi.programme_id, kpi.owner_id):
            late[kpi.programme_id] += 1
    for programme in programmes:
        if count := waiting.get(programme.pk, 0):
            noun = "return awaits" if count == 1 else "returns await"
            yield programme, f"{count:,} {noun} approval"
        if count := late[programme.pk]:
            yield programme, "1 KPI is late" if count == 1 else f"{count:,} KPIs are late"
