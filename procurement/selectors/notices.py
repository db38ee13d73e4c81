"""The notices of every phase on a day: those recorded, and those that its regime expects, with when each is due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from commissioning.core.periods import Quarter
from procurement.models import Contract, Notice, NoticeKind
from procurement.models.regimes import NoticeAnchor
from procurement.rules_days import CalendarError
from procurement.rules_notices import NoticeRule, NoticeRuleError, due_on
from procurement.rules_signing import WITHOUT, Held, is_voluntary
from procurement.rules_standstill import Standstill, has_standstill, latest_publication
from procurement.selectors.contract_facts import current_ends
from procurement.selectors.stages import PhaseStages, stages_of
from procurement.selectors.standstills import by_then, standstill_of
from procurement.selectors.tables_of_law import Law, tables_of_law
from procurement.stage_codes import AWARD_DECISION, CONTRACT_SIGNED
from programmes.models import Programme
from programmes.tables import day_words

PERIODIC = (NoticeAnchor.QUARTER_END, NoticeAnchor.HALF_YEAR_END, NoticeAnchor.YEAR)
YEARLY = (5, 26)  # the last day for a pipeline notice, Procurement Act 2023 section 93


@dataclass(frozen=True)
class NoticeRow:
    """A notice, recorded or (with an empty reference) only expected by the regime of its phase.

    `due_words` say why it is due then. `held` is the standstill that it started, with what keeps it open.
    """

    reference: str
    record_id: int | None
    version: int
    phase_id: int
    phase_number: int
    phase_name: str
    kind_id: int
    code: str
    name: str
    regime: str
    is_required: bool
    required_when: str
    is_certain: bool
    opens_award: bool
    starts_standstill: bool
    due_on: date | None
    due_words: str
    published_on: date | None
    overdue: bool
    held: Held | None
    not_needed_because: str
    representations_on: date | None
    further_decision_on: date | None
    standstill_closed_on: date | None
    external_id: str
    url: str
    note: str
    contract_id: int | None
    contract_name: str
    illustrative: bool

    @property
    def standstill(self) -> Standstill | None:
        return self.held.standstill if self.held else None

    @property
    def is_recorded(self) -> bool:
        return bool(self.reference)

    @property
    def is_published(self) -> bool:
        return self.published_on is not None

    @property
    def state(self) -> str:
        """In words, for a tag and for a filter."""
        if self.is_published:
            return "Published"
        if self.not_needed_because:
            return "Not needed"
        if self.overdue:
            return "Overdue"
        return "Planned" if self.is_recorded else "Expected"


def notices_of(
    programme: Programme,
    on: date,
    *,
    law: Law | None = None,
    stages: Sequence[PhaseStages] | None = None,
) -> tuple[NoticeRow, ...]:
    """Every notice of the programme by phase and due date, those without one last.

    A notice published after the day is not yet published on it. One that the regime asks for and nobody has recorded
    is expected; it is overdue from the day after it is due. A fixed number of queries.
    """
    law = law or tables_of_law(on)
    phases = stages if stages is not None else stages_of(programme, on, law=law)
    recorded: defaultdict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(programme=programme).select_related(
        "kind", "kind__stage", "contract"
    ):
        recorded[notice.phase_id].append(notice)
    contracts = _contract_days(programme, on)
    rows = []
    for phase in phases:
        one = _PhaseNotices(phase, law, on, contracts.get(phase.phase_id, {}))
        rows += one.rows(recorded[phase.phase_id])
    return tuple(rows)


class _PhaseNotices:
    def __init__(self, phase: PhaseStages, law: Law, on: date, contracts: Mapping[str, date]) -> None:
        self.phase = phase
        self.law = law
        self.on = on
        self.anchors = {**_periods(on), **_stage_days(phase), **contracts}
        self.expected = _expected_days(phase)

    def rows(self, recorded: Sequence[Notice]) -> list[NoticeRow]:
        found = [self._recorded(notice) for notice in recorded]
        known = {notice.kind_id for notice in recorded if self._is_of_this_period(notice)}
        if not self.phase.ended:
            kinds = self.law.notices_for(self.phase.regime)
            found += [
                self._expected(kind) for kind in kinds if kind.pk not in known and self._is_expected(kind)
            ]
        return sorted(
            found, key=lambda row: (row.published_on or row.due_on or date.max, row.code, row.reference)
        )

    def _is_expected(self, kind: NoticeKind) -> bool:
        """What comes back with every period is asked for only once a contract runs."""
        if not kind.is_required or (kind.not_light_touch and self.phase.light_touch):
            return False
        if kind.code in WITHOUT.get(self.phase.process, ()):
            return False
        return kind.anchor not in PERIODIC or str(NoticeAnchor.SIGNED) in self.anchors

    def _is_of_this_period(self, notice: Notice) -> bool:
        anchor, published = notice.kind.anchor, notice.published_on
        return anchor not in PERIODIC or published is None or published > self.anchors[anchor]

    def _recorded(self, notice: Notice) -> NoticeRow:
        published = notice.published_on
        sent = published if published is not None and published <= self.on else None
        calendar = self.law.calendar(notice.kind.regime)
        row = self._row(
            notice.kind, notice.due_on, sent, waived=bool(notice.not_needed_because), notice=notice
        )
        if sent is None:
            return row
        held = standstill_of(notice, calendar, light_touch=self.phase.light_touch, on=self.on)
        return replace(row, held=held)

    def _due(self, kind: NoticeKind) -> tuple[date | None, str]:
        """The last day that is in time, and why then.

        A notice due before an award or a signing that has not happened is counted from the day on which it is
        expected. One that starts a standstill which binds is in time if that is over on the day before signing, as
        standstill itself is counted: no fixed number of working days gives that day under every regime.
        """
        rule, light_touch = rule_of(kind), self.phase.light_touch
        calendar = self.law.calendar(kind.regime)
        binds = has_standstill(kind.regime) and not is_voluntary(kind.regime, light_touch=light_touch)
        before = (rule.offset(light_touch=light_touch) or 0) < 0
        anchors = {**self.expected, **self.anchors} if before else self.anchors
        signed = anchors.get(str(NoticeAnchor.SIGNED))
        holds = kind.starts_standstill and binds and before and kind.anchor == NoticeAnchor.SIGNED
        words = rule.words(light_touch=light_touch)
        try:
            if holds:
                words = "in time for standstill to end before signing of the contract"
                due = latest_publication(kind.regime, signed, calendar) if signed else None
            else:
                due = due_on(rule, anchors, light_touch, calendar)
        except (CalendarError, NoticeRuleError) as error:
            return None, f"{words}; it cannot be counted: {error}"
        if due is None and rule.offset(light_touch=light_touch) is not None:
            return None, f"{words}; that day is not recorded yet"
        is_expected = before and kind.anchor in self.expected and kind.anchor not in self.anchors
        return due, f"{words}, expected {day_words(anchors[kind.anchor])}" if is_expected else words

    def _expected(self, kind: NoticeKind) -> NoticeRow:
        return self._row(kind, None, None, waived=False, notice=None)

    def _row(
        self,
        kind: NoticeKind,
        own_due: date | None,
        sent: date | None,
        *,
        waived: bool,
        notice: Notice | None,
    ) -> NoticeRow:
        due, words = (own_due, "set for this notice") if own_due else self._due(kind)
        return NoticeRow(
            reference=notice.reference if notice else "",
            record_id=notice.pk if notice else None,
            version=notice.version if notice else 0,
            phase_id=self.phase.phase_id,
            phase_number=self.phase.number,
            phase_name=self.phase.name,
            kind_id=kind.pk,
            code=kind.code,
            name=kind.name,
            regime=kind.regime,
            is_required=kind.is_required,
            required_when=kind.required_when,
            is_certain=kind.is_certain,
            opens_award=kind.opens_award,
            starts_standstill=kind.starts_standstill,
            due_on=due,
            due_words=words,
            published_on=sent,
            overdue=due is not None and sent is None and not waived and due < self.on,
            held=None,
            not_needed_because=notice.not_needed_because if notice else "",
            representations_on=by_then(notice.representations_on, self.on) if notice else None,
            further_decision_on=by_then(notice.further_decision_on, self.on) if notice else None,
            standstill_closed_on=by_then(notice.standstill_closed_on, self.on) if notice else None,
            external_id=notice.external_id if notice else "",
            url=notice.url if notice else "",
            note=notice.note if notice else "",
            contract_id=notice.contract_id if notice else None,
            contract_name=str(notice.contract) if notice and notice.contract else "",
            illustrative=notice.illustrative if notice else False,
        )


def rule_of(kind: NoticeKind) -> NoticeRule:
    """The kind's row of the table as a rule; a notice due by a stage is counted from that stage's day."""
    stage = kind.stage if kind.anchor == NoticeAnchor.STAGE else None
    if stage is not None:
        anchor, words = f"stage:{stage.code}", stage.name.lower()
    else:
        anchor, words = kind.anchor, str(NoticeAnchor(kind.anchor).label).lower()
    return NoticeRule(
        anchor,
        kind.unit,
        None if kind.anchor == NoticeAnchor.NONE else kind.count,
        light_touch_count=kind.light_touch_count,
        code=kind.code,
        name=kind.name,
        anchor_words=words,
        not_light_touch=kind.not_light_touch,
    )


def _stage_days(phase: PhaseStages) -> dict[str, date]:
    """The last day that each stage's best date can mean, and award and signing where they had happened by the day."""
    days = {
        f"stage:{row.code}": row.date.end for row in phase.rows if row.date.end and not row.not_applicable
    }
    for code, anchor in ((AWARD_DECISION, NoticeAnchor.AWARDED), (CONTRACT_SIGNED, NoticeAnchor.SIGNED)):
        row = phase.row(code)
        if row is not None and row.is_done and row.actual.end is not None:
            days[str(anchor)] = row.actual.end
    return {anchor: day for anchor, day in days.items() if day is not None}


