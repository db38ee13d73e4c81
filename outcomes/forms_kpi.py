"""What people type into the pages that change a KPI: its definition, its chart settings, and comments."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.renderer import AppFormMixin
from commissioning.core.fuzzydate import FuzzyDateError, Precision, parse_fuzzy_date
from outcomes.models import KPI
from outcomes.rules_kpis import UNREASONED, needs_reason
from outcomes.services.kpi_door import label_of
from programmes.models import Organisation

WIDE = {"class": "nhsuk-input--width-20", "autocomplete": "off"}
SHORT = {"class": "nhsuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}
NO_LIMIT = 10_000  # what a column can hold at most is no limit to tell a person of
REASON_HINT = "One or two sentences. They stand in the KPI’s history, beside what was there before."


class CommentForm(AppFormMixin, forms.Form):
    """A comment or a question. Once made it stays as it is."""

    text = forms.CharField(
        label="Comment or question",
        help_text="It stays as you write it, with your name and the time.",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Write the comment"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_comment_%s", **kwargs})


class StampedForm(DoorForm):
    """Why something changes. `stamp` says what the KPI held when the form was opened."""

    reason = forms.CharField(
        label="Why?",
        help_text=REASON_HINT,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": UNREASONED.rstrip(".")},
    )
    stamp = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> int:
        """What the stamp says; 0, which nothing is, for one that was tampered with."""
        stamp = str(self.cleaned_data.get("stamp") or "")
        return int(stamp) if stamp.isdecimal() else 0

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason") or "").strip()


def exact_day(typed: str, label: str) -> date:
    """One day as people write it. Raises ValidationError for a month, a season or what cannot be read."""
    try:
        read = parse_fuzzy_date(typed)
    except FuzzyDateError as error:
        raise ValidationError(f"{label}: {error}", code="unreadable") from error
    if read.precision != Precision.DAY or read.start is None:
        raise ValidationError(f"{label}: “{typed}” is not one day. Enter the exact day, such as 1 April 2025")
    return read.start


class DayField(forms.CharField):
    """One exact day in one box, or nothing. Cleans to a date or None."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(WIDE), "max_length": 60, "required": False, **given})

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        typed = str(super().clean(value)).strip()
        return exact_day(typed, str(self.label)) if typed else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value


class NumberField(forms.CharField):
    """A number as people write it: 85, 85.5, 1,204 or 85 %. Cleans to an exact Decimal or None, never to a float."""

    def __init__(self, **given: Any) -> None:
        box = forms.TextInput(
            {"class": "nhsuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}
        )
        super().__init__(**{"widget": box, "max_length": 40, "required": False, **given})

    def clean(self, value: Any) -> Decimal | None:
        typed = str(super().clean(value)).strip()
        plain = typed.replace(",", "").removesuffix("%").strip().replace("\N{MINUS SIGN}", "-")
        if not plain:
            return None
        try:
            number = Decimal(plain)
        except InvalidOperation as error:
            raise ValidationError(
                f"{self.label}: “{typed}” is not a number. Enter it like 85 or 85.5"
            ) from error
        if not number.is_finite() or abs(number) >= Decimal(10) ** 10 or number != round(number, 4):
            raise ValidationError(
                f"{self.label}: enter a number below 10,000,000,000 with at most four decimals"
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


# --- definition and chart -----------------------------------------------------------------------------------------


class RecordForm(StampedForm):
    """Fields of the KPI's own record, labelled as the page labels them. Subclasses say which."""

    names: ClassVar[Sequence[str]] = ()
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, kpi: KPI, owners: Any = None, **kwargs: Any) -> None:
        self.kpi = kpi
        initial = {name: getattr(kpi, name) for name in self.names}
        kwargs["initial"] = {**initial, "stamp": kpi.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name in self.names:
            self.fields[name] = field = self._field(name, owners)
            field.error_messages["required"] = f"Enter the {label_of(name).lower()}"
        self.fields["reason"].required = False
        if needs_reason(kpi.state, kpi.state):
            self.fields["reason"].required = True
        self.order_fields([*self.names, "reason", "stamp"])

    def _field(self, name: str, owners: Any) -> forms.Field:
        column: Any = KPI._meta.get_field(name)
        given: dict[str, Any] = {
            "label": label_of(name),
            "help_text": self.hints.get(name) or column.help_text,
        }
        given["required"] = not (column.blank or column.null)
        if name == "owner":
            known = Organisation.objects.none() if owners is None else owners
            return forms.ModelChoiceField(known, empty_label="Not stated", **given)
        return _field_of(column, given)

    def values(self) -> dict[str, Any]:
        """What the door is to be given: only what differs from what the form was opened with."""
        return {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data}


def _field_of(column: Any, given: dict[str, Any]) -> forms.Field:
    """The box for a column: choices, a tick, a day, an exact number, a whole number, or words."""
    kind = column.get_internal_type()
    if column.choices:
        return forms.ChoiceField(choices=column.choices, **given)
    if kind == "BooleanField":
        return forms.BooleanField(**{**given, "required": False})
    if kind in ("DateField", "DecimalField"):
        return (DayField if kind == "DateField" else NumberField)(**given)
    if kind.startswith("Positive"):
        return forms.IntegerField(widget=forms.TextInput(SHORT), **_limited(column, given))
    widget = forms.Textarea({"rows": 2}) if kind == "TextField" else forms.TextInput()
    return forms.CharField(max_length=column.max_length, widget=widget, **given)


def _limited(column: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The limits of the column's validators, and a message that names the field and what it takes."""
    limits = {one.code: one.limit_value for one in column.validators if hasattr(one, "limit_value")}
    low, high = limits.get("min_value", 0), limits.get("max_value")
    if high is None or high > NO_LIMIT:
        wrong = f"{given['label']}: enter a whole number, 0 or more"
        return {**given, "min_value": 0, "error_messages": dict.fromkeys(("invalid", "min_value"), wrong)}
    wrong = f"{given['label']}: enter a whole number from {low} to {high}"
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return {**given, "min_value": low, "max_value": high, "error_messages": messages}


class DefinitionForm(RecordForm):
    """What the KPI is, who owns it and how it is reported."""

    names = (
        "name",
        "definition",
        "why_it_matters",
        "numerator",
        "denominator",
        "method",
        "collection",
        "source",
        "measure",
        "per",
        "unit",
        "decimals",
        "frequency",
        "series",
        "polarity",
        "suppress_below",
        "tolerance",
        "owner",
        "owner_role",
        "state",
        "reported_from",
        "retired_on",
        "return_days",
    )
    hints: ClassVar[dict[str, str]] = {
        "unit": "Such as days or children; a percentage and a rate need none.",
        "decimals": "How many are shown. Judgements are made on the exact value.",
        "reported_from": "The first day of the first period for which a return is due, such as 1 April 2025. "
        "Leave it empty and a KPI made to report starts with this period.",
        "retired_on": "Only for a retired KPI. Leave it empty for today.",
    }


class ChartForm(RecordForm):
    """How the KPI is charted. The settings stand on the KPI, so that every page draws the same chart."""

    names = (
        "spc_profile",
        "spc_shift",
        "spc_trend",
        "spc_minimum_points",
        "spc_screening",
        "spc_mixed",
        "spc_count_beyond",
        "baseline_points",
        "baseline_until",
        "floor",
        "ceiling",
    )
