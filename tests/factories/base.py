"""What the factories share: value objects given as text, and children that stay in their parent's programme."""

from typing import Any, Generic, TypeVar

import factory
from factory.django import DjangoModelFactory

from commissioning.core.fields import FuzzyDateField, MoneyField
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import parse_money

Model = TypeVar("Model")


class ValueFactory(DjangoModelFactory, Generic[Model]):
    """Takes money and stated dates as printed, as well as ready-made value objects."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        for name, value in kwargs.items():
            field = getattr(cls._meta.model, name, None)
            if isinstance(value, str) and isinstance(field, MoneyField):
                kwargs[name] = parse_money(value)
            elif isinstance(value, str) and isinstance(field, FuzzyDateField):
                kwargs[name] = parse_fuzzy_date(value)
        return kwargs


class ScopedFactory(ValueFactory[Model]):
    """A record of a programme, with a reference that no other test record has."""

    class Meta:
        abstract = True

    programme = factory.SubFactory("tests.factories.programmes.ProgrammeFactory")


def reference(letters: str) -> factory.Sequence:
    """References such as T-BL-00001: the T keeps them apart from the fixtures' own."""
    return factory.Sequence(lambda number: f"T-{letters}-{number:05}")


def same_programme(name: str, **more: Any) -> factory.SubFactory:
    """A child made in the programme of the record it is made for."""
    return factory.SubFactory(name, programme=factory.SelfAttribute("..programme"), **more)
