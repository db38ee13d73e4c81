"""Where papers disagree with themselves: what the checks find today, merged with what readers recorded."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from governance.models import Discrepancy, DiscrepancyNote, DiscrepancyStatement
from governance.models.discrepancies import DiscrepancyKind, Handling
from governance.rules import Finding, StatementView, run_checks
from governance.rules.computed import computed_words
from governance.rules.findings import ServiceName
from governance.selectors.evidence import evidence_for
from procurement.selectors.lines import LineRow
from procurement.selectors.phases import PhaseSummary
from procurement.selectors.stated import StatedRow
from programmes.models import Programme
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place, places_of

NO_LONGER_FOUND = "The check no longer finds this."
WAITS_FOR_A_PERSON = "A check finds this once somebody marks the answer as weaker than what was agreed."
MARKED_BY_A_PERSON = "drift-"
KIND_ORDER = {kind: place for place, kind in enumerate(DiscrepancyKind)}


class Origin(StrEnum):
    """Who says that something disagrees: a check, whoever read the paper, or both."""

    COMPUTED = "computed"
    RECORDED = "recorded"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {"computed": "Computed", "recorded": "Recorded", "both": "Computed and recorded"}[self.value]


@dataclass(frozen=True)
class NoteView:
    """A dated note on how a discrepancy is handled, with the state and owner it set."""

    text: str
    handling: Handling
    owner_role: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class DiscrepancyView:
    """One discrepancy as every page, workbook and command shows it.

    `finding` is None where no check finds it (any longer), and `not_found` then says why. `recorded_statements` and
    `recorded_title` are the reader's own, empty for one that only a check finds. `version` is 0 while nobody has
    handled a computed one.
    """

    slug: str
    reference: str
    title: str
    kind: DiscrepancyKind
    origin: Origin
    statements: tuple[StatementView, ...]
    arithmetic: str
    suggested_handling: str
    finding: Finding | None
    handling: Handling = Handling.OPEN
    owner_role: str = ""
    notes: tuple[NoteView, ...] = ()
    version: int = 0
    discrepancy_id: int | None = None
    fact_id: int | None = None
    recorded_title: str = ""
    recorded_kind: str = ""
    recorded_computed: Mapping[str, object] | None = None
    recorded_statements: tuple[StatementView, ...] = ()
    was_computed: bool = False
    not_found: str = ""
    illustrative: bool = False

    @property
    def is_open(self) -> bool:
        return self.handling == Handling.OPEN

    @property
    def is_current(self) -> bool:
        """Found now, or recorded; False for a handled one that its check has stopped finding."""
        return self.finding is not None or self.origin == Origin.RECORDED

    @property
    def phase_numbers(self) -> tuple[int, ...]:
        return self.finding.phase_numbers if self.finding else ()

    @property
    def services(self) -> tuple[ServiceName, ...]:
        return self.finding.services if self.finding else ()

    def concerns_phase(self, number: int) -> bool:
        return number in self.phase_numbers


def findings(
    programme: Programme,
    on: date,
    *,
    scope: Sequence[ScopeRow] | None = None,
    lines: Sequence[LineRow] | None = None,
    stated: Sequence[StatedRow] | None = None,
    phases: Sequence[PhaseSummary] | None = None,
) -> tuple[Finding, ...]:
    """What the checks find as at `on`, worked out afresh; rows already read are given, and then not read again."""
    return run_checks(evidence_for(programme, on, scope=scope, lines=lines, stated=stated, phases=phases))


def discrepancies(
    programme: Programme,
    on: date,
    *,
    scope: Sequence[ScopeRow] | None = None,
    lines: Sequence[LineRow] | None = None,
    stated: Sequence[StatedRow] | None = None,
    phases: Sequence[PhaseSummary] | None = None,
    include_past: bool = False,
) -> tuple[DiscrepancyView, ...]:
    """Findings merged with recorded rows by check key, open ones first, then by kind.

    A computed one that somebody handled and that its check no longer finds is left out unless `include_past`. A fixed
    number of queries.
    """
    live = {
        finding.key: finding
        for finding in findings(programme, on, scope=scope, lines=lines, stated=stated, phases=phases)
    }
    rows = list(Discrepancy.objects.filter(programme=programme))
    details = _details(programme, rows)
    views = [_view_of_row(row, live.pop(row.check_key, None), details) for row in rows]
    views += [_view_of_finding(finding, programme) for finding in live.values()]
    return tuple(sorted((view for view in views if include_past or view.is_current), key=_order))


def discrepancy_of(views: Iterable[DiscrepancyView], slug: str) -> DiscrepancyView | None:
    """The one whose address ends in `slug`; a recorded one answers to its check's key as well."""
    for view in views:
        if slug == view.slug or (view.finding is not None and slug == view.finding.key):
            return view
    return None


