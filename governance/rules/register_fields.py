"""The four registers beside the risks, each as a table of its fields: one shape for their forms, pages and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist

from governance.models.registers import (
    Assumption,
    AssumptionState,
    ChangeRequest,
    ChangeRequestState,
    Dependency,
    DependencyState,
    Issue,
    IssueState,
)

ROLE_HINT = "A role, not a name, such as Director of Commissioning. Leave it empty where nobody is named."
RAISED_HINT = "When it was raised, such as 12 December 2018 or December 2018."
DATE_HINT = "As loose as it was agreed: 12 December 2018, by April 2019, Autumn 2018, or TBC."


class Kind(StrEnum):
    """How a field is typed in and how it reads."""

    LINE = "line"
    PROSE = "prose"
    DATE = "date"  # as loose as it was stated
    DAY = "day"
    CHOICE = "choice"
    LINK = "link"


@dataclass(frozen=True)
class RegisterField:
    """One field. `missing` is what to say where it must not be empty; `on_add` whether the form of a new row has it."""

    name: str
    label: str
    hint: str = ""
    missing: str = ""
    on_add: bool = True

    @property
    def is_role(self) -> bool:
        return self.name.endswith("_role")


@dataclass(frozen=True)
class Register:
    """One register. `page` is the name of its list's address and of its table; `noun` names its page for one row."""

    page: str
    noun: str
    one: str
    many: str
    intro: str
    model: type[Any]
    word: str
    fields: tuple[RegisterField, ...]
    due: str
    finished: frozenset[str]

    @property
    def article(self) -> str:
        return "an" if self.one[0] in "aeiou" else "a"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> RegisterField:
        return next(field for field in self.fields if field.name == name)

    def kind(self, name: str) -> Kind:
        """How a field of the record is typed in, from the column that holds it."""
        try:
            column: Any = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return Kind.DATE  # a stated date stands in several columns
        if column.is_relation:
            return Kind.LINK
        if column.choices:
            return Kind.CHOICE
        kinds = {"TextField": Kind.PROSE, "DateField": Kind.DAY}
        return kinds.get(column.get_internal_type(), Kind.LINE)

    def choices(self, name: str) -> tuple[tuple[str, str], ...]:
        return tuple((value, str(label)) for value, label in self.model._meta.get_field(name).flatchoices)


OWNER = RegisterField("owner_role", "Owner", ROLE_HINT)
STATE = RegisterField("state", "State", on_add=False)

ISSUES: Final = Register(
    page="issues",
    noun="issue",
    one="issue",
    many="issues",
    intro="What has happened and stands in the way. A risk is what may happen; once it has, it is an issue.",
    model=Issue,
    word="ISS",
    due="To be resolved by",
    finished=frozenset({IssueState.RESOLVED, IssueState.CLOSED}),
    fields=(
        RegisterField("title", "Issue", "What has happened, in a few words.", "Say what has happened."),
        RegisterField("text", "More about it"),
        RegisterField("severity", "Severity"),
        RegisterField("phase", "Phase"),
        RegisterField("risk", "Risk that came true", "Where the issue was a risk before."),
        RegisterField("raised", "Raised", RAISED_HINT),
        RegisterField("due", "To be resolved by", DATE_HINT),
        OWNER,
        RegisterField("escalated_to", "Escalated to", "The body that it was taken to."),
        STATE,
        RegisterField(
            "resolution",
            "How it was resolved",
            "Needed once it is resolved or closed: what was done, or why no more will be.",
            on_add=False,
        ),
        RegisterField("resolved", "Resolved on", "Leave it empty for today.", on_add=False),
    ),
)
DEPENDENCIES: Final = Register(
    page="dependencies",
    noun="dependency",
    one="dependency",
    many="dependencies",
    intro="What the programme needs from others, or they from it, and by when.",
    model=Dependency,
    word="DEP",
    due="Needed by",
    finished=frozenset({DependencyState.MET, DependencyState.MISSED}),
    fields=(
        RegisterField(
            "text", "What is needed", "Such as: data on waiting times by ward.", "Say what is needed."
        ),
        RegisterField("direction", "Who needs it", missing="Choose who needs it from whom."),
        RegisterField("other_party", "Other party", "A role, a programme or a body."),
        RegisterField("organisation", "Organisation", "Where the other party is one that is recorded here."),
        RegisterField("phase", "Phase"),
        RegisterField(
            "milestone", "Milestone", "The milestone of this programme that waits for it or gives it."
        ),
        RegisterField("due", "Needed by", DATE_HINT),
        OWNER,
        STATE,
        RegisterField("note", "Note"),
    ),
)
ASSUMPTIONS: Final = Register(
    page="assumptions",
    noun="assumption",
    one="assumption",
    many="assumptions",
    intro="What the plan takes for granted, and what follows if it is wrong.",
    model=Assumption,
    word="ASM",
    due="Next review",
    finished=frozenset({AssumptionState.HOLDS, AssumptionState.FAILED}),
    fields=(
        RegisterField(
            "text",
            "What is taken for granted",
            "Such as: the pooled fund is agreed by April.",
            "Say what is taken for granted.",
        ),
        RegisterField("if_wrong", "If it is wrong", "What follows if it does not hold."),
        OWNER,
        RegisterField("review_due", "Next review", "One day, such as 1 April 2019."),
        STATE,
        RegisterField(
            "evidence",
            "What shows it",
            "What shows that it holds, or that it does not: needed to say either.",
            on_add=False,
        ),
    ),
)
CHANGE_REQUESTS: Final = Register(
    page="change_requests",
    noun="change_request",
    one="request for change",
    many="requests for change",
    intro="Requests to change what was agreed, with what each would do, and what was decided.",
    model=ChangeRequest,
    word="CR",
    due="",
    finished=frozenset({ChangeRequestState.REJECTED, ChangeRequestState.DONE, ChangeRequestState.WITHDRAWN}),
    fields=(
        RegisterField("title", "Change", "In a few words.", "Say what is to change."),
        RegisterField("text", "What would change", missing="Say what would change, from what to what."),
        RegisterField("because", "Why it is asked for"),
        RegisterField("raised_by_role", "Raised by", ROLE_HINT),
        RegisterField("raised", "Raised", RAISED_HINT),
        RegisterField("on_time", "Effect on time"),
        RegisterField("on_cost", "Effect on cost"),
        RegisterField("on_scope", "Effect on scope"),
        RegisterField("on_quality", "Effect on quality"),
        RegisterField("on_benefits", "Effect on benefits"),
        RegisterField("on_risk", "Effect on risk"),
        STATE,
    ),
)
REGISTERS: Final[Mapping[str, Register]] = {
    each.page: each for each in (ISSUES, DEPENDENCIES, ASSUMPTIONS, CHANGE_REQUESTS)
}
