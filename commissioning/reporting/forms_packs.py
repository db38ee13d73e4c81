"""The form that makes a board pack: for which meeting, with the position of which day, with which appendices."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.reporting.pack.options import APPENDICES, options_of
from governance.models import Meeting
from outcomes.forms_kpi import DayField


class PackForm(DoorForm):
    """Offers the programme's meetings that were not cancelled, the latest first."""

    meeting = forms.ChoiceField(
        label="For which meeting?",
        error_messages={
            "required": "Choose the meeting that the pack is for.",
            "invalid_choice": "“%(value)s” is not a meeting of this programme. Choose one from the list.",
        },
    )
    appendices = forms.MultipleChoiceField(
        label="Appendices",
        help_text="Left out, the pack can be read in five minutes.",
        required=False,
        choices=list(APPENDICES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s” is not an appendix. Choose from the list."},
    )
    as_at = DayField(
        label="With the position of which day?",
        help_text="Leave this empty for the day of the meeting, or for today while the meeting is still to come.",
    )

    def __init__(self, *given: Any, meetings: Sequence[Meeting], **more: Any) -> None:
        super().__init__(*given, **more)
        self.meetings = {meeting.reference: meeting for meeting in meetings}
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("", "Choose a meeting"),
            *((reference, meeting_words(meeting)) for reference, meeting in self.meetings.items()),
        ]

    def values(self) -> dict[str, Any]:
        """What `make` takes besides who makes it."""
        return {
            "meeting": self.meetings[self.cleaned_data["meeting"]],
            "options": options_of(self.cleaned_data["appendices"]),
            "as_at": self.cleaned_data["as_at"],
        }


def meeting_words(meeting: Meeting) -> str:
    """ "Programme board, 13 December 2018"."""
    return f"{meeting.title or meeting.body.name}, {meeting.held.printed or 'day not stated'}"
