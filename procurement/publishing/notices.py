"""Notices in a release: the documents they are, where they stand, and the tags that they give it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from procurement.models import Notice
from procurement.ocds.dates import end_of, start_of
from procurement.publishing.words import Json, kept
from procurement.rules_days import Calendar
from procurement.selectors.standstills import standstill_of

# The latest part of the process that a tag is about decides where the notice's document stands, and what it is.
PLACES: Final = (
    ("contractTermination", "contracts", "contractTerminationNotice"),
    ("implementation", "contracts", "implementationNotice"),
    ("contractAmendment", "contracts", "contractNotice"),
    ("contract", "contracts", "contractNotice"),
    ("award", "awards", "awardNotice"),
    ("tenderCancellation", "tender", "tenderCancellationNotice"),
    ("tenderUpdate", "tender", "tenderNotice"),
    ("tender", "tender", "tenderNotice"),
    ("planning", "planning", "plannedProcurementNotice"),
)
# In the order of a process, so that a release's tags read like one.
TAGS: Final = (
    "planning",
    "planningUpdate",
    "tender",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
)
ENGAGEMENT: Final = "engagement"


def place_of(notice: Notice) -> str:
    """The section its document stands in: planning, tender, awards or contracts; "" for a letter to bidders."""
    return next((section for tag, section, _ in PLACES if tag in notice.kind.ocds_tags), "")


def documents(notices: Iterable[Notice]) -> list[Json]:
    """The notices as documents: their kind and type, when published, and where."""
    return [_document(notice) for notice in notices]


def _document(notice: Notice) -> Json:
    kind = notice.kind
    what = next((what for tag, _, what in PLACES if tag in kind.ocds_tags), None)
    if kind.stage is not None and kind.stage.code == ENGAGEMENT:
        what = "marketEngagementNotice"
    number = f"{kind.name}, number {notice.external_id}" if notice.external_id else kind.name
    return kept(
        {
            "id": notice.reference,
            "documentType": what,
            "noticeType": kind.code,
            "title": kind.name,
            "description": number if notice.external_id else "",
            "url": notice.url,
            "datePublished": start_of(notice.published_on) if notice.published_on else None,
        }
    )


def standstill_period(
    notices: Iterable[Notice], calendar: Calendar, contract_id: int, *, light_touch: bool
) -> Json | None:
    """awards[].standstillPeriod: of the last notice that started one, for this contract or for the whole phase."""
    own = [notice for notice in notices if notice.contract_id in (None, contract_id)]
    found = [held for one in own if (held := standstill_of(one, calendar, light_touch=light_touch))]
    if not found:
        return None
    last = found[-1].standstill
    return {"startDate": start_of(last.starts), "endDate": end_of(last.ends)}


def tags_of(
    release: Json, new: Sequence[Notice], *, is_first: bool, was_reached: frozenset[str] = frozenset()
) -> list[str]:
    """The tags of a release: those of the notices that are new in it, else what it is by its content.

    The first release of a process has the tags of everything it holds; a later one without a new notice updates what
    the process has come to.
    """
    noticed = {tag for notice in new for tag in notice.kind.ocds_tags}
    reached = reached_of(release)
    if is_first:
        return _in_order(noticed | reached)
    if noticed:
        return _in_order(noticed)
    fresh = reached - was_reached
    return _in_order(fresh) if fresh else [f"{_last(reached)}Update"]


def reached_of(release: Json) -> frozenset[str]:
    """How far the content of a release has come: planning, tender, award, contract."""
    status = release.get("tender", {}).get("status", "planning")
    found = {"planning"}
    if status in {"active", "complete", "unsuccessful"} or release.get("awards"):
        found.add("tender")
    if status in {"cancelled", "withdrawn"}:
        found.add("tenderCancellation")
    if release.get("awards"):
        found.add("award")
    if any(contract.get("dateSigned") for contract in release.get("contracts", ())):
        found.add("contract")
    return frozenset(found)


def _last(reached: frozenset[str]) -> str:
    return next(tag for tag in ("contract", "award", "tender", "planning") if tag in reached)


def _in_order(tags: Iterable[str]) -> list[str]:
    wanted = set(tags)
    return [tag for tag in TAGS if tag in wanted] + sorted(wanted - set(TAGS))


def new_since(notices: Sequence[Notice], published: Sequence[Json]) -> list[Notice]:
    """The notices that no earlier release has as a document."""
    seen = {document["id"] for release in published for document in _documents_in(release)}
    return [notice for notice in notices if place_of(notice) and notice.reference not in seen]


def _documents_in(release: Json) -> Iterable[Json]:
    sections = [release.get("planning", {}), release.get("tender", {})]
    sections += [*release.get("awards", ()), *release.get("contracts", ())]
    return [document for section in sections for document in section.get("documents", ())]
