"""Where a fact is printed. The table on the right is read off the paper by hand, not off the code."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from commissioning.seeding.places import Place, split_places
from tests.integration.seeding.conftest import DEMO

A, B = "000", "001"  # the two extractions of the paper
# every source that the fixture words, and the places it names: (place, the one extraction that has it)
PLACES: dict[str, list[tuple[str, str]]] = {
    "000": [("extraction 000", A)],
    "001": [("extraction 001", B)],
    "Appendix A": [("Appendix A", "")],
    "Appendix B": [("Appendix B", "")],
    "Appendix B (000; 001 omits 20/21 for phase 1)": [("Appendix B", A)],
    "Appendix B (stage diagram, 000 only)": [("Appendix B (stage diagram)", A)],
    "Appendix B (stage diagram, 000 only); para 6.2 (final contract)": [
        ("Appendix B (stage diagram)", A),
        ("para 6.2", ""),
    ],
    "Appendix B (table heading)": [("Appendix B (table heading)", "")],
    "Appendix B (table)": [("Appendix B (table)", "")],
    "Appendix B (table); amounts repeated in stage diagram (000)": [
        ("Appendix B (table)", ""),
        ("Appendix B (stage diagram)", A),
    ],
    "Appendix B diagram": [("Appendix B (stage diagram)", "")],
    "Appendix B diagram (000)": [("Appendix B (stage diagram)", A)],
    "Appendix B only": [("Appendix B", "")],
    "Appendix B table": [("Appendix B (table)", "")],
    "endnote i": [("endnote i", "")],
    "endnote ii (000 only)": [("endnote ii", A)],
    "header": [("header", "")],
    "header (001)": [("header", B)],
    "header (001); body (000 and 001)": [("header", B), ("body", "")],
    "para 2.4; Appendix B": [("para 2.4", ""), ("Appendix B", "")],
    "para 4.3; Appendix B": [("para 4.3", ""), ("Appendix B", "")],
    "paras 1, 2.3, 7.3; Appendix B": [("para 1", ""), ("para 2.3", ""), ("para 7.3", ""), ("Appendix B", "")],
    "paras 3.9, 3.10; Appendix A": [("para 3.9", ""), ("para 3.10", ""), ("Appendix A", "")],
    "section 4": [("section 4", "")],
    "section 6": [("section 6", "")],
    "title": [("title", "")],
    # Nottinghamshire
    "Appendix 2": [("Appendix 2", "")],
    "Table 1": [("Table 1", "")],
    "Table 1 (para 5)": [("Table 1 (para 5)", "")],
    "Table 2 (para 12)": [("Table 2 (para 12)", "")],
    "Table 3": [("Table 3", "")],
    "Table 3 (para 30)": [("Table 3 (para 30)", "")],
    "background papers": [("background papers", "")],
    "header; closing sections": [("header", ""), ("closing sections", "")],
    "para 18; Appendix 1": [("para 18", ""), ("Appendix 1", "")],
    "para 24; recommendation 2": [("para 24", ""), ("recommendation 2", "")],
    "para 25; Appendix 2": [("para 25", ""), ("Appendix 2", "")],
    "para 31; Appendix 2": [("para 31", ""), ("Appendix 2", "")],
    "paras 15-29": [("paras 15-29", "")],
    "paras 4, 6, 16, 28, 33-34": [(f"para {number}", "") for number in (4, 6, 16, 28, 33, 34)],
    "paras 41-42": [("para 41", ""), ("para 42", "")],
    "recommendation 1": [("recommendation 1", "")],
    "recommendation 2": [("recommendation 2", "")],
    "recommendation 3": [("recommendation 3", "")],
    # Derby
    "4.4, 4.5 tables": [("para 4.4 table", ""), ("para 4.5 table", "")],
    "4.4, 4.9, Appendix 3": [("para 4.4", ""), ("para 4.9", ""), ("Appendix 3", "")],
    "4.5 table": [("para 4.5 table", "")],
    "4.5 table; Appendix 3": [("para 4.5 table", ""), ("Appendix 3", "")],
    "4.5 table; Appendix 3 (3)": [("para 4.5 table", ""), ("Appendix 3 (3)", "")],
    **{f"Appendix 1 para {number}.1": [(f"Appendix 1 para {number}.1", "")] for number in range(1, 6)},
    "Appendix 3": [("Appendix 3", "")],
    **{f"Appendix 3 ({number})": [(f"Appendix 3 ({number})", "")] for number in range(1, 6)},
    "closing table": [("closing table", "")],
    "cover text; closing table; paras 1.3, 1.5, 2.1": [
        ("cover text", ""),
        ("closing table", ""),
        ("para 1.3", ""),
        ("para 1.5", ""),
        ("para 2.1", ""),
    ],
    "document": [("document", "")],
    "para 4.4 action 4": [("para 4.4 action 4", "")],
    "para 4.4 response": [("para 4.4 response", "")],
    "para 4.4 table": [("para 4.4 table", "")],
    "para 4.4 table (action 2)": [("para 4.4 table (action 2)", "")],
    "para 4.5 table (unnumbered in extraction)": [("para 4.5 table", "")],
    "para 4.7 (in body, not in recommendations section)": [("para 4.7", "")],
    "paras 1.2, 4.2; Appendix 2": [("para 1.2", ""), ("para 4.2", ""), ("Appendix 2", "")],
    "paras 2.1-2.3": [("paras 2.1-2.3", "")],
    "throughout": [("throughout", "")],
    # Essex
    "cover": [("cover", "")],
    "cover; section 1": [("cover", ""), ("section 1", "")],
    "section 1; Table 1": [("section 1", ""), ("Table 1", "")],
    "section 2 (executive summary)": [("section 2", "")],
    "section 3; section 2": [("section 3", ""), ("section 2", "")],
    "section 4, Table 1": [("section 4", ""), ("Table 1", "")],
    "section 5.2.12 (summary figure)": [("section 5.2.12", "")],
    "section 5.2.12 figure": [("section 5.2.12", "")],
    "section 5.2.12 quote": [("section 5.2.12", "")],
    "section 5.5; section 2": [("section 5.5", ""), ("section 2", "")],
    "sections 5.2.1-5.2.3": [("sections 5.2.1-5.2.3", "")],
    "sections 5.2.6-5.2.9": [("sections 5.2.6-5.2.9", "")],
    "sections 5.4.4, 5.4.8-5.4.10": [("section 5.4.4", ""), ("sections 5.4.8-5.4.10", "")],
    "sections 5.6.2-5.6.11": [("sections 5.6.2-5.6.11", "")],
    "sections 5.6.3-5.6.5, 5.6.10": [("sections 5.6.3-5.6.5", ""), ("section 5.6.10", "")],
    "sections 5.7.1-5.7.3": [("sections 5.7.1-5.7.3", "")],
    "sections 5.7.5-5.7.8": [("sections 5.7.5-5.7.8", "")],
    "sections 5.8.3-5.8.7": [("sections 5.8.3-5.8.7", "")],
}
PLAIN = re.compile(r"(para|section)s? [\d., ]+")


def places_of(source: str) -> list[tuple[str, str]]:
    """What the table says of a source; plain paragraph numbers need no line in it."""
    if PLAIN.fullmatch(source):
        word, numbers = source.split(" ", 1)
        return [(f"{word.removesuffix('s')} {number}", "") for number in numbers.split(", ")]
    return PLACES[source]


def sources_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str) and (key == "source" or key.endswith("_source")):
                yield value
            yield from sources_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from sources_in(value)


@pytest.mark.parametrize(
    ("fixture", "at_least"), [("hampshire", 50), ("nottinghamshire", 50), ("derby", 40), ("essex", 80)]
)
def test_every_source_of_the_fixtures_is_split_as_a_reader_would(fixture: str, at_least: int) -> None:
    sources = set(sources_in(json.loads((DEMO / f"{fixture}.json").read_text(encoding="utf-8"))))
    assert len(sources) > at_least
    for source in sources:
        assert [(place.locator, place.mark) for place in split_places(source)] == places_of(source), source


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("para 6.2 (final contract)", [Place("para 6.2", gloss="final contract")]),
        ("Paras 1,  2.3", [Place("para 1"), Place("para 2.3")]),
        ("para 2.4; para 2.4", [Place("para 2.4")]),
        ("Appendix C (map)", [Place("Appendix C", gloss="map")]),
        ("Table 1", [Place("Table 1")]),
        ("amounts repeated in stage diagram", [Place("amounts repeated in stage diagram")]),
        ("body (000 and 001)", [Place("body")]),
    ],
)
def test_words_in_brackets_are_kept_and_places_are_named_once(source: str, places: list[Place]) -> None:
    assert split_places(source) == places


@pytest.mark.parametrize("source", ["", " ; "])
def test_a_source_that_names_no_place_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="names no place"):
        split_places(source)
