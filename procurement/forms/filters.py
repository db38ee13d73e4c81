"""The filters of the register and of the budget lines: what an address says, read into what the selectors take.

A page and its export read the same address through the same form, so that the export holds exactly the view.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.core.forms.widgets import SearchInput
from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, parse_fuzzy_date
from commissioning.core.money import Basis
from procurement.models.budget import BudgetLineStatus
from procurement.selectors.lines import LineRow
from procurement.selectors.money import NO, NONE, ONE, SEVERAL, YES, LineFilter, basis_key
from procurement.selectors.register import ANY_STATE, Register, RegisterFilter
from programmes.models.services import ScopeState

Choices = list[tuple[str, str]]
COUNTED = "counted"  # what an empty state means, for links that want to say so
EVER = "yes"  # in `added`: at any time after the first scope
LINE_SIDES = (
    "funders",
    "shared",
    "basis",
    "year",
    "currency",
)  # carried by links; chips on the page, not fields


class SinceField(forms.CharField):
    """A month, a day or anything else that papers print for a date. Cleans to a FuzzyDate, or None when empty."""

    def clean(self, value: Any) -> FuzzyDate | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            when = parse_fuzzy_date(text)
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error
        if not when.is_dated:
            raise ValidationError("Enter a date, such as September 2018", code="undated")
        return when


class RegisterForm(ViewForm):
    q = forms.CharField(
        label="Name or reference", required=False, widget=SearchInput, max_length=200, strip=True
    )
    phase = choice("Phase", [])
    commissioner = choice("Lead commissioner", [])
    state = choice("State", [])
    tbc = choice(
        "To be confirmed",
        [
            ("", "Anything"),
            ("any", "Something is TBC"),
            ("inclusion", "Inclusion, or not said"),
            ("commissioner", "Commissioner"),
            ("budget", "Budget"),
        ],
    )
    added = SinceField(label="Added since", required=False, max_length=80)

    def __init__(self, data: QueryDict, register: Register) -> None:
        super().__init__(_plain(data, register.first_addition))
        phases = {row.phase_number: row.phase_name for row in register.rows}
        leads = {row.lead: row.service.lead_name for row in register.rows if row.lead}
        _offer(self, "phase", [("", "Any phase"), *_phase_choices(phases), (NONE, "No phase")])
        _offer(self, "commissioner", [("", "Any"), *_code_choices(leads), (NONE, "None recorded")])
        # Where nothing is in scope yet, a list of what is would hide everything that the papers name.
        self.unless_asked = "" if register.in_scope or data.get("state") == COUNTED else ANY_STATE
        usual = "Every state: none is in scope yet" if self.unless_asked else "In scope, TBC included"
        _offer(self, "state", [("", usual), *ScopeState.choices, (ANY_STATE, "Every state")])

    def filter(self) -> RegisterFilter:
        return RegisterFilter(
            search=self.chosen("q"),
            phase=self.chosen("phase"),
            commissioner=self.chosen("commissioner"),
            state=self.chosen("state") or self.unless_asked,
            tbc=self.chosen("tbc"),
            since=self.chosen("added") or None,
        )


class LineForm(ViewForm):
    phase = choice("Phase", [])
    commissioner = choice("Commissioner", [])
    status = choice("Status", [("", "Any status"), *BudgetLineStatus.choices])
    amount = choice("Amount", [("", "Known or not"), ("known", "Known"), ("unknown", "Not known")])
    service = choice("Pays for", [])
    added = SinceField(label="For services added since", required=False, max_length=80)
    funders = choice(
        "Funders", [("", ""), (ONE, "One funder"), (SEVERAL, "Several funders"), (NONE, "No funder stated")]
    )
    shared = choice("Shared", [("", ""), (YES, "Shared by several services"), (NO, "For one service")])
    basis = choice("Basis", [("", ""), *((value, f"Basis: {label}") for value, label in Basis.choices)])
    year = choice("Year", [])
    currency = choice("Currency", [])

    def __init__(self, data: QueryDict, register: Register) -> None:
        super().__init__(_plain(data, register.first_addition))
        lines = register.lines
        names = {row.phase_number: row.phase_name for row in register.rows}
        phases = {line.phase_number: names.get(line.phase_number, "") for line in lines}
        funders = {funder.code: funder.name for line in lines for funder in line.funders}
        services = {service.reference: service.name for line in lines for service in line.services}
        by_name = sorted(services.items(), key=lambda pair: pair[1].casefold())
        currencies = sorted({line.money.currency for line in lines})
        _offer(self, "phase", [("", "Any phase"), *_phase_choices(phases), (NONE, "No phase")])
        _offer(self, "commissioner", [("", "Any"), *_code_choices(funders)])
        _offer(self, "service", [("", "Any service"), *by_name])
        _offer(self, "year", [("", ""), *_years(lines), (NONE, "Year not stated")])
        _offer(self, "currency", [("", ""), *((code, code) for code in currencies)])
        for name in LINE_SIDES:
            self.fields[name].widget = forms.HiddenInput()

    def filter(self, register: Register) -> LineFilter:
        since: FuzzyDate | None = self.chosen("added") or None
        first = (since.start or since.end) if since else None
        added = register.added_since(first) if first else None
        sides = ("phase", "commissioner", "status", "amount", "service", *LINE_SIDES)
        return LineFilter(
            **{name: self.chosen(name) for name in sides},
            services=None if added is None else frozenset(row.service.service_id for row in added),
        )


def _plain(data: QueryDict, first_addition: date | None) -> QueryDict:
    """The address with its shorthands spelt out: `state=counted` is the default, `added=yes` the first addition."""
    plain = data.copy()
    if plain.get("state") == COUNTED:
        plain["state"] = ""
    if plain.get("added") == EVER:
        plain["added"] = _month_or_day(first_addition) if first_addition else ""
    return plain


def _month_or_day(day: date) -> str:
    return f"{day:%B %Y}" if day.day == 1 else f"{day.day} {day:%B %Y}"


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(value, str(label)) for value, label in choices]


def _phase_choices(phases: dict[int | None, str]) -> Choices:
    numbers = sorted((number, name) for number, name in phases.items() if number is not None)
    return [
        (str(number), f"Phase {number}: {name}" if name else f"Phase {number}") for number, name in numbers
    ]


def _code_choices(names: dict[str, str]) -> Choices:
    pairs = sorted(names.items(), key=lambda pair: pair[0].casefold())
    return [(code, code if code == name else f"{code} – {name}") for code, name in pairs]


def _years(lines: Sequence[LineRow]) -> Choices:
    return [(year, year) for year in sorted({basis_key(line.money)[1] for line in lines} - {""})]
