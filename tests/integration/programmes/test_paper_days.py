"""The date of a paper in its own words: never a day that the paper does not give."""

from datetime import date

import pytest

from programmes.models import Programme
from programmes.selectors.paper_days import latest_papers, paper_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "said", "day"),
    [
        ("hampshire", "13 December 2018", date(2018, 12, 13)),
        ("nottinghamshire", "10 June 2013", date(2013, 6, 10)),
        ("derby", "about August to September 2013 (the paper is undated)", date(2013, 9, 30)),
        ("essex", "January 2022", date(2022, 1, 31)),
    ],
)
def test_a_paper_is_dated_in_its_own_words_and_read_on_its_last_possible_day(all_four, key, said, day):
    programme = Programme.objects.get(key=key)
    assert [(paper.said, paper.day) for paper in paper_days(programme)] == [(said, day)]
    assert latest_papers([programme.pk])[programme.pk].said == said


def test_a_programme_without_a_paper_is_left_out(all_four):
    bare = Programme.objects.create(reference="BARE-PRG", key="bare", name="Bare", place="Bare")
    assert paper_days(bare) == ()
    assert bare.pk not in latest_papers([bare.pk])
