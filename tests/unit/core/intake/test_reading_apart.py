"""The process that reads a file: what it brings, what it is not allowed, and what is said when it is stopped."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from commissioning.core.intake import reading
from commissioning.core.intake.cells import FileRefused, ReadRow
from commissioning.core.intake.limits import LIMITS
from commissioning.core.intake.reading import read_file, read_here
from tests.awkward.catalogue import awkward
from tests.awkward.xlsx import Package, Sheet, book, row, rows, worksheet

pytestmark = pytest.mark.intake

SMALLER = "Leave out sheets, colours and formulas that are not needed, or split the rows over several files."
PLAN = b"Reference,Due\nM1,2024-04-01\n"


def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Puts another script in the place of the one that reads."""
    path = tmp_path / "child.py"
    path.write_text(script)
    monkeypatch.setattr(reading, "_CHILD", path)


@pytest.mark.parametrize(
    "name", ["plain-workbook", "percent", "error-cells", "hidden-sheets", "windows-1252", "old-xls"]
)
def test_a_file_read_apart_is_the_same_as_one_read_here(name):
    file = next(one for one in awkward() if one.name == name)

    def come_of(reader):
        try:
            return reader(file.content, file.filename)
        except FileRefused as refused:
            return refused.message, refused.cure

    assert come_of(read_file) == come_of(read_here)


def test_a_name_of_any_letters_reaches_the_reader():
    name = "planété\x00 \udce9 “x”.csv"
    assert read_file(PLAN, name).sheets[0].name == name


def test_neither_the_database_nor_the_settings_nor_the_workbook_writer_is_loaded_to_read():
    code = (
        "import sys; from commissioning.core.intake.reading import answer;"
        "import commissioning.core.intake.workbook_reading, commissioning.core.intake.csv_reading;"
        "print([name for name in ('django', 'psycopg', 'openpyxl', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=reading._ROOT
    )
    assert done.stdout.strip() == "[]"


def test_a_reader_that_takes_too_long_is_stopped(tmp_path, monkeypatch, caplog):
    child(tmp_path, monkeypatch, "import time; time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(FileRefused) as caught:
        read_file(PLAN, "plan.csv", limits=replace(LIMITS, wall_seconds=1))
    assert (caught.value.message, caught.value.cure) == (
        "Reading the file takes too long, so it was stopped.", SMALLER
    )  # fmt: skip
    assert time.monotonic() - started < 10
    assert "out of time" in caplog.text


def test_a_reader_that_computes_too_long_is_stopped(tmp_path, monkeypatch):
    child(tmp_path, monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)")
    with pytest.raises(FileRefused, match="takes too long"):
        read_file(PLAN, "plan.csv")


@pytest.mark.parametrize("signal", ["SIGABRT", "SIGKILL", "SIGSEGV"])
def test_a_reader_that_falls_over_says_nothing_of_why(tmp_path, monkeypatch, signal):
    child(tmp_path, monkeypatch, f"import os, signal; os.kill(os.getpid(), signal.{signal})")
    with pytest.raises(FileRefused) as caught:
        read_file(PLAN, "plan.csv")
    assert caught.value.message == "Reading the file takes more memory than is allowed, so it was stopped."


@pytest.mark.parametrize(
    "script",
    ["raise SystemExit(3)", "print('what?')", "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\1N')", ""],
)
def test_an_answer_that_is_none_refuses_the_file(tmp_path, monkeypatch, script):
    child(tmp_path, monkeypatch, script)
    with pytest.raises(
        FileRefused, match="The file is damaged: it looks like a table, but its cells cannot be read"
    ):
        read_file(PLAN, "plan.csv")


def test_the_limit_of_memory_holds():
    wide = book(rows([[str(7 ** (n + column + 500)) for column in range(20)] for n in range(400)]))
    assert len(read_file(wide, "wide.xlsx").sheets[0].rows) == 400
    with pytest.raises(FileRefused, match="takes more memory than is allowed"):
        read_file(wide, "wide.xlsx", limits=replace(LIMITS, memory=44 * 1024 * 1024))


def test_an_answer_has_a_longest_size():
    long = ("A,B\n" + "x,y\n" * 2_000).encode()
    assert len(read_here(long, "long.csv").sheets[0].rows) == 2_001
    with pytest.raises(FileRefused, match="more text than can be taken in at once"):
        read_here(long, "long.csv", limits=replace(LIMITS, answer=1_000))


def test_the_longest_size_is_of_all_sheets_together():
    sheets = [Sheet(f"S{n}", worksheet(rows([["x", f"note {n}"]] * 20))) for n in range(6)]
    content = Package(sheets).content
    assert len(read_here(content, "many.xlsx").sheets) == 6
    with pytest.raises(FileRefused, match="more text than can be taken in at once"):
        read_here(content, "many.xlsx", limits=replace(LIMITS, answer=1_000))


def test_the_process_is_given_nothing_of_the_environment(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("SECRET_KEY", "not for readers")
    told = tmp_path / "told"
    child(tmp_path, monkeypatch, f"import os; open({str(told)!r}, 'w').write(repr(sorted(os.environ)))")
    with pytest.raises(FileRefused):
        read_file(PLAN, "plan.csv")
    assert "SECRET_KEY" not in told.read_text()


def test_a_fault_within_the_reader_is_a_refusal(monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("commissioning.core.intake.csv_reading.read_csv", fail)
    with pytest.raises(FileRefused) as caught:
        read_here(PLAN, "plan.csv")
    assert "secret" not in str(caught.value)


def test_long_sheets_stay_packed_and_read_the_same_whichever_way_they_are_gone_through():
    count = 12_000
    content = book(row(1, ["Key", "Value"]) + "".join(row(n, [f"K{n}", n / 4]) for n in range(2, count + 2)))
    found = read_file(content, "long.xlsx").sheets[0].rows
    assert len(found) == count + 1
    assert found[0] == ReadRow(1, ("Key", "Value"))
    assert found[-1] == ReadRow(count + 1, (f"K{count + 1}", next(iter(reversed(found))).cells[1]))
    assert found[5_000:5_003] == tuple(found)[5_000:5_003]
    assert list(found) == list(found)
    assert found == tuple(found)
    assert found != tuple(found)[1:]
    with pytest.raises(IndexError):
        found[count + 1]


def test_a_column_of_percentages_is_kept_as_one_stretch():
    lines = "".join(f'<row r="{n}"><c r="B{n}" s="1"><v>0.5</v></c></row>' for n in range(2, 5_002))
    shown = read_here(book(row(1, ["Key", "Share"]) + lines), "shares.xlsx").sheets[0].percent
    assert len(shown) == 5_000
    assert (2, 1) in shown
    assert (5_001, 1) in shown
    assert (1, 1) not in shown
    assert (2, 0) not in shown
    assert shown == frozenset((n, 1) for n in range(2, 5_002))
    assert len(shown._columns[1]) == 1


def test_a_loop_without_end_is_stopped_by_the_limit_of_processor_time(tmp_path, monkeypatch):
    script = f"import sys; sys.path.insert(0, {str(reading._ROOT)!r})\n"
    script += "from commissioning.core.intake.child import confine\n"
    script += "from commissioning.core.intake.limits import Limits\n"
    script += "confine(Limits(seconds=1))\nwhile True: pass\n"
    child(tmp_path, monkeypatch, script)
    with pytest.raises(FileRefused, match="takes too long"):
        read_file(PLAN, "plan.csv")
