from .base import Recorded, Scoped, ScopedEffective, ScopedQuerySet, scoped_by
from .delivery import Challenge, Engagement, Feedback, Milestone
from .documents import CitedWork, Document, Extraction, Fact, KnownGap, SourceReference
from .organisations import Organisation, OrganisationAlias, OrganisationSuccession
from .people import RoleAssignment
from .programmes import (
    CommissionerCode,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
)
from .services import (
    CommissioningResponsibility,
    ScopeChange,
    Service,
    ServiceAlias,
    ServiceScope,
)

__all__ = [
    "Challenge",
    "CitedWork",
    "CommissionerCode",
    "CommissioningResponsibility",
    "Document",
    "Engagement",
    "Extraction",
    "Fact",
    "Feedback",
    "KnownGap",
    "Milestone",
    "Organisation",
    "OrganisationAlias",
    "OrganisationSuccession",
    "Programme",
    "ProgrammePartner",
    "ProgrammeStatement",
    "ProgrammeTargetDate",
    "Recorded",
    "RoleAssignment",
    "ScopeChange",
    "Scoped",
    "ScopedEffective",
    "ScopedQuerySet",
    "Service",
    "ServiceAlias",
    "ServiceScope",
    "SourceReference",
    "scoped_by",
]
