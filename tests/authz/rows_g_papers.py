"""Rows of the table of who may do what, for papers written here and their issues."""

from typing import Any

from governance.models import BoardPaper, PaperIssue
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World

WRITERS = MANAGERS | COMMISSIONERS


def paper(world: World) -> list[Any]:
    return [world.programme.key, world.of(BoardPaper).reference]


def issue(world: World) -> list[Any]:
    made = world.of(PaperIssue)
    return [world.programme.key, made.paper.reference, made.number]


def written(name: str) -> Row:
    """A form of one paper, for those who write papers."""
    return Row(
        name,
        args=paper,
        reads=WRITERS,
        refused=MEMBERS - WRITERS,
        writes=WRITERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-PAPER-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BoardPaper).reference],
    )


def of_issue(name: str) -> Row:
    """An issue as everybody who sees the programme reads it."""
    return Row(
        name,
        args=issue,
        absent=lambda world: [*paper(world), 9999],
        foreign=lambda own, other: [own.programme.key, *issue(other)[1:]],
    )


ROWS: tuple[Row, ...] = (
    Row("papers"),
    Row(
        "paper_add",
        reads=WRITERS,
        refused=MEMBERS - WRITERS,
        writes=WRITERS,
        sends={"reason": ""},
        written=422,
    ),
    Row(
        "paper",
        args=paper,
        absent=lambda world: [world.programme.key, "T-PAPER-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BoardPaper).reference],
    ),
    written("paper_change"),
    written("paper_ready"),
    written("paper_issue"),
    of_issue("paper_issued"),
    of_issue("paper_pdf"),
    of_issue("paper_docx"),
)
