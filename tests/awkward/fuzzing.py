"""Awkward files with random bytes changed, read one after another in this process: run as a module, answers as JSON.

    python -m tests.awkward.fuzzing 5000 1

reads so many files made from this seed, the same each time. Half of the workbooks are changed within a part before
they are packed: outside, nearly every change is caught by a checksum.
"""

import json
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from io import BytesIO

from commissioning.core.intake.cells import FileRefused
from commissioning.core.intake.reading import read_here
from tests.awkward.catalogue import Read, awkward
from tests.awkward.xlsx import zipped

LARGEST = 20_000
# What a change puts in now and then: bytes that mean something to one reader or another.
TOKENS = (
    b"<", b">", b'"', b"&", b"'", b"=", b"\0", b"\xff", b"\n", b"\r", b";", b",", b"9" * 12, b"-1", b"</c>", b"<row>",
    b'r="XFD1048576"', b't="e"', b't="s"', b't="d"', b"<v>1e999</v>", b"<f>", b"<!--", b"<![CDATA[", b"&#0;", b"PK\3\4",
    b"\xef\xbb\xbf", b'"""', b"sep=;\n", b'r="A999999"', b's="4294967295"', b"\xed\xa0\x80",
)  # fmt: skip


def bases() -> list[tuple[str, bytes]]:
    """Files that are read as they stand, and small."""
    return [
        (file.filename, file.content)
        for file in awkward()
        if isinstance(file.expect, Read) and len(file.content) < LARGEST
    ]


def changed(content: bytes, chance: random.Random) -> bytes:
    """One to eight changes: bytes written over, put in, taken out or said twice; now and then the end cut off."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        place, length = chance.randrange(len(made) + 1), chance.choice((1, 1, 2, 8, 40))
        match chance.randrange(6):
            case 0:
                made[place : place + length] = chance.randbytes(length)
            case 1:
                made[place:place] = chance.choice(TOKENS)
            case 2:
                del made[place : place + length]
            case 3:
                made[place:place] = made[place : place + length]
            case 4 if place < len(made):
                made[place] ^= 1 << chance.randrange(8)
            case 5 if chance.random() < 0.2:
                del made[place:]
    return bytes(made)


def fuzzed(name: str, content: bytes, chance: random.Random) -> bytes:
    if not name.endswith(".xlsx") or chance.random() < 0.3:
        return changed(content, chance)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    # Mostly the sheet: it is where files differ.
    sheets = [one for one in parts if "sheet1" in one.lower()]
    part = chance.choice(sheets if sheets and chance.random() < 0.6 else list(parts))
    return zipped(parts | {part: changed(parts[part], chance)})


def kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def run(count: int, seed: int) -> dict[str, object]:
    """What came of each: read, refused, or something else that must not be; the longest time; how memory grew."""
    files = bases()
    chance = random.Random(seed)  # noqa: S311 - the same files every time
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    longest, before = 0.0, kilobytes()
    for number in range(count):
        name, content = chance.choice(files)
        content = fuzzed(name, content, chance)
        started = time.process_time()
        try:
            file = read_here(content, name)
            for sheet in file.sheets:
                for _row in sheet.rows:
                    pass
            outcomes["read"] += 1
        except FileRefused as refused:
            outcomes["refused" if refused.message and refused.cure else "no words"] += 1
        except BaseException as error:  # noqa: BLE001 - nothing but the above may come out
            wrong.append(f"{seed}/{number} {name}: {error!r}")
        longest = max(longest, time.process_time() - started)
    grown = (kilobytes() - before) // 1024
    return {"outcomes": outcomes, "wrong": wrong, "longest": longest, "grown": grown}


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 - for the test that started it
