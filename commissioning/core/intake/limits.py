"""How large a file may be, and how long and how much memory reading it may take."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024
_ABOVE: Final = 20


@dataclass(frozen=True)
class Limits:
    """`area` bounds filled rows times filled columns of one sheet; `ratio` how small a part may have been squeezed.

    `seconds` are of the processor, `wall_seconds` by the clock: a busy machine is no fault of the file. `memory` is the
    address space of the reading process and `answer` the most it may hand back, both in bytes.
    """

    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 50 * MEGABYTE
    parts: int = 1_000
    ratio: int = 250
    sheets: int = 100
    rows: int = 100_000
    columns: int = 1_000
    area: int = 10_000_000
    cell_letters: int = 32_767
    seconds: int = 10
    wall_seconds: int = 20
    memory: int = 1024 * MEGABYTE
    answer: int = 64 * MEGABYTE

    @property
    def last_row(self) -> int:
        """The lowest row that may hold anything: titles and headings stand above the rows that are counted."""
        return self.rows + _ABOVE


LIMITS: Final = Limits()
