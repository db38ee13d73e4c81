"""Where each kind of record that search finds has its page, and under which heading it is listed.

Every app registers its own when it is ready, by the names of addresses, so that no lower floor knows a higher one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Expression

KINDS: Mapping[str, str] = {
    "service": "Services",
    "commissioning": "Who commissions what, models and posts",
    "intention": "Intentions and projects",
    "milestone": "Milestones",
    "action": "Actions and asks of boards",
    "money": "Money and phases",
    "area": "Models of care in other places",
    "learning": "Learning points",
    "theme": "Themes",
    "figure": "Figures",
    "outcome": "Outcomes and indicators",
    "risk": "Risks and challenges",
    "discrepancy": "Discrepancies",
    "statement": "What the programme says of itself",
    "organisation": "Organisations and boards",
    "source": "Documents",
}


@dataclass(frozen=True)
class Found:
    """A kind of record: its words, its heading (a key of KINDS) and the page it is read on.

    `argument` is the way from the record to what stands in the page's address after the programme's key, such as
    `area__key`; without one the page is a list, opened at the record's reference where the list has it.
    """

    model: str
    words: str
    kind: str
    page: str
    argument: str | Expression = ""


_FOUND: dict[str, Found] = {}


def register_found(found: Iterable[Found]) -> None:
    _FOUND.update({each.model: each for each in found})


def every_found() -> tuple[Found, ...]:
    return tuple(_FOUND.values())


def found_for(model: str) -> Found | None:
    return _FOUND.get(model)


FOUND_HERE = (
    Found("programmes.programme", "Programme", "statement", "programme"),
    Found("programmes.programmestatement", "Statement", "statement", "about"),
    Found("programmes.engagement", "Engagement", "statement", "about"),
    Found("programmes.service", "Service", "service", "service", "reference"),
    Found("programmes.scopelistitem", "Printed in a list of services", "service", "scope_lists"),
    Found("programmes.futureconsideration", "Future consideration", "service", "scope_lists"),
    Found("programmes.organisation", "Organisation", "organisation", "about"),
    Found("programmes.commissionercode", "Commissioner’s code", "organisation", "about"),
    Found(
        "programmes.commissioningresponsibility",
        "Responsibility",
        "commissioning",
        "service",
        "service__reference",
    ),
    Found("programmes.responsibilitychange", "Change of responsibility", "commissioning", "commissioners"),
    Found("programmes.servicegroup", "Group of services", "commissioning", "commissioning_models"),
    Found("programmes.commissioningmodel", "Commissioning model", "commissioning", "commissioning_models"),
    Found("programmes.post", "Post", "commissioning", "hub"),
    # Read among what its paper holds.
    Found(
        "programmes.duty",
        "Duty",
        "commissioning",
        "document",
        "fact__source_references__document__reference",
    ),
    Found(
        "programmes.commissioningintention",
        "Commissioning intention",
        "intention",
        "intention",
        "reference",
    ),
    Found("programmes.projectsummary", "Project summary", "intention", "project_summary", "reference"),
    Found("programmes.milestone", "Milestone", "milestone", "milestone", "reference"),
    Found("programmes.challenge", "Challenge", "risk", "about"),
    Found("programmes.feedback", "Feedback", "action", "feedback"),
    Found("programmes.document", "Document", "source", "document", "reference"),
    Found("programmes.documentpart", "Part of a document", "source", "document", "document__reference"),
    Found("programmes.knowngap", "Known gap in a document", "source", "document", "document__reference"),
    Found("programmes.citedwork", "Work that a document cites", "source", "document", "document__reference"),
)
