"""Forms of the data-entry site: money and stated dates in one box each, a reason, and the version that was opened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from commissioning.core.concurrency import Versioned
from commissioning.core.fields import CompositeField, MoneyField
from commissioning.core.forms.values import FuzzyDateFormField, MoneyFormField
from commissioning.core.history import composites_of

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
    AnyInlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    AnyModelForm = forms.ModelForm  # at run time neither can be subscripted
    AnyInlineFormSet = forms.BaseInlineFormSet

REASON = "reason_for_change"
SEEN_VERSION = "seen_version"
# What a text box cannot say, and so has a box of its own beside it.
MONEY_PARTS = ("basis", "year", "net_gross", "extension", "note")
DATE_PARTS = ("note",)


class ValueObjectFormMixin(AnyModelForm):
    """Edits each composite attribute of the model in one text box, and some of its parts in boxes of their own.

    A part's own box rules where it was changed; otherwise the text does, as `MoneyFormField` and
    `FuzzyDateFormField` read it.
    """

    composites: ClassVar[Mapping[str, CompositeField[Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.composites:
            if name in self.fields:
                self.initial.setdefault(name, getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, composite in self.composites.items():
            if name in self.cleaned_data:
                self._put(name, composite)
        return self.cleaned_data

    def _put(self, name: str, composite: CompositeField[Any]) -> None:
        """Set the value before Django copies the parts' boxes, and make those agree with it."""
        value = self.cleaned_data[name]
        shown = [part for part in shown_parts(composite) if composite.column(part) in self.cleaned_data]
        changed = {
            part: self.cleaned_data[composite.column(part)]
            for part in shown
            if composite.column(part) in self.changed_data or self.instance._state.adding
        }
        # On a new record a box left at its default says nothing; what the text says then stands.
        defaults = {
            part: self.instance._meta.get_field(composite.column(part)).get_default() for part in shown
        }
        said = {part: new for part, new in changed.items() if not self._is_unsaid(part, new, defaults)}
        try:
            value = replace(value, **said)
        except ValueError as error:
            self.add_error(name, str(error))
            return
        setattr(self.instance, name, value)
        self.cleaned_data[name] = value
        self.cleaned_data.update({composite.column(part): getattr(value, part) for part in shown})

    def _is_unsaid(self, part: str, value: Any, defaults: Mapping[str, Any]) -> bool:
        return bool(self.instance._state.adding and value == defaults[part])

    def _get_validation_exclusions(self) -> set[str]:
        """Columns behind a box, and those that the record had before, take part in validation.

        Otherwise the database's rules on them would be checked by nobody before the write.
        """
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        if not self.instance._state.adding:
            exclusions &= set(self.fields)
        return exclusions - {
            c for name, field in self.composites.items() if name in self.fields for c in field.columns
        }

    def _update_errors(self, errors: ValidationError) -> None:
        """Show what is wrong with a column at the box it belongs to."""
        if hasattr(errors, "error_dict"):
            boxes = {c: name for name, field in self.composites.items() for c in field.columns}
            moved: dict[str, list[ValidationError]] = {}
            for name, found in errors.error_dict.items():
                known = name in self.fields or name == NON_FIELD_ERRORS
                moved.setdefault(name if known else boxes.get(name, NON_FIELD_ERRORS), []).extend(found)
            errors = ValidationError(moved)
        super()._update_errors(errors)  # type: ignore[misc]


class RecordForm(ValueObjectFormMixin):
    """One record of the data-entry site, with the version that its editor opened.

    `is_stale` is true after validation when the record has moved on since; the form is then invalid.
    """

    constraint_words: ClassVar[
        Mapping[str, str]
    ] = {}  # by the name of a database constraint, what to do about it
    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, Versioned) and SEEN_VERSION in self.fields:
            self.initial[SEEN_VERSION] = self.instance.version
        if reason := self.fields.get(REASON):
            # Of a new record too: its history begins with why it is there.
            reason.required = True
            if self.instance._state.adding:
                reason.label = "Reason for adding"
                reason.error_messages["required"] = "Say why you are adding this record."
        self._begin_in_programme()
        keep_to_programme(self, programme_id_of(self.instance))

    def _begin_in_programme(self) -> None:
        """A new record that an address gives a programme (`?programme=3`) is offered only rows of that one."""
        given = str(self.initial.get("programme") or "")
        is_new = self.instance._state.adding and not self.is_bound
        if is_new and given.isdecimal() and programme_path_of(type(self.instance)) == "programme":
            self.instance.programme_id = int(given)

    def _update_errors(self, errors: ValidationError) -> None:
        listed = getattr(errors, "error_dict", None) or {NON_FIELD_ERRORS: errors.error_list}
        for error in (error for found in listed.values() for error in found):
            for name, words in self.constraint_words.items():
                if name in str(error.message):
                    error.message = words
        super()._update_errors(errors)

    @property
    def changes(self) -> list[str]:
        """The names of the record's own fields that the editor changed."""
        return [name for name in self.changed_data if name not in {REASON, SEEN_VERSION}]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._refuse_other_programmes()
        self._refuse_stale()
        return self.cleaned_data

    def _refuse_other_programmes(self) -> None:
        own = _key(self.cleaned_data.get("programme")) or programme_id_of(self.instance)
        refuse_other_programmes(self, own)

    def _refuse_stale(self) -> None:
        if self.instance._state.adding or not isinstance(self.instance, Versioned):
            return
        if self.cleaned_data.get(SEEN_VERSION) != self.instance.version:
            self.is_stale = True
            raise ValidationError(
                "Someone else changed this record after you opened it. Nothing has been saved yet.",
                code="stale",
            )


