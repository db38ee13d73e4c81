"""Check 2, counts: a number that a paper states against the things of that kind that it lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_plans import Listed, StatedNumber
from .findings import Finding, key_of, statement
from .words import counted, joined

CHECK = 2


def stated_number_findings(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each thing counted whose stated numbers differ from one another or from what is listed.

    Where nothing of the kind is recorded there is no list, and stated numbers are compared only with each other.
    """
    groups: dict[tuple[str, str], list[StatedNumber]] = {}
    for number in evidence.plans.stated_numbers:
        groups.setdefault((number.counts, number.subject), []).append(number)
    listed = {(each.counts, each.subject): each for each in evidence.plans.listed}
    for key, numbers in groups.items():
        found = listed.get(key)
        said = {number.stated for number in numbers}
        there = {len(found.members)} if found is not None and found.members else set()
        if len(said | there) > 1:
            yield _finding(evidence, numbers, found)


def _finding(evidence: Evidence, numbers: Sequence[StatedNumber], listed: Listed | None) -> Finding:
    first = numbers[0]
    members = listed.members if listed else ()
    of = listed.of if listed else first.text
    said = joined(str(number.stated) for number in sorted(numbers, key=lambda n: n.stated))
    return Finding(
        check=CHECK,
        key=key_of("count", evidence.reference, first.counts, first.subject),
        kind=DiscrepancyKind.COUNT_MISMATCH,
        title=f"{of}: {said} stated" + (f", {len(members)} listed" if members else ""),
        statements=(
            *(
                statement(f"“{n.text}”", evidence.places_for([n.fact_id]), n.fact_id)
                for n in sorted(numbers, key=lambda n: n.stated)
            ),
            *(
                [statement(joined(members), evidence.places_for(listed.fact_ids))]
                if listed and members
                else []
            ),
        ),
        arithmetic=" ".join(_working(evidence, numbers, listed)),
        computed={
            **{key_of(number.reference): number.stated for number in numbers},
            "listed": len(members) or None,
        },
        suggested_handling="Count the members, keep each number with its place, and ask which is meant.",
    )


def _working(evidence: Evidence, numbers: Sequence[StatedNumber], listed: Listed | None) -> Iterator[str]:
    for number in sorted(numbers, key=lambda n: n.stated):
        places = joined(dict.fromkeys(place.locator for place in evidence.places_for([number.fact_id])))
        where = f" in {places}" if places else ""
        apart = ""
        if listed and listed.members and len(listed.members) != number.stated:
            difference = len(listed.members) - number.stated
            apart = f", {abs(difference)} {'fewer' if difference > 0 else 'more'} than listed"
        yield f"{number.stated} stated{where}{apart}."
    if listed and listed.members:
        yield f"{counted(len(listed.members), listed.noun)} listed."
        if listed.note:
            yield listed.note
