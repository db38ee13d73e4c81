"""The forms of returns: boxes for each period, a paste, a file; an approver’s answer; the tracker’s filter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.forms.widgets import SearchInput
from commissioning.core.fuzzydate import FuzzyDate
from outcomes.intake.raws import Members
from outcomes.models import KPI
from outcomes.models.kpis import MeasureKind
from outcomes.models.measurements import Missing
from outcomes.rules_due import STANDING_WORDS
from outcomes.rules_lines import Given
from outcomes.rules_returns import LONGEST_COMMENT, OF_PARTS

LONGEST_PASTE = 100_000
BY_ROW = "rows"
EMPTY = Given()
NARROW = "nhsuk-input--width-10"
NO_REASON = ("", "There is a figure")
LABELS = {
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value": "Value",
    "missing": "Why no figure?",
    "provisional": "Provisional",
    "comment": "Comment",
}


@dataclass(frozen=True)
class Slot:
    """The boxes of one period: of the whole, or of a place, service or group. `typed` is what they show at first."""

    key: str
    period: FuzzyDate
    member_id: int | None = None
    member: str = ""
    note: str = ""
    typed: Given = EMPTY

    @property
    def heading(self) -> str:
        return f"{self.period.printed}, {self.member}" if self.member else self.period.printed


def slot_key(period: FuzzyDate, member_id: int | None = None) -> str:
    """What names a slot in the address of its boxes: the period's first day, and the member's number."""
    return f"{period.start}.{member_id}" if member_id else str(period.start)


@dataclass(frozen=True)
class SlotBoxes:
    slot: Slot
    boxes: Sequence[forms.BoundField]


class ReturnForm(DoorForm):
    """Boxes for the slots, and a block to paste. What is typed stays text: rules read it, and say what is wrong.

    `in_order` where a pasted column of values alone has periods to go to.
    """

    mark_optional = False
    slots = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    paste = forms.CharField(
        label="Figures to paste",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    paste_for = forms.ChoiceField(label="Whose figures are these?", required=False)
    paste_provisional = forms.BooleanField(label="The pasted figures are provisional", required=False)
    paste_comment = forms.CharField(
        label="Comment on the pasted figures", required=False, max_length=LONGEST_COMMENT
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kpi: KPI,
        at: Sequence[Slot],
        members: Members,
        in_order: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.kpi = kpi
        self.at = at
        self.in_order = in_order
        self.fields["slots"].initial = ",".join(slot.key for slot in at)
        self.fields["paste"].help_text = self._shapes()
        self._offer_members(members)
        for place, slot in enumerate(at):
            for name in self.names:
                self.fields[f"p{place}_{name}"] = _box(name, slot)

    @property
    def names(self) -> tuple[str, ...]:
        """The boxes of a period: parts only where the KPI is made of parts."""
        parts = ("numerator", "denominator") if self.kpi.measure in OF_PARTS else ()
        return (*parts, "value", "missing", "comment", "provisional")

    def _shapes(self) -> str:
        third = "; or period, numerator and denominator" if self.kpi.measure in OF_PARTS else ""
        in_order = "one value for each period that is due, oldest first; or " if self.in_order else ""
        return (
            f"One row for each period, as copied from a sheet: {in_order}period and value{third}. "
            "Tabs, semicolons or commas between the columns."
        )

    def _offer_members(self, members: Members) -> None:
        field = self.fields["paste_for"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        each = [(str(row.pk), f"{row.breakdown.name}: {row.name}") for row in members.rows]
        by_row = [(BY_ROW, "Each row begins with the name of a place, service or group")] if each else []
        field.choices = [("", "The whole"), *by_row, *each]
        if not each:
            del self.fields["paste_for"]

    def given(self, place: int) -> Given:
        """What was typed into the boxes of a slot."""

        def text(name: str) -> str:
            return str(self.cleaned_data.get(f"p{place}_{name}") or "")

        ticked = "yes" if self.cleaned_data.get(f"p{place}_provisional") else ""
        return Given(
            text("numerator"), text("denominator"), text("value"), text("missing"), ticked, text("comment")
        )

    @property
    def slot_boxes(self) -> Iterator[SlotBoxes]:
        for place, slot in enumerate(self.at):
            yield SlotBoxes(slot, [self[f"p{place}_{name}"] for name in self.names])

    @property
    def other_boxes(self) -> list[forms.BoundField]:
        """What stands beneath the block to paste: the reason, where one is asked for."""
        own = {f"p{place}_{name}" for place in range(len(self.at)) for name in self.names}
        left = own | {"paste", "paste_for", "paste_provisional", "paste_comment", "slots", "seen", "version"}
        return [self[name] for name in self.fields if name not in left]

    @property
    def paste_boxes(self) -> list[forms.BoundField]:
        names = ("paste", "paste_for", "paste_provisional", "paste_comment")
        return [self[name] for name in names if name in self.fields]

    def refuse_slot(self, key: str, problems: Mapping[str, str]) -> None:
        """Put what is wrong with a period at its boxes, each sentence with the period before it."""
        place = next(place for place, slot in enumerate(self.at) if slot.key == key)
        for name, words in problems.items():
            box = f"p{place}_{name}"
            fallback = f"p{place}_{self.names[0]}"
            self.add_error(box if box in self.fields else fallback, f"{self.at[place].heading}: {words}")


def _box(name: str, slot: Slot) -> forms.Field:
    label = LABELS[name]
    first = getattr(slot.typed, name)
    if name == "provisional":
        return forms.BooleanField(label=label, required=False, initial=bool(first))
    if name == "missing":
        choices = [NO_REASON, *Missing.choices]
        return forms.ChoiceField(label=label, required=False, choices=choices, initial=first)
    wide = name == "comment"
    attrs = {"autocomplete": "off"} if wide else {"class": NARROW, "autocomplete": "off", "inputmode": "text"}
    longest = LONGEST_COMMENT if wide else 60
    return forms.CharField(
        label=label, required=False, max_length=longest, initial=first, widget=forms.TextInput(attrs)
    )


class EditForm(ReturnForm):
    """The same, of a return that was sent back: what was changed goes into its history."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="What did you change?",
        help_text="The approver reads this beside their own reason for sending it back.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )


