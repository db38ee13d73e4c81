"""Which contracts a view of the register holds, and in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from procurement.rules_acts import ContractState
from procurement.selectors.contract_types import ContractRow
from programmes.rules import name_key

CURRENT = "current"  # every state but ended
NONE = "none"
SEALED = "sealed"
NOTICE_PASSED, NOTICE_SOON = "passed", "soon"
SOON_DAYS = 92


@dataclass(frozen=True)
class ContractFilter:
    """Empty values leave a side open; `state` may be “current”, which is every state but ended.

    `provider` is a name, “none” or “sealed”; `phase` a number or “none”; `ending_before` a day that the current end may
    be before (an end that is not known never is). `search`: every word of it in the contract's name, number, reference,
    services or visible provider.
    """

    search: str = ""
    state: str = ""
    provider: str = ""
    service: str = ""
    phase: str = ""
    ending_before: date | None = None
    illustrative: str = ""


def filter_contracts(rows: Sequence[ContractRow], chosen: ContractFilter) -> tuple[ContractRow, ...]:
    """The contracts that fit every side of the filter."""
    return tuple(row for row in rows if _fits(row, chosen))


def _fits(row: ContractRow, chosen: ContractFilter) -> bool:
    phase = NONE if row.phase_number is None else str(row.phase_number)
    ends = row.current_end.start or row.current_end.end
    sides = (
        not chosen.state or _in_state(row, chosen.state),
        not chosen.provider or provider_key(row) == chosen.provider,
        not chosen.service or chosen.service in {service.reference for service in row.services},
        not chosen.phase or phase == chosen.phase,
        chosen.ending_before is None or (ends is not None and ends < chosen.ending_before),
        not chosen.illustrative or row.illustrative == (chosen.illustrative == "yes"),
    )
    return all(sides) and _found(row, chosen.search)


def _in_state(row: ContractRow, state: str) -> bool:
    return not row.is_over if state == CURRENT else row.state == state


def provider_key(row: ContractRow) -> str:
    """What the filter knows a contract's provider by."""
    return SEALED if row.provider is None else row.provider or NONE


def _found(row: ContractRow, search: str) -> bool:
    """What the reader may not see is not searched either."""
    texts = [row.name, row.reference, row.number, row.provider or "", row.lead_commissioner]
    texts += [text for service in row.services for text in (service.name, service.reference)]
    whole = name_key(" ".join(texts))
    return all(word in whole for word in name_key(search).split())


_SORTS: Mapping[str, Callable[[ContractRow], Any]] = {
    "name": lambda row: row.name.casefold(),
    "state": lambda row: list(ContractState).index(row.state),
    "provider": lambda row: row.provider.casefold() if row.provider else None,
    "value": lambda row: row.values[0].amount if row.values else None,
    "start": lambda row: row.starts.start or row.starts.end,
    "end": lambda row: row.current_end.start or row.current_end.end,
    "last": lambda row: row.last_possible_end.start or row.last_possible_end.end,
    "notice": lambda row: row.notice_by.start if row.notice_by else None,
    "review": lambda row: row.next_review,
}


def sort_contracts(rows: Sequence[ContractRow], key: str, *, descending: bool) -> tuple[ContractRow, ...]:
    """By a column; what is unknown or not shown comes last both ways. Without a key, in the order given."""
    value_of = _SORTS.get(key)
    if value_of is None:
        return tuple(rows)
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)
