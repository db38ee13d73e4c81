"""Home: the programmes a person may see, what needs them, and what changed since they last looked."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.core.access import Permission
from commissioning.core.money import UNKNOWN_QUALIFIERS
from governance.models import Discrepancy, DiscrepancyNote, Recommendation
from governance.models.discrepancies import Handling
from governance.selectors.asks import feedback
from procurement.models import BudgetLine, ProcurementPhase
from programmes.access import Grants
from programmes.models import Document, Programme, ScopeChange, ServiceScope
from programmes.models.services import ScopeState
from programmes.selectors.scope import leads_on

MOST_CHANGES = 20


@dataclass(frozen=True)
class ProgrammeCard:
    """One programme at a glance. Counts of what is recorded now; `latest_paper` is the day of its newest paper."""

    programme: Programme
    roles: tuple[str, ...]
    services: int
    services_tbc: int
    lines: int
    lines_unknown: int
    phases: int
    latest_paper: date | None


@dataclass(frozen=True)
class Need:
    """Something that waits for the reader: what, in which programme, and the page (address name and arguments)."""

    programme: Programme
    text: str
    url_name: str
    args: tuple[str, ...]
    query: str = ""


@dataclass(frozen=True)
class Change:
    programme: Programme
    sentence: str
    who: str
    at: datetime
    why: str
    url_name: str
    args: tuple[str, ...]


def programme_cards(grants: Grants) -> tuple[ProgrammeCard, ...]:
    """Every visible programme with its counts, in five queries for any number of programmes."""
    programmes = list(Programme.objects.visible_to(grants))
    scopes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for programme_id, state in ServiceScope.objects.visible_to(grants).values_list("programme_id", "state"):
        scopes[programme_id][state] += 1
    lines: defaultdict[int, Counter[bool]] = defaultdict(Counter)
    for programme_id, kind in BudgetLine.objects.visible_to(grants).values_list("programme_id", "money_qualifier"):
        lines[programme_id][kind in UNKNOWN_QUALIFIERS] += 1
    phases = Counter(ProcurementPhase.objects.visible_to(grants).values_list("programme_id", flat=True))
    papers: dict[int, date] = {}
    for programme_id, day in Document.objects.visible_to(grants).values_list("programme_id", "dated_end"):
        if day:
            papers[programme_id] = max(day, papers.get(programme_id, day))
    return tuple(
        ProgrammeCard(
            programme=programme,
            roles=grants.roles(programme.pk),
            services=scopes[programme.pk][ScopeState.IN_SCOPE] + scopes[programme.pk][ScopeState.IN_SCOPE_TBC],
            services_tbc=scopes[programme.pk][ScopeState.IN_SCOPE_TBC],
            lines=lines[programme.pk].total(),
            lines_unknown=lines[programme.pk][True],
            phases=phases[programme.pk],
            latest_paper=papers.get(programme.pk),
        )
        for programme in programmes
    )


def needs(grants: Grants, programmes: Collection[Programme], on: date) -> tuple[Need, ...]:
    """What waits for the reader, by what their roles let them do about it.

    A commissioner: services to be confirmed that their organisation leads. Whoever may settle budgets: lines without
    an amount. Whoever handles discrepancies: those without an owner, and unanswered feedback. Readers: asks without an outcome.
    """
    found: list[Need] = []
    for programme in programmes:
        found += _scope_needs(grants, programme, on)
        found += _money_needs(grants, programme)
        found += _management_needs(grants, programme)
        found += _ask_needs(grants, programme)
    return tuple(found)


def _scope_needs(grants: Grants, programme: Programme, on: date) -> Iterable[Need]:
    if not grants.may(Permission.CHANGE_OWN_SCOPE, programme.pk):
        return
    leads = leads_on(programme, on)
    unsettled = ServiceScope.objects.filter(programme=programme, state=ScopeState.IN_SCOPE_TBC)
    for service_id, reference, name in unsettled.values_list("service_id", "service__reference", "service__name"):
        lead = leads.get(service_id)
        if grants.may_change_scope(programme.pk, lead.organisation_id if lead else None):
            yield Need(programme, f"{name} is still to be confirmed", "service_change", (programme.key, reference))


def _money_needs(grants: Grants, programme: Programme) -> Iterable[Need]:
    if grants.may(Permission.SETTLE_BUDGET, programme.pk):
        unknown = BudgetLine.objects.filter(programme=programme, money_qualifier__in=UNKNOWN_QUALIFIERS)
        for reference, label in unknown.values_list("reference", "label"):
            yield Need(programme, f"{label} has no amount", "budget_line_settle", (programme.key, reference))


def _management_needs(grants: Grants, programme: Programme) -> Iterable[Need]:
    if not grants.may(Permission.HANDLE_DISCREPANCY, programme.pk):
        return
    count = Discrepancy.objects.filter(programme=programme, handling=Handling.OPEN, owner_role="").count()
    if count:
        noun = "recorded discrepancy has" if count == 1 else "recorded discrepancies have"
        yield Need(programme, f"{count} {noun} no owner", "discrepancies", (programme.key,))
    for row in feedback(programme):
        if row.is_unanswered:
            yield Need(programme, f"Feedback without a response: {row.text}", "asks", (programme.key,))


def _ask_needs(grants: Grants, programme: Programme) -> Iterable[Need]:
    """Shown to all who read the programme: whoever can record an outcome also wants to know that there is none."""
    count = Recommendation.objects.filter(programme=programme, outcome="").count()
    if count:
        noun = "ask has" if count == 1 else "asks have"
        yield Need(programme, f"{count} {noun} no recorded outcome", "asks", (programme.key,))


def changes_since(grants: Grants, since: datetime | None) -> tuple[Change, ...]:
    """Changes that people made after `since` (ever, for None), newest first, at most twenty of each sort."""
    changes = [*_scope_changes(grants, since), *_notes(grants, since)]
    return tuple(sorted(changes, key=lambda change: change.at, reverse=True)[:MOST_CHANGES])


def _scope_changes(grants: Grants, since: datetime | None) -> Iterable[Change]:
    rows = ScopeChange.objects.visible_to(grants).filter(made_by__isnull=False)
    rows = rows.select_related("programme", "scope__service", "made_by").order_by("-made_at")
    if since:
        rows = rows.filter(made_at__gt=since)
    for row in rows[:MOST_CHANGES]:
        service = row.scope.service
        yield Change(
            row.programme,
            f"{service.name}: {row.get_kind_display().lower()}, from {row.effective.printed}",
            str(row.made_by),
            row.made_at,
            row.reason,
            "service",
            (row.programme.key, service.reference),
        )


def _notes(grants: Grants, since: datetime | None) -> Iterable[Change]:
    rows = DiscrepancyNote.objects.visible_to(grants).select_related("discrepancy__programme", "made_by")
    if since:
        rows = rows.filter(made_at__gt=since)
    for row in rows.order_by("-made_at")[:MOST_CHANGES]:
        programme = row.discrepancy.programme
        sentence = f"Discrepancy {row.get_handling_display().lower()}: {row.discrepancy.title}"
        yield Change(
            programme, sentence, str(row.made_by), row.made_at, row.text, "discrepancies", (programme.key,)
        )
