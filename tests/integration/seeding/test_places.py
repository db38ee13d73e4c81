"""Where a fact is printed. The table on the right is read off the paper by hand, not off the code."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from commissioning.seeding.places import Place, split_places

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
}
PLAIN = re.compile(r"paras? [\d., ]+")


def places_of(source: str) -> list[tuple[str, str]]:
    """What the table says of a source; plain paragraph numbers need no line in it."""
    if PLAIN.fullmatch(source):
        return [(f"para {number}", "") for number in source.split(" ", 1)[1].split(", ")]
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


def test_every_source_of_the_fixture_is_split_as_a_reader_would(printed: dict[str, Any]) -> None:
    sources = set(sources_in(printed))
    assert len(sources) > 50
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