def _expected_days(phase: PhaseStages) -> dict[str, date]:
    """The last day that a forecast (else the plan) of award and signing can mean."""
    rows = ((NoticeAnchor.AWARDED, AWARD_DECISION), (NoticeAnchor.SIGNED, CONTRACT_SIGNED))
    found = {str(anchor): phase.row(code) for anchor, code in rows}
    return {
        anchor: row.date.end
        for anchor, row in found.items()
        if row and row.date.end and not row.not_applicable
    }


def _contract_days(programme: Programme, on: date) -> dict[int, dict[str, date]]:
    """Of each phase's contracts, the first signing and the first ending by the day: notices count from these."""
    contracts = list(Contract.objects.filter(programme=programme, phase__isnull=False))
    ends = current_ends([contract.pk for contract in contracts], on)
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for contract in contracts:
        days = found[contract.phase_id or 0]
        ended = ends[contract.pk].end if contract.pk in ends else None
        _earliest(days, NoticeAnchor.SIGNED, by_then(contract.signed_on, on))
        if ended is not None and ended < on:
            _earliest(days, NoticeAnchor.ENDED, ended)
    return found


def _earliest(days: dict[str, date], anchor: NoticeAnchor, day: date | None) -> None:
    if day is not None:
        days[str(anchor)] = min(day, days.get(str(anchor), day))


def _periods(on: date) -> dict[str, date]:
    """The ends of the quarter and half year last completed, and this year's day for pipeline notices."""
    quarter = _quarter_before(on)
    half = next(day for day in (quarter, _quarter_before(quarter)) if day.month in (3, 9))
    return {
        str(NoticeAnchor.QUARTER_END): quarter,
        str(NoticeAnchor.HALF_YEAR_END): half,
        str(NoticeAnchor.YEAR): date(on.year, *YEARLY),
    }


def _quarter_before(day: date) -> date:
    return Quarter.containing(day).start - timedelta(days=1)
