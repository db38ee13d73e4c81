"""To be filled: the models of care that a review describes."""

from commissioning.seeding.load import Load


def load_figures(load: Load) -> None:
    """Nothing yet."""
