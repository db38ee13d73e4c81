"""Every break in a golden thread, named: what is tied to nothing on the one side or on the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outcomes.models import Strategy
from procurement.rules_thread import Break, BreakKind, Thread, ThreadContract, ThreadKPI, ThreadOutcome


@dataclass(frozen=True)
class Promised:
    """A commitment or high impact area that is hard to measure and has no plan; `record` says which of the two."""

    pk: int
    reference: str
    text: str
    record: str
    illustrative: bool


def breaks_of(thread: Thread, unserved: Sequence[Strategy], unplanned: Sequence[Promised]) -> list[Break]:
    """The breaks in the order of their kinds, and of the records within a kind."""
    found = [
        *_of_strategy(thread, unserved),
        *(each for row in thread.outcomes for each in _of_outcome(row, thread)),
        *(each for row in thread.kpis for each in _of_kpi(row)),
        *(each for row in thread.contracts for each in _of_contract(row, thread)),
        *_of_services(thread),
        *(
            Break(
                BreakKind.UNPLANNED,
                row.record,
                row.pk,
                row.reference,
                row.text,
                illustrative=row.illustrative,
            )
            for row in unplanned
        ),
    ]
    order = list(BreakKind)
    return sorted(found, key=lambda each: order.index(each.kind))


def _of_strategy(thread: Thread, unserved: Sequence[Strategy]) -> Iterator[Break]:
    framework = thread.framework
    if framework is not None and thread.strategy is None:
        yield Break(
            BreakKind.NO_STRATEGY,
            "framework",
            framework.pk,
            framework.reference,
            str(framework),
            illustrative=framework.illustrative,
        )
    for strategy in unserved:
        yield Break(
            BreakKind.UNSERVED_STRATEGY,
            "strategy",
            strategy.pk,
            strategy.reference,
            str(strategy),
            illustrative=strategy.illustrative,
        )
    served = {pk for outcome in thread.outcomes for pk in outcome.aims}
    for aim in thread.aims:
        if aim.pk not in served:
            yield Break(
                BreakKind.UNSERVED_AIM,
                "aim",
                aim.pk,
                aim.reference,
                aim.text,
                illustrative=aim.illustrative,
            )


def _of_outcome(row: ThreadOutcome, thread: Thread) -> Iterator[Break]:
    def broken(kind: BreakKind, detail: str = "") -> Break:
        return Break(kind, "outcome", row.pk, row.reference, row.text, detail, row.illustrative)

    if thread.aims and not set(row.aims).intersection(aim.pk for aim in thread.aims):
        yield broken(BreakKind.NO_AIM)
    if not row.kpis:
        yield broken(BreakKind.NO_MEASURE)
    elif not row.direct:
        names = [kpi.name for kpi in thread.kpis if kpi.pk in row.proxies]
        yield broken(BreakKind.PROXY_ONLY, f"Proxy: {'; '.join(names)}")


def _of_kpi(row: ThreadKPI) -> Iterator[Break]:
    detail = f"Owner: {row.owner}" if row.owner else "Owner not stated"
    for kind, tied in ((BreakKind.NO_OUTCOME, row.outcomes), (BreakKind.NO_CONTRACT, row.contracts)):
        if not tied:
            yield Break(kind, "kpi", row.pk, row.reference, row.name, detail, row.illustrative)


def _of_contract(row: ThreadContract, thread: Thread) -> Iterator[Break]:
    def broken(kind: BreakKind, detail: str) -> Break:
        return Break(kind, "contract", row.pk, row.reference, row.name, detail, row.illustrative)

    adopted = [kpi for kpi in thread.kpis if kpi.pk in row.kpis]
    names = "; ".join(kpi.name for kpi in adopted if kpi.is_proxy)
    if not any(kpi.outcomes for kpi in adopted):
        count = f"It has adopted {len(adopted)} KPI{'' if len(adopted) == 1 else 's'}, none for an outcome."
        yield broken(BreakKind.CONTRACT_NO_OUTCOME, count if adopted else "It has adopted no KPI.")
    elif not any(kpi.direct for kpi in adopted):
        yield broken(BreakKind.CONTRACT_PROXY_ONLY, f"Proxies: {names}")
    if not row.services:
        yield broken(BreakKind.CONTRACT_NO_SERVICE, "")


def _of_services(thread: Thread) -> Iterator[Break]:
    """A service counts as shown by a KPI that is tied to it, or that a contract which provides it has adopted."""
    provided = {pk for row in thread.contracts for pk in row.services}
    shown = {pk for row in thread.kpis for pk in row.services}
    shown |= {pk for row in thread.contracts if row.kpis for pk in row.services}
    for service in thread.services:
        if not service.in_scope:
            continue
        for kind, tied in ((BreakKind.SERVICE_NO_CONTRACT, provided), (BreakKind.SERVICE_NO_KPI, shown)):
            if service.pk not in tied:
                yield Break(
                    kind,
                    "service",
                    service.pk,
                    service.reference,
                    service.name,
                    illustrative=service.illustrative,
                )
