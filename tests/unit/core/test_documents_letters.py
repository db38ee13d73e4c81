"""What the vendored fonts can print, what stands for the rest, and charts as pictures with their words."""

import re
from io import BytesIO

import pytest
from PIL import Image

from commissioning.core.documents.letters import FILES, FOLDER, MAY_BREAK, covered, in_our_letters, printable
from commissioning.core.documents.raster import chart_png
from tests.unit.core.document_sample import value_chart


def test_fonts_lie_beside_their_licences_and_no_other_font_does():
    assert {path.name for path in FOLDER.iterdir()} == {
        *(path.name for path in FILES),
        "LICENSE-Liberation.txt",
        "LICENSE-DejaVu.txt",
    }
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "LICENSE-Liberation.txt").read_text()
    assert "Bitstream" in (FOLDER / "LICENSE-DejaVu.txt").read_text()


def test_the_letters_of_papers_are_covered_and_chinese_is_not():
    assert {ord(letter) for letter in "aZ0£€–—‘’“”•…éŵŷ→≥±×✓שم"} <= covered()
    assert not {ord(letter) for letter in "漢🧿\ud800\x07"} & covered()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("£20.95m, 2 of 8 lines TBC", "£20.95m, 2 of 8 lines TBC"),
        ("Llŷn – “quoted”", "Llŷn – “quoted”"),
        ("one\r\ntwo\vthree\ffour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb", "a b"),
        ("👨\u2060👩", "[man]\u2060[woman]"),
        ("a\U000e0100", "a"),
        ("漢", "[cjk unified ideograph-6f22]"),
        ("bell\x07", "bell[U+0007]"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_a_letter_without_a_shape_is_named_and_no_other_is_touched(text, printed):
    assert printable(text) == printed


def test_only_very_long_words_get_places_to_break():
    assert MAY_BREAK not in printable("neurodevelopmental assessments")
    address = printable("https://example.org/governance/board-papers/2018/december")
    assert address.split(MAY_BREAK)[:3] == ["https:", "//example.", "org/"] or MAY_BREAK in address
    assert address.replace(MAY_BREAK, "") == "https://example.org/governance/board-papers/2018/december"
    assert max(map(len, address.split(MAY_BREAK))) <= 24
    assert set(map(len, printable("x" * 100).split(MAY_BREAK))) == {1}


def dark(png: bytes) -> int:
    """Pixels darker than mid-grey."""
    picture = Image.open(BytesIO(png)).convert("L")
    return sum(picture.histogram()[:100])


def test_a_chart_as_a_picture_keeps_its_words():
    """Without its fonts the renderer drops every word and says nothing."""
    svg = value_chart().svg
    wordless = re.sub(r"<text.*?</text>", "", svg)
    assert wordless != svg
    assert dark(chart_png(svg)) > dark(chart_png(wordless)) + 3_000


def test_a_picture_has_the_width_that_was_asked_for():
    picture = Image.open(BytesIO(chart_png(value_chart().svg)))
    width, height = value_chart().size
    assert picture.size == (1440, round(1440 * height / width))
    assert Image.open(BytesIO(chart_png(value_chart().svg, 300))).width == 300


def test_a_drawing_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match=r"."):
        chart_png("<svg")


def test_a_drawing_with_a_letter_that_no_font_has_still_shows_it():
    assert in_our_letters("<text>漢</text>") == "<text>[cjk unified ideograph-6f22]</text>"