def keep_to_programme(form: AnyModelForm, programme_id: int | None) -> None:
    """Offer only rows of the record's own programme, once it is known."""
    for field in form.fields.values():
        if programme_id is not None and isinstance(field, forms.ModelChoiceField):
            rows = cast("models.QuerySet[Any]", field.queryset)
            path = programme_path_of(rows.model)
            if path is not None and path != "pk":
                field.queryset = rows.filter(**{path: programme_id})


def refuse_other_programmes(form: AnyModelForm, programme_id: int | None) -> None:
    """An error at each field that points at a row of another programme than the record's."""
    for name, chosen in list(form.cleaned_data.items()):
        if isinstance(chosen, models.Model) and name != "programme":
            theirs = programme_id_of(chosen)
            if None not in (theirs, programme_id) and theirs != programme_id:
                form.add_error(name, f"Choose a {chosen._meta.verbose_name} of this record’s programme.")


def share_choices(form: AnyModelForm, read: dict[str, Any]) -> None:
    """Read what a list offers once for all rows of a formset; `read` keeps it between them."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden:
            if name not in read:
                read[name] = _read_once(cast("Iterable[Any]", field.choices))
            field.choices = read[name]


def _read_once(choices: Iterable[Any]) -> Callable[[], list[Any]]:
    """Asked of the database when a row first shows the list: rows that only show words never ask."""
    return cache(lambda: list(choices))


class RecordFormSet(AnyInlineFormSet):
    """Rows under a record: whatever they point at belongs to the record's programme."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.choices_read: dict[str, Any] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: AnyModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        keep_to_programme(form, programme_id_of(self.instance))
        share_choices(form, self.choices_read)

    def clean(self) -> None:
        super().clean()
        own = programme_id_of(self.instance)
        for form in self.forms:
            if getattr(form, "cleaned_data", None):
                refuse_other_programmes(form, own)


def programme_path_of(model: type[models.Model]) -> str | None:
    """How the model's rows reach their programme, as a lookup; None for rows that belong to none."""
    path: str | None = getattr(model._default_manager.all(), "programme_path", None)
    return path


def programme_id_of(record: models.Model) -> int | None:
    """The key of the programme that the record belongs to; None where it belongs to none or has none yet."""
    path = programme_path_of(type(record))
    if path is None:
        return None
    *steps, last = path.split("__")
    found: Any = record
    for step in steps:
        if getattr(found, f"{step}_id") is None:
            return None
        found = getattr(found, step)
    key: int | None = found.pk if last == "pk" else getattr(found, f"{last}_id")
    return key


def _key(record: models.Model | None) -> int | None:
    return None if record is None else record.pk


def shown_parts(composite: CompositeField[Any]) -> tuple[str, ...]:
    return MONEY_PARTS if isinstance(composite, MoneyField) else DATE_PARTS


def record_form(
    model: type[models.Model], base: type[AnyModelForm], *, with_reason: bool
) -> type[RecordForm]:
    """The form class of a model: its composites as boxes, the version that was opened, and the reason."""
    composites = composites_of(model)
    attributes: dict[str, Any] = {name: _box(field) for name, field in composites.items()}
    hidden = [
        field.column(part)
        for field in composites.values()
        for part in (column.removeprefix(f"{field.name}_") for column in field.columns)
        if part not in shown_parts(field)
    ]
    if issubclass(model, Versioned):
        attributes[SEEN_VERSION] = forms.IntegerField(widget=forms.HiddenInput, required=False)
    if with_reason:
        attributes[REASON] = forms.CharField(
            label="Reason for change",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Kept with the change, for those who read the history later.",
            error_messages={"required": "Say why you are changing this record."},
        )
    meta = type("Meta", (getattr(base, "Meta", object),), {"exclude": [*hidden]})
    bases = (base,) if issubclass(base, RecordForm) else (RecordForm,)
    form: type[RecordForm] = type(
        f"{model.__name__}RecordForm", bases, {**attributes, "composites": composites, "Meta": meta}
    )
    return form


def _box(field: CompositeField[Any]) -> forms.Field:
    label = (field.verbose_name or field.name.replace("_", " ")).capitalize()
    if isinstance(field, MoneyField):
        return MoneyFormField(
            label=label,
            required=False,
            help_text="As the paper prints it: £1.2m, ~£13m, over £45m p.a., TBC.",
        )
    return FuzzyDateFormField(
        label=label, required=False, help_text="As the paper prints it: Aug 2020, Autumn 2013, 2013/14, TBC."
    )
