"""One page for each phase: when, what is bought, for how much against what is stated, what stands in the way."""

from commissioning.core.documents.blocks import Column
from commissioning.core.values_html import money_cell
from commissioning.reporting.dashboards.phase import cover_tile, dates_of, phase_timeline
from commissioning.reporting.dashboards.programme import timeline
from commissioning.reporting.dashboards.value import funder_of
from commissioning.reporting.dashboards.words import unknown_words, verdict_words
from commissioning.reporting.pack.amounts import amount_words, known_words
from commissioning.reporting.pack.asked import places_words
from commissioning.reporting.pack.book import Book, Line
from commissioning.reporting.pack.convert import words_of
from commissioning.reporting.pack.dates import milestone_lines
from commissioning.reporting.pack.material import Material, pages_of
from commissioning.reporting.pack.risks import put_risks
from procurement.selectors.lines import LineRow
from procurement.selectors.phases import PhaseSummary
from procurement.tables_phases import gateway_panel
from programmes.selectors.scope import ScopeRow

MILESTONE_COLUMNS = (
    Column("When, as printed", 2),
    Column("What", 4.6),
    Column("State", 1.6),
    Column("Owner", 2),
)
OPEN_POINTS = 6
DRAWN_TOGETHER = 4  # more phases make a drawing of a page; each has its own then
OWN_DATES = {"procurement_start", "go_live", "completion", "contracts_end"}


def put_phases(book: Book, about: Material) -> None:
    book.heading("3. Phase by phase")
    book.table(
        "All phases at a glance",
        (
            Column("Phase", 3),
            Column("Services", 1, numeric=True),
            Column("Procurement starts", 1.6),
            Column("Goes live", 1.6),
            Column("Without stated cover", 2),
        ),
        [_glance(phase, about) for phase in about.at.phases],
        kept=(1, 2, 3, 4),
        about="phase",
    )
    if len(about.at.phases) <= DRAWN_TOGETHER:
        book.draw(lambda: timeline(about.at))
    for phase in pages_of(about):
        book.heading(phase.title, 2, new_page=True)
        _put(book, about, phase)


def _no_gap(phase: PhaseSummary) -> str:
    """Without a date of going live no gap can be looked for, which is not the same as finding none."""
    return "no gap found" if phase.go_live.is_dated else "not known: no date"


def _glance(phase: PhaseSummary, about: Material) -> Line:
    gap = phase.cover_gaps[0] if phase.cover_gaps else None
    condition = "if it replaces the contracts in force" if gap and gap.conditional else ""
    return Line(
        (
            phase.title,
            str(sum(row.is_counted for row in phase.services)),
            phase.procurement_start.printed or "not stated",
            phase.go_live.printed or "not stated",
            (gap.months.printed, condition) if gap else _no_gap(phase),
        ),
        str(phase.number),
        about.to.of("phase", phase.number),
        phase.illustrative,
    )


def _put(book: Book, about: Material, phase: PhaseSummary) -> None:
    _money(book, about, phase)
    book.facts(_facts(about, phase))
    _open_points(book, about, phase)
    book.draw(lambda: phase_timeline(about.at, phase, f"phase-{phase.number}"))
    _bought(book, about, phase)
    own = [
        row
        for row in about.at.milestones
        if row.phase_number == phase.number and row.kind_code not in OWN_DATES
    ]
    if own:
        book.table(
            f"Milestones of phase {phase.number}",
            MILESTONE_COLUMNS,
            milestone_lines(own, about),
        )
    _risks(book, about, phase)


def _money(book: Book, about: Material, phase: PhaseSummary) -> None:
    """Known against stated in a sentence; each part of it is a figure."""
    href = about.to.of("budget_lines", phase=str(phase.number))

    def kept(word: str, label: str, printed: str) -> str:
        key = f"phase.{phase.number}.{word}"
        return book.figure(key, f"Phase {phase.number}: {label}", printed, href)

    known = kept("known", "known lines", known_words(phase.lines))
    unknown = kept("unknown", "lines not known", unknown_words(phase.totals))
    unknown = unknown[:1].lower() + unknown[1:]
    if not phase.stated or not phase.reading:
        book.say(f"Known lines {known}, {unknown}. No paper states a value to compare with.", "lead")
        return
    stated = kept("stated", "stated value", phase.stated.money.printed)
    verdict = kept("verdict", "verdict", verdict_words(phase.reading.comparison))
    book.say(
        f"Stated {stated} ({places_words(phase.stated.places)}); known lines {known}, {unknown}: {verdict}.",
        "lead",
    )


