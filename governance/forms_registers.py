"""Forms over the four registers: the filter of a list, a row new or changed, the decision of a request for change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from governance.models import Decision
from governance.models.registers import ChangeRequestState
from governance.rules.register_fields import Kind, Register, RegisterField
from governance.rules.registers import DECIDED, states_from
from governance.selectors.register_rows import words_of
from governance.selectors.registers import RegisterRow
from outcomes.forms_kpi import DayField

WRONG = {"invalid_choice": "“%(value)s” is not one of the choices, so this filter is not used"}
OPEN, NOBODY, NO_PHASE = "open", "nobody", "none"
OVERDUE, UNOWNED, UNDATED_ROWS, CLASH = "overdue", "unowned", "undated", "clash"
UNREASONED = "Say why, for those who read the history later"


class RegisterFilterForm(ViewForm):
    """Offers the states of the register, and the owners and phases that the list has."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    state = forms.ChoiceField(required=False, error_messages=WRONG)
    owner = forms.ChoiceField(required=False, error_messages=WRONG)
    phase = forms.ChoiceField(required=False, error_messages=WRONG)
    attention = forms.ChoiceField(label="Needs attention", required=False, error_messages=WRONG)

    def __init__(self, data: QueryDict, register: Register, rows: Sequence[RegisterRow]) -> None:
        super().__init__(data)
        self._offer("state", "Any state", [(OPEN, "Every open one"), *register.choices("state")])
        owners = sorted({row.owner_role for row in rows} - {""}, key=str.casefold)
        self._offer(
            "owner", "Anyone or nobody", [(NOBODY, "Nobody named"), *((each, each) for each in owners)]
        )
        phases = {str(row.phase_number): row.phase for row in rows if row.phase_number is not None}
        self._offer("phase", "Any phase", [*sorted(phases.items()), (NO_PHASE, "No phase")])
        if "phase" not in register.names:
            del self.fields["phase"]
        self._offer("attention", "Anything", attention_of(register))
        if register.page == "change_requests":
            self.fields["owner"].label = "Raised by"

    def _offer(self, name: str, anything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", anything), *choices]

    def value_label(self, name: str) -> str:
        label = super().value_label(name)
        return f"{self.fields[name].label or 'Owner'}: {label}" if label and name == "owner" else label

    def chosen(self, name: str) -> Any:
        """A side that the register does not have is never in use."""
        return super().chosen(name) if name in self.fields else ""


def attention_of(register: Register) -> list[tuple[str, str]]:
    """What of a register may want looking at; a request for change waits for its decision, not for a day."""
    unowned = (UNOWNED, "Nobody named")
    if not register.due:
        return [("awaited", "Not decided yet"), unowned]
    late = (OVERDUE, "Past its date and open")
    undated = (UNDATED_ROWS, f"Open, without a date under “{register.due.lower()}”")
    clash = [(CLASH, "Its date does not fit its milestone")] if register.page == "dependencies" else []
    return [late, undated, unowned, *clash]


class EntryForm(DoorForm):
    """A row of a register, made from the register's table of fields: new, or with `record` as it stands."""

    def __init__(
        self,
        *given: Any,
        register: Register,
        offered: Mapping[str, QuerySet[Any]],
        record: Any = None,
        **more: Any,
    ) -> None:
        self.register, self.record = register, record
        if record is not None:
            present = {name: _initial(register, record, name) for name in register.names}
            more["initial"] = {**present, "version": record.version, **more.get("initial", {})}
        super().__init__(*given, **more)
        for field in register.fields:
            if field.on_add or record is not None:
                self.fields[field.name] = self._field(field, offered)
        self.fields["reason"] = forms.CharField(
            label="Why?",
            help_text="One sentence, such as who said so and where. It stands in the history.",
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": UNREASONED},
        )
        if record is not None:
            self.fields["version"] = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def _field(self, field: RegisterField, offered: Mapping[str, QuerySet[Any]]) -> forms.Field:
        kind = self.register.kind(field.name)
        given: dict[str, Any] = {
            "label": field.label,
            "help_text": field.hint,
            "required": bool(field.missing),
            "error_messages": {"required": field.missing.rstrip(".")} if field.missing else {},
        }
        if kind == Kind.LINK:
            rows = offered[field.name]
            return forms.ModelChoiceField(rows, to_field_name="reference", empty_label="None", **given)
        if kind == Kind.CHOICE:
            given["required"] = field.name == "state" or given["required"]
            return forms.ChoiceField(choices=self._choices(field.name), **given)
        if kind == Kind.DATE:
            return FuzzyDateFormField(**given)
        if kind == Kind.DAY:
            return DayField(**given)
        column = self.register.model._meta.get_field(field.name)
        widget = forms.Textarea({"rows": 3}) if kind == Kind.PROSE else forms.TextInput()
        return forms.CharField(max_length=column.max_length or 4000, widget=widget, **given)

    def _choices(self, name: str) -> Sequence[tuple[str, str]]:
        if name == "state" and self.record is not None:
            return states_from(self.register, self.record.state)
        return self.register.choices(name)

    def values(self) -> dict[str, Any]:
        """What the door takes of the row itself."""
        return {name: self.cleaned_data[name] for name in self.register.names if name in self.cleaned_data}

    def words_of(self, name: str) -> str:
        """A field as the person typed or chose it, in words."""
        return words_of(self.register, name, self.cleaned_data.get(name))


def _initial(register: Register, record: Any, name: str) -> Any:
    value = getattr(record, name)
    return value.reference if register.kind(name) == Kind.LINK and value is not None else value


class DecideForm(DoorForm):
    """What became of a request for change, and why."""

    state = forms.ChoiceField(
        label="What was decided?",
        choices=[(state.value, str(ChangeRequestState(state).label)) for state in DECIDED],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is approved, rejected or deferred"},
    )
    decision: Any = forms.ModelChoiceField(
        None,
        label="Decision that says so",
        help_text="Where the decision of a body is recorded here.",
        empty_label="None recorded",
        required=False,
        to_field_name="reference",
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Who decided, and why. It stands on the request and in its history.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say who decided, and why"},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, decisions: QuerySet[Decision], **more: Any) -> None:
        super().__init__(*given, **more)
        field: Any = self.fields["decision"]
        field.queryset = decisions
