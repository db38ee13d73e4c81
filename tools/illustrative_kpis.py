"""Makes up the values of the illustrative county: fixtures/demo/illustration_measurements.csv.

    python tools/illustrative_kpis.py          writes the file
    python tools/illustrative_kpis.py --check  says whether the file is what the recipes make, and writes nothing

The recipes stand in illustration.json beside it: a level, a spread, changes from a month on, and what the chart is to
show; values are drawn again until it does. The same recipes always make the same file, for chance is drawn from the
KPI's own reference. Counts are whole numbers, and the members of a breakdown add up to the whole.
"""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from outcomes.spc import Analysis, Baseline, Point, Target, analyse  # noqa: E402 - not installed as a package

RECIPES = ROOT / "fixtures" / "demo" / "illustration.json"
VALUES = ROOT / "fixtures" / "demo" / "illustration_measurements.csv"
FIRST, LAST = "2023-11", "2026-10"  # 36 months
STEPS: Final = {"month": 1, "quarter": 3, "academic_year": 12}
COLUMNS = ("kpi", "starts", "member", "numerator", "denominator", "value", "missing", "final")
DIRECTIONS: Final = {"higher": "up", "lower": "down"}
TRIES = 4000
SMALL = 5  # fewer people than this are not shown
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """The figure of one period: parts, or a value, or why there is none."""

    starts: date
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    missing: str = ""


def periods(kpi: Record) -> list[date]:
    recipe = kpi["recipe"]
    step = STEPS[kpi["frequency"]]
    year, month = map(int, recipe.get("first", FIRST).split("-"))
    last = tuple(map(int, recipe.get("last", LAST).split("-")))
    found = []
    while (year, month) <= last:
        found.append(date(year, month, 1))
        year, month = year + (month + step - 1) // 12, (month + step - 1) % 12 + 1
    return found


def levels(recipe: Record, months: Sequence[date]) -> list[float]:
    """Where the values lie around in each month: the level with its steps and its drift."""
    found = []
    drift = recipe.get("drift")
    for month in months:
        level = recipe["level"] + sum(
            step["by"] for step in recipe.get("steps", ()) if month.isoformat() >= step["from"]
        )
        if drift:
            start = date.fromisoformat(drift["from"])
            passed = (month.year - start.year) * 12 + month.month - start.month + 1
            level += drift["each_month"] * max(passed, 0)
        found.append(level)
    return found


def chance(random: Random, spread: float) -> float:
    """About normal and never far out: the sum of three even draws."""
    return spread * 2 * (random.random() + random.random() + random.random() - 1.5)


def draw(kpi: Record, random: Random) -> list[Figure]:
    recipe, months = kpi["recipe"], periods(kpi)
    drawn = [level + chance(random, recipe["spread"]) for level in levels(recipe, months)]
    if "rolling" in recipe:
        drawn = rolled(drawn, recipe, random)
    if recipe.get("cumulative"):
        drawn = [
            value * ((month.month - 4) % 12 + 1) / 12 for value, month in zip(drawn, months, strict=True)
        ]
    return [figure(kpi, month, value, random) for month, value in zip(months, drawn, strict=True)]


def rolled(drawn: list[float], recipe: Record, random: Random) -> list[float]:
    """The mean of this month and those before it, of which the first are drawn for the purpose."""
    span = recipe["rolling"]
    before = [recipe["level"] + chance(random, recipe["spread"]) for _ in range(span - 1)]
    whole = [*before, *drawn]
    return [sum(whole[end : end + span]) / span for end in range(len(drawn))]


def figure(kpi: Record, month: date, value: float, random: Random) -> Figure:
    recipe = kpi["recipe"]
    missing = recipe.get("missing", {}).get(month.isoformat()[:7])
    if missing:
        return Figure(month, missing=missing)
    if "size" not in recipe:
        return Figure(month, value=max(round(value), 0))
    wobble = 0 if recipe.get("cumulative") or recipe["size"] > 20000 else 0.06
    size = round(recipe["size"] * (1 + wobble * (2 * random.random() - 1)))
    numerator = max(round(value * size / factor(kpi)), 0)
    if kpi["measure"] == "percentage":
        numerator = min(numerator, size)
    return Figure(month, numerator, size)


def factor(kpi: Record) -> int:
    return 100 if kpi["measure"] == "percentage" else kpi.get("per", 1)


def value_of(kpi: Record, one: Figure) -> Decimal | None:
    """Rounded to six decimals, as the product judges it."""
    if one.numerator is not None and one.denominator is not None:
        exact = Decimal(one.numerator * factor(kpi)) / Decimal(one.denominator)
        return exact.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
    return None if one.value is None else Decimal(one.value)


