"""Home: the programmes a person may see, what needs them, and what changed since they last looked."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from commissioning.core.access import Permission
from commissioning.core.models import User
from commissioning.core.money import UNKNOWN_QUALIFIERS
from commissioning.reporting.selectors.home_returns import returns_needs
from governance.models import Discrepancy, DiscrepancyNote, Recommendation
from governance.models.discrepancies import Handling
from governance.models.recommendations import RecommendationState
from governance.selectors.asks import unanswered_feedback
from outcomes.models import KPI, CareModelArea
from procurement.models import BudgetLine, BudgetLineChange, ProcurementPhase
from procurement.selectors.lines import settlement_words
from programmes.access import Grants
from programmes.models import (
    CommissioningIntention,
    Milestone,
    Programme,
    ScopeChange,
    ServiceGroup,
    ServiceScope,
)
from programmes.models.services import ScopeState
from programmes.selectors.leads import lead_organisations
from programmes.selectors.paper_days import PaperDay, latest_papers
from programmes.selectors.scope import states_on

MOST_CHANGES = 20
UNOWNED = "?origin=in_paper&state=open&owner=-"
UNANSWERED = "?answer=unanswered"
COUNTED: Mapping[str, Any] = {
    "phases": ProcurementPhase,
    "groups": ServiceGroup,
    "intentions": CommissioningIntention,
    "milestones": Milestone,
    "areas": CareModelArea,
    "kpis": KPI,
}
Programmes = Mapping[int, Programme]


@dataclass(frozen=True)
class ProgrammeCard:
    """One programme at a glance; `latest_paper` is the date of its newest paper.

    `services` are those in scope, `named` all that its papers name and nobody removed.
    """

    programme: Programme
    roles: tuple[str, ...]
    services: int
    services_tbc: int
    named: int
    lines: int
    lines_unknown: int
    phases: int
    groups: int
    intentions: int
    milestones: int
    areas: int
    kpis: int
    latest_paper: PaperDay | None


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
    query: str = ""


def programme_cards(grants: Grants, on: date) -> tuple[ProgrammeCard, ...]:
    """Every visible programme with its counts on the day, in eleven queries for any number; made-up ones stand last."""
    programmes = sorted(Programme.objects.visible_to(grants), key=lambda programme: programme.illustrative)
    scopes = states_on([programme.pk for programme in programmes], on)
    lines: defaultdict[int, Counter[bool]] = defaultdict(Counter)
    for programme_id, kind in BudgetLine.objects.visible_to(grants).values_list(
        "programme_id", "money_qualifier"
    ):
        lines[programme_id][kind in UNKNOWN_QUALIFIERS] += 1
    counts = {
        name: Counter(dict(_counted(model.objects.visible_to(grants)))) for name, model in COUNTED.items()
    }
    papers = latest_papers([programme.pk for programme in programmes])
    return tuple(
        ProgrammeCard(
            programme=programme,
            roles=grants.roles(programme.pk),
            services=scopes[programme.pk][ScopeState.IN_SCOPE]
            + scopes[programme.pk][ScopeState.IN_SCOPE_TBC],
            services_tbc=scopes[programme.pk][ScopeState.IN_SCOPE_TBC],
            lines=lines[programme.pk].total(),
            lines_unknown=lines[programme.pk][True],
            named=scopes[programme.pk].total() - scopes[programme.pk][ScopeState.REMOVED],
            **{name: found[programme.pk] for name, found in counts.items()},
            latest_paper=papers.get(programme.pk),
        )
        for programme in programmes
    )


def needs(
    grants: Grants, programmes: Collection[Programme], on: date, reader: User | None = None
) -> tuple[Need, ...]:
    """What waits for the reader, by what their roles let them do about it; eight queries for any number of programmes.

    A commissioner: services to be confirmed that their organisation leads. Whoever may settle budgets: lines without
    an amount. Whoever handles discrepancies: those without an owner, and unanswered feedback. Readers: asks without
    an outcome. Whoever sends or approves returns: the late ones, and those that await approval.
    """
    by_id = {programme.pk: programme for programme in programmes}
    found = [
        *_scope_needs(grants, _those(grants, by_id, Permission.CHANGE_OWN_SCOPE), on),
        *_money_needs(_those(grants, by_id, Permission.SETTLE_BUDGET)),
        *_management_needs(_those(grants, by_id, Permission.HANDLE_DISCREPANCY)),
        *_ask_needs(by_id),
        *_returns_needs(grants, reader, programmes, on),
    ]
    place = {pk: number for number, pk in enumerate(by_id)}
    return tuple(sorted(found, key=lambda need: place[need.programme.pk]))


def _those(grants: Grants, by_id: Programmes, permission: Permission) -> Programmes:
    return {pk: programme for pk, programme in by_id.items() if grants.may(permission, pk)}


def _scope_needs(grants: Grants, by_id: Programmes, on: date) -> Iterable[Need]:
    leads = lead_organisations(by_id, on)
    unsettled = ServiceScope.objects.filter(programme__in=by_id, state=ScopeState.IN_SCOPE_TBC)
    rows = unsettled.values_list("programme_id", "service_id", "service__reference", "service__name")
    for programme_id, service_id, reference, name in rows:
        if grants.may_change_scope(programme_id, leads.get(service_id)):
            programme = by_id[programme_id]
            yield Need(
                programme, f"{name} is still to be confirmed", "service_change", (programme.key, reference)
            )


def _money_needs(by_id: Programmes) -> Iterable[Need]:
    unknown = BudgetLine.objects.filter(programme__in=by_id, money_qualifier__in=UNKNOWN_QUALIFIERS)
    for programme_id, reference, label in unknown.values_list("programme_id", "reference", "label"):
        programme = by_id[programme_id]
        yield Need(programme, f"{label} has no amount", "budget_line_settle", (programme.key, reference))


def _management_needs(by_id: Programmes) -> Iterable[Need]:
    unowned = Discrepancy.objects.filter(programme__in=by_id, handling=Handling.OPEN, owner_role="")
    for programme_id, count in _counted(unowned):
        programme = by_id[programme_id]
        noun = "recorded discrepancy has" if count == 1 else "recorded discrepancies have"
        yield Need(programme, f"{count} {noun} no owner", "discrepancies", (programme.key,), UNOWNED)
    for programme_id, text in unanswered_feedback(by_id):
        programme = by_id[programme_id]
        yield Need(
            programme, f"Feedback without a response: {text}", "feedback", (programme.key,), UNANSWERED
        )


def _ask_needs(by_id: Programmes) -> Iterable[Need]:
    """Shown to all who read the programme: whoever can record an outcome also wants to know that there is none."""
    open_asks = Recommendation.objects.filter(outcome="", decisions__isnull=True)
    open_asks = open_asks.exclude(state=RecommendationState.DRAFTED)  # nobody has been asked yet
    for programme_id, count in _counted(open_asks.filter(programme__in=by_id)):
        programme = by_id[programme_id]
        noun = "ask has" if count == 1 else "asks have"
        yield Need(programme, f"{count} {noun} no recorded outcome", "asks", (programme.key,))


def _returns_needs(
    grants: Grants, reader: User | None, programmes: Collection[Programme], on: date
) -> Iterable[Need]:
    if reader is not None:
        for programme, words in returns_needs(grants, reader, programmes, on):
            yield Need(programme, words, "returns", (programme.key,))


def _counted(rows: QuerySet[Any]) -> list[tuple[int, int]]:
    """How many of the rows each programme has, by its key; none for a programme without any."""
    counts = rows.order_by().values_list("programme_id").annotate(rows=Count("pk"))
    return [(programme_id, count) for programme_id, count in counts]


def changes_since(grants: Grants, since: datetime | None) -> tuple[Change, ...]:
    """Changes that people made after `since` (ever, for None), newest first, at most twenty of each sort."""
    changes = [*_scope_changes(grants, since), *_settlements(grants, since), *_notes(grants, since)]
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


def _settlements(grants: Grants, since: datetime | None) -> Iterable[Change]:
    rows = BudgetLineChange.objects.visible_to(grants).select_related("line__programme", "made_by")
    if since:
        rows = rows.filter(made_at__gt=since)
    for row in rows.order_by("-made_at")[:MOST_CHANGES]:
        programme = row.line.programme
        yield Change(
            programme,
            settlement_words(row),
            str(row.made_by),
            row.made_at,
            row.reason,
            "budget_lines",
            (programme.key,),
            query=f"#{row.line.reference}",
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
