"""Composite columns: one attribute in code, plain columns in the database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ModelState
from django.test.utils import isolate_apps

from commissioning.core.fields import (
    FuzzyDateField,
    MoneyField,
    fuzzy_date_constraints,
    money_constraints,
)
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, parse_fuzzy_date
from commissioning.core.money import Basis, Extension, Money, NetGross, Qualifier, parse_money

MONEY_COLUMNS = [
    "budget_text",
    "budget_amount",
    "budget_upper",
    "budget_currency",
    "budget_qualifier",
    "budget_basis",
    "budget_year",
    "budget_recurrence",
    "budget_extension",
    "budget_net_gross",
    "budget_note",
]
DATE_COLUMNS = [
    "due_text",
    "due_start",
    "due_end",
    "due_precision",
    "due_status",
    "due_year_inferred",
    "due_recurrence",
    "due_note",
]

with isolate_apps():

    class Costed(models.Model):
        before = models.CharField(max_length=5, default="")
        budget = MoneyField("the budget")

        class Meta:
            abstract = True
            app_label = "core"

    class Line(Costed):  # noqa: DJ008
        due = FuzzyDateField()

        class Meta:
            app_label = "core"
            constraints = [*money_constraints("budget", "line"), *fuzzy_date_constraints("due", "line")]

    class OtherLine(Costed):  # noqa: DJ008
        class Meta:
            app_label = "core"


FULL = Money(
    text="£1.2m to £1.5m p.a. net",
    amount=Decimal("1200000.00"),
    upper=Decimal("1500000.00"),
    qualifier=Qualifier.RANGE,
    basis=Basis.PER_ANNUM,
    year="2020/21",
    recurrence="recurrent",
    extension=Extension.BASE,
    net_gross=NetGross.NET,
    note="read from the diagram",
)
WHEN = FuzzyDate(
    text="September, quarterly",
    start=date(2018, 9, 1),
    end=date(2018, 9, 30),
    precision=Precision.MONTH,
    status=DateStatus.INFERRED,
    year_inferred=True,
    recurrence="quarterly",
    note="year from the report's date",
)


def names(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.local_fields]


def test_columns_stand_where_the_field_is_declared() -> None:
    assert names(Line) == ["id", "before", *MONEY_COLUMNS, *DATE_COLUMNS]
    assert Line.budget.columns == MONEY_COLUMNS
    assert Line.due.column("end") == "due_end"


def test_each_model_on_an_abstract_one_has_its_own_columns() -> None:
    assert names(OtherLine) == ["id", "before", *MONEY_COLUMNS]
    assert OtherLine._meta.get_field("budget_text") is not Line._meta.get_field("budget_text")
    one, other = Line(budget=FULL), OtherLine()
    assert (one.budget, other.budget.qualifier) == (FULL, Qualifier.NOT_STATED)


def test_migrations_see_only_the_plain_columns() -> None:
    assert list(ModelState.from_model(Line).fields) == names(Line)


def test_columns_are_named_for_people() -> None:
    assert Line._meta.get_field("budget_text").verbose_name == "the budget"
    assert Line._meta.get_field("budget_net_gross").verbose_name == "the budget net gross"
    assert Line._meta.get_field("due_end").verbose_name == "due end"


def test_without_a_value_money_is_not_stated_and_a_date_is_blank() -> None:
    line = Line()
    assert line.budget == Money("", None, Qualifier.NOT_STATED)
    assert line.due == FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)


def test_values_go_in_through_the_constructor_and_by_assignment() -> None:
    line = Line(budget=FULL, due=WHEN)
    assert (line.budget, line.due) == (FULL, WHEN)
    line.budget = parse_money("TBC")
    assert (line.budget_text, line.budget_amount, line.budget_qualifier) == ("TBC", None, "tbc")
    assert type(line.budget_qualifier) is str
    assert line.budget_upper is None
    assert line.budget_note == ""


def test_the_columns_and_the_value_are_one_thing() -> None:
    line = Line(budget=FULL)
    line.budget_note = "checked"
    assert line.budget.note == "checked"


def test_only_a_value_object_goes_in() -> None:
    for wrong in (None, 5, "£5", parse_fuzzy_date("TBC")):
        with pytest.raises(TypeError, match="budget takes a Money"):
            Line(budget=wrong)


@pytest.fixture
def table(db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Line)
    yield
    connection.check_constraints()


@pytest.mark.usefixtures("table")
class TestInTheDatabase:
    def test_what_is_stored_comes_back_the_same(self) -> None:
        made = Line.objects.create(budget=FULL, due=WHEN)
        found = Line.objects.get(pk=made.pk)
        assert (found.budget, found.due) == (FULL, WHEN)
        made.refresh_from_db()
        assert made.budget == FULL

    def test_rows_are_found_by_the_plain_columns(self) -> None:
        Line.objects.create(budget=parse_money("TBC"))
        Line.objects.create(budget=parse_money("£5m"), due=parse_fuzzy_date("By April 2015"))
        assert Line.objects.filter(budget_qualifier=Qualifier.TBC).count() == 1
        assert Line.objects.get(due_end__lt=date(2015, 5, 1)).budget.amount == 5_000_000

    def test_a_part_of_the_columns_can_be_saved(self) -> None:
        line = Line.objects.create(budget=parse_money("TBC"), before="a")
        line.budget, line.before = parse_money("£5m"), "b"
        line.save(update_fields=Line.budget.columns)
        line.refresh_from_db()
        assert (line.budget, line.before) == (parse_money("£5m"), "a")

    def test_the_usual_ways_to_write_take_the_value(self) -> None:
        line, made = Line.objects.get_or_create(before="a", defaults={"budget": FULL})
        assert made
        Line.objects.update_or_create(before="a", defaults={"budget": parse_money("£5m")})
        line.refresh_from_db()
        assert line.budget == parse_money("£5m")
        Line.objects.bulk_create([Line(budget=parse_money("nil"))])
        assert Line.objects.filter(budget_qualifier="nil").get().budget.amount == 0

    def test_deferred_columns_are_fetched_when_needed(self) -> None:
        Line.objects.create(budget=FULL)
        assert Line.objects.only("before").get().budget == FULL

    @pytest.mark.parametrize(
        ("columns", "message"),
        [
            ({"budget_amount": 5}, "not both"),
            ({"budget_qualifier": "tbc", "budget_amount": 0}, "not both"),
            ({"budget_qualifier": "exact"}, "not both"),
            ({"budget_qualifier": "guessed", "budget_amount": 5}, "not a valid choice"),
            ({"budget_qualifier": "nil", "budget_amount": 5}, "£0"),
            ({"budget_qualifier": "exact", "budget_amount": 5, "budget_upper": 6}, "upper amount"),
            ({"budget_qualifier": "range", "budget_amount": 5}, "upper amount"),
            ({"budget_qualifier": "range", "budget_amount": 5, "budget_upper": 4}, "upper amount"),
            ({"due_precision": "day"}, "no date"),
            ({"due_start": date(2020, 8, 1)}, "no date"),
            (
                {"due_precision": "range", "due_start": date(2020, 8, 2), "due_end": date(2020, 8, 1)},
                "before the first",
            ),
        ],
    )
    def test_contradictory_columns_are_refused_in_words_and_by_the_database(
        self, columns: dict[str, object], message: str
    ) -> None:
        with pytest.raises(ValidationError, match=message):
            Line(**columns).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Line.objects.create(**columns)

    @pytest.mark.parametrize(
        "columns",
        [
            {"budget_qualifier": "awaited"},
            {"budget_qualifier": "nil", "budget_amount": 0},
            {"budget_qualifier": "exact", "budget_amount": 0},
            {"budget_qualifier": "range", "budget_amount": 5, "budget_upper": 5},
            {"due_precision": "range", "due_start": date(2020, 8, 1)},
            {"due_precision": "range", "due_end": date(2020, 8, 1)},
            {"due_precision": "day", "due_start": date(2020, 8, 1), "due_end": date(2020, 8, 1)},
        ],
    )
    def test_their_consistent_twins_pass(self, columns: dict[str, object]) -> None:
        line = Line(**columns, before="x")
        line.full_clean()
        line.save()
        assert Line.objects.get().budget.is_known == (line.budget_amount is not None)
