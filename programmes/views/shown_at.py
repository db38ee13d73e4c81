"""From a fact to the page that shows its record."""

from django.apps import apps
from django.urls import reverse

from programmes.models import Fact, Programme

# Where a record of each kind is shown: the address's name and, where it needs one more part, the way to that part.
SHOWN_AT = {
    "programmes.programme": ("programme", ""),
    "programmes.programmetargetdate": ("about", ""),
    "programmes.programmestatement": ("about", ""),
    "programmes.programmepartner": ("about", ""),
    "programmes.challenge": ("about", ""),
    "programmes.engagement": ("about", ""),
    "programmes.milestone": ("milestone", "reference"),
    "programmes.commissioningintention": ("intention", "reference"),
    "programmes.projectsummary": ("project_summary", "reference"),
    "programmes.feedback": ("feedback", ""),
    "programmes.service": ("service", "reference"),
    "programmes.servicealias": ("service", "service__reference"),
    "programmes.servicescope": ("service", "service__reference"),
    "programmes.scopechange": ("service", "scope__service__reference"),
    "programmes.commissioningresponsibility": ("service", "service__reference"),
    "programmes.responsibilitychange": ("successions", ""),
    "programmes.organisationsuccession": ("successions", ""),
    "programmes.commissioningmodel": ("commissioning_models", ""),
    "programmes.servicegroup": ("commissioning_models", ""),
    "programmes.scopelist": ("scope_lists", ""),
    "programmes.scopelistitem": ("scope_lists", ""),
    "programmes.futureconsideration": ("scope_lists", ""),
    "programmes.post": ("hub", ""),
    "procurement.funding": ("hub", ""),
    "procurement.procurement": ("programme", ""),
    "procurement.procurementphase": ("phase", "number"),
    "procurement.existingcontracts": ("milestones", ""),
    "procurement.statedvalue": ("money", ""),
    "procurement.budgetline": ("budget_lines", ""),
    "procurement.procurementstage": ("phase_stages", "phase__number"),
    "procurement.pooledfund": ("funds", ""),
    "procurement.contract": ("contract", "reference"),
    "outcomes.outcomesframework": ("outcomes", ""),
    "outcomes.strategy": ("outcomes", ""),
    "outcomes.strategyaim": ("outcomes", ""),
    "outcomes.outcomedomain": ("outcomes", ""),
    "outcomes.commitment": ("measurability", ""),
    "outcomes.outcome": ("outcomes", ""),
    "outcomes.highimpactarea": ("outcomes", ""),
    "outcomes.kpi": ("kpi", "reference"),
    "outcomes.target": ("kpi", "kpi__reference"),
    "outcomes.measurement": ("kpi", "kpi__reference"),
    "outcomes.caremodelarea": ("area", "key"),
    "outcomes.areastatement": ("area", "area__key"),
    "outcomes.arearisk": ("area", "area__key"),
    "outcomes.areamitigation": ("area", "area__key"),
    "outcomes.learningpoint": ("area", "area__key"),
    "outcomes.impactfigure": ("area", "area__key"),
    "outcomes.populationfigure": ("impacts", ""),
    "outcomes.theme": ("theme", "key"),
    "outcomes.themepoint": ("theme", "theme__key"),
    "governance.body": ("boards", ""),
    "governance.bodyalias": ("boards", ""),
    "governance.risk": ("risks", ""),
    "governance.statedcount": ("discrepancies", ""),
    "governance.governancelink": ("boards", ""),
    "governance.recommendation": ("ask", "reference"),
    "governance.decision": ("decision", "reference"),
    "governance.bodyposition": ("decision", "decision__reference"),
    "governance.chair": ("body", "body__reference"),
    "governance.meeting": ("meeting", "reference"),
    "governance.agendaitem": ("meeting", "meeting__reference"),
    "governance.interestdeclared": ("meeting", "meeting__reference"),
    "governance.mitigation": ("mitigation", "reference"),
    "governance.issue": ("issue", "reference"),
    "governance.dependency": ("dependency", "reference"),
    "governance.assumption": ("assumption", "reference"),
    "governance.changerequest": ("change_request", "reference"),
    "governance.benefit": ("benefit", "reference"),
    "governance.benefitrealised": ("benefit", "benefit__reference"),
    "governance.discrepancy": ("discrepancy", "reference"),
    "governance.boardaction": ("action", "reference"),
    "governance.progressresponse": ("action", "action__reference"),
    "governance.implication": ("implications", ""),
    "governance.paperapproval": ("implications", ""),
}


def shown_at(programme: Programme, fact: Fact) -> str:
    """The address of the page that shows the record; empty where no page does."""
    name, path = SHOWN_AT.get(fact.kind, ("", ""))
    if not path:
        return reverse(name, args=[programme.key]) if name else ""
    rows = apps.get_model(fact.kind)._default_manager.filter(fact=fact)
    part = rows.values_list(path, flat=True).first()
    part = part.lower() if name == "discrepancy" and part else part
    return reverse(name, args=[programme.key, part]) if part is not None else ""
