"""Numbers in hidden fields that are not ours: a number too long to be one is passed over, and breaks nothing."""

from procurement.forms.milestones import MilestoneChangeForm


def test_what_a_milestone_was_seen_to_wait_for_leaves_out_what_is_no_number() -> None:
    form = MilestoneChangeForm.__new__(MilestoneChangeForm)
    form.cleaned_data = {"needs_seen": f"3 {'9' * 5000} x", "needs": ["4"]}

    assert form.needed({3, 5}) == {4, 5}
