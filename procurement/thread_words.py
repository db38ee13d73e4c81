"""The golden thread in sentences."""

from typing import Final

from procurement.rules_thread import BreakKind, Thread

CAPTION: Final = (
    "From the aims of the strategy to the services: what hangs on what, and where the thread is cut"
)


def summary_words(thread: Thread, *, part: bool = False) -> str:
    """The finding: what is measured directly, what reaches a contract, and how many breaks of how many kinds.

    `part` says that a filter leaves only some of the thread.
    """
    if thread.framework is None and not thread.kpis and not thread.contracts:
        return "No framework, KPI or contract is recorded, so there is no thread to follow yet."
    sentences = [_outcomes(thread), _kpis(thread), _contracts(thread), _breaks(thread)]
    words = " ".join(filter(None, sentences))
    return f"Of what the filter leaves: {words}" if part else words


def _outcomes(thread: Thread) -> str:
    if thread.framework is None:
        return "No framework is recorded, so no KPI can measure an outcome of one."
    if not thread.outcomes:
        return "No outcome is shown."
    total, direct = len(thread.outcomes), thread.measured_directly
    proxies, none = (len(thread.breaks_of(kind)) for kind in (BreakKind.PROXY_ONLY, BreakKind.NO_MEASURE))
    return (
        f"{direct} of {total} outcomes {_is(direct)} measured directly, {proxies} by a proxy only, "
        f"{none} by nothing."
    )


def _kpis(thread: Thread) -> str:
    total = len(thread.kpis)
    if not total:
        return "No KPI is recorded."
    held = sum(bool(kpi.contracts) for kpi in thread.kpis)
    return f"{held} of {total} KPIs {_is(held)} in a contract."


def _contracts(thread: Thread) -> str:
    ended = thread.ended_contracts
    left = f" {ended} that ended before this day {_is(ended)} left out." if ended else ""
    if not thread.contracts:
        return f"No contract in force is recorded.{left}"
    served = {pk for row in thread.contracts for pk in row.services}
    scope = [row for row in thread.services if row.in_scope]
    reached = sum(row.pk in served for row in scope)
    if not scope:
        return left.strip()
    return f"{reached} of {len(scope)} services in scope {_is(reached)} in a contract.{left}"


def _breaks(thread: Thread) -> str:
    total = len(thread.breaks)
    if not total:
        return "No break."
    kinds = len({each.kind for each in thread.breaks})
    return f"{total} break{'' if total == 1 else 's'} of {kinds} kind{'' if kinds == 1 else 's'}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def part_words(thread: Thread, part: Thread) -> str:
    """Which part the drawing shows, and where the rest is; empty where it shows all. Paper has no drawing."""
    if len(part.kpis) == len(thread.kpis) and len(part.outcomes) == len(thread.outcomes):
        return ""
    return (
        f"The drawing shows the first {len(part.outcomes)} of {len(thread.outcomes)} outcomes. Choose a domain or an "
        "outcome to draw others; the list beneath has all of them."
    )