class CorrectForm(ReturnForm):
    """The same, of periods that have an approved figure."""

    reason = forms.CharField(
        label="Why do the figures change?",
        help_text="One or two sentences. They stand beside the old figure and the new one.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "Say why the approved figures change, for those who read the history later"
        },
    )


class UploadForm(AppFormMixin, forms.Form):
    sheet = forms.FileField(
        label="A spreadsheet or CSV file",
        help_text="An Excel workbook (.xlsx) or a CSV file of at most 10 MB.",
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": "Choose the file to read",
            "empty": "The file is empty. Choose one with figures in it",
            "invalid": "Choose the file again: the browser did not send it",
        },
    )


class AnswerForm(DoorForm):
    """What an approver, or its owner, does with a return: `step` is the button that was pressed."""

    mark_optional = False
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Open the return again"}
    )
    reason = forms.CharField(
        label="If you send it back: what is to be changed?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class TrackerForm(ViewForm):
    """Offers the owners and standings; a value that is none of them is said to be unused."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    owner = choice("Owner organisation", [])
    state = choice(
        "State", [("", "Any state"), *((each.value, words) for each, words in STANDING_WORDS.items())]
    )

    def __init__(self, data: QueryDict, owners: Mapping[str, str]) -> None:
        super().__init__(data)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        by_name = sorted(owners.items(), key=lambda pair: pair[1].casefold())
        field.choices = [("", "Any owner"), ("-", "No owner named"), *by_name]


def measure_words(kpi: KPI) -> str:
    """How the figures of the KPI are asked for."""
    if kpi.measure == MeasureKind.NUMBER:
        return "Enter a whole or decimal number for each period. 0 is a figure."
    return (
        "Enter the numerator and the denominator: the value is worked out from them. "
        "Enter the value alone only where the parts are not known, and say why in the comment."
    )
