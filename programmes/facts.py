"""How this app's records are worded in a document's list of facts. Each app above has a list of its own."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Model

from programmes.models import (
    Challenge,
    CitedWork,
    CommissionerCode,
    CommissioningIntention,
    CommissioningModel,
    CommissioningResponsibility,
    CrossReference,
    Document,
    DocumentPart,
    Duty,
    Engagement,
    Feedback,
    FutureConsideration,
    KnownGap,
    Milestone,
    Organisation,
    OrganisationSuccession,
    Post,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
    ProjectSummary,
    ResponsibilityChange,
    ScopeChange,
    ScopeList,
    ScopeListItem,
    Service,
    ServiceAlias,
    ServiceGroup,
    ServiceScope,
)
from programmes.selectors.sources import describe_facts

SHORTENED_TO = 80  # characters of a long text that the models' `__str__` keeps
RELATED: Mapping[type[Model], tuple[str, ...]] = {
    ServiceScope: ("service",),
    ScopeChange: ("scope__service",),
    CommissioningResponsibility: ("service", "organisation"),
    ProgrammePartner: ("organisation",),
    CommissionerCode: ("organisation",),
    OrganisationSuccession: ("predecessor", "successor"),
}
MODELS: tuple[type[Model], ...] = (
    Programme,
    ProgrammeTargetDate,
    ProgrammeStatement,
    Organisation,
    OrganisationSuccession,
    ProgrammePartner,
    CommissionerCode,
    Service,
    ServiceAlias,
    ServiceScope,
    ScopeChange,
    ScopeList,
    ScopeListItem,
    FutureConsideration,
    CommissioningResponsibility,
    ResponsibilityChange,
    CommissioningModel,
    ServiceGroup,
    Post,
    Duty,
    CommissioningIntention,
    ProjectSummary,
    Milestone,
    Challenge,
    Engagement,
    Feedback,
    Document,
    DocumentPart,
    CrossReference,
    KnownGap,
    CitedWork,
)


def register(models: Iterable[type[Model]], related: Mapping[type[Model], tuple[str, ...]]) -> None:
    """Word each record by its own `str`, fetching what that needs in the same query."""
    for model in models:
        describe_facts(
            model._meta.label_lower,
            str(model._meta.verbose_name_plural),
            _worded(model, related.get(model, ())),
        )


def _worded(model: type[Model], related: tuple[str, ...]):  # type: ignore[no-untyped-def]
    def describe(fact_ids: Collection[int]) -> Iterable[tuple[int, str, str]]:
        rows = model._default_manager.filter(fact__in=fact_ids).select_related(*related).order_by("reference")
        return [(row.fact_id, row.reference, _whole(row)) for row in rows]  # type: ignore[attr-defined]

    return describe


def _whole(row: Model) -> str:
    """The record's own words, with its text in full where `str` shortens it."""
    words, text = str(row), getattr(row, "text", "")
    short = text[:SHORTENED_TO]
    return words.removesuffix(short) + text if short != text and words.endswith(short) else words
