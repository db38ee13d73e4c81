"""The parts of a package (.xlsx is a zip archive), unpacked within limits and with every length and checksum checked.

Whatever a package says of itself may be untrue: nothing is unpacked further than it declares, and it may not declare
more than the limits allow.
"""

import io
import zipfile
import zlib
from typing import Final

from .cells import FileRefused
from .limits import MEGABYTE, Limits

# What unpacking a broken archive can raise.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, IndexError,
    OverflowError, UnicodeError,
)  # fmt: skip
ENCRYPTED: Final = 0x1
# A short part may well be squeezed hard; a bomb is long.
SMALL: Final = MEGABYTE

DAMAGED: Final = FileRefused(
    "The file is damaged: it is packed like a workbook, but cannot be unpacked.",
    "Open it in your spreadsheet program, save it as a new .xlsx file and try again.",
)


def damaged() -> FileRefused:
    """A new one each time: an exception carries the trace of where it was raised."""
    return FileRefused(DAMAGED.message, DAMAGED.cure)


class Archive:
    """The parts by their names in lower case (as the format compares them), each unpacked when it is asked for."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except BROKEN as error:
            raise damaged() from error
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self._check(entries, limits)

    def _check(self, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
        if len(entries) > limits.parts:
            raise FileRefused(
                f"The file holds {len(entries):,} parts; a workbook of this kind may hold {limits.parts:,}.",
                "Copy the sheet that you need into a new workbook and upload that.",
            )
        if len(self._entries) != len(entries):
            raise FileRefused(
                "The file holds two parts of the same name, so it cannot be said which one counts.",
                "Open it in your spreadsheet program, save it as a new .xlsx file and try again.",
            )
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise FileRefused(
                "The file is protected by a password.",
                "Save a copy without a password and upload that.",
            )
        check_size(entries, limits)

    def names(self) -> set[str]:
        return set(self._entries)

    def has(self, name: str) -> bool:
        return name.lower() in self._entries

    def part(self, name: str) -> bytes:
        """The whole part; its length and checksum are compared with what the archive declares."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise damaged()
        try:
            content = self._zip.read(entry)
        except BROKEN as error:
            raise damaged() from error
        if len(content) != entry.file_size:
            raise damaged()
        return content


def check_size(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuses what would unpack to too much, or has been squeezed as only a bomb is."""
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise FileRefused(
            f"Unpacked, the file is {unpacked / MEGABYTE:,.0f} MB; at most {limits.unpacked_bytes // MEGABYTE} MB are "
            "read.",
            "Leave out sheets and pictures that are not needed, or split the rows over several files.",
        )
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise FileRefused(
                "The file unpacks to far more than a workbook of its size can hold, as files made to do harm do.",
                "Copy the cells that you need into a new workbook, save it as .xlsx and upload that.",
            )
