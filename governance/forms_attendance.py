"""Who was at a meeting, as one form of rows: those recorded, and empty ones to fill. It works without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from governance.forms_actions import ReasonField
from governance.models import Attendance
from governance.models.meetings import Presence
from governance.services.attendance import Attended
from programmes.models import Organisation

EMPTY_ROWS = 3
MOST_ROWS = 120
PARTS = ("role", "organisation", "presence")
ROLE = "Enter the role in row {row}, such as Director of Public Health, or clear the whole row"
PRESENCE = "Choose the presence in row {row}"


@dataclass(frozen=True)
class RowFields:
    """The bound fields of one row; `gone` is there for a row that is recorded."""

    number: int
    heading: str
    role: forms.BoundField
    organisation: forms.BoundField
    presence: forms.BoundField
    recorded: forms.BoundField
    gone: forms.BoundField | None


class AttendanceForm(DoorForm):
    """A row is a role, an organisation and a presence. An empty row says nothing and is left out."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        rows: Sequence[Attendance],
        seen: str,
        organisations: Iterable[Organisation],
        **more: Any,
    ) -> None:
        initial: dict[str, Any] = {"seen": seen}
        for place, row in enumerate(rows):
            initial |= _values(place, row)
        super().__init__(data, initial=initial, **more)
        self.known = {str(row.pk): row for row in rows}
        self.organisations = {row.reference: row for row in organisations}
        self.count = _count(data, len(rows))
        named = [("", "Not stated"), *((code, row.name) for code, row in self.organisations.items())]
        for place in range(self.count):
            self._add(place, named, is_recorded=self._recorded(place))
        self.fields["reason"] = ReasonField("The minutes, or who told you. It stands in the history.")
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["rows"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=self.count)

    def _recorded(self, place: int) -> bool:
        name = f"id_{place}"
        value = self.data.get(name, "") if self.is_bound else self.initial.get(name, "")
        return str(value) in self.known

    def _add(self, place: int, named: Sequence[tuple[str, str]], *, is_recorded: bool) -> None:
        number = place + 1
        self.fields[f"role_{place}"] = forms.CharField(
            label="Role", required=False, max_length=200, error_messages={"required": ROLE.format(row=number)}
        )
        self.fields[f"organisation_{place}"] = forms.ChoiceField(
            label="Organisation", required=False, choices=named
        )
        self.fields[f"presence_{place}"] = forms.ChoiceField(
            label="Presence", required=False, choices=[("", "Choose"), *Presence.choices]
        )
        self.fields[f"id_{place}"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if is_recorded:
            self.fields[f"gone_{place}"] = forms.BooleanField(label="Take this row away", required=False)

    @property
    def row_fields(self) -> Iterator[RowFields]:
        for place in range(self.count):
            recorded = self.known.get(str(self[f"id_{place}"].value() or ""))
            yield RowFields(
                place + 1,
                f"Row {place + 1}: {recorded.role_title}" if recorded else f"Row {place + 1}: new",
                self[f"role_{place}"],
                self[f"organisation_{place}"],
                self[f"presence_{place}"],
                self[f"id_{place}"],
                self[f"gone_{place}"] if f"gone_{place}" in self.fields else None,
            )

    @property
    def new_rows(self) -> int:
        return sum(not self._recorded(place) for place in range(self.count))

    def clean(self) -> dict[str, Any]:
        """A row that says anything needs its role and its presence."""
        given = super().clean() or self.cleaned_data
        for place in range(self.count):
            if given.get(f"gone_{place}") or not self._says_anything(place):
                continue
            if not str(given.get(f"role_{place}") or "").strip() and f"role_{place}" not in self.errors:
                self.add_error(f"role_{place}", ROLE.format(row=place + 1))
            if not given.get(f"presence_{place}") and f"presence_{place}" not in self.errors:
                self.add_error(f"presence_{place}", PRESENCE.format(row=place + 1))
        return given

    def _says_anything(self, place: int) -> bool:
        return self._recorded(place) or any(
            str(self.cleaned_data.get(f"{part}_{place}") or "").strip() for part in PARTS
        )

    def places(self) -> list[int]:
        """The rows that say something, in the order in which the door gets them."""
        return [place for place in range(self.count) if self._says_anything(place)]

    def attended(self) -> list[Attended]:
        given = self.cleaned_data
        return [
            Attended(
                role_title=str(given.get(f"role_{place}") or ""),
                organisation=self.organisations.get(given.get(f"organisation_{place}") or ""),
                presence=given.get(f"presence_{place}") or "",
                attendance_id=int(given[f"id_{place}"]) if self._recorded(place) else None,
                gone=bool(given.get(f"gone_{place}")),
            )
            for place in self.places()
        ]

    def refuse_with(self, refusal: Any) -> None:
        """What the door says of its rows stands at the role of the row, which is named."""
        self.door_fields = {f"row_{at}": f"role_{place}" for at, place in enumerate(self.places())}
        problems = getattr(refusal, "error_dict", None)
        if problems:
            for at, place in enumerate(self.places()):
                for error in problems.get(f"row_{at}", ()):
                    error.message = f"Row {place + 1}: {error.message}"
        super().refuse_with(refusal)


def _values(place: int, row: Attendance) -> dict[str, Any]:
    return {
        f"role_{place}": row.role_title,
        f"organisation_{place}": row.organisation.reference if row.organisation else "",
        f"presence_{place}": row.presence,
        f"id_{place}": str(row.pk),
    }


def _count(data: Any, recorded: int) -> int:
    """How many rows the form has: what came back, or those recorded and a few empty ones."""
    if data is None:
        return recorded + EMPTY_ROWS
    asked = str(data.get("rows", ""))
    return min(int(asked), MOST_ROWS) if asked.isdecimal() else recorded + EMPTY_ROWS
