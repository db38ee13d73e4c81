"""What a record of decision lacks, by SI 2012/2089 regulation 12, and what an outcome makes of the ask it answers."""

from dataclasses import replace

import pytest

from governance.rules.decision_record import RecordFacts, declares, lacking, state_after

WHOLE = RecordFacts(
    is_dated=True,
    reasons="The contracts end in March 2020.",
    alternatives_rejected="To extend once more.",
    interests="None",
    dispensations="",
    has_effective_date=True,
)


def test_a_whole_record_lacks_nothing_and_each_gap_is_named():
    assert lacking(WHOLE) == ()
    gaps = {
        "is_dated": (False, "no day of decision recorded"),
        "reasons": (" ", "no reasons recorded"),
        "alternatives_rejected": ("", "no alternatives recorded as rejected"),
        "interests": ("", "not recorded whether interests were declared"),
        "has_effective_date": (False, "no effective date recorded"),
    }
    for name, (value, words) in gaps.items():
        assert lacking(replace(WHOLE, **{name: value})) == (words,), name


def test_none_is_an_answer_to_interests_and_needs_no_dispensation():
    assert not declares(" None ")
    assert declares("The chair is a trustee of a provider.")
    assert lacking(replace(WHOLE, interests="The chair is a trustee of a provider.")) == (
        "not recorded whether a dispensation was given for the interests declared",
    )
    assert lacking(replace(WHOLE, interests="The chair is a trustee.", dispensations="None given")) == ()


def test_interests_declared_at_the_meeting_count_without_words():
    assert lacking(replace(WHOLE, interests="", interests_declared=1, dispensations="None given")) == ()
    assert lacking(replace(WHOLE, interests="", interests_declared=1)) == (
        "not recorded whether a dispensation was given for the interests declared",
    )


def test_a_key_decision_says_why_and_one_open_to_call_in_is_published():
    key = replace(WHOLE, is_key=True, may_be_called_in=True)
    assert lacking(key) == ("not recorded why it is a key decision", "no day of publication recorded")
    assert lacking(replace(key, key_because="Over £500,000", is_published=True)) == ()


@pytest.mark.parametrize(
    ("outcome", "verb", "state"),
    [
        ("agreed", "approve", "agreed"),
        ("amended", "agree", "amended"),
        ("deferred", "agree", "deferred"),
        ("referred", "agree", "deferred"),
        ("rejected", "endorse", "rejected"),
        ("noted", "note", "agreed"),
        ("noted", "approve", "asked"),
    ],
)
def test_the_state_of_an_ask_follows_the_outcome_and_noting_is_not_approving(outcome, verb, state):
    assert state_after(outcome, verb) == state


def test_an_outcome_that_does_not_exist_is_no_state():
    with pytest.raises(KeyError):
        state_after("approved", "agree")
