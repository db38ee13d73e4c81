"""What an address asks of the calendar: read once here, for the page, its exports and its file of dates."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from procurement.forms.calendar import CalendarForm
from procurement.selectors.calendar import CalendarRow, every_date
from programmes.models import Programme


@dataclass(frozen=True)
class CalendarListing:
    """The dates that fit: those overdue whatever the window, those that fall in it, and those without any day."""

    every: tuple[CalendarRow, ...]
    form: CalendarForm
    overdue: tuple[CalendarRow, ...]
    coming: tuple[CalendarRow, ...]
    undated: tuple[CalendarRow, ...]

    @property
    def rows(self) -> tuple[CalendarRow, ...]:
        """All of them, overdue first and undated last."""
        return (*self.overdue, *self.coming, *self.undated)

    @property
    def dated(self) -> tuple[CalendarRow, ...]:
        return (*self.overdue, *self.coming)


def calendar_listing(
    programme: Programme, params: QueryDict, on: date, *, today: date | None
) -> CalendarListing:
    """The dates that the address asks for, as known on the day; `today` is the day of the request: see `every_date`."""
    every = every_date(programme, on, today=today)
    form = CalendarForm(params, every, on)
    fitting = [row for row in every if form.fits(row)]
    overdue = tuple(row for row in fitting if row.is_overdue(on))
    late = {row.key for row in overdue}
    return CalendarListing(
        every,
        form,
        overdue,
        tuple(row for row in fitting if row.key not in late and form.falls_in(row)),
        tuple(row for row in fitting if row.day is None),
    )
