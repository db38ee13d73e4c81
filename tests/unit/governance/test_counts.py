"""Check 2: a number that a paper states against what it lists (three new posts, four new posts, four listed)."""

from governance.rules.counts import stated_number_findings
from governance.rules.evidence_plans import Listed, StatedNumber
from tests.unit.governance.evidence import plans

THREE = StatedNumber("NOT-COUNT-1", "three new posts", 3, "new_posts", "", 1)
FOUR = StatedNumber("NOT-COUNT-2", "four new posts", 4, "new_posts", "", 2)
POSTS = Listed("new_posts", "", "new post", "New posts", ("Manager", "Analyst", "Officer", "Administrator"))


def found(*numbers, listed=()):
    places = {1: "para 20", 2: "recommendation 2"}
    return list(stated_number_findings(plans(places=places, stated_numbers=numbers, listed=listed)))


def test_two_stated_numbers_and_the_list():
    (finding,) = found(FOUR, THREE, listed=(POSTS,))
    assert finding.key == "count-not-prg-new-posts"
    assert finding.title == "New posts: 3 and 4 stated, 4 listed"
    assert finding.arithmetic == (
        "3 stated in para 20, 1 fewer than listed. 4 stated in recommendation 2. 4 new posts listed."
    )
    assert finding.computed == {"not-count-1": 3, "not-count-2": 4, "listed": 4}


def test_a_number_that_agrees_with_its_list_is_nothing():
    assert found(FOUR, listed=(POSTS,)) == []


def test_more_than_is_listed():
    """13 organisations stated in Sussex, 12 listed."""
    thirteen = StatedNumber("ESX-COUNT-2", "13 organisations", 13, "area_partners", "SUSSEX")
    partners = Listed("area_partners", "SUSSEX", "partner", "Sussex, partners", tuple("abcdefghijkl"))
    (finding,) = found(thirteen, listed=(partners,))
    assert finding.title == "Sussex, partners: 13 stated, 12 listed"
    assert "1 more than listed" in finding.arithmetic


def test_without_a_list_numbers_are_compared_with_each_other_only():
    assert found(THREE) == []
    (finding,) = found(THREE, FOUR)
    assert finding.title == "three new posts: 3 and 4 stated"
    assert finding.computed["listed"] is None


def test_the_same_number_of_another_thing_is_not_compared():
    other = StatedNumber("ESX-COUNT-1", "nine authorities", 9, "area_localities", "GM")
    assert found(THREE, other) == []
