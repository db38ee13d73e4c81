from django.urls import URLPattern, path

from governance.views import reports, reports_change, scales, workstreams

PROGRAMME = "programmes/<slug:key>"
REPORT = f"{PROGRAMME}/reports/<reference:ref>"
WORKSTREAM = f"{PROGRAMME}/workstreams/<reference:ref>"

urlpatterns: list[URLPattern] = [
    path(f"{PROGRAMME}/reports/", reports.report_list, name="reports"),
    path(f"{PROGRAMME}/reports/add/", reports_change.report_add, name="report_add"),
    path(f"{REPORT}/", reports.report, name="report"),
    path(f"{REPORT}/change/", reports_change.report_change, name="report_change"),
    path(f"{REPORT}/steps/<slug:kind>/", reports_change.report_step, name="report_step"),
    path(f"{REPORT}/report.pdf", reports.report_pdf, name="report_pdf"),
    path(f"{PROGRAMME}/workstreams/", workstreams.workstream_list, name="workstreams"),
    path(f"{WORKSTREAM}/", workstreams.workstream, name="workstream"),
    path(f"{WORKSTREAM}/status/", workstreams.workstream_status_add, name="workstream_status_add"),
    path(f"{PROGRAMME}/status-scales/", scales.status_scale_list, name="status_scales"),
    path(
        f"{PROGRAMME}/status-scales/<reference:ref>/", scales.status_scale_change, name="status_scale_change"
    ),
    path(f"{PROGRAMME}/tolerances/", scales.tolerance_list, name="tolerances"),
]
