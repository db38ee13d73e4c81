from .base import Recorded, Scoped, ScopedEffective, ScopedQuerySet, scoped_by
from .commissioning_models import (
    CommissioningModel,
    FutureConsideration,
    FutureConsiderationService,
    ScopeList,
    ScopeListItem,
    ScopeListItemService,
    ServiceGroup,
    ServiceGroupLead,
    ServiceGroupService,
)
from .delivery import Challenge, Engagement, Feedback, Milestone, MilestoneChange, MilestoneDependency
from .documents import (
    CitedWork,
    CrossReference,
    Document,
    DocumentPart,
    Extraction,
    Fact,
    KnownGap,
    SourceReference,
)
from .intentions import CommissioningIntention, IntentionLine, ProjectSummary, SummaryLine
from .organisations import Organisation, OrganisationAlias, OrganisationSuccession
from .people import RoleAssignment
from .programmes import (
    CommissionerCode,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
)
from .responsibilities import CommissioningResponsibility, ResponsibilityChange
from .search import SearchEntry
from .services import ScopeChange, Service, ServiceAlias, ServiceScope
from .teams import Duty, Post

from . import searched  # noqa: F401, isort: skip (adds triggers to the models above)

__all__ = [
    "Challenge",
    "CitedWork",
    "CommissionerCode",
    "CommissioningIntention",
    "CommissioningModel",
    "CommissioningResponsibility",
    "CrossReference",
    "Document",
    "DocumentPart",
    "Duty",
    "Engagement",
    "Extraction",
    "Fact",
    "Feedback",
    "FutureConsideration",
    "FutureConsiderationService",
    "IntentionLine",
    "KnownGap",
    "Milestone",
    "MilestoneChange",
    "MilestoneDependency",
    "Organisation",
    "OrganisationAlias",
    "OrganisationSuccession",
    "Post",
    "Programme",
    "ProgrammePartner",
    "ProgrammeStatement",
    "ProgrammeTargetDate",
    "ProjectSummary",
    "Recorded",
    "ResponsibilityChange",
    "RoleAssignment",
    "ScopeChange",
    "ScopeList",
    "ScopeListItem",
    "ScopeListItemService",
    "Scoped",
    "ScopedEffective",
    "ScopedQuerySet",
    "SearchEntry",
    "Service",
    "ServiceAlias",
    "ServiceGroup",
    "ServiceGroupLead",
    "ServiceGroupService",
    "ServiceScope",
    "SourceReference",
    "SummaryLine",
    "scoped_by",
]
