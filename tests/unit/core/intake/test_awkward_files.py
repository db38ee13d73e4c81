"""Every awkward file comes out as its catalogue says: read with these cells, or refused in these words."""

import resource
import time

import pytest

from commissioning.core.intake.cells import FileRefused
from commissioning.core.intake.reading import read_file, read_here
from tests.awkward.catalogue import Awkward, Read, Refused, awkward
from tests.unit.core.intake.reader import cell_at, percent_of

pytestmark = pytest.mark.intake

FILES = awkward()
# Read in the process of their own: they would take the tests' own memory or time.
APART = {"bomb", "bomb-larger", "bomb-lying", "text-many-times", "far-corner", "far-cell"}


def check(file: Awkward, reader) -> None:
    expect = file.expect
    if isinstance(expect, Refused):
        with pytest.raises(FileRefused) as caught:
            reader(file.content, file.filename)
        assert (caught.value.message, caught.value.cure) == (expect.message, expect.cure)
    else:
        check_read(expect, reader(file.content, file.filename))


def check_read(expect: Read, read) -> None:
    found = {address: cell_at(read, address) for address in expect.cells}
    assert found == dict(expect.cells)
    assert {at: type(value) for at, value in found.items()} == {at: type(v) for at, v in expect.cells.items()}
    assert read.told == expect.told
    assert read.sheets[0].told == expect.sheet_told
    assert (read.encoding, read.separator) == (expect.encoding, expect.separator)
    assert percent_of(read.sheets[0]) == expect.percent
    assert tuple(sheet.name for sheet in read.sheets if sheet.hidden) == expect.hidden
    if expect.rows:
        assert tuple(row.number for row in read.sheets[0].rows) == expect.rows


@pytest.mark.parametrize("file", [file for file in FILES if file.name not in APART], ids=str)
def test_comes_out_as_its_catalogue_says(file):
    check(file, read_here)


@pytest.mark.parametrize("file", [file for file in FILES if file.name in APART], ids=str)
def test_what_is_made_to_do_harm_is_stopped_in_its_own_process(file):
    before, started = most_memory_of_a_child(), time.monotonic()
    check(file, read_file)
    assert time.monotonic() - started < 20
    # A child of another test, such as a browser, may have taken more before: the most is of all that have ended.
    assert most_memory_of_a_child() <= max(before, 1024 * 1024), len(file.content)


def most_memory_of_a_child():
    """In KiB, of any process that this one has started and seen end."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def test_there_are_at_least_seventy_kinds_and_no_two_have_a_name_in_common():
    names = [file.name for file in FILES]
    assert len(names) == len(set(names))
    assert sum(file.level == "file" for file in FILES) >= 70
    assert sum(file.level == "row" for file in FILES) >= 30


def test_the_same_bytes_are_made_every_time():
    assert [file.make() for file in FILES if file.name not in APART] == [
        file.content for file in FILES if file.name not in APART
    ]


def test_no_refusal_names_a_library_or_a_programming_error():
    words = " ".join(
        f"{file.expect.message} {file.expect.cure}" for file in FILES if isinstance(file.expect, Refused)
    )
    for word in ("calamine", "openpyxl", "Exception", "Error", "Traceback", "zipfile", "XmlError", "codec"):
        assert word not in words
