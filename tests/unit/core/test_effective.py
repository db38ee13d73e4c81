"""Facts that hold for a period: half-open, so that a successor starts on the day its predecessor ends."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.test.utils import isolate_apps

from commissioning.core.effective import EffectiveDated, dates_in_order, no_overlap

with isolate_apps():

    class Lead(EffectiveDated):
        service_id = models.BigIntegerField(null=True, blank=True)
        role_id = models.BigIntegerField(default=1)
        governing = models.BooleanField(default=True)

        class Meta:
            app_label = "core"
            constraints = [
                dates_in_order("lead"),
                no_overlap("lead_one_at_a_time", "service_id", "role_id", condition=Q(governing=True)),
            ]

    class Chair(EffectiveDated):
        class Meta:
            app_label = "core"
            constraints = [no_overlap("chair_one_at_a_time")]


# Health visiting: NHS England area teams, then council public health from 1 April 2015.
HANDOVER = date(2015, 4, 1)


@pytest.fixture
def tables(db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Lead)
        editor.create_model(Chair)
    yield
    connection.check_constraints()


def lead(starts: date | None, ends: date | None, service: int | None = 7, **more: object) -> Lead:
    """A checked and saved row."""
    row = Lead(starts_on=starts, ends_on=ends, service_id=service, **more)
    row.full_clean()
    row.save()
    return row


@pytest.mark.parametrize("ends", [date(2015, 3, 31), HANDOVER])
def test_reversed_and_empty_periods_are_refused_before_the_database_sees_them(ends: date) -> None:
    with pytest.raises(ValidationError, match="must come after the start") as refused:
        Lead(starts_on=HANDOVER, ends_on=ends).clean()
    assert list(refused.value.message_dict) == ["ends_on"]
    Lead(starts_on=HANDOVER, ends_on=date(2015, 4, 2)).clean()


@pytest.mark.parametrize(
    ("starts", "ends", "on", "expected"),
    [
        (date(2013, 4, 1), HANDOVER, date(2013, 3, 31), False),
        (date(2013, 4, 1), HANDOVER, date(2013, 4, 1), True),
        (date(2013, 4, 1), HANDOVER, date(2015, 3, 31), True),
        (date(2013, 4, 1), HANDOVER, HANDOVER, False),
        (None, HANDOVER, date(1948, 7, 5), True),
        (HANDOVER, None, date(2099, 1, 1), True),
        (None, None, HANDOVER, True),
    ],
)
def test_in_force_from_its_first_day_until_the_day_before_its_end(
    tables: None, starts: date | None, ends: date | None, on: date, expected: bool
) -> None:
    row = lead(starts, ends)
    assert row.in_force(on) is expected
    assert Lead.objects.on(on).exists() is expected


@pytest.mark.usefixtures("tables")
class TestOnlyOneAtATime:
    def test_a_successor_starts_on_the_day_its_predecessor_ends(self) -> None:
        area_teams, council = lead(date(2013, 4, 1), HANDOVER), lead(HANDOVER, None)
        assert Lead.objects.on(date(2015, 3, 1)).get() == area_teams
        assert Lead.objects.on(date(2015, 5, 1)).get() == council

    @pytest.mark.parametrize(
        ("starts", "ends"),
        [
            (date(2015, 3, 31), None),
            (None, None),
            (None, date(2013, 4, 2)),
            (date(2014, 1, 1), date(2014, 1, 2)),
        ],
    )
    def test_a_day_shared_is_refused_in_words_and_by_the_database(
        self, starts: date | None, ends: date | None
    ) -> None:
        lead(date(2013, 4, 1), HANDOVER)
        with pytest.raises(ValidationError, match="already covers part of this period"):
            lead(starts, ends)
        with pytest.raises(IntegrityError, match="lead_one_at_a_time"), transaction.atomic():
            Lead.objects.create(starts_on=starts, ends_on=ends, service_id=7)

    def test_another_partition_is_free(self) -> None:
        lead(None, None)
        lead(None, None, service=8)
        lead(None, None, role_id=2)

    def test_rows_outside_the_condition_may_overlap(self) -> None:
        lead(None, None)
        lead(None, None, governing=False)
        lead(None, None, governing=False)

    def test_a_row_without_its_key_conflicts_with_none(self) -> None:
        # An open range would overlap everything: no key must not mean every key.
        lead(None, None)
        lead(None, None, service=None)
        lead(None, None, service=None)

    def test_without_a_partition_the_whole_table_is_one(self) -> None:
        Chair.objects.create(starts_on=None, ends_on=HANDOVER)
        Chair(starts_on=HANDOVER).full_clean()
        with pytest.raises(ValidationError, match="already covers"):
            Chair(starts_on=date(2015, 3, 31)).full_clean()

    def test_reversed_dates_meet_a_sentence_and_not_a_failing_range(self) -> None:
        lead(date(2013, 4, 1), HANDOVER)
        with pytest.raises(ValidationError) as refused:
            Lead(starts_on=HANDOVER, ends_on=date(2013, 4, 1), service_id=7).full_clean()
        assert list(refused.value.message_dict) == ["ends_on"]

    @pytest.mark.parametrize("ends", [date(2015, 3, 31), HANDOVER])
    def test_the_database_refuses_reversed_and_empty_periods_too(self, ends: date) -> None:
        with pytest.raises(Exception, match=r"range|lead_dates_in_order"), transaction.atomic():
            Lead.objects.create(starts_on=HANDOVER, ends_on=ends, service_id=7)

    def test_a_row_may_be_saved_again(self) -> None:
        row = lead(date(2013, 4, 1), HANDOVER)
        row.ends_on = date(2015, 6, 1)
        row.full_clean()
        row.save()
        assert Lead.objects.on(date(2015, 5, 31)).get() == row
