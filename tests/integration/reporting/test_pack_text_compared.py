"""The text of two packs is compared line by line, in no time whatever the packs have in common."""

from datetime import date
from random import Random
from time import perf_counter

from commissioning.core.documents.blocks import Document, Paragraph, to_json
from commissioning.reporting.pack.since import text_changes
from governance.models import BoardPack

WORDS = ["council", "decided", "service", "bought", "phase", "money", "partners", "agreed", "risk", "score"]


def pack_of(*lines):
    blocks = tuple(Paragraph(line) for line in lines)
    document = Document("Pack", "", "Service", date(2026, 11, 22), "#005eb8", "X", blocks)
    return BoardPack(content={"document": to_json(document)})


def test_what_one_pack_alone_says_stands_in_reading_order():
    before = pack_of("First", "Two lines are late", "Last")
    after = pack_of("First", "Three lines are late", "Last", "And more")
    assert text_changes(before, after) == [
        ("-", "Two lines are late"),
        ("+", "Three lines are late"),
        ("+", "And more"),
    ]
    assert text_changes(after, after) == []


def test_packs_with_little_in_common_are_compared_at_once():
    random = Random(1)  # noqa: S311 (made-up text)
    before, after = (pack_of(*(" ".join(random.choices(WORDS, k=30)) for _ in range(150))) for _ in range(2))
    begun = perf_counter()
    assert len(text_changes(before, after)) == 300
    assert perf_counter() - begun < 5
