"""Names for inputs in the admin's list pages: stock `list_editable` inputs have none for a screen reader to say."""

from typing import Any

from django import forms
from django.http import HttpRequest


class LabelledRowForm(forms.ModelForm):  # type: ignore[type-arg]
    """Each input says its field and the row it belongs to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label or name}, {self.instance}"


class LabelledRowsMixin:
    """Put before admin.ModelAdmin on every admin that uses `list_editable`."""

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": LabelledRowForm, **kwargs})  # type: ignore[misc]
