"""What the tests of board packs share: a pack made for a meeting, and its PDF as a reader finds it."""

from contextlib import contextmanager
from datetime import date

from django.db import transaction

from commissioning.reporting.pack.make import make
from commissioning.reporting.pack.options import options_of
from governance.models import Meeting
from programmes.access import Grants

EVERYTHING = Grants(everything=True)
TODAY = date(2026, 11, 22)
MEETINGS = {
    "hampshire": ("HAM-MEET-1", date(2018, 12, 13)),
    "derby": ("DER-MEET-1", date(2013, 9, 12)),
    "nottinghamshire": ("NOT-MEET-3", date(2013, 6, 10)),
}


def made_for(key, *appendices, on=None, today=TODAY, by=None):
    reference, day = MEETINGS[key]
    meeting = Meeting.objects.select_related("programme", "body").get(reference=reference)
    return make(meeting, options_of(appendices), as_at=on or day, by=by, grants=EVERYTHING, today=today)


def rows_of(pack, caption):
    """The rows of the table whose caption begins so, as lists of texts."""
    for block in pack.content["document"]["blocks"]:
        if block["block"] == "table" and block["caption"].startswith(caption):
            return [[cell["text"] for cell in row] for row in block["rows"]]
    raise AssertionError(f"The pack has no table “{caption}”.")


def notes_of(pack, caption):
    for block in pack.content["document"]["blocks"]:
        if block["block"] == "table" and block["caption"].startswith(caption):
            return [[cell["note"] for cell in row] for row in block["rows"]]
    raise AssertionError(f"The pack has no table “{caption}”.")


def headings_of(pack):
    return [block["text"] for block in pack.content["document"]["blocks"] if block["block"] == "heading"]


def paragraphs_of(pack):
    return [block["text"] for block in pack.content["document"]["blocks"] if block["block"] == "paragraph"]


@contextmanager
def undone():
    """What is written inside is taken back, so that the module's programme stays as it was loaded."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
