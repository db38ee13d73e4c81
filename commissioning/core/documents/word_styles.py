"""The look and the language of a Word copy: built-in styles wherever there is one, so that Word's tools work."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from commissioning.core.documents.columns import MEASURE_MM

LANGUAGE = "en-GB"
FONT = "Arial"  # on every machine with Word; Liberation Sans has the same widths
INK, QUIET, ALARM = "212B32", "4C6272", "B1160C"
LEAD, NOTE, WARNING, CELL = (
    "Lead",
    "Note",
    "Warning",
    "Table text",
)  # ours: Word has no built-in style for these
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def dress(word: WordDocument, colour: str) -> None:
    """Set A4, the styles that this product uses, one font and one language, throughout."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - MEASURE_MM) / 2)
    section.top_margin, section.bottom_margin = Mm(17), Mm(21)
    brand = colour.removeprefix("#").upper()
    for name in (LEAD, NOTE, WARNING, CELL):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    _shape(word, "Normal", 10, INK, after=6)
    _shape(word, "Title", 22, brand, bold=True, after=4)
    _shape(word, "Subtitle", 12, QUIET, after=6)
    for level, size in enumerate((15, 11.5, 10), 1):
        _shape(word, f"Heading {level}", size, brand, bold=True, before=14 if level == 1 else 10, after=5)
    for name in ("List Bullet", "List Number"):
        _shape(word, name, 10, INK, after=4)
    _shape(word, "Caption", 9, INK, before=8, after=4)
    _shape(word, "Footer", 8, QUIET)
    _shape(word, NOTE, 8.5, QUIET, after=6)
    _shape(word, CELL, 9, INK, before=2, after=2)
    _frame(_shape(word, LEAD, 11, INK, before=8, after=8), brand)
    _frame(_shape(word, WARNING, 10, INK, before=8, after=8), ALARM)
    for style in word.styles:
        _speak(style.element)
    _defaults(word)


def _shape(
    word: WordDocument,
    name: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> Any:
    """Give a style its letters and its distances, and take away the rules and tints of Word's own theme."""
    style: Any = word.styles[name]
    properties = style.element.get_or_add_pPr()
    for unwanted in (*properties.findall(qn("w:pBdr")), *properties.findall(qn("w:contextualSpacing"))):
        properties.remove(unwanted)
    letters = style.element.get_or_add_rPr()
    for unwanted in letters.findall(qn("w:spacing")):
        letters.remove(unwanted)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.1
    layout.widow_control = True
    return style


def _frame(style: Any, colour: str) -> None:
    """A thick line on the left. The words say what the paragraph is; the line only helps the eye."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    # The schema wants the border after the control of widows and before the distances, which the style has by now.
    style.element.pPr.find(qn("w:spacing")).addprevious(borders)
    style.paragraph_format.left_indent = Mm(4)


def _speak(element: Any) -> None:
    """One language for every style, so that a screen reader never guesses."""
    properties = element.find(qn("w:rPr"))
    if properties is None:
        if element.get(qn("w:type")) not in ("paragraph", "character"):
            return
        properties = element.get_or_add_rPr()
    _tongue(properties)


def _tongue(properties: Any) -> None:
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), LANGUAGE)


def _own_font(fonts: Any) -> None:
    for name in _THEME_FONTS:
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _defaults(word: WordDocument) -> None:
    """The language of text that no style reaches, and one font where a theme would bring its own."""
    _tongue(word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"))
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        _own_font(fonts)
    for language in word.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
