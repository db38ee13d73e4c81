from django.urls import path

from commissioning.exchange.views import exports, import_files, import_run, imports

urlpatterns = [
    path("programmes/<slug:key>/imports/", imports.imports, name="imports"),
    path("programmes/<slug:key>/imports/into/<slug:register>/", imports.import_add, name="import_add"),
    path(
        "programmes/<slug:key>/imports/into/<slug:register>/template.xlsx",
        import_files.template_xlsx,
        name="import_template",
    ),
    path("programmes/<slug:key>/imports/<uuid:pk>/", import_run.import_run, name="import_run"),
    path("programmes/<slug:key>/imports/<uuid:pk>/undo/", import_run.import_undo, name="import_undo"),
    path("programmes/<slug:key>/imports/<uuid:pk>/file/", import_files.original, name="import_file"),
    path(
        "programmes/<slug:key>/imports/<uuid:pk>/refused.<str:ending>",
        import_files.refused_rows,
        name="import_refused",
    ),
    path("programmes/<slug:key>/exports/", exports.saved_exports, name="saved_exports"),
    path("programmes/<slug:key>/exports/add/", exports.saved_export_add, name="saved_export_add"),
    path("programmes/<slug:key>/exports/<int:pk>/", exports.saved_export_act, name="saved_export_act"),
    path(
        "programmes/<slug:key>/exports/<int:pk>/files/<int:number>/",
        exports.saved_export_file,
        name="saved_export_file",
    ),
]