def chart(kpi: Record, figures: Sequence[Figure], decisions: Sequence[Record]) -> Analysis:
    ghosts = {row["on"] for row in decisions if row["kind"] == "ghost"}
    points = [Point(one.starts, value_of(kpi, one), one.starts.isoformat() in ghosts) for one in figures]
    targets = [
        Target(Decimal(str(row["value"])), _day(row.get("starts_on")), _day(row.get("ends_on")))
        for row in kpi["targets"]
        if "value" in row
    ]
    return analyse(
        points,
        improvement=DIRECTIONS.get(kpi["polarity"], "neither"),
        targets=targets,
        rebases=[date.fromisoformat(row["on"]) for row in decisions if row["kind"] == "rebase"],
        baseline=Baseline(kpi["baseline_points"]) if kpi.get("baseline_points") else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def suits(kpi: Record, figures: Sequence[Figure], decisions: Sequence[Record]) -> bool:
    """Whether no count of people is small, and the chart shows what the recipe wants it to show."""
    if kpi["suppress_below"] is not None and any(map(is_small, figures)):
        return False
    wanted = kpi["recipe"].get("shows")
    if wanted is None:
        return True
    found = chart(kpi, figures, decisions)
    return (found.variation, found.assurance) == (wanted["variation"], wanted["assurance"])


def is_small(one: Figure) -> bool:
    counts = (one.value, one.numerator, one.denominator)
    rest = (one.denominator or 0) - (one.numerator or 0)
    return any(count is not None and 0 < count < SMALL for count in (*counts, rest))


def series(kpi: Record, decisions: Sequence[Record]) -> list[Figure]:
    """The first draw that suits. Raises SystemExit where none of many does: the recipe then asks for too much."""
    random = Random(kpi["id"])  # noqa: S311 - to make up values, not to keep secrets
    for _ in range(TRIES):
        figures = draw(kpi, random)
        if suits(kpi, figures, decisions):
            return figures
    raise SystemExit(f"{kpi['id']}: no draw of {TRIES} shows what its recipe wants.")


def parts(one: Figure, kpi: Record, breakdown: Record, random: Random) -> Iterator[Figure]:
    """The figure of each member; together exactly the whole."""
    if one.missing or one.numerator is None or one.denominator is None:
        yield from (one for _ in breakdown["members"])
        return
    sizes = shared_out(one.denominator, breakdown["weights"], random)
    tilts = [1 + tilt * random.uniform(0.6, 1.4) for tilt in breakdown["tilt"]]
    weights = [size * tilt for size, tilt in zip(sizes, tilts, strict=True)]
    room = sizes if kpi["measure"] == "percentage" else None
    counts = shared_out(one.numerator, weights, random, room)
    for size, count in zip(sizes, counts, strict=True):
        yield replace(one, numerator=count, denominator=size)


def shared_out(
    whole: int, weights: Sequence[float], random: Random, room: Sequence[int] | None = None
) -> list[int]:
    """Whole numbers about in proportion to the weights that sum to `whole`, none above its room."""
    most = list(room or [whole] * len(weights))
    shares = [
        min(max(int(whole * weight / sum(weights) * random.uniform(0.94, 1.04)), 0), most[place])
        for place, weight in enumerate(weights)
    ]
    while sum(shares) != whole:
        place = random.choices(range(len(weights)), weights)[0]
        step = 1 if sum(shares) < whole else -1
        if 0 <= shares[place] + step <= most[place]:
            shares[place] += step
    return shares


def rows(recipes: Record) -> Iterator[tuple[object, ...]]:
    breakdowns = {row["id"]: row for row in recipes["breakdowns"]}
    for kpi in recipes["kpis"]:
        if "recipe" not in kpi:
            continue
        figures = series(kpi, [row for row in recipes["decisions"] if row["kpi"] == kpi["id"]])
        random = Random(f"{kpi['id']} members")  # noqa: S311 - as above
        for one in figures:
            yield row_of(kpi, one, "")
            for reference in kpi.get("breakdowns", ()):
                breakdown = breakdowns[reference]
                members = parts(one, kpi, breakdown, random)
                for name, part in zip(breakdown["members"], members, strict=True):
                    yield row_of(kpi, part, name)


def row_of(kpi: Record, one: Figure, member: str) -> tuple[object, ...]:
    since = kpi["recipe"].get("provisional_from")
    final = "no" if since and one.starts.isoformat()[:7] >= since else "yes"
    return (
        kpi["id"],
        one.starts.isoformat(),
        member,
        "" if one.numerator is None else one.numerator,
        "" if one.denominator is None else one.denominator,
        "" if one.value is None else one.value,
        one.missing,
        final,
    )


def made() -> str:
    """The whole file as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(json.loads(RECIPES.read_text(encoding="utf-8"))))
    return out.getvalue()


def main(arguments: Sequence[str]) -> int:
    text = made()
    if "--check" in arguments:
        same = VALUES.read_text(encoding="utf-8") == text
        print("as the recipes make it" if same else "not what the recipes make: run this without --check")
        return 0 if same else 1
    VALUES.write_text(text, encoding="utf-8")
    print(f"{text.count(chr(10)) - 1} rows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
