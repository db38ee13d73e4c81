"""The filter of the list of intentions: what an address says, read into a choice of rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.widgets import SearchInput
from programmes.models.intentions import IntentionState
from programmes.rules_intentions import Standing
from programmes.selectors.intentions import IntentionRow
from programmes.selectors.intentions_completeness import PARTS, completeness_of

ANY = ("", "Any")
Test = Callable[[IntentionRow], bool]
LEADS: Mapping[str, tuple[str, Test]] = {
    "named": ("Named for the intention", lambda row: bool(row.leads)),
    "none": ("No lead stated", lambda row: row.has_no_lead),
    "vacancy": ("A vacancy", lambda row: row.has_vacancy),
}
SUMMARIES: Mapping[str, tuple[str, Test]] = {
    "yes": ("With a summary", lambda row: bool(row.summaries)),
    "no": ("Without a summary", lambda row: not row.summaries),
    "elsewhere": ("Planned elsewhere", lambda row: row.is_planned_elsewhere),
}


class IntentionFilter(ViewForm):
    """Each side narrows the list; the grid below it always shows every intention."""

    q = forms.CharField(
        label="Words, number or reference", required=False, widget=SearchInput, max_length=200, strip=True
    )
    state = choice("State", [ANY, *IntentionState.choices])
    lead = choice("Lead", [ANY, *((key, label) for key, (label, _) in LEADS.items())])
    summary = choice("Project summary", [ANY, *((key, label) for key, (label, _) in SUMMARIES.items())])
    lacks = choice(
        "Plan lacks", [ANY, *((str(place), f"Lacks: {part}") for place, part in enumerate(PARTS, 1))]
    )

    def __init__(self, params: QueryDict) -> None:
        super().__init__({name: params.get(name, "") for name in self.base_fields})

    def select(self, rows: Iterable[IntentionRow]) -> tuple[IntentionRow, ...]:
        """The rows that fit every side in use, in their order."""
        tests: list[Test] = []
        words = self.chosen("q").casefold().split()
        if words:
            tests.append(lambda row: all(word in _searched(row) for word in words))
        if state := self.chosen("state"):
            tests.append(lambda row: row.state == state)
        for name, table in (("lead", LEADS), ("summary", SUMMARIES)):
            if self.chosen(name):
                tests.append(table[self.chosen(name)][1])
        if lacks := self.chosen("lacks"):
            part = int(lacks) - 1
            tests.append(lambda row: completeness_of([row]).rows[0].cells[part].standing != Standing.YES)
        return tuple(row for row in rows if all(test(row) for test in tests))


def _searched(row: IntentionRow) -> str:
    parts = (
        f"{row.number}. {row.title} {row.reference} {row.group} {row.progress} {row.maturity} {row.section_75}",
        *(f"{lead.text} {lead.organisation}" for lead in row.leads),
        *row.priorities,
        *(each.text for each in row.deadlines),
        *(f"{each.name} {each.reference} {each.aim}" for each in row.summaries),
        *(line.text for each in row.summaries for lines in each.lines.values() for line in lines),
    )
    return " ".join(parts).casefold()


def sort_rows(rows: Iterable[IntentionRow], key: str, *, descending: bool) -> tuple[IntentionRow, ...]:
    """Sorted by a column of the list; what a column lacks comes last both ways."""
    values: dict[str, Any] = {
        "number": lambda row: row.number,
        "leads": lambda row: "; ".join(lead.text for lead in row.leads).casefold() or None,
        "group": lambda row: row.group.casefold() or None,
        "state": lambda row: row.state_label if row.state != IntentionState.NOT_STATED else None,
        "deadline": lambda row: row.next_deadline.sort_key if row.next_deadline else None,
        "summaries": lambda row: len(row.summaries),
    }
    value_of = values.get(key, values["number"])
    rows = tuple(rows)
    known = sorted((row for row in rows if value_of(row) is not None), key=value_of, reverse=descending)
    return (*known, *(row for row in rows if value_of(row) is None))
