"""The first page: in two sentences what is wrong, who owns it and by when, then each point, then the figures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commissioning.core.components import Panel, Tile, Tone
from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.attention import NO_OWNER, attention_panels
from commissioning.reporting.dashboards.kpi_section import with_kpis
from commissioning.reporting.dashboards.plan_tiles import plan_tiles
from commissioning.reporting.dashboards.programme import tiles
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.pack.book import Book, Line, slug
from commissioning.reporting.pack.material import Material
from outcomes.board import Assured, Change, assured_of, change_of, is_exception

TRUE_OF_ALL = (
    "This programme is made up to show the product. Nothing in this pack is a record of a real place."
)
NOBODY = "nobody recorded"
NO_DAY = "no date stated"
POINTS = 8  # on the first page; the rest is in the last part
ITEMS = 3  # of like points named under the first of them


def put_attention(book: Book, about: Material) -> None:
    points = attention(about)
    if about.is_made_up:
        book.say(TRUE_OF_ALL, "warning")
    book.heading("1. What needs the board’s attention")
    book.say(headline(points), "lead")
    book.table(
        "Points for the board",
        (Column("What", 5.2), Column("Owner", 1.7), Column("By when", 2.1)),
        [_line(point) for point in points[:POINTS]],
        finding="" if len(points) <= POINTS else f"{len(points) - POINTS} more are not named here.",
    )
    _figures(book, about)


def attention(about: Material) -> list[Panel]:
    """What the dashboard puts first, then what only a meeting asks after; what asks for nothing comes last."""
    found = [_owned(panel, about) for panel in with_kpis(about.plans, "", attention_panels(about.at, ""))]
    pressing = [panel for panel in found if panel.tone not in (Tone.INFO, Tone.GOOD)]
    rest = [panel for panel in found if panel.tone == Tone.INFO]
    own = [panel for panel in _own(about) if panel is not None]
    everything = [*pressing, *own, *rest]
    return everything or list(found)


def _owned(panel: Panel, about: Material) -> Panel:
    """The panel of KPIs says what is wrong in its first sentence; whose they are is told here."""
    if not panel.heading.startswith("KPIs"):
        return panel
    off = [row for row in about.plans.kpis if is_exception(row)]
    worst = [row for row in off if change_of(row) == Change.CONCERN and assured_of(row) == Assured.FAIL]
    owners = dict.fromkeys(row.owner or row.owner_role for row in worst or off)
    first, _, rest = panel.text.partition(": " if worst else " in exception")
    heading = first if worst else f"{first} in exception"
    return replace(panel, heading=heading, text=rest.lstrip(": "), owner=", ".join(filter(None, owners)))


def headline(points: Sequence[Panel]) -> str:
    """Two sentences: the two most pressing points, each with its owner and its day."""
    said = [_sentence(point) for point in points if point.tone != Tone.INFO][:2]
    if said:
        return " ".join(said)
    stand = [point.heading for point in points if point.tone == Tone.INFO]
    if stand:
        return f"{stand[0]} in the papers; none is about cover, stated values, leads, seats or promises."
    return "No open gap, mismatch or late date is found for this programme on this day."


def _sentence(point: Panel) -> str:
    more = len(point.items)
    like = f" (and {more} more like it)" if more else ""
    said = [f"{point.heading}{like}", f"owner: {owner_words(point)}", _day(point)]
    return f"{'; '.join(part for part in said if part)}."


def owner_words(point: Panel) -> str:
    return NOBODY if point.owner in ("", NO_OWNER) else point.owner


def _day(point: Panel) -> str:
    """The day in the middle of a sentence."""
    due = point.due.rstrip(".")
    return due[:1].lower() + due[1:] if due.startswith(("Phase", "Past")) else due


def _line(point: Panel) -> Line:
    named = [item.removeprefix("Also: ") for item in point.items[:ITEMS]]
    left = len(point.items) - len(named)
    also = f"Also: {'; '.join(named)}{f'; {left} more' if left else ''}." if named else ""
    return Line(
        (
            (point.heading, " ".join(filter(None, [_ended(point.text), also]))),
            owner_words(point) if point.tone != Tone.INFO else "–",
            point.due.rstrip(".") or (NO_DAY if point.tone != Tone.INFO else "–"),
        ),
        href=point.link.href if point.link else "",
    )


def _ended(text: str) -> str:
    return f"{text.rstrip('.:')}." if text else ""


def _own(about: Material) -> Iterable[Panel | None]:
    """Late dates, what partners said without an answer, vacancies, and risks that nobody has scored or passed up."""
    yield _late(about)
    yield _unanswered(about)
    yield _vacant(about)
    yield _not_passed_up(about)
    yield _unassessed(about)


def _late(about: Material) -> Panel | None:
    late = [row for row in about.late if row.is_late]
    if not late:
        return None
    first = late[0]
    return Panel(
        f"{plural(len(late), 'date')} passed and nothing recorded as done",
        f"Longest: {first.text}, {first.now.printed}, {plural(first.days_late, 'day')} ago.",
        Tone.WARN,
        owner=", ".join(dict.fromkeys(row.owner_role for row in late if row.owner_role)) or NO_OWNER,
        due="Past already.",
    )


def _unanswered(about: Material) -> Panel | None:
    rows = about.unanswered
    if not rows:
        return None
    said = "; ".join(f"“{row.text}”" for row in rows[:ITEMS])
    return Panel(
        f"{plural(len(rows), 'point')} of feedback without an answer",
        f"{said} ({rows[0].said.printed or 'day not stated'}).",
        Tone.WARN,
        owner=NO_OWNER,
    )


def _vacant(about: Material) -> Panel | None:
    rows = [row for row in about.plans.intentions if row.has_no_lead]
    vacant = [row for row in about.plans.intentions if row.has_vacancy]
    if not rows and not vacant:
        return None
    said = []
    if rows:
        said.append(f"No lead anywhere for {_numbers([row.number for row in rows])}")
    if vacant:
        said.append(f"a vacancy in {_numbers([row.number for row in vacant])}")
    heading = f"{plural(len(rows), 'intention')} of {len(about.plans.intentions)} without a lead"
    if not rows:
        heading = f"{plural(len(vacant), 'intention')} with a vacancy"
    words = "; ".join(said)
    return Panel(heading, f"{words[:1].upper()}{words[1:]}.", Tone.WARN, owner=NO_OWNER)


def _numbers(numbers: Sequence[int]) -> str:
    """ "intention 4", "intentions 2, 3, 5 and 8"."""
    words = [str(number) for number in numbers]
    joined = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    return f"intention{'s' if len(words) > 1 else ''} {joined}"


def _not_passed_up(about: Material) -> Panel | None:
    rows = [row for row in about.top_risks if row.needs_escalation]
    if not rows:
        return None
    return Panel(
        f"{plural(len(rows), 'risk')} in a band that goes to a body above; none is recorded as told",
        f"Highest: {rows[0].title}.",
        Tone.WARN,
        owner=", ".join(dict.fromkeys(row.owner_role for row in rows if row.owner_role)) or NO_OWNER,
    )


def _unassessed(about: Material) -> Panel | None:
    rows = about.unassessed
    if not rows:
        return None
    return Panel(
        f"{len(rows)} of {plural(len(about.top_risks), 'open risk')} not assessed",
        "Nobody has put a likelihood and an impact to them: their scores are unknown, not low.",
        Tone.UNKNOWN,
        owner=", ".join(dict.fromkeys(row.owner_role for row in rows if row.owner_role)) or NO_OWNER,
    )


# --- figures ------------------------------------------------------------------------------------------------------


def _figures(book: Book, about: Material) -> None:
    found = [*tiles(about.at, ""), *plan_tiles(about.plans, "")]
    if not found:
        return
    book.heading("Key figures", 2)
    book.table(
        "Each figure beside what it should equal",
        (Column("Figure", 2.2), Column("Now", 1.8), Column("Beside it", 5)),
        [_tile(tile) for tile in found],
        kept=(1,),
        about="key figures",
    )


def _tile(tile: Tile) -> Line:
    """What stands beside a figure on its tile, and the tile's word where that says more."""
    status = tile.status
    said = status.endswith("TBC") and "to be confirmed" in tile.against
    said = said or status.split(",")[0].lower() in tile.against.lower()
    parts = [tile.against.rstrip("."), "" if said else status]
    beside = ". ".join(part for part in parts if part)
    return Line((tile.heading, tile.figure, _ended(beside)), slug(tile.heading), tile.href)
