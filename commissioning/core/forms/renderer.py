"""Forms in the design system's markup through Django's own renderer.

The renderer is set on `AppFormMixin` and not in settings, so that the admin keeps its own. `django.forms` is installed
because the templates stand in the project's templates folder.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.utils import pretty_name

STOCK_REQUIRED = forms.Field.default_error_messages["required"]

WIDGET_CLASSES: dict[type[forms.Widget], str] = {
    forms.TextInput: "nhsuk-input",
    forms.EmailInput: "nhsuk-input",
    forms.URLInput: "nhsuk-input",
    forms.PasswordInput: "nhsuk-input",
    forms.NumberInput: "nhsuk-input nhsuk-input--width-10",
    forms.CheckboxInput: "nhsuk-checkboxes__input",
    forms.Select: "nhsuk-select",
    forms.NullBooleanSelect: "nhsuk-select",
    forms.SelectMultiple: "nhsuk-select",
    forms.Textarea: "nhsuk-textarea",
    forms.ClearableFileInput: "nhsuk-file-upload",
    forms.FileInput: "nhsuk-file-upload",
}
WIDGET_TEMPLATES: dict[type[forms.Widget], str] = {
    forms.RadioSelect: "forms/widgets/radio.html",
    forms.CheckboxSelectMultiple: "forms/widgets/checkboxes.html",
}


def _nearest(widget: forms.Widget, table: dict[type[forms.Widget], str]) -> str:
    return next((table[kind] for kind in type(widget).__mro__ if kind in table), "")


class BoundField(forms.BoundField):
    """Adds the classes while rendering: asking for errors when the form is made would validate it too early."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        classes = "" if widget.is_hidden else _nearest(widget, WIDGET_CLASSES)
        if classes:
            own = widget.attrs.get("class", "")
            error = f"{classes.split()[0]}--error" if self.errors else ""
            attrs["class"] = " ".join(part for part in (classes, own, error) if part)
        return attrs

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: Any = None,
        only_initial: bool = False,
    ) -> Any:
        """The widget; radio buttons and checkbox lists in our own markup even where the form chose a stock widget."""
        chosen = widget or self.field.widget
        template = "" if chosen.is_hidden else _nearest(chosen, WIDGET_TEMPLATES)
        if template and str(chosen.template_name).startswith("django/"):
            chosen.template_name = template
        return super().as_widget(widget, attrs, only_initial)

    @property
    def is_checkbox(self) -> bool:
        """A single tick box is laid out by the field template: its label stands after the box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def error_target(self) -> str:
        """The id that the error summary links to: the first control of the field."""
        widget = self.field.widget
        first = getattr(widget, "first_id", None)
        if first is not None:
            return str(first(self.auto_id))
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class Renderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField


RENDERER = Renderer()


if TYPE_CHECKING:
    FormBase = forms.BaseForm
else:
    FormBase = object  # so that the mixin's own settings come before those of the form it is mixed into


class AppFormMixin(FormBase):
    """Put before forms.Form or forms.ModelForm.

    A required field whose author gave no message of its own says what to enter: “This field is required” twice in an
    error summary helps nobody.
    """

    default_renderer: BaseRenderer | type[BaseRenderer] | None = RENDERER
    bound_field_class = BoundField
    use_required_attribute = (
        False  # the server's messages are clearer, and the error summary gets to say them
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        for name, field in form.fields.items():
            if str(field.error_messages.get("required")) == str(STOCK_REQUIRED):
                field.error_messages["required"] = _ask_for(
                    str(field.label or pretty_name(name)), field.widget
                )


def _ask_for(label: str, widget: forms.Widget) -> str:
    """“Enter the reason”, “Select the phase”; a label that is a question is quoted."""
    if label.endswith("?"):
        return f"Answer “{label}”"
    words = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    verb = (
        "Select"
        if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple)
        else "Enter"
    )
    return f"{verb} the {words}"


class FilterFormMixin(AppFormMixin):
    """For GET forms over a list: nothing is required, so nothing is marked optional; ids keep clear of the page's."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})


AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def adopt(form: AnyForm) -> AnyForm:
    """Give a form of another package (sign-in, for one) our markup. Its fields and rules stay as they are."""
    given: Any = form
    if given.renderer is not RENDERER:
        given.renderer = RENDERER
        given.bound_field_class = BoundField
        given.use_required_attribute = False
        given._bound_fields_cache.clear()
        for errors in (given._errors or {}).values():  # made by the other renderer before we came
            errors.renderer = RENDERER
    return form
