from django.urls import path

from commissioning.reporting.views import dashboards, exports, home, hub, kpis, packs, packs_make, portfolio

urlpatterns = [
    path("", home.home, name="home"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio.csv", portfolio.portfolio_csv, name="portfolio_csv"),
    path("kpis.csv", kpis.all_kpis_csv, name="all_kpis_csv"),
    path("changes/seen/", home.changes_seen, name="changes_seen"),
    path("programmes/<slug:key>/", dashboards.programme, name="programme"),
    path("programmes/<slug:key>/hub/", hub.hub_view, name="hub"),
    path("programmes/<slug:key>/phases/<int:number>/", dashboards.phase, name="phase"),
    path("programmes/<slug:key>/packs/", packs.pack_list, name="packs"),
    path("programmes/<slug:key>/packs/add/", packs_make.pack_add, name="pack_add"),
    path("programmes/<slug:key>/packs/recipients/", packs_make.pack_recipients, name="pack_recipients"),
    path("programmes/<slug:key>/packs/<reference:ref>/", packs.pack, name="pack"),
    path("programmes/<slug:key>/packs/<reference:ref>/pack.pdf", packs.pack_pdf, name="pack_pdf"),
    path("programmes/<slug:key>/packs/<reference:ref>/pack.docx", packs.pack_docx, name="pack_docx"),
    path(
        "programmes/<slug:key>/packs/<reference:ref>/compare/", packs_make.pack_compare, name="pack_compare"
    ),
    path("programmes/<slug:key>/workbook.xlsx", exports.workbook_xlsx, name="workbook"),
    path("programmes/<slug:key>/tables/<slug:name>.csv", exports.table_csv, name="table_csv"),
    path("programmes/<slug:key>/tables/<slug:name>.xlsx", exports.table_xlsx, name="table_xlsx"),
    path("programmes/<slug:key>/tables/<slug:name>.zip", exports.table_zip, name="table_zip"),
]
