"""Addresses of phases on their way through procurement: stages, gateways, regime, notices, lots and market."""

from django.urls import path

from procurement.views import gateways, market, notice, notices, phases, pipeline, regimes

PHASE = "programmes/<slug:key>/phases/<int:number>/"
ROOM = "programmes/<slug:key>/procurement/"

urlpatterns = [
    path(ROOM, phases.phase_board, name="procurement"),
    path(f"{ROOM}pipeline/", pipeline.pipeline_page, name="pipeline"),
    path(f"{ROOM}notices/", notices.notices, name="notices"),
    path(f"{ROOM}notices/add/", notices.notice_add, name="notice_add"),
    path(f"{ROOM}notices/<reference:ref>/", notice.notice, name="notice"),
    path(f"{PHASE}stages/", phases.phase_stages, name="phase_stages"),
    path(f"{PHASE}stages/add/", phases.stages_add, name="stages_add"),
    path(f"{PHASE}stages/<slug:code>/change/", phases.stage_change, name="stage_change"),
    path(f"{PHASE}stages/<slug:code>/gateway/", gateways.gateway, name="gateway"),
    path(f"{PHASE}regime/", regimes.phase_regime, name="phase_regime"),
    path(f"{PHASE}abandon/", phases.phase_abandon, name="phase_abandon"),
    path(f"{PHASE}market/", market.market, name="market"),
    path(f"{PHASE}market/lots/add/", market.lot_add, name="lot_add"),
    path(f"{PHASE}market/lots/<reference:ref>/", market.lot_change, name="lot_change"),
    path(f"{PHASE}market/lots/<reference:ref>/remove/", market.lot_remove, name="lot_remove"),
    path(f"{PHASE}market/engagement/add/", market.engagement_add, name="engagement_add"),
    path(f"{PHASE}market/engagement/<reference:ref>/", market.engagement_change, name="engagement_change"),
]
