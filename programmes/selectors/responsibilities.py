"""Who leads, co-commissions, transacts, funds or hosts each service: every claim, and which of them governs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commissioning.core.fuzzydate import FuzzyDate
from programmes import rules_leads
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Programme,
    ResponsibilityChange,
    Service,
)
from programmes.models.responsibilities import ResponsibilityRole, Standing
from programmes.selectors.sources import Place, places_of

LEAD = ResponsibilityRole.LEAD_COMMISSIONER


@dataclass(frozen=True)
class ActRow:
    """An act that opened or closed terms. `decision` is empty where the paper does not say who decided."""

    act_id: int
    reference: str
    kind: str
    kind_label: str
    text: str
    effective: FuzzyDate
    decision: str
    reason: str


@dataclass(frozen=True)
class ClaimRow:
    """One claim to a part in commissioning a service. Only a governing one is the product's own answer.

    Half-open: `ends_on` is the first day on which it no longer holds; an empty side is open. `statutory` is None where
    the paper does not say. `code` is the one that the programme's papers print for the organisation, `printed` the
    name as this claim prints it. `opened_by` and `closed_by` are None where no act is recorded.
    """

    claim_id: int
    reference: str
    service_id: int
    service_reference: str
    service_name: str
    organisation_id: int
    organisation: str
    code: str
    printed: str
    role: str
    role_label: str
    standing: str
    governing: bool
    statutory: bool | None
    starts_on: date | None
    ends_on: date | None
    term: FuzzyDate
    note: str
    opened_by: ActRow | None
    closed_by: ActRow | None
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool
    version: int

    @property
    def short(self) -> str:
        return self.code or self.organisation

    @property
    def is_lead(self) -> bool:
        return self.role == LEAD

    @property
    def is_proposed(self) -> bool:
        return self.standing == Standing.PROPOSED

    @property
    def is_dated(self) -> bool:
        return self.starts_on is not None or self.ends_on is not None

    @property
    def never_began(self) -> bool:
        return rules_leads.never_began(self.starts_on, self.closed_by.effective if self.closed_by else None)

    def holds_on(self, on: date) -> bool:
        if self.never_began:
            return False
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on < self.ends_on
        )

    def standing_on(self, on: date) -> Standing:
        """As it stood on a day that it holds on: a term that has ended since was current then."""
        if self.standing == Standing.ENDED and self.holds_on(on):
            return Standing.CURRENT
        return Standing(self.standing)

    def overlaps(self, other: "ClaimRow") -> bool:
        """Whether there is a day on which both hold."""
        if self.never_began or other.never_began:
            return False
        return _before(self.starts_on, other.ends_on) and _before(other.starts_on, self.ends_on)


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end


def claims(programme: Programme) -> tuple[ClaimRow, ...]:
    """Every claim of the programme's papers and people, governing or not, by service, role and start; three queries."""
    return _claims(CommissioningResponsibility.objects.filter(programme=programme), programme.pk)


def history_of(service: Service) -> tuple[ClaimRow, ...]:
    """The claims to one service: leads first, what governs before mere claims, then by start; three queries."""
    rows = _claims(CommissioningResponsibility.objects.filter(service=service), service.programme_id)
    return tuple(sorted(rows, key=_in_time))


def lead_on(programme: Programme, service_reference: str, on: date) -> ClaimRow | None:
    """The claim that governs who leads the service on the day; None where nobody does. Three queries."""
    rows = CommissioningResponsibility.objects.filter(
        programme=programme, service__reference=service_reference, role=LEAD, governing=True
    )
    return next(iter(_claims(rows.on(on), programme.pk)), None)


def governing_lead(rows: Iterable[ClaimRow], on: date) -> ClaimRow | None:
    """The governing lead of the day among the claims to one service."""
    return next((row for row in rows if row.governing and row.is_lead and row.holds_on(on)), None)


def rival_leads(rows: Sequence[ClaimRow], on: date) -> tuple[ClaimRow, ...]:
    """The claims to lead one service on the day where several organisations claim it; nothing where at most one does.

    Domain rule: printed claims may overlap and are shown, not blocked (check 4, two leads).
    """
    leads = tuple(row for row in rows if row.is_lead and row.holds_on(on))
    return leads if len({row.organisation_id for row in leads}) > 1 else ()


def acts(programme: Programme) -> tuple[ResponsibilityChange, ...]:
    """The acts by which responsibilities changed hands, with who made them, by the day they took effect."""
    return tuple(ResponsibilityChange.objects.filter(programme=programme).select_related("made_by"))


def _in_time(row: ClaimRow) -> tuple[Any, ...]:
    order = list(ResponsibilityRole).index(ResponsibilityRole(row.role))
    return (order, not row.governing, not row.is_dated, row.starts_on or date.min, row.claim_id)


def _claims(rows: QuerySet[Any], programme_id: int) -> tuple[ClaimRow, ...]:
    found = list(
        rows.select_related("service", "organisation", "opened_by", "closed_by").order_by(
            "service__name", "role", "starts_on", "pk"
        )
    )
    codes = CommissionerCode.objects.filter(programme=programme_id, is_variant=False)
    code_of = dict(codes.values_list("organisation_id", "code"))
    places = places_of([row.fact_id for row in found])
    return tuple(
        _claim(row, code_of.get(row.organisation_id, ""), places.get(row.fact_id or 0, ())) for row in found
    )


def _claim(row: CommissioningResponsibility, code: str, places: tuple[Place, ...]) -> ClaimRow:
    return ClaimRow(
        claim_id=row.pk,
        reference=row.reference,
        service_id=row.service_id,
        service_reference=row.service.reference,
        service_name=row.service.name,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        code=code,
        printed=row.organisation_as_printed,
        role=row.role,
        role_label=row.get_role_display(),
        standing=row.standing,
        governing=row.governing,
        statutory=row.statutory,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        term=row.term,
        note=row.note,
        opened_by=act_row(row.opened_by),
        closed_by=act_row(row.closed_by),
        fact_id=row.fact_id,
        places=places,
        illustrative=row.illustrative,
        version=row.version,
    )


def act_row(act: ResponsibilityChange | None) -> ActRow | None:
    """The act as plain data; None where no act is recorded."""
    if act is None:
        return None
    return ActRow(
        act_id=act.pk,
        reference=act.reference,
        kind=act.kind,
        kind_label=act.get_kind_display(),
        text=act.text,
        effective=act.effective,
        decision=act.decision,
        reason=act.reason,
    )
