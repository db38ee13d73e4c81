"""Words into a Word paragraph, and the fields that Word itself fills in."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

# XML 1.0 has no way to write these, so a file that held one would not open. Word shows any other letter, in some font.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028]")


def writable(text: str) -> str:
    """The text with line ends of one kind, and with the number in brackets of each letter that XML cannot hold."""
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    return _UNWRITABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def write(paragraph: WordParagraph, text: str) -> Run:
    """Add the text as one run; its line breaks stay line breaks."""
    return paragraph.add_run(writable(text))


def add_field(paragraph: WordParagraph, instruction: str, shown: str = "1") -> None:
    """Add a field, such as PAGE, with what to show until Word works it out."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run: Any = paragraph.add_run()._r
        if kind == "instruction":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {instruction} "
            run.append(words)
        elif kind == "shown":
            run.text = shown
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
