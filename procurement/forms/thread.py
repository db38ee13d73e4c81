"""The filter over a golden thread: a domain, an outcome, an owner, only what is broken."""

from typing import Any

from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from procurement.rules_thread import Thread, ThreadFilter

ONLY = "only"


class ThreadForm(ViewForm):
    domain = choice("Domain", [])
    outcome = choice("Outcome", [])
    owner = choice("Owner of the KPIs", [])
    breaks = choice("Show", [("", "The whole thread"), (ONLY, "Only what is broken")])

    def __init__(self, data: QueryDict, thread: Thread) -> None:
        super().__init__(data)
        domains = {row.domain_reference: row.domain for row in thread.outcomes if row.domain_reference}
        outcomes = [(row.reference, row.text[:1].upper() + row.text[1:]) for row in thread.outcomes]
        self._offer("domain", "Any domain", list(domains.items()))
        self._offer("outcome", "Any outcome", outcomes)
        self._offer("owner", "Any owner", [(str(pk), name) for pk, name in thread.owners])

    def _offer(self, name: str, any_of: str, found: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", any_of), *found]

    @property
    def sides(self) -> ThreadFilter:
        owner = self.chosen("owner")
        return ThreadFilter(
            domain=str(self.chosen("domain")),
            outcome=str(self.chosen("outcome")),
            owner=int(owner) if owner else None,
            only_breaks=self.chosen("breaks") == ONLY,
        )
