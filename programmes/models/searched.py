"""Which records of this app search finds, and by which of their words."""

from .commissioning_models import CommissioningModel, FutureConsideration, ScopeListItem, ServiceGroup
from .delivery import Challenge, Engagement, Feedback, Milestone
from .documents import CitedWork, Document, DocumentPart, KnownGap
from .intentions import CommissioningIntention, IntentionLine, ProjectSummary, SummaryLine
from .organisations import Organisation, OrganisationAlias
from .programmes import CommissionerCode, Programme, ProgrammeStatement
from .responsibilities import CommissioningResponsibility, ResponsibilityChange
from .search import Followed, Gathered, searched
from .services import Service, ServiceAlias
from .teams import Duty, Post

ORGANISATION_NAME = "(SELECT o.name FROM programmes_organisation o WHERE o.id = r.organisation_id)"
SERVICE_NAME = "(SELECT s.name FROM programmes_service s WHERE s.id = r.service_id)"

searched(
    Programme,
    "r.place || ': ' || r.name",
    ("r.population_scope", "r.vision", "r.legal_basis", "r.host", "r.role"),
    programme="r.id",
)
searched(ProgrammeStatement, "r.text")
searched(Service, "r.name", ("r.description",), gathers=(Gathered(ServiceAlias, "service_id", "name"),))
searched(
    Organisation,
    "r.name",
    programme="NULL::bigint",
    gathers=(Gathered(OrganisationAlias, "organisation_id", "name"),),
)
searched(
    CommissionerCode,
    f"r.code || ', ' || {ORGANISATION_NAME}",
    follows=(Followed(Organisation, "organisation_id"),),
)
searched(
    CommissioningResponsibility,
    f"{SERVICE_NAME} || ': ' || {ORGANISATION_NAME}",
    ("r.organisation_as_printed", "r.note"),
    follows=(Followed(Service, "service_id"), Followed(Organisation, "organisation_id")),
)
searched(ResponsibilityChange, "r.text", ("r.decision",))
searched(ServiceGroup, "r.name", ("r.lead_as_printed", "r.rationale", "r.pooling_as_printed", "r.note"))
searched(CommissioningModel, "r.name", ("r.definition", "r.separate"))
searched(ScopeListItem, "r.name", ("r.includes",))
searched(FutureConsideration, "r.text", ("r.condition",))
searched(Post, "r.title", ("r.duties", "r.note"))
searched(Duty, "r.name", ("r.effect", "r.stage"))
searched(
    CommissioningIntention,
    "r.title",
    ("r.progress",),
    gathers=(Gathered(IntentionLine, "intention_id", "text"),),
)
searched(
    ProjectSummary,
    "r.name",
    ("r.aim", "r.history", "r.note"),
    gathers=(Gathered(SummaryLine, "summary_id", "text"),),
)
searched(Milestone, "r.text", ("r.owner_role", "r.note"))
searched(Challenge, "r.title", ("r.text", "r.mitigation"))
searched(Engagement, "r.kind", ("r.audience", "r.responses_text"))
searched(Feedback, "r.text", ("r.response",))
searched(
    Document,
    "r.title",
    ("r.document_type", "r.publisher", "r.committee", "r.report_from", "r.contact_role"),
)
searched(DocumentPart, "r.locator || CASE WHEN r.title = '' THEN '' ELSE ': ' || r.title END")
searched(KnownGap, "r.what", ("r.why",))
searched(CitedWork, "r.text")
