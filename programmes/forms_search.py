"""The search form: words, and where to look. A wrong choice is not used, and the page says so."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commissioning.core.forms.renderer import FilterFormMixin
from commissioning.core.forms.widgets import SearchInput
from programmes.found import KINDS
from programmes.models import Programme
from programmes.selectors.search import LONGEST


class SearchForm(FilterFormMixin, forms.Form):
    """Reads the address of a search page; `chosen` gives a field's value, empty while it is wrong."""

    q = forms.CharField(label="Look for", required=False, strip=True, widget=SearchInput)
    programme = forms.ChoiceField(label="Programme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Everything"), *KINDS.items()])

    def __init__(self, programmes: Iterable[Programme], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(programme.key, str(programme.place)) for programme in programmes]
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "All programmes"), *choices]
        for name in ("programme", "kind"):
            self.fields[name].error_messages["invalid_choice"] = (
                "“%(value)s” is not one of the choices, so this filter is not used"
            )

    def chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def words(self) -> str:
        """What to look for; of a longer text its first part."""
        return self.chosen("q")[:LONGEST].strip()

    @property
    def problems(self) -> list[str]:
        return [f"{self.fields[name].label}: {errors[0]}" for name, errors in self.errors.items()]
