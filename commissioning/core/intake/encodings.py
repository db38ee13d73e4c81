"""Which encoding a text is written in: found from its bytes, said to the person, never guessed.

A text that could be two things is refused with what to do, because a wrong guess turns “£” into “Â£” in a record.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from .cells import FileRefused

SAVE_UTF8: Final = "Save it as “CSV UTF-8” and upload that."
# The bytes for which Windows-1252 has no letter.
_UNDEFINED: Final = re.compile(b"[\x81\x8d\x8f\x90\x9d]")
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Signs that no Western text in Windows-1252 holds: three accented letters in a row, a capital one after a small letter,
# a letter where a currency sign or a dash belongs. They mean another encoding (a Mac's, DOS, Eastern Europe, Asia).
_IMPLAUSIBLE: Final = re.compile(
    "[À-ÖØ-öø-ÿŠšŒœŽžŸƒ]{3}|[a-zß-öø-ÿ][À-ÖØ-ÞŠŒŽŸ]|[A-ZÀ-ÖØ-Þ][ŠŽŒŸÀ-ÖØ-Þ][a-zß-öø-ÿ]|[œŒƒ][0-9]"
    "|[\u02c6\u02dc][0-9a-zA-Z]"
)
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MISREAD: Final = re.compile("Â[£§°½¼¾±·\xa0]|â€[™œ“”˜¦\x9d]|Ã[©¨¼¶¤³¡±]")


@dataclass(frozen=True)
class Text:
    """The text without its byte-order mark, the encoding in words, and what to tell of it."""

    text: str
    encoding: str
    told: tuple[str, ...] = ()


def decode(content: bytes) -> Text:
    """Raises FileRefused for bytes that are no text, or could be more than one text."""
    found = _decoded(content)
    _check_letters(found.text)
    misread = _MISREAD.search(found.text)
    if misread:
        line = found.text.count("\n", 0, misread.start()) + 1
        note = (
            f"“{misread[0]}” in line {line} looks like a letter that another program misread: check such cells before "
            "confirming."
        )
        return Text(found.text, found.encoding, (*found.told, note))
    return found


def _decoded(content: bytes) -> Text:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileRefused("The text is written in UTF-32, which no spreadsheet program writes.", SAVE_UTF8)
    if content.startswith(codecs.BOM_UTF8):
        return _strict(content[3:], "utf-8", "UTF-8 with byte-order mark")
    if content.startswith(codecs.BOM_UTF16_LE):
        return _strict(content[2:], "utf-16-le", "UTF-16")
    if content.startswith(codecs.BOM_UTF16_BE):
        return _strict(content[2:], "utf-16-be", "UTF-16 (big-endian)")
    wide = _wide(content)
    if wide:
        return wide
    try:
        return Text(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        return _windows(content, error.start)


def _strict(content: bytes, codec: str, words: str) -> Text:
    try:
        return Text(content.decode(codec).removeprefix("\ufeff"), words)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(codec, errors="replace").count("\n") + 1
        raise FileRefused(
            f"Line {line} holds bytes that are no text in {words.split(' ')[0]}, the encoding the file names.",
            SAVE_UTF8,
        ) from error


def _wide(content: bytes) -> Text | None:
    """UTF-16 without its mark: nearly every other byte of a Western text is nought, always on the same side."""
    if b"\0" not in content or len(content) % 2:
        return None
    half = len(content) / 2
    even, odd = content[::2].count(0), content[1::2].count(0)
    if odd > half * 0.4 and even * 20 < odd:
        found = _strict(content, "utf-16-le", "UTF-16")
    elif even > half * 0.4 and odd * 20 < even:
        found = _strict(content, "utf-16-be", "UTF-16 (big-endian)")
    else:
        return None
    return Text(found.text, found.encoding, ("The file does not name its encoding; its bytes show UTF-16.",))


def _windows(content: bytes, first: int) -> Text:
    """Windows-1252, where the bytes cannot be anything else that is likely."""
    line = content.count(b"\n", 0, first) + 1
    text = content.decode("cp1252", errors="replace")
    if _UNDEFINED.search(content) or _MULTIBYTE.search(content) or _IMPLAUSIBLE.search(text):
        raise FileRefused(
            f"The encoding of the text cannot be told: line {line} is not UTF-8, and as Windows-1252 it does not read "
            "as words.",
            SAVE_UTF8,
        )
    return Text(
        text,
        "Windows-1252",
        (
            f"The text is not UTF-8 (line {line}), so it was read as Windows-1252: check “£”, dashes and accents.",
        ),
    )


def _check_letters(text: str) -> None:
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise FileRefused(
            f"Line {line} holds a control character (U+{ord(found[0]):04X}), which no table as text holds.",
            "Remove it, or save the table again from your spreadsheet program as “CSV UTF-8”.",
        )
