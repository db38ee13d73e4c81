"""The filter of board tables, matrix and exceptions: one form, so that all three and their exports agree."""

from collections.abc import Sequence
from typing import Final

from django import forms
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.widgets import SearchInput
from outcomes.board import ANY, NONE, YES, Assured, BoardFilter, Change, Tie
from outcomes.forms import LONGEST_SEARCH, offer
from outcomes.models.kpis import KPIState
from outcomes.selectors.board_rows import BoardRow
from outcomes.words import ASSURANCE, VARIATION

CHANGES: Final = (
    (Change.CONCERN.value, "Concerning, high or low"),
    ("concern_high", VARIATION["concern_high"].short),
    ("concern_low", VARIATION["concern_low"].short),
    (Change.IMPROVEMENT.value, "Improving, high or low"),
    ("improvement_high", VARIATION["improvement_high"].short),
    ("improvement_low", VARIATION["improvement_low"].short),
    (Change.COMMON_CAUSE.value, VARIATION["common_cause"].short),
    (Change.NEUTRAL.value, "Neither improving nor concerning"),
    (Change.NONE.value, "No icon of change"),
)
ASSURED: Final = (
    *((code, words.short) for code, words in ASSURANCE.items()),
    (Assured.NONE.value, "No icon: no target, or not judged"),
)
TIES: Final = (
    (Tie.DIRECT.value, "Direct"),
    (Tie.PROXY.value, "Proxy"),
    (Tie.NONE.value, "Measures no outcome"),
)


class BoardForm(ViewForm):
    q = forms.CharField(label="Words", required=False, max_length=LONGEST_SEARCH, widget=SearchInput)
    programme = choice("Programme", [])
    domain = choice("Domain", [])
    owner = choice("Owner", [])
    state = choice("State", [("", "All but retired"), (ANY, "Every state"), *KPIState.choices])
    variation = choice("Change", [("", "Any change"), *CHANGES])
    assurance = choice("Against its target", [("", "Any"), *ASSURED])
    tie = choice("Direct or proxy", [("", "Either"), *TIES])
    late = choice("Data", [("", "Late or not"), (YES, "Late: the newest figure due is not approved yet")])

    def __init__(self, data: QueryDict, rows: Sequence[BoardRow], *, across: bool = False) -> None:
        """`across` where the rows are of several programmes, which can then be chosen too."""
        super().__init__(data)
        domains = sorted({row.domain for row in rows if row.domain}, key=str.casefold)
        owners = {str(row.owner_id): row.owner for row in rows if row.owner_id}
        named = sorted(owners.items(), key=lambda owner: owner[1].casefold())
        offer(self, "domain", [("", "Any domain"), *((each, each) for each in domains), (NONE, "No domain")])
        offer(self, "owner", [("", "Any owner"), *named, (NONE, "No owner stated")])
        if across:
            programmes = {row.programme_key: row.programme_place for row in rows}
            offer(self, "programme", [("", "Any programme"), *programmes.items()])
        else:
            del self.fields["programme"]

    def filter(self) -> BoardFilter:
        return BoardFilter(**{name: self.chosen(name) for name in self.fields})
