from django.urls import path

from governance.routes import benefits, decisions, meetings, papers, registers, reports
from governance.routes import risks as risk_routes
from governance.views import (
    actions,
    actions_change,
    asks,
    boards,
    discrepancies,
    evidence,
    implications,
    risks,
)

urlpatterns = [
    *meetings.urlpatterns,
    *decisions.urlpatterns,
    *papers.urlpatterns,
    *registers.urlpatterns,
    *risk_routes.urlpatterns,
    *benefits.urlpatterns,
    *reports.urlpatterns,
    path("programmes/<slug:key>/actions/", actions.action_list, name="actions"),
    path("programmes/<slug:key>/actions/add/", actions_change.action_add, name="action_add"),
    path("programmes/<slug:key>/actions/<reference:ref>/", actions.action, name="action"),
    path(
        "programmes/<slug:key>/actions/<reference:ref>/respond/",
        actions_change.action_respond,
        name="action_respond",
    ),
    path(
        "programmes/<slug:key>/actions/<reference:ref>/weakened/",
        actions_change.action_weakened,
        name="action_weakened",
    ),
    path("programmes/<slug:key>/implications/", implications.implication_list, name="implications"),
    path("programmes/<slug:key>/asks/", asks.ask_list, name="asks"),
    path("programmes/<slug:key>/boards/", boards.board_list, name="boards"),
    path("programmes/<slug:key>/discrepancies/", discrepancies.discrepancy_list, name="discrepancies"),
    path("programmes/<slug:key>/discrepancies/<slug:slug>/", discrepancies.discrepancy, name="discrepancy"),
    path("programmes/<slug:key>/evidence-links/add/", evidence.evidence_attach, name="evidence_attach"),
    path(
        "programmes/<slug:key>/evidence-links/<reference:ref>/remove/",
        evidence.evidence_detach,
        name="evidence_detach",
    ),
    path("programmes/<slug:key>/risks/", risks.risk_list, name="risks"),
]
