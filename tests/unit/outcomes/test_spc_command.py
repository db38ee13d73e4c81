"""`manage.py spc`: the analysis of a file, as JSON and to read, and what it says of files that it cannot read."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import BaseCommand, CommandError, call_command

from outcomes.management.commands.spc import Command

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "fixtures" / "samples" / "spc_example_1.csv"


def ask(*flags, file=EXAMPLE):
    out, err = io.StringIO(), io.StringIO()
    call_command("spc", str(file), *flags, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def data(*flags, file=EXAMPLE):
    return json.loads(ask("--json", *flags, file=file)[0])


@pytest.fixture
def file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "series.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


# --- JSON: the figures of the first worked example --------------------------------------------------------------------


def test_the_first_worked_example_as_json():
    found = data("--improvement", "up", "--target", "65")
    only = found["segments"][0]
    assert (only["mean"], only["exact"]["mean"]) == (73.125, "585/8")
    assert only["exact"]["average_moving_range"] == "49/15"
    assert [round(only[name], 6) for name in ("lower_limit", "upper_limit")] == [64.435667, 81.814333]
    assert (found["variation"], found["assurance"]) == ("improvement_high", "hit_or_miss")
    assert (found["target"], found["warnings"], found["profile"]) == (65, [], "nhse")
    assert len(found["points"]) == 16
    assert found["latest"] == found["points"][-1]
    assert (found["latest"]["value"], found["latest"]["rules"]) == (84, ["beyond_high"])
    # 585/8 + 2.66 × 49/15
    assert found["latest"]["exact"]["upper_limit"] == only["exact"]["upper_limit"] == "245443/3000"


def test_json_is_one_document_and_nothing_else():
    out, err = ask("--json", "--improvement", "up")
    assert out.startswith("{")
    assert json.loads(out)
    assert err == ""


def test_screening_and_the_other_profile():
    screened = data("--improvement", "up", "--target", "65", "--screen")
    assert [screened["segments"][0][name] for name in ("lower_limit", "upper_limit")] == [66.095, 80.155]
    assert screened["assurance"] == "pass"
    assert data("--improvement", "up", "--profile", "ptd")["options"]["min_points"] is None


def test_missing_is_null_and_zero_is_zero(file):
    found = data("--improvement", "up", file=file("date,value\n2024-01-01,0\n2024-02-01,\n"))
    zero, missing = found["points"]
    assert (zero["value"], missing["value"]) == (0, None)
    assert (zero["exact"]["value"], missing["exact"]["value"]) == ("0", None)
    assert (missing["mean"], missing["relative_to_mean"], missing["rules"]) == (0.0, None, [])
    assert [zero[name] for name in ("target", "lower_limit", "outside_limits", "point_type")] == [None] * 4
    assert (found["variation"], found["assurance"]) == (None, None)
    assert found["warnings"] == ["too_few_points", "few_points:0", "missing_values"]


def test_a_file_without_points_is_an_empty_chart(file):
    found = data("--improvement", "up", file=file("date,value\n"))
    assert (found["points"], found["segments"], found["latest"]) == ([], [], None)


# --- options ----------------------------------------------------------------------------------------------------------


def test_every_option_reaches_the_analysis_and_is_told():
    found = data(
        "--improvement=down",
        "--target=65",
        "--dated-target=70:2023-01-01:2023-06-30",
        "--dated-target=-5:2024-04-01:",
        "--rebase=2023-08-01",
        "--rebase=2024-01-01",
        "--baseline-points=4",
        "--every-segment",
        "--screen",
        "--shift=6",
        "--trend=8",
        "--min-points=12",
        "--conflict=concern",
        "--count-beyond",
    )  # fmt: skip
    assert found["options"] == {
        "improvement": "down",
        "target": 65,
        "targets": [
            {"value": 70, "start": "2023-01-01", "end": "2023-06-30"},
            {"value": -5, "start": "2024-04-01", "end": None},
        ],
        "rebases": ["2023-08-01", "2024-01-01"],
        "baseline": {"points": 4, "until": None, "every_segment": True},
        "screen": True,
        "profile": "nhse",
        "shift": 6,
        "trend": 8,
        "min_points": 12,
        "conflict": "concern",
        "count_beyond": True,
    }
    assert [segment["baseline_n"] for segment in found["segments"]] == [4, 4, 4]
    assert [found["points"][at]["target"] for at in (0, 6, 15)] == [70, 65, -5]


def test_the_options_that_are_left_out():
    assert data("--improvement=up")["options"] == {
        "improvement": "up",
        "target": None,
        "targets": [],
        "rebases": [],
        "baseline": None,
        "screen": False,
        "profile": "nhse",
        "shift": 7,
        "trend": 7,
        "min_points": 15,
        "conflict": "improvement",
        "count_beyond": False,
    }


@pytest.mark.parametrize(
    ("flags", "held"),
    [
        (["--baseline-points=5"], [5, 9]),
        (["--baseline-points=5", "--first-segment"], [5, 9]),
        (["--baseline-points=5", "--every-segment"], [5, 5]),
        (["--baseline-until=2023-03-01"], [3, 9]),
        (["--baseline-points=6", "--baseline-until=2023-03-01"], [3, 9]),
        (["--baseline-points=12", "--profile=ptd"], [7, 9]),
    ],
)
def test_baselines(flags, held):
    found = data("--improvement=up", "--rebase=2023-08-01", *flags)
    assert [segment["baseline_n"] for segment in found["segments"]] == held


def test_without_a_direction_nothing_counts_as_better_and_that_is_said():
    out, err = ask("--json", "--target=65")
    found = json.loads(out)
    assert (found["variation"], found["assurance"]) == ("neutral_high", None)
    assert found["options"]["improvement"] == "neither"
    assert "no target is judged" in err


@pytest.mark.parametrize(
    ("wrong", "said", "right"),
    [
        ("--improvement=better", "--improvement", "--improvement=down"),
        ("--target=65%", "--target: “65%” is not a number: write it as 82.1", "--target=65.5"),
        ("--dated-target=65", "write it as 85:2024-04-01:2025-03-31", "--dated-target=65::"),
        ("--dated-target=65:2024-02-30:", "“2024-02-30” is not a date", "--dated-target=65:2024-02-29:"),
        (
            "--dated-target=65:2024-02-02:2024-02-01",
            "cannot end on",
            "--dated-target=65:2024-02-01:2024-02-01",
        ),
        ("--rebase=1/8/2023", "write it as 2024-03-01", "--rebase=2023-08-01"),
        ("--rebase=2023-08-02", "No point has the date 2023-08-02", "--rebase=2023-08-01"),
        ("--baseline-points=0", "whole number from 1", "--baseline-points=1"),
        ("--baseline-points=five", "--baseline-points: “five” is not a whole number", "--baseline-points=5"),
        ("--baseline-until=2023-08-02", "No point has the last date", "--baseline-until=2023-08-01"),
        ("--every-segment", "give --baseline-points or --baseline-until", "--screen"),
        ("--shift=5", "--shift", "--shift=6"),
        ("--trend=9", "--trend", "--trend=8"),
        ("--min-points=-1", "--min-points", "--min-points=12"),
        ("--conflict=none", "--conflict", "--conflict=concern"),
        ("--profile=sql", "--profile", "--profile=ptd"),
    ],
)
def test_an_option_that_cannot_be(wrong, said, right):
    with pytest.raises(CommandError, match=re.escape(said)):
        ask("--improvement=up", wrong)
    assert ask("--improvement=up", right)[0]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="check its name"):
        ask("--improvement=up", file=tmp_path / "none.csv")
    with pytest.raises(CommandError, match="cannot be read"):
        ask("--improvement=up", file=tmp_path)


# --- to read ----------------------------------------------------------------------------------------------------------


def test_the_table_to_read():
    out, _ = ask("--improvement=up", "--target=65")
    lines = out.splitlines()
    assert lines[0].startswith("Latest 84 (1 April 2024), improving, high: above the upper limit")
    assert lines[1] == "Variation: improvement_high. Assurance: hit_or_miss. Profile: nhse."
    assert "mean 73.125000, average moving range 3.266667, limits 64.435667 to 81.814333" in lines[2]
    table = lines[lines.index("") + 1 :]
    assert table[0].split() == [
        "date",
        "value",
        "mean",
        "lower",
        "limit",
        "upper",
        "limit",
        "target",
        "judgement",
    ]
    assert table[-1].split()[:6] == ["2024-04-01", "84", "73.125000", "64.435667", "81.814333", "65"]
    assert len(table) == 17


def test_what_is_not_known_is_a_dash_to_read(file):
    out, _ = ask(
        "--improvement=up", file=file("date,value,annotation\n2024-01-01,-0.5,Flood\n2024-02-01,,\n")
    )
    lines = out.splitlines()
    assert lines[-2].split()[:6] == ["2024-01-01", "-0.5", "-0.500000", "-", "-", "-"]
    assert lines[-2].endswith("(Flood)")
    assert lines[-1].split()[:6] == ["2024-02-01", "-", "-0.500000", "-", "-", "-"]


# --- what the instructions say ----------------------------------------------------------------------------------------


def test_the_instructions_show_what_the_command_prints():
    out, _ = ask("--improvement=up", "--target=65")
    how_to = (ROOT / "docs" / "how-to" / "check-a-chart.md").read_text()
    for line in out.splitlines()[:3]:
        assert f"    {line}\n" in how_to
    point = data("--improvement=up")["points"][0]
    for name in ("lower_warning", "upper_warning"):
        assert f"{point[name]:.6f}" in how_to


def test_every_flag_is_in_the_instructions():
    how_to = (ROOT / "docs" / "how-to" / "check-a-chart.md").read_text()
    own, every_commands = (
        {
            flag
            for action in command.create_parser("manage.py", "spc")._actions
            for flag in action.option_strings
        }
        for command in (Command(), BaseCommand())
    )
    assert len(own - every_commands) > 15
    assert {flag for flag in own - every_commands if flag not in how_to} == set()


SAMPLES = [
    ("2", ["--target=64.1"], (64.1, 64.1), [], "common_cause", "pass"),
    ("3", ["--improvement=down"], (17.421569, 25.245098), [9, 11], "common_cause", None),
    ("4", [], (37.403333, 47.663333), list(range(9, 16)), "improvement_high", None),
    ("4", ["--conflict=concern"], (37.403333, 47.663333), list(range(9, 16)), "concern_low", None),
    ("5", ["--rebase=2024-01-01"], (26.104848, 37.228485), list(range(9, 16)), "common_cause", None),
    ("6", [], (38.696667, 47.436667), list(range(2, 16)), "improvement_high", None),
]


@pytest.mark.parametrize(("number", "flags", "limits", "flagged", "variation", "assurance"), SAMPLES)
def test_the_samples_give_what_the_instructions_say(number, flags, limits, flagged, variation, assurance):
    found = data("--improvement=up", *flags, file=EXAMPLE.with_name(f"spc_example_{number}.csv"))
    first = found["segments"][0]
    assert tuple(round(first[name], 6) for name in ("lower_limit", "upper_limit")) == limits
    assert [at for at, point in enumerate(found["points"], start=1) if point["rules"]] == flagged
    assert (found["variation"], found["assurance"]) == (variation, assurance)


# --- by itself --------------------------------------------------------------------------------------------------------


def run(*flags, stdin=b"", **environment):
    """The command as anybody runs it: from another folder, with nothing set and no database to be had."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "spc", *flags],
        input=stdin,
        capture_output=True,
        cwd=ROOT.parent,
        env={"PATH": os.environ["PATH"], **environment},
        check=False,
    )


def test_it_needs_no_settings_and_no_database():
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "ENVIRONMENT": "production"}
    for environment in ({}, nowhere):
        ran = run(str(EXAMPLE), "--improvement=up", "--json", **environment)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert json.loads(ran.stdout)["variation"] == "improvement_high"


def test_standard_input():
    ran = run("-", "--improvement=up", "--json", stdin=EXAMPLE.read_bytes())
    assert json.loads(ran.stdout)["segments"][0]["mean"] == 73.125


def test_a_refusal_is_one_message_on_standard_error_and_no_traceback():
    ran = run("-", "--improvement=up", stdin=b"date,value\n2024-01-01,x\n")
    assert (ran.returncode, ran.stdout) == (1, b"")
    said = ran.stderr.decode()
    assert said.startswith("CommandError: standard input: Row 2, column value: “x” is not a number")
    assert "Traceback" not in said
    wrong_flag = run("-", "--improvement=better")
    assert wrong_flag.returncode != 0
    assert b"Traceback" not in wrong_flag.stderr
