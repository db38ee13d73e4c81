"""Widgets beyond Django's own, and the field that needs one: an exact date in three boxes."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms


class DateWidget(forms.MultiWidget):
    """Day, month and year boxes. Named <field>_day, <field>_month, <field>_year."""

    template_name = "forms/widgets/date.html"
    use_fieldset = True
    parts: ClassVar[dict[str, int]] = {"day": 2, "month": 2, "year": 4}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = "nhsuk-input nhsuk-date-input__input nhsuk-input--width-"
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({"inputmode": "numeric", "class": f"{box}{width}"})
            for part, width in self.parts.items()
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.MultiValueField):
    """An exact date. One that papers print loosely (“Autumn 2013”) is one text box: see the fuzzy date field.

    Raises ValidationError for a date that does not exist or lacks a part.
    """

    widget = DateWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Enter a date",
        "unreal": "Enter a real date, such as 1 8 2020",
        "incomplete": "Enter a day, a month and a year, such as 1 8 2020",
    }

    def __init__(self, **kwargs: Any) -> None:
        limits = ((1, 31), (1, 12), (1900, 2200))
        wrong = {
            "invalid": "Use numbers only",
            "min_value": "Enter a real date",
            "max_value": "Enter a real date",
        }
        parts = [
            forms.IntegerField(min_value=low, max_value=high, error_messages=wrong) for low, high in limits
        ]
        super().__init__(fields=parts, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> date | None:
        if not data_list:
            return None
        if any(part is None for part in data_list):
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        day, month, year = data_list
        try:
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["unreal"], code="unreal") from None


class SearchInput(forms.TextInput):
    """A search box; with scripts, its list follows the typing."""

    input_type = "search"
