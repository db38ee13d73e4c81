"""Rows of the table of who may do what, for the API, what describes it, and one's tokens for it.

The API sends nobody to sign in: 401 to whoever is not. What it is sent here is no JSON, so whoever may write learns
that (415 for a new row, 428 for a change without its ETag); everybody else is refused before their body is looked at.
"""

from dataclasses import dataclass

from programmes.models import Milestone
from tests.authz.cast import ADMINISTRATORS, COMMISSIONERS, ELSEWHERE, MANAGERS, MEMBERS, SIGNED_IN
from tests.authz.row import EXPORTERS, NOBODY, SAFE, Row

PLANNERS = MANAGERS | COMMISSIONERS
ELSEWHERE_EXPORTERS = ELSEWHERE - {"elsewhere_board", "elsewhere_evaluator"}


@dataclass(frozen=True)
class ApiRow(Row):
    """`adds` and `changes` are those who may POST and PATCH, None where nobody can."""

    adds: frozenset[str] | None = None
    changes: frozenset[str] | None = None

    def expected(self, verb: str, who: str) -> int:
        if who not in SIGNED_IN:
            return 401
        if verb in SAFE:
            return super().expected(verb, who)
        may = {"POST": self.adds, "PATCH": self.changes}.get(verb)
        if may is None:
            return 405
        if who not in self.reads | self.refused | self.refused_writing:
            return 404
        return {"POST": 415, "PATCH": 428}[verb] if who in may else 403


@dataclass(frozen=True)
class NoSuchAddress(ApiRow):
    """404 to every verb of everybody signed in."""

    def expected(self, verb: str, who: str) -> int:  # as for the others
        return 404 if who in SIGNED_IN else 401


def _nothing(_world):
    return []


ROWS: tuple[Row, ...] = (
    ApiRow("api_index", args=_nothing, reads=SIGNED_IN),
    ApiRow("api_openapi", args=_nothing, reads=SIGNED_IN),
    ApiRow("api_programmes", args=_nothing, reads=SIGNED_IN),
    ApiRow("api_programme"),
    ApiRow(
        "api_table",
        args=lambda world: [world.programme.key, "milestones"],
        reads=EXPORTERS,
        refused=MEMBERS - EXPORTERS,
        adds=PLANNERS,
        absent=lambda world: [world.programme.key, "no_such_table"],
    ),
    ApiRow(
        "api_record",
        args=lambda world: [world.programme.key, "milestones", world.of(Milestone).reference],
        reads=EXPORTERS,
        refused=MEMBERS - EXPORTERS,
        changes=PLANNERS,
        absent=lambda world: [world.programme.key, "milestones", "T-MIL-0"],
        foreign=lambda own, other: [own.programme.key, "milestones", other.of(Milestone).reference],
    ),
    ApiRow(
        "api_shared",
        args=lambda world: ["organisations"],
        reads=EXPORTERS | ELSEWHERE_EXPORTERS,
        refused=(MEMBERS | ELSEWHERE) - EXPORTERS - ELSEWHERE_EXPORTERS,
        adds=ADMINISTRATORS,
    ),
    ApiRow(
        "api_shared_record",
        args=lambda world: ["organisations", world.lead.reference],
        reads=EXPORTERS,  # elsewhere, this organisation is not known; whether or not it is, no change of it is allowed
        refused=(MEMBERS | ELSEWHERE) - EXPORTERS - ELSEWHERE_EXPORTERS,
        refused_writing=ELSEWHERE_EXPORTERS,
        changes=ADMINISTRATORS,
    ),
    NoSuchAddress("api_absent", args=_nothing, reads=NOBODY),
    Row("api_docs", args=_nothing, reads=SIGNED_IN),
    Row("api_docs_errors", args=_nothing, reads=SIGNED_IN),
    Row("api_docs_table", args=lambda world: ["milestones"], reads=SIGNED_IN),
    Row("api_tokens", args=_nothing, reads=SIGNED_IN, writes=SIGNED_IN, written=422),
    # Nobody of the cast has a token: of what they do not own, each is told that it is not there.
    Row("api_token_end", args=lambda world: [999_999], reads=NOBODY, writes=NOBODY),
)