def _facts(about: Material, phase: PhaseSummary) -> list[tuple[str, str]]:
    found = [(row.key, ": ".join(part for part in words_of(row.value) if part)) for row in dates_of(phase)]
    cover = cover_tile(phase)
    found.append((cover.heading, f"{cover.figure}. {cover.against}".rstrip(".") + "."))
    gateway = gateway_panel(about.stages[phase.number], about.to)
    if gateway.text:
        label, _, name = gateway.heading.partition(": ")
        found.append((label, f"{name}. {gateway.text}".lstrip(". ").rstrip(":.") + "."))
    return found


def _bought(book: Book, about: Material, phase: PhaseSummary) -> None:
    """Each service with the line that pays for it; a line of several is named once and never split."""
    if not phase.services and not phase.lines:
        return
    seen: set[str] = set()
    lines = [_service(row, phase, about, seen) for row in phase.services if row.is_counted]
    paid = {service.service_id for line in phase.lines for service in line.services}
    here = {row.service_id for row in phase.services if row.is_counted}
    lines += [_alone(line, about) for line in phase.lines if not here & {s.service_id for s in line.services}]
    book.table(
        f"What phase {phase.number} buys",
        (
            Column("Service", 3.6),
            Column("Lead", 2),
            Column("State", 1.5),
            Column("Funder", 1.5),
            Column("Line as printed", 1.7, numeric=True),
        ),
        lines,
        finding="" if here <= paid else f"{len(here - paid)} without a budget line of this phase.",
        kept=(2, 4),
        about=f"phase-{phase.number}",
    )


def _service(row: ScopeRow, phase: PhaseSummary, about: Material, seen: set[str]) -> Line:
    own = [
        line for line in phase.lines if row.service_id in {service.service_id for service in line.services}
    ]
    added = f"added {row.added.printed}" if row.added.is_dated else ""
    notes = [added, "commissioner TBC" if row.commissioner_tbc else ""]
    amounts: list[str] = []
    for line in own:
        others = " and ".join(s.name for s in line.services if s.service_id != row.service_id)
        notes.append(f"one amount with {others}, not split" if others else money_cell(line.money).note)
        year = f" ({line.money.year})" if len(own) > 1 and line.money.year else ""
        amounts.append("as above" if line.reference in seen else f"{amount_words(line.money)}{year}")
        seen.add(line.reference)
    return Line(
        (
            (row.name, ", ".join(dict.fromkeys(filter(None, notes)))),
            row.lead_code or row.lead_name or "not recorded",
            row.state_label,
            ", ".join(dict.fromkeys(funder_of(line)[0] for line in own)) or "–",
            "; ".join(dict.fromkeys(amounts)) or "no line",
        ),
        row.reference,
        about.to.of("service", row.reference),
        row.illustrative,
    )


def _alone(line: LineRow, about: Material) -> Line:
    named = " and ".join(service.name for service in line.services)
    return Line(
        ((line.label, named), "–", "–", funder_of(line)[0], amount_words(line.money)),
        line.reference,
        about.to.of("budget_lines"),
        line.illustrative,
    )


def _open_points(book: Book, about: Material, phase: PhaseSummary) -> None:
    """Those of this phase alone; what is about several stands in the last part."""
    found = [view for view in about.at.discrepancies if view.is_open and view.concerns_phase(phase.number)]
    own = [view for view in found if len(view.phase_numbers) == 1]
    if not own:
        return
    owned = any(view.owner_role for view in own)
    book.say(f"Open points of this phase{'' if owned else ', none with an owner recorded'}:")
    left = len(own) - OPEN_POINTS
    said = [f"{view.title}{_owner(view.owner_role) if owned else ''}" for view in own[:OPEN_POINTS]]
    book.list([*said, f"{left} more" if left > 0 else ""])


def _owner(role: str) -> str:
    return f" (owner: {role or 'nobody recorded'})"


def _risks(book: Book, about: Material, phase: PhaseSummary) -> None:
    rows = [row for row in about.top_risks if row.phase_number == phase.number]
    if rows:
        put_risks(book, rows, about, f"Risks of phase {phase.number}", key="risk")
    else:
        book.say(f"No risk of phase {phase.number} is recorded.", "note")
