from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.effective import dates_in_order
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Recorded, Scoped, ScopedEffective, ScopedQuerySet
from .organisations import Organisation


class ProgrammeState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    IN_DELIVERY = "in_delivery", "In delivery"
    LIVE = "live", "Live"
    CLOSED = "closed", "Closed"


class ProgrammeKind(models.TextChoices):
    PROCUREMENT = "procurement", "Aligned or joint procurement"
    COMMISSIONING_HUB = "commissioning_hub", "Integrated commissioning hub"
    COMMISSIONING_PLAN = "commissioning_plan", "Commissioning intentions and plans"
    EVIDENCE_REVIEW = "evidence_review", "Review of models of care"
    OTHER = "other", "Other"


class ProgrammeQuerySet(ScopedQuerySet):
    programme_path = "pk"


@tracked
class Programme(Recorded):
    """A commissioning programme: one place, one population, one vision, with its phases, services and papers."""

    key = models.SlugField(max_length=40, unique=True, help_text="Stands in the address of its pages.")
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    population_scope = models.CharField(max_length=200, blank=True)
    vision = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=ProgrammeKind, default=ProgrammeKind.PROCUREMENT)
    host = models.CharField(max_length=200, blank=True, help_text="Who hosts it, as the paper words it.")
    role = models.TextField(blank=True, help_text="What the programme is to be, as the paper words it.")
    horizon = FuzzyDateField()
    state = models.CharField(max_length=20, choices=ProgrammeState, default=ProgrammeState.PROPOSED)

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Recorded.Meta):
        ordering = ["place", "name"]
        constraints = fuzzy_date_constraints("horizon", "programme_horizon")

    def __str__(self) -> str:
        return f"{self.place}: {self.name}"


@tracked
class ProgrammeTargetDate(Scoped):
    """One printed statement of when the programme is to be complete; papers often print several that disagree."""

    label = models.CharField(max_length=200)
    date = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["date_end", "reference"]
        constraints = fuzzy_date_constraints("date", "programme_target")

    def __str__(self) -> str:
        return f"{self.label}: {self.date.printed}"


class StatementKind(models.TextChoices):
    DRIVER = "driver", "Driver"
    BENEFIT = "benefit", "Benefit sought"
    APPROACH = "approach", "Approach"
    FEATURE = "feature", "Key feature"
    OPERATIONAL_CHALLENGE = "operational_challenge", "Operational challenge"
    INITIATIVE = "initiative", "Initiative under way"
    PRECEDENT = "precedent", "Precedent"
    PRINCIPLE = "principle", "Principle"
    OBJECTIVE = "objective", "Objective"
    PRIORITY = "priority", "Priority"
    BUDGET_YEAR = "budget_year", "Year that the paper's budget covers"
    READING_NOTE = "reading_note", "Note on how the paper was read"
    PURPOSE = "purpose", "Purpose of the paper"
    VISION = "vision", "Vision"
    FUNCTION = "function", "Function"
    CASE_FOR_CHANGE = "case_for_change", "Case for change"
    RATIONALE = "rationale", "Rationale"
    REASON = "reason", "Reason for the recommendations"
    OTHER_OPTION = "other_option", "Other options considered"
    SUPPORT_FUNCTION = "support_function", "Support function"
    FUNDING_ROUTE = "funding_route", "Funding route of services"
    PRESSURE = "pressure", "Pressure"
    STRATEGIC_OUTCOME = "strategic_outcome", "Outcome of the strategy it serves"
    STRATEGIC_SOURCE = "strategic_source", "Strategy or framework it serves"
    PRESENTED_BEFORE = "presented_before", "Presented before"
    ENABLER = "enabler", "Enabler"
    QUESTION = "question", "Question asked"
    METHOD = "method", "How the evidence was gathered"
    OTHER_FACT = "other_fact", "Other fact"


@tracked
class ProgrammeStatement(Scoped):
    """Something the paper says of the programme as a whole, kept one statement to a row with its own source."""

    kind = models.CharField(max_length=30, choices=StatementKind)
    text = models.TextField()
    date = FuzzyDateField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["kind", "position", "reference"]
        constraints = fuzzy_date_constraints("date", "programme_statement")

    def __str__(self) -> str:
        return self.text[:80]


class PartnerRole(models.TextChoices):
    PARTNER = "partner", "Partner"
    LEAD_COMMISSIONER = "lead_commissioner", "Lead commissioner"
    CO_COMMISSIONER = "co_commissioner", "Co-commissioner"
    TRANSACTING_BODY = "transacting_body", "Transacting body"
    FUNDER = "funder", "Funder"
    HOST = "host", "Host"
    PROVIDER = "provider", "Provider"
    SUBCONTRACTOR = "subcontractor", "Subcontractor"
    ADVISER = "adviser", "Adviser"
    NEIGHBOUR = "neighbour", "Neighbour"
    PUBLISHER = "publisher", "Publisher of the paper"
    BOARD = "board", "On the programme board"
    DECISION_MAKER = "decision_maker", "Asked to decide"
    FRAMEWORK_DEVELOPER = "framework_developer", "Developed the outcomes framework"


@tracked
class ProgrammePartner(ScopedEffective):
    """A part that an organisation plays in the programme, as the paper words it, from when to when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=30, choices=PartnerRole)
    role_as_printed = models.CharField(max_length=200, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["organisation__name", "role"]
        constraints = [
            dates_in_order("programme_partner"),
            models.UniqueConstraint(
                fields=["programme", "organisation", "role", "role_as_printed"],
                condition=Q(ends_on__isnull=True),
                name="programme_partner_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role_as_printed or self.get_role_display()}"


@tracked
class CommissionerCode(Scoped):
    """The code that a programme's papers print for a commissioner, such as HCC CS, and its printed variants."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=20)
    is_variant = models.BooleanField(
        default=False, help_text="Another spelling of the organisation's main code."
    )
    printed_colour = models.CharField(max_length=60, blank=True, help_text="As the paper's own key words it.")

    class Meta(Scoped.Meta):
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="commissioner_code_once"),
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                condition=Q(is_variant=False),
                name="commissioner_one_main_code",
            ),
        ]

    def __str__(self) -> str:
        return self.code
