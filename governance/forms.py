"""Forms over discrepancies: the filter of the list, and the handling of one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from commissioning.core.forms.filters import ViewForm
from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.forms.widgets import SearchInput
from governance.models.discrepancies import DiscrepancyKind, Handling
from governance.rules.handling import LONGEST_OWNER
from governance.selectors.discrepancies import DiscrepancyView, Origin
from governance.selectors.discrepancy_list import IN_PAPER, NO_OWNER

LONGEST_SEARCH = 200
WRONG = {"invalid_choice": "“%(value)s” is not one of the choices, so this filter is not used"}


class DiscrepancyFilter(ViewForm):
    """Kinds carry their counts over the whole list, so that a reader sees what each would leave."""

    q = forms.CharField(label="Search", required=False, max_length=LONGEST_SEARCH, widget=SearchInput)
    kind = forms.ChoiceField(required=False, error_messages=WRONG)
    origin = forms.ChoiceField(label="Found by", required=False, error_messages=WRONG)
    state = forms.ChoiceField(required=False, error_messages=WRONG)
    owner = forms.ChoiceField(required=False, error_messages=WRONG)

    def __init__(
        self, data: Any, *, views: Sequence[DiscrepancyView], kinds: Mapping[DiscrepancyKind, int]
    ) -> None:
        super().__init__(data)
        self._choose("kind", "Any kind", ((k.value, f"{k.label} ({count})") for k, count in kinds.items()))
        origins = [(o.value, o.label) for o in Origin]
        self._choose("origin", "Anyone", [*origins, (IN_PAPER, "Recorded, computed or not")])
        self._choose("state", "Any state", Handling.choices)
        owners = sorted({view.owner_role for view in views if view.owner_role}, key=str.casefold)
        self._choose(
            "owner", "Anyone or nobody", [(NO_OWNER, "No owner yet"), *((each, each) for each in owners)]
        )

    def _choose(self, name: str, anything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", anything), *choices]

    def value_label(self, name: str) -> str:
        """Without the count, which is that of the whole list."""
        label = super().value_label(name)
        return label.rpartition(" (")[0] if name == "kind" else label

    @property
    def sides(self) -> dict[str, str]:
        """The sides in use; one that cannot be read (an old link, a typing error) narrows nothing."""
        given = {name: str(self.chosen(name)) for name in self.fields}
        return {name: value for name, value in given.items() if value}


class HandlingForm(AppFormMixin, forms.Form):
    """State, owner and note; the service asks the same of every door.

    `version` is that of the row the person saw, 0 where there was none yet.
    """

    handling = forms.ChoiceField(
        label="State",
        choices=Handling.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose open, explained, accepted or resolved."},
    )
    owner_role = forms.CharField(
        label="Owner",
        required=False,
        max_length=LONGEST_OWNER,
        help_text="A role, not a name, such as “Finance lead, children's services”.",
    )
    note = forms.CharField(
        help_text="What was found out or decided, by whom and where. It is kept with your role and today's date.",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what was found out or decided, and where."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
