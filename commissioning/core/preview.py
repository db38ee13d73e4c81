"""A summary to confirm that cannot differ from the deed: the deed itself, taken back."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Written = TypeVar("Written")


def undone(write: Callable[[], Written]) -> Written:
    """What a door would write, with everything taken back.

    Raises what the door raises.
    """
    with transaction.atomic():
        written = write()
        transaction.set_rollback(True)
    return written
