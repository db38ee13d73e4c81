"""The register of contracts as at a day: state, parties, values and ends, worked out from dated rows and acts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Basis, Extension, NetGross
from commissioning.core.periods import add_months, day_after
from procurement.models import Contract, ContractKPI, ContractParty, ContractService
from procurement.models.contracts import PartyRole
from procurement.models.terms import ContractEnd, ContractReview, ContractValue, ExtensionOption
from procurement.rules_acts import ActKind, ContractState, contract_state
from procurement.rules_contracts import acts_for_state
from procurement.rules_terms import Option, OptionState, last_possible_end, notice_by, surely_differs
from procurement.selectors.contract_acts import ActRow, acts_of, recorded
from procurement.selectors.contract_facts import NO_END
from procurement.selectors.contract_types import (
    ContractRow,
    EndRow,
    Named,
    OptionRow,
    PartyRow,
    ValueRow,
)
from procurement.selectors.sealed import ContractSight, Sight
from programmes.models import Programme

__all__ = [
    "ContractRow",
    "EndRow",
    "Named",
    "OptionRow",
    "PartyRow",
    "Terms",
    "ValueRow",
    "contract_rows",
    "rows_and_terms",
    "rows_of",
    "terms_of",
]


@dataclass
class Terms:
    """Every dated row of one contract, whatever the day."""

    acts: tuple[ActRow, ...] = ()
    parties: list[PartyRow] = field(default_factory=list)
    values: list[ValueRow] = field(default_factory=list)
    ends: list[EndRow] = field(default_factory=list)
    options: list[ExtensionOption] = field(default_factory=list)
    services: list[Named] = field(default_factory=list)
    kpis: list[Named] = field(default_factory=list)
    reviews: list[ContractReview] = field(default_factory=list)

    def end_on(self, on: date) -> FuzzyDate:
        """The end as it was known on the day, without options not yet taken."""
        known = [row for row in self.ends if not row.is_printed_extension and _in_force(row, on)]
        return known[-1].ends if known else NO_END


def contract_rows(
    programmes: Programme | Iterable[Programme], on: date, sight: Sight
) -> tuple[ContractRow, ...]:
    """The contracts of a programme, or of several, by name; nine queries for any number of them."""
    wanted = [programmes] if isinstance(programmes, Programme) else list(programmes)
    return rows_of(Contract.objects.filter(programme__in=wanted), on, sight)


def rows_of(contracts: Any, on: date, sight: Sight) -> tuple[ContractRow, ...]:
    """The rows of these contracts (a query set). Queries as `contract_rows`."""
    return rows_and_terms(contracts, on, sight)[0]


def rows_and_terms(
    contracts: Any, on: date, sight: Sight
) -> tuple[tuple[ContractRow, ...], defaultdict[int, Terms]]:
    """The rows of these contracts, with every dated row they were worked out from. Queries as `contract_rows`."""
    found = list(
        contracts.select_related("programme", "phase", "replaces", "continues").order_by("name", "reference")
    )
    terms = terms_of([contract.pk for contract in found])
    rows = tuple(_row(contract, terms[contract.pk], on, sight.of_contract(contract)) for contract in found)
    return rows, terms


def terms_of(ids: Sequence[int]) -> defaultdict[int, Terms]:
    """The dated rows of each contract; eight queries."""
    found: defaultdict[int, Terms] = defaultdict(Terms)
    for contract_id, acts in acts_of(ids).items():
        found[contract_id].acts = acts
    for party in ContractParty.objects.filter(contract__in=ids).select_related("organisation"):
        found[party.contract_id].parties.append(_party(party))
    for value in ContractValue.objects.filter(contract__in=ids).order_by("starts_on", "pk"):
        row = ValueRow(value.pk, value.money, value.starts_on, value.ends_on, value.change_id)
        found[value.contract_id].values.append(row)
    for end in ContractEnd.objects.filter(contract__in=ids).order_by("starts_on", "pk"):
        known = EndRow(end.pk, end.ends, end.extension, end.starts_on, end.ends_on, end.change_id)
        found[end.contract_id].ends.append(known)
    for option in ExtensionOption.objects.filter(contract__in=ids).order_by("sequence"):
        found[option.contract_id].options.append(option)
    _named(found, ContractService.objects.filter(contract__in=ids), "service", lambda terms: terms.services)
    _named(found, ContractKPI.objects.filter(contract__in=ids), "kpi", lambda terms: terms.kpis)
    for review in ContractReview.objects.filter(contract__in=ids).order_by("held_on", "pk"):
        found[review.contract_id].reviews.append(review)
    for each in found.values():
        each.values.sort(key=_first_day)
        each.ends.sort(key=_first_day)
    return found


def _first_day(row: ValueRow | EndRow) -> tuple[date, int]:
    """Rows that have always held come first, which a database puts last."""
    return row.starts_on or date.min, row.pk


def _named(found: defaultdict[int, Terms], ties: Any, side: str, of: Callable[[Terms], list[Named]]) -> None:
    rows = ties.order_by(f"{side}__name", "pk")
    for contract_id, *named in rows.values_list(
        "contract_id", f"{side}_id", f"{side}__reference", f"{side}__name"
    ):
        of(found[contract_id]).append(Named(*named))


def _party(row: ContractParty) -> PartyRow:
    return PartyRow(
        row.pk,
        row.organisation_id,
        row.organisation.name,
        row.role,
        str(row.get_role_display()),
        row.starts_on,
        row.ends_on,
        row.change_id,
    )


def _in_force(row: ValueRow | EndRow | PartyRow, on: date) -> bool:
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or on < row.ends_on)


def _row(contract: Contract, terms: Terms, on: date, sight: ContractSight) -> ContractRow:
    end = terms.end_on(on)
    state = _state(contract, terms, end, on, sight)
    gone = _gone(terms, end, on)
    options = _options(contract, terms, end, gone, on)
    live = [Option(o.sequence, o.months) for o in options if o.state == OptionState.LIVE]
    last = last_possible_end(end, live) or NO_END
    printed = _printed_last(terms, on)
    phase, parties = contract.phase, _parties(terms, on, sight)
    notice, notice_for = _notice(contract, end, options)
    return ContractRow(
        contract_id=contract.pk,
        version=contract.version,
        reference=contract.reference,
        number=contract.number,
        name=contract.name,
        description=contract.description,
        department=contract.department,
        programme_id=contract.programme_id,
        programme_key=contract.programme.key,
        phase_id=contract.phase_id,
        phase_number=phase.number if phase else None,
        phase_name=phase.name if phase else "",
        state=state,
        parties=parties,
        provider=_provider(parties) if sight.provider else None,
        values=_values(terms, on) if sight.value else None,
        hidden_words=sight.words,
        starts=contract.starts,
        signed_on=contract.signed_on if contract.signed_on and contract.signed_on <= on else None,
        term_as_printed=contract.term_as_printed,
        current_end=end,
        last_possible_end=last,
        printed_last_end=printed,
        end_disagrees=gone is None and surely_differs(printed, last),
        options=options,
        notice_months=contract.notice_months,
        notice_by=None if gone else notice,
        notice_for=notice_for,
        review_every_months=contract.review_every_months,
        next_review=_next_review(contract, terms, state, on),
        services=tuple(terms.services),
        kpis=tuple(terms.kpis),
        replaces=contract.replaces.reference if contract.replaces else "",
        continues=contract.continues.reference if contract.continues else "",
        cpv=contract.cpv,
        route=contract.route,
        public_from=contract.public_from,
        illustrative=contract.illustrative,
        fact_id=contract.fact_id,
        acts=_acts_seen(terms, sight),
    )


def _state(contract: Contract, terms: Terms, end: FuzzyDate, on: date, sight: ContractSight) -> ContractState:
    """From acts and dates. A pending award leaves no trace for those who may not know of it."""
    acts = acts_for_state(recorded(terms.acts), awards_seen=sight.provider)
    state = contract_state(acts, contract.starts, end, on)
    unseen = not acts and bool(acts_for_state(recorded(terms.acts)))
    return ContractState.PLANNED if unseen and state == ContractState.LIVE else state


def _acts_seen(terms: Terms, sight: ContractSight) -> tuple[ActRow, ...]:
    return tuple(act for act in terms.acts if sight.provider or not act.is_award)


def _parties(terms: Terms, on: date, sight: ContractSight) -> tuple[PartyRow, ...]:
    order = list(PartyRole.values)
    rows = [p for p in terms.parties if p.in_force(on) and (sight.provider or not p.provides)]
    return tuple(sorted(rows, key=lambda p: (order.index(p.role), p.organisation, p.pk)))


def _provider(parties: Sequence[PartyRow]) -> str:
    """The lead provider; else whoever provides; "" where none is recorded on the day."""
    lead = [p.organisation for p in parties if p.role == PartyRole.LEAD_PROVIDER]
    return ", ".join(lead or [p.organisation for p in parties if p.role == PartyRole.PROVIDER])


def _values(terms: Terms, on: date) -> tuple[Any, ...]:
    """Whole-life before annual, base before extended, net before gross: the first is the one to compare by."""
    found = [row.money for row in terms.values if _in_force(row, on)]
    orders = (list(Basis), [Extension.BASE, Extension.UNSTATED, Extension.WITH_EXTENSION], list(NetGross))
    return tuple(
        sorted(
            found,
            key=lambda money: (
                orders[0].index(money.basis),
                orders[1].index(money.extension),
                orders[2].index(money.net_gross),
                money.year,
            ),
        )
    )


def _printed_last(terms: Terms, on: date) -> FuzzyDate | None:
    rows = [row for row in terms.ends if row.is_printed_extension and _in_force(row, on)]
    return rows[-1].ends if rows else None


def _gone(terms: Terms, end: FuzzyDate, on: date) -> tuple[date, str] | None:
    """From when, and why, an option still open can be taken no more: termination decided, or the last day over."""
    ending = {act.pk for act in terms.acts if act.kind == ActKind.TERMINATION}
    for row in terms.ends:
        if row.change_id in ending and row.starts_on is not None and row.starts_on <= on:
            return row.starts_on, "the contract was terminated"
    if end.end is not None and end.end < on:
        return day_after(end.end), "the contract ended without it"
    return None


def _options(
    contract: Contract, terms: Terms, end: FuzzyDate, gone: tuple[date, str] | None, on: date
) -> tuple[OptionRow, ...]:
    taken = {act.pk: act.counts_from for act in terms.acts}
    rows: list[OptionRow] = []
    for option in terms.options:
        taken_on = taken.get(option.change_id) if option.change_id else None
        own = option.lapsed_on is not None and option.lapsed_on <= on
        state, lapsed = OptionState.LIVE, (option.lapsed_on, option.lapsed_because) if own else gone
        if taken_on is not None and taken_on <= on:
            state, lapsed = OptionState.TAKEN, None
        elif lapsed is not None:
            state = OptionState.LAPSED
        first_live = state == OptionState.LIVE and all(row.state != OptionState.LIVE for row in rows)
        months = contract.notice_months if option.notice_months is None else option.notice_months
        rows.append(
            OptionRow(
                option.pk,
                option.sequence,
                option.months,
                option.notice_months,
                state,
                taken_on if state == OptionState.TAKEN else None,
                *(lapsed or (None, "")),
                notice_by(end, months) if first_live else None,
                is_open=not own and state != OptionState.TAKEN,
            )
        )
    return tuple(rows)


def _notice(contract: Contract, end: FuzzyDate, options: Sequence[OptionRow]) -> tuple[FuzzyDate | None, str]:
    """The last day for notice of the next option; without one, for notice that the contract is not carried on."""
    option = next((o for o in options if o.state == OptionState.LIVE), None)
    if option is not None:
        return option.notice_by, f"option {option.sequence}"
    return notice_by(end, contract.notice_months), "ending it"


def _next_review(contract: Contract, terms: Terms, state: ContractState, on: date) -> date | None:
    """The day named at the last review, else the rhythm from that review, else from the start; none once ended."""
    if state == ContractState.ENDED:
        return None
    held = [review for review in terms.reviews if review.held_on <= on]
    if held and held[-1].next_on is not None:
        return held[-1].next_on
    since = held[-1].held_on if held else contract.starts.start
    if since is None or contract.review_every_months is None:
        return None
    return add_months(since, contract.review_every_months)
