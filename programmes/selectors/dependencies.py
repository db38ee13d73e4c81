"""What waits for what among a programme's milestones."""

from programmes.models import MilestoneDependency


def needs_of(programme_id: int) -> dict[int, list[int]]:
    """What each milestone of a programme waits for, by primary key; one query."""
    graph: dict[int, list[int]] = {}
    pairs = MilestoneDependency.objects.filter(milestone__programme=programme_id)
    for milestone, needed in pairs.values_list("milestone_id", "needs_id"):
        graph.setdefault(milestone, []).append(needed)
    return graph
