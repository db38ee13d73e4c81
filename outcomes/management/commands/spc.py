"""`manage.py spc FILE.csv --improvement up --json`: the XmR analysis of any series, to check against another tool."""

import datetime as dt
import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outcomes.spc import Analysis, Baseline, Point, Target, analyse
from outcomes.spc_csv import DATE, NUMBER, UnreadableFileError, read_points
from outcomes.spc_inputs import CONFLICTS, DEFAULT_MIN_POINTS, IMPROVEMENTS, LENGTHS, PROFILES
from outcomes.spc_report import as_data, as_text, plain
from outcomes.words import Wording

WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def number(text: str) -> Decimal:
    """A number from the command line. Raises ArgumentTypeError, which the parser prints with the flag's name."""
    if not NUMBER.fullmatch(text):
        raise ArgumentTypeError(f"“{text}” is not a number: write it as 82.1.")
    return Decimal(text)


def whole(text: str) -> int:
    """A number of points from the command line. Raises ArgumentTypeError."""
    if not WHOLE.fullmatch(text):
        raise ArgumentTypeError(f"“{text}” is not a whole number: write it as 15.")
    return int(text)


def day(text: str) -> dt.date:
    """A date from the command line, as 2024-03-01. Raises ArgumentTypeError."""
    try:
        if DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise ArgumentTypeError(f"“{text}” is not a date: write it as 2024-03-01.")


def dated_target(text: str) -> Target:
    """VALUE:START:END; either end may be blank. Raises ArgumentTypeError."""
    parts = text.split(":")
    if len(parts) != 3:
        raise ArgumentTypeError(
            f"“{text}” is not VALUE:START:END: write it as 85:2024-04-01:2025-03-31, with nothing for an open end."
        )
    value, start, end = parts
    return Target(number(value), day(start) if start else None, day(end) if end else None)


class Command(BaseCommand):
    help = (
        "Analyse a series as an XmR chart (NHS England, Making Data Count) and print every figure. FILE has the "
        "columns date and value, and where needed ghost and annotation. No database is used."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="A CSV file in UTF-8; - reads standard input.")
        parser.add_argument("--json", action="store_true", help="Print JSON instead of a table to read.")
        parser.add_argument(
            "--improvement",
            choices=IMPROVEMENTS,
            help="The direction that is better; neither unless given, and then no target is judged.",
        )
        _add_targets(parser)
        _add_segments(parser)
        _add_rules(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["improvement"] is None:
            options["improvement"] = "neither"
            self.stderr.write(
                "Without --improvement neither direction counts as better: no target is judged."
            )
        try:
            given = _given(options)
            points = read_points(_content(options["file"]))
            analysis = analyse(points, **given)
        except UnreadableFileError as error:
            raise CommandError(f"{_name(options['file'])}: {error}") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_printed(analysis, points, given, as_json=options["json"]))


def _add_targets(parser: ArgumentParser) -> None:
    parser.add_argument("--target", type=number, metavar="VALUE", help="The target on every day.")
    parser.add_argument(
        "--dated-target",
        type=dated_target,
        action="append",
        default=[],
        metavar="VALUE:START:END",
        help="A target with its first and last day, before --target; repeatable, the first that fits is used. "
        "Write --dated-target=-5:2024-04-01: for a value below zero.",
    )


def _add_segments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--rebase",
        type=day,
        action="append",
        default=[],
        metavar="DATE",
        help="The date of a point that opens a new segment; repeatable.",
    )
    parser.add_argument(
        "--baseline-points", type=whole, metavar="N", help="The first N counted points set mean and limits."
    )
    parser.add_argument(
        "--baseline-until", type=day, metavar="DATE", help="Points up to this date set them; before a number."
    )
    every = parser.add_mutually_exclusive_group()
    every.add_argument(
        "--every-segment",
        action="store_true",
        default=None,
        help="The baseline holds in every segment (ptd).",
    )
    every.add_argument(
        "--first-segment",
        action="store_false",
        dest="every_segment",
        default=None,
        help="The baseline holds in the first segment only (nhse).",
    )
    parser.add_argument(
        "--screen", action="store_true", help="Leave ranges from 3.267 times their average out of the limits."
    )


def _add_rules(parser: ArgumentParser) -> None:
    lengths = LENGTHS["nhse"]
    parser.add_argument(
        "--profile", choices=PROFILES, default="nhse", help="NHS England's rules, or NHSRplotthedots 0.2.2."
    )
    parser.add_argument("--shift", type=int, default=7, choices=lengths, help="Points in a shift (7).")
    parser.add_argument("--trend", type=int, default=7, choices=lengths, help="Points in a trend (7).")
    parser.add_argument("--min-points", type=whole, metavar="N", help="Counted points that limits need (15).")
    parser.add_argument(
        "--conflict",
        choices=CONFLICTS,
        default="improvement",
        help="What a point of both directions counts as.",
    )
    parser.add_argument(
        "--count-beyond",
        action="store_true",
        help="Points beyond a limit count towards two of three.",
    )


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the analysis. Raises ValueError where the flags do not go together."""
    count, until, every = options["baseline_points"], options["baseline_until"], options["every_segment"]
    if every is not None and count is None and until is None:
        raise ValueError(
            "--every-segment and --first-segment say where a baseline holds: give --baseline-points or "
            "--baseline-until as well."
        )
    names = (
        "improvement",
        "target",
        "screen",
        "profile",
        "shift",
        "trend",
        "min_points",
        "conflict",
        "count_beyond",
    )
    return {
        **{name: options[name] for name in names},
        "targets": tuple(options["dated_target"]),
        "rebases": tuple(options["rebase"]),
        "baseline": None if count is None and until is None else Baseline(count, until, every),
    }


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(
            f"{file} cannot be read ({error.strerror}): check its name and that you may read it."
        ) from error


def _printed(analysis: Analysis, points: Sequence[Point], given: dict[str, Any], *, as_json: bool) -> str:
    if as_json:
        return json.dumps(as_data(analysis, _used(given)), indent=2, ensure_ascii=False, allow_nan=False)
    says = Wording(
        improvement=given["improvement"],
        unit="",
        decimals=_decimals(points),
        frequency="",
        shift=given["shift"],
        trend=given["trend"],
        needed=_least(given),
    )
    return as_text(analysis, says)


def _decimals(points: Sequence[Point]) -> int:
    """As many decimals as the value with the most."""
    exponents = [point.value.as_tuple().exponent for point in points if isinstance(point.value, Decimal)]
    return max((-one for one in exponents if isinstance(one, int) and one < 0), default=0)


def _least(given: dict[str, Any]) -> int:
    return DEFAULT_MIN_POINTS if given["min_points"] is None else int(given["min_points"])


def _used(given: dict[str, Any]) -> dict[str, Any]:
    """The options as the analysis took them, defaults filled in; null where the profile has no such option."""
    is_ptd, baseline = given["profile"] == "ptd", given["baseline"]
    return {
        **given,
        "target": plain(given["target"]),
        "targets": [
            {
                "value": plain(one.value),
                "start": one.start and one.start.isoformat(),
                "end": one.end and one.end.isoformat(),
            }
            for one in given["targets"]
        ],
        "rebases": [one.isoformat() for one in given["rebases"]],
        "baseline": baseline
        and {
            "points": baseline.points,
            "until": baseline.until and baseline.until.isoformat(),
            "every_segment": is_ptd if baseline.every_segment is None else baseline.every_segment,
        },
        "min_points": None if is_ptd else _least(given),
    }
