"""The framework and its golden thread as tables: one flat tree, every break in it, and every commitment."""

from collections.abc import Iterator, Sequence

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value, joined
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from outcomes.selectors.measurability import Promise, measurability
from procurement.rules_thread import (
    Break,
    Thread,
    ThreadContract,
    ThreadKPI,
    ThreadOutcome,
    ThreadService,
)

FRAMEWORK_COLUMNS = (
    SheetColumn("Framework reference", "The version's stable reference.", width=16),
    SheetColumn("Framework", "Its name.", width=30),
    SheetColumn("Version", "1 for the first.", Kind.INTEGER),
    SheetColumn("State", "Draft, Agreed or Superseded.", width=12),
    SheetColumn("Strategy", "The strategy that it serves; empty where none is named.", width=30),
    SheetColumn("Aim", "The aims of the strategy that the outcome serves.", width=40),
    SheetColumn("Domain", "The domain of the outcome.", width=24),
    SheetColumn("Outcome reference", "The outcome's stable reference.", width=16),
    SheetColumn("Outcome", "Its words; empty for what measures no outcome.", width=50),
    SheetColumn("KPI reference", "The KPI's stable reference.", width=16),
    SheetColumn("KPI", "Its name; empty where nothing measures the outcome.", width=40),
    SheetColumn("Measures", "direct, or proxy: a proxy stands for what nothing measures directly.", width=12),
    SheetColumn("Owner", "Who owns the KPI.", width=24),
    SheetColumn("Contract reference", "The contract that has adopted the KPI.", width=16),
    SheetColumn("Contract", "Its name; empty where no contract in force has adopted it.", width=30),
    SheetColumn("Service reference", "A service of the contract or, without one, of the KPI.", width=16),
    SheetColumn("Service", "Its name.", width=30),
    ILLUSTRATIVE,
)


def framework_table(material: Material) -> SheetTable:
    """The thread of the version in force, from the outcome to the service; what is tied to nothing has a row too."""
    thread = material.thread
    return SheetTable(
        "framework",
        "Framework",
        "One row is one way from an outcome to a service, as far as it reaches. A record on several ways repeats: "
        "count references, never rows.",
        FRAMEWORK_COLUMNS,
        tuple(_lines(thread)),
    )


def _lines(thread: Thread) -> Iterator[tuple[Value, ...]]:
    """Every way through the thread; then aims, KPIs and contracts that hang loose, and a framework with nothing."""
    yield from _of_outcomes(thread)
    served = {pk for outcome in thread.outcomes for pk in outcome.aims}
    loose = [aim.text for aim in thread.aims if aim.pk not in served]
    for text in loose or ([""] if thread.framework and not thread.outcomes else []):
        yield (*_framework(thread), text or None, *(None,) * 11, _own_mark(thread))
    for kpi in thread.kpis:
        if not kpi.outcomes:
            yield from _line(thread, None, kpi, "")
    for contract in thread.contracts:
        if not contract.kpis:
            yield from _ways(thread, None, None, "", contract)


def _own_mark(thread: Thread) -> bool:
    return bool(thread.framework and thread.framework.illustrative)


def _of_outcomes(thread: Thread) -> Iterator[tuple[Value, ...]]:
    kpis = {row.pk: row for row in thread.kpis}
    for outcome in thread.outcomes:
        if not outcome.kpis:
            yield from _line(thread, outcome, None, "")
        for pk in outcome.kpis:
            yield from _line(thread, outcome, kpis[pk], "proxy" if pk in outcome.proxies else "direct")


def _line(
    thread: Thread, outcome: ThreadOutcome | None, kpi: ThreadKPI | None, how: str
) -> Iterator[tuple[Value, ...]]:
    found: list[ThreadContract | None] = [
        row for row in thread.contracts if kpi is not None and row.pk in kpi.contracts
    ]
    for contract in found or [None]:
        yield from _ways(thread, outcome, kpi, how, contract)


def _ways(
    thread: Thread,
    outcome: ThreadOutcome | None,
    kpi: ThreadKPI | None,
    how: str,
    contract: ThreadContract | None,
) -> Iterator[tuple[Value, ...]]:
    own = contract.services if contract is not None else kpi.services if kpi is not None else ()
    services: list[ThreadService | None] = [row for row in thread.services if row.pk in own]
    for service in services or [None]:
        yield (
            *_framework(thread),
            *_outcome(thread, outcome),
            *((kpi.reference, kpi.name, how or None, kpi.owner or None) if kpi else (None,) * 4),
            *((contract.reference, contract.name) if contract else (None, None)),
            *((service.reference, service.name) if service else (None, None)),
            any(row.illustrative for row in (outcome, kpi, contract, service) if row is not None),
        )


def _framework(thread: Thread) -> tuple[Value, ...]:
    framework, strategy = thread.framework, thread.strategy
    own = (
        (framework.reference, framework.name, framework.edition, framework.get_state_display())
        if framework
        else (None,) * 4
    )
    return (*own, str(strategy) if strategy else None)


def _outcome(thread: Thread, outcome: ThreadOutcome | None) -> tuple[Value, ...]:
    if outcome is None:
        return (None,) * 4
    aims = [aim.text for aim in thread.aims if aim.pk in outcome.aims]
    return (joined(aims), outcome.domain or None, outcome.reference, outcome.text)


BREAK_COLUMNS = (
    SheetColumn("Reference", "The stable reference of the record where the thread is cut.", width=16),
    SheetColumn("Break", "What kind of break it is.", width=40),
    SheetColumn("About", "The record in words.", width=60),
    SheetColumn("More", "What else is known of it, such as the owner.", width=40),
    ILLUSTRATIVE,
)


def thread_breaks_table(material: Material) -> SheetTable:
    return SheetTable(
        "thread_breaks",
        "Breaks in the thread",
        "One row is one place where the golden thread is cut. A record can be cut on both sides.",
        BREAK_COLUMNS,
        tuple(_break(row) for row in material.thread.breaks),
    )


def _break(row: Break) -> tuple[Value, ...]:
    return (row.reference, str(row.kind.label), row.about, row.detail or None, row.illustrative)


COMMITMENT_COLUMNS = (
    SheetColumn("Reference", "The commitment's stable reference.", width=16),
    SheetColumn("Commitment", "What was promised.", width=60),
    SheetColumn("Kind", "Outcome, Experience or Not stated.", width=14),
    SheetColumn("Made in", "The framework or the area that made it.", width=30),
    SheetColumn("Measured", "How it is measured; every commitment has one way.", width=30),
    SheetColumn("KPIs", "What measures it; proxies are marked.", width=50),
    SheetColumn("Plan", "How progress will be seen where it is hard to measure.", width=50),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def commitments_table(material: Material) -> SheetTable:
    return SheetTable(
        "commitments",
        "Commitments",
        "One row is one promise, with how it can be seen to be kept.",
        COMMITMENT_COLUMNS,
        _promises(measurability(material.programme).commitments.promises),
    )


def _promises(rows: Sequence[Promise]) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        (
            row.reference,
            row.text,
            row.sort_label,
            row.made_in or None,
            str(row.how.label),
            joined([kpi.printed for kpi in row.kpis]),
            row.plan or None,
            locators(row.places),
            row.illustrative,
        )
        for row in rows
    )