def by_kind(views: Iterable[DiscrepancyView]) -> Mapping[DiscrepancyKind, int]:
    """How many there are of each kind that occurs, in the order of the list of kinds."""
    counts = Counter(view.kind for view in views if view.is_current)
    return {kind: counts[kind] for kind in DiscrepancyKind if counts[kind]}


def _order(view: DiscrepancyView) -> tuple[bool, bool, int, bool, str]:
    key = view.finding.key if view.finding else view.slug
    return not view.is_open, not view.is_current, KIND_ORDER[view.kind], view.finding is None, key


@dataclass(frozen=True)
class _Details:
    statements: Mapping[int, Sequence[StatementView]]
    notes: Mapping[int, Sequence[NoteView]]


def _details(programme: Programme, rows: Sequence[Discrepancy]) -> _Details:
    return _Details(_statements(programme, rows), _notes(programme))


def _statements(programme: Programme, rows: Sequence[Discrepancy]) -> dict[int, list[StatementView]]:
    """The recorded statements, each with those of its discrepancy's sources whose printed words it is."""
    facts = {row.pk: row.fact_id for row in rows}
    places = places_of(list(facts.values()))
    found: defaultdict[int, list[StatementView]] = defaultdict(list)
    statements = DiscrepancyStatement.objects.filter(discrepancy__programme=programme)
    for pk, text, place in statements.values_list("discrepancy_id", "text", "place"):
        own = tuple(each for each in places.get(facts[pk] or 0, ()) if _names(place, text, each))
        document = own[0].document_reference if own else ""
        found[pk].append(StatementView(text, place, document, None, own))
    return found


def _names(words: str, text: str, place: Place) -> bool:
    """Whether the words of a statement's place ("paras 2.4, 4.4") name a place of its sources ("para 4.4")."""
    bare = place.locator.removeprefix("para ").removeprefix("section ")
    return place.label == text or place.locator.casefold() in words.casefold() or bare in _tokens(words)


def _tokens(words: str) -> set[str]:
    return set(words.replace(",", " ").replace(";", " ").replace("(", " ").replace(")", " ").split())


def _notes(programme: Programme) -> dict[int, list[NoteView]]:
    found: defaultdict[int, list[NoteView]] = defaultdict(list)
    rows = DiscrepancyNote.objects.filter(discrepancy__programme=programme).select_related("made_by")
    for note in rows.order_by("-made_at", "-pk"):
        view = NoteView(note.text, Handling(note.handling), note.owner_role, str(note.made_by), note.made_at)
        found[note.discrepancy_id].append(view)
    return found


def _view_of_finding(finding: Finding, programme: Programme) -> DiscrepancyView:
    """What a check finds in a programme that is made up as a whole is made up too."""
    return DiscrepancyView(
        slug=finding.key,
        reference="",
        title=finding.title,
        kind=finding.kind,
        origin=Origin.COMPUTED,
        statements=finding.statements,
        arithmetic=finding.arithmetic,
        suggested_handling=finding.suggested_handling,
        finding=finding,
        illustrative=programme.illustrative,
    )


def _view_of_row(row: Discrepancy, finding: Finding | None, details: _Details) -> DiscrepancyView:
    recorded = tuple(details.statements.get(row.pk, ()))
    kind = DiscrepancyKind(row.kind)
    return DiscrepancyView(
        slug=row.reference.lower() if row.is_recorded else row.check_key,
        reference=row.reference,
        title=finding.title if finding else row.title,
        kind=kind,
        origin=_origin(row, finding),
        statements=finding.statements if finding else recorded,
        arithmetic=finding.arithmetic if finding else _without_check(row, kind),
        suggested_handling=(finding.suggested_handling if finding else "") or row.suggested_handling,
        finding=finding,
        handling=Handling(row.handling),
        owner_role=row.owner_role,
        notes=tuple(details.notes.get(row.pk, ())),
        version=row.version,
        discrepancy_id=row.pk,
        fact_id=row.fact_id,
        recorded_title=row.title if row.is_recorded else "",
        recorded_kind=row.recorded_kind,
        recorded_computed=row.computed,
        recorded_statements=recorded,
        was_computed=bool(row.check_key),
        not_found="" if finding else _not_found(row),
        illustrative=row.illustrative,
    )


def _origin(row: Discrepancy, finding: Finding | None) -> Origin:
    if not row.is_recorded:
        return Origin.COMPUTED
    return Origin.BOTH if finding else Origin.RECORDED


def _without_check(row: Discrepancy, kind: DiscrepancyKind) -> str:
    """The reader's own working, where they noted one; and that a check found it before, where one did."""
    noted = computed_words(row.recorded_kind or kind, row.computed) if row.is_recorded else ""
    return " ".join(filter(None, [noted, _not_found(row)]))


def _not_found(row: Discrepancy) -> str:
    """What to say of one whose check finds nothing: it did before, or it waits for somebody's mark."""
    if not row.check_key:
        return ""
    return WAITS_FOR_A_PERSON if row.check_key.startswith(MARKED_BY_A_PERSON) else NO_LONGER_FOUND
