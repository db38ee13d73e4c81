"""What is published, what is wrong with it and where it is found, as tables and lists."""

from collections.abc import Sequence

from commissioning.core.components import Link, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.ocds.ocid import EXAMPLE_PREFIX
from procurement.publishing.standing import CHANGED, CURRENT, NEVER, Process, Standing
from programmes.addresses import Addresses
from programmes.tables import day_words

TONES = {CURRENT: Tone.GOOD, CHANGED: Tone.WARN, NEVER: Tone.NEUTRAL}
STATUS = {
    "planning": "Planning: an idea, no dates",
    "planned": "Planned: dated",
    "active": "Tender open",
    "complete": "Tender complete",
    "cancelled": "Cancelled",
    "unsuccessful": "Unsuccessful",
    "withdrawn": "Withdrawn",
}


def process_table(processes: Sequence[Process], to: Addresses) -> Table:
    """Each contracting process: its identifier, its state in the market, and when it was published last."""
    columns = (
        Column("Process"),
        Column("Identifier (ocid)"),
        Column("Status"),
        Column("Published"),
        Column("State"),
        Column("Faults", numeric=True),
    )
    return Table(
        "Contracting processes",
        columns,
        tuple(_row(one, to) for one in processes),
        caption_hidden=True,
        compact=True,
    )


def _row(one: Process, to: Addresses) -> Row:
    href = to.of("phase", one.phase.number) if one.phase else to.of("programme")
    status = one.release.get("tender", {}).get("status", "")
    given = "" if one.last else "would be given"
    return Row(
        (
            Cell(one.name, href, "made up: never published" if one.is_made_up else ""),
            Cell(one.ocid, note=given),
            Cell(STATUS[status]) if status in STATUS else Cell("–", words="a programme has no tender"),
            _published(one),
            Cell(tags=(Tag(one.state, TONES[one.state]),)),
            Cell(str(len(one.faults)), sort_value=str(len(one.faults))),
        )
    )


def _published(one: Process) -> Cell:
    if one.last is None:
        return Cell("–", words="never published")
    tags = ", ".join(one.last.body.get("tag", ()))
    note = f"{one.count} release{'' if one.count == 1 else 's'}; the last as {tags}"
    return Cell(day_words(one.last.dated_at.date()), note=note, sort_value=one.last.dated_at.isoformat())


def problem_table(processes: Sequence[Process]) -> Table:
    """Every fault and warning of the checker, by process and field, with what to do."""
    columns = (Column("Process"), Column("Field"), Column("What is wrong"), Column("What to do"))
    rows = [
        Row(
            (
                Cell(one.name),
                Cell(problem.path.removeprefix("releases[0]").lstrip(".") or "the release"),
                Cell(
                    problem.words,
                    tags=(Tag("Warning", Tone.WARN) if problem.is_warning else Tag("Fault", Tone.ALERT),),
                ),
                Cell(problem.cure),
            )
        )
        for one in processes
        for problem in one.problems
    ]
    return Table(
        "Problems",
        columns,
        tuple(rows),
        caption_hidden=True,
        compact=True,
        empty="The checker finds nothing wrong: every release is valid against OCDS 1.1.5.",
    )


def prefix_rows(standing: Standing) -> list[SummaryRow]:
    """The prefix of the setting, and what it allows."""
    if not standing.prefix_problem:
        allowed = Tag("Ready to publish", Tone.GOOD)
    elif standing.prefix == EXAMPLE_PREFIX:
        allowed = Tag("Example prefix: nothing can be published", Tone.WARN)
    else:
        allowed = Tag("Nothing can be published", Tone.ALERT)
    return [
        SummaryRow("Prefix of identifiers", Cell(standing.prefix, note=standing.prefix_problem)),
        SummaryRow("What it allows", Cell(tags=(allowed,))),
    ]


def left_out_words(standing: Standing) -> str:
    """How many contracts are left out of the files, and why; "" for none. Their number is no secret."""
    said = []
    if standing.sealed:
        one = standing.sealed == 1
        said.append(
            f"{standing.sealed} contract{'' if one else 's'} {'is' if one else 'are'} in neither the data nor the "
            "register: the award is not published"
        )
    if standing.unphased:
        one = standing.unphased == 1
        said.append(
            f"{standing.unphased} {'is' if one else 'are'} in the register alone: "
            f"{'it belongs' if one else 'they belong'} to no phase, and so to no contracting process"
        )
    return "".join(f"{part}. " for part in said).strip()


def preview_links(to: Addresses) -> tuple[Link, ...]:
    """What could be published now, for those who may publish."""
    return (
        Link("Preview of the releases", to.of("ocds_releases", preview="1")),
        Link("Preview of the records", to.of("ocds_records", preview="1")),
    )
