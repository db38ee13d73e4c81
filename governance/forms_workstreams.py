"""Forms of work streams, scales of status and tolerances."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import FuzzyDateFormField
from governance.forms_risks import ReasonField
from governance.models import StatusPoint
from governance.selectors.status_scales import PointRow, ScaleRow
from governance.selectors.tolerances import ToleranceView
from governance.services.scales import PointPlan
from outcomes.forms_kpi import NumberField

SPARE = 3  # empty rows under the points there are
MEANS = [("", "Still to be done"), ("complete", "Complete"), ("stopped", "Stopped without being complete")]
MOST_LETTERS = 40


class StatusForm(DoorForm):
    """A status of a work stream: the point, since when, and what was done and comes next."""

    point = forms.ChoiceField(
        label="Where does the work stand?", error_messages={"required": "Choose where the work stands"}
    )
    since = FuzzyDateFormField(
        label="Since when?",
        help_text="A day or a month: 3 April 2026, April 2026. The same status again is a fresh report of it.",
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter since when it stands so, such as April 2026"},
    )
    text = forms.CharField(
        label="What was done, and what comes next?",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what was done and what comes next"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, points: Sequence[StatusPoint], **more: Any) -> None:
        super().__init__(*given, **more)
        self.points = {point.code: point for point in points}
        field = self.fields["point"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Choose"), *((code, point.label) for code, point in self.points.items())]

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"since": given["since"], "text": given["text"], "version": given["version"]}


class ScaleAddForm(DoorForm):
    name = forms.CharField(
        label="Name of the new scale",
        help_text="It begins with three points, which you then change.",
        max_length=80,
        widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Give the scale a name"},
    )


class ScaleForm(DoorForm):
    """A scale as rows: each a place, a name and what it means. A row without a name is no point."""

    name = forms.CharField(
        label="Name of the scale", max_length=80, error_messages={"required": "Give it a name"}
    )
    is_default = forms.BooleanField(
        label="Work streams take this scale unless they name another", required=False
    )
    reason = ReasonField(hint="Such as the body that agreed it. It stands in the history.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, scale: ScaleRow, **more: Any) -> None:
        super().__init__(*given, **more)
        self.scale = scale
        self.held: list[PointRow | None] = [*scale.points, *[None] * SPARE]
        for place, point in enumerate(self.held, 1):
            self._add_row(place, point)

    def _add_row(self, place: int, point: PointRow | None) -> None:
        self.fields[f"place_{place}"] = forms.IntegerField(
            label="Place",
            required=False,
            min_value=1,
            max_value=99,
            initial=place if point else None,
            widget=forms.TextInput({"class": "nhsuk-input--width-2", "inputmode": "numeric"}),
            error_messages={"invalid": f"Row {place}: enter the place as a whole number, such as {place}"},
        )
        self.fields[f"label_{place}"] = forms.CharField(
            label="Name",
            required=False,
            max_length=MOST_LETTERS,
            initial=point.label if point else "",
            widget=forms.TextInput({"class": "nhsuk-input--width-20", "autocomplete": "off"}),
            error_messages={"max_length": f"Row {place}: shorten the name to {MOST_LETTERS} characters"},
        )
        means = "complete" if point and point.is_complete else "stopped" if point and point.is_stopped else ""
        self.fields[f"means_{place}"] = forms.ChoiceField(
            label="What it means", required=False, choices=MEANS, initial=means
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each row of boxes with how often its point is in use, for the template."""
        return [
            {
                "title": point.label if point else f"New point {place - len(self.scale.points)}",
                "used": point.used if point else 0,
                "fields": [self[f"{part}_{place}"] for part in ("place", "label", "means")],
            }
            for place, point in enumerate(self.held, 1)
        ]

    def plans(self) -> list[PointPlan]:
        """The points in the order of their places; rows of one place stay in the order of the form, new ones last."""
        given = self.cleaned_data
        rows = []
        for place, point in enumerate(self.held, 1):
            label = given.get(f"label_{place}", "").strip()
            if label:
                order = given.get(f"place_{place}") or 100
                plan = PointPlan(label, given.get(f"means_{place}", ""), point.pk if point else None)
                rows.append((order, place, plan))
        return [plan for _, _, plan in sorted(rows, key=lambda row: row[:2])]


class ToleranceForm(DoorForm):
    """How far one dimension may stray, in the unit of its rule."""

    dimension = forms.ChoiceField(
        label="Which dimension?", error_messages={"required": "Choose the dimension that you set"}
    )
    amber_from = NumberField(
        label="Amber from", required=True, error_messages={"required": "Enter from which number it is amber"}
    )
    red_from = NumberField(
        label="Red from", required=True, error_messages={"required": "Enter from which number it is red"}
    )
    words = forms.CharField(
        label="In words, as agreed",
        help_text="Such as: within two months.",
        required=False,
        max_length=200,
    )
    reason = ReasonField(hint="Such as the body that agreed it. It stands in the history.")
    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *given: Any, views: Sequence[ToleranceView], **more: Any) -> None:
        super().__init__(*given, **more)
        self.views = {view.dimension: view for view in views}
        field = self.fields["dimension"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        units = {code: view.limits.unit or "score" for code, view in self.views.items()}
        field.choices = [
            ("", "Choose"),
            *(
                (code, f"{view.label}, in {units[code]}: {view.limits.words}")
                for code, view in self.views.items()
            ),
        ]

    @staticmethod
    def stamps(views: Sequence[ToleranceView]) -> str:
        """The version of each tolerance that the person saw, 0 for one that was not set."""
        return ",".join(f"{view.dimension}:{view.version}" for view in views)

    def version_of(self, dimension: str) -> int:
        pairs = dict(pair.split(":", 1) for pair in self.cleaned_data["seen"].split(",") if ":" in pair)
        found = pairs.get(dimension, "0")
        return int(found) if found.isdecimal() else 0
