"""Addresses of files received: the list, the upload, the preview, the file as it came."""

from django.urls import path

from procurement.views import ocds_import, ocds_imports

IMPORTS = "programmes/<slug:key>/ocds/imports/"

urlpatterns = [
    path(IMPORTS, ocds_imports.ocds_imports, name="ocds_imports"),
    path(f"{IMPORTS}add/", ocds_imports.ocds_import_add, name="ocds_import_add"),
    path(f"{IMPORTS}<reference:ref>/", ocds_import.ocds_import, name="ocds_import"),
    path(f"{IMPORTS}<reference:ref>/original.json", ocds_imports.ocds_import_file, name="ocds_import_file"),
]
