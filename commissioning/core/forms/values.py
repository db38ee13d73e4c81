"""Form fields for money and stated dates: one text box each, read as a person writes and kept as written.

A box that comes back as it was shown gives the very value it was shown for, with everything the text does not
print (basis, year, a chosen reading, a note). Changed text is read anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, FuzzyDateError, parse_fuzzy_date
from commissioning.core.money import Basis, Money, Qualifier, parse_money, reading_labels
from commissioning.core.money_edit import keep_unsaid

Value = TypeVar("Value", Money, FuzzyDate)


class _ValueTextField(forms.CharField, Generic[Value]):
    """A text box whose initial and cleaned values are value objects with a `printed` form."""

    value_class: type[Value]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": TEXT_LENGTH, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """What the box shows."""
        return value.printed if isinstance(value, self.value_class) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what was shown with what came back, spaces round it aside."""
        return super().has_changed(self.to_python(self.prepare_value(initial)), data)

    # Django's own hook for fields that need the value the form was shown with, as its file field does.
    def _clean_bound_field(self, bound: forms.BoundField) -> Any:
        return bound.initial if self.disabled else self.clean(bound.data, bound.initial)

    def clean(self, value: Any, initial: Any = None) -> Value:
        """The value object for the text in the box. Raises ValidationError that says what to write instead."""
        text: str = self.to_python(value) or ""
        before = initial if isinstance(initial, self.value_class) else None
        if before is not None and text == self.to_python(before.printed):
            found = before
        else:
            self.run_validators(text)
            found = self._read(text)
            found = found if before is None else self._keep(found, before)
        if self.required and self._is_blank(found):
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def _read(self, text: str) -> Value:
        raise NotImplementedError

    def _keep(self, found: Value, _before: Value) -> Value:
        """What an edit of the text leaves standing from the value before it: nothing, unless a field says so."""
        return found

    def _is_blank(self, value: Value) -> bool:
        raise NotImplementedError


class MoneyFormField(_ValueTextField[Money]):
    """Money in pounds. `basis` and `year` apply where neither the text nor the value edited says otherwise."""

    value_class = Money
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Enter an amount, or TBC if it is not known yet",
        "ambiguous": "“{text}” could be {readings}. Write the one you mean",
        "unreadable": "“{text}” is not an amount. Write it like £1.2m, ~£13m, over £45m p.a., £10m to £12m or TBC",
    }

    def __init__(self, *, basis: Basis = Basis.UNSTATED, year: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.basis = basis
        self.year = year

    def _read(self, text: str) -> Money:
        money = parse_money(text)
        if money.qualifier == Qualifier.UNREADABLE:
            offered = " or ".join(reading_labels(text))
            code = "ambiguous" if offered else "unreadable"
            raise ValidationError(self.error_messages[code].format(text=text, readings=offered), code=code)
        basis = self.basis if money.basis == Basis.UNSTATED else money.basis
        return replace(money, basis=basis, year=money.year or self.year)

    def _keep(self, found: Money, before: Money) -> Money:
        return keep_unsaid(found, before)

    def _is_blank(self, value: Money) -> bool:
        return value.qualifier == Qualifier.BLANK


class FuzzyDateFormField(_ValueTextField[FuzzyDate]):
    """A stated date. `assume_year` supplies the year where the text has none; without it, a year is asked for."""

    value_class = FuzzyDate
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Enter a date such as Aug 2020, Autumn 2013 or 2013/14, or TBC if it is not known yet",
    }

    def __init__(self, *, assume_year: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.assume_year = assume_year

    def _read(self, text: str) -> FuzzyDate:
        try:
            return parse_fuzzy_date(text, assume_year=self.assume_year)
        except FuzzyDateError as error:
            raise ValidationError(str(error), code="unreadable") from error

    def _is_blank(self, value: FuzzyDate) -> bool:
        return value.status == DateStatus.BLANK and not value.is_dated
