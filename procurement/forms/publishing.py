"""Choosing what to publish. The door says if it may be; this reads what was ticked."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from commissioning.core.forms.door import DoorForm
from procurement.publishing.standing import Process


class PublishForm(DoorForm):
    """The processes to publish: those that were never published, and those that have changed since; none made up."""

    door_fields = {"release": "processes", "prefix": "processes"}

    processes = forms.MultipleChoiceField(
        label="What is to be published?",
        help_text="A release is for good: a correction is a new one. What has not changed is not offered.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one", "invalid_choice": "Choose from the list"},
    )

    def __init__(self, *args: Any, processes: Sequence[Process], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["processes"])
        offered = [one for one in processes if one.is_offered]
        field.choices = [(one.slug, f"{one.name} ({one.state.lower()})") for one in offered]
        self.offers = bool(offered)
