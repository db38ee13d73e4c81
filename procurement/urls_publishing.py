"""Addresses of open contracting data and of the contract register for the public."""

from django.urls import path

from procurement.views import ocds, ocds_files

PAGE = "programmes/<slug:key>/ocds/"
FILES = "ocds/<slug:key>/"

urlpatterns = [
    path(PAGE, ocds.ocds, name="ocds"),
    path(f"{PAGE}publish/", ocds.ocds_publish, name="ocds_publish"),
    path("programmes/<slug:key>/contracts/register.csv", ocds_files.register_csv, name="contract_register"),
    path(
        "programmes/<slug:key>/contracts/invitations.csv",
        ocds_files.invitations_csv,
        name="contract_invitations",
    ),
    path(f"{FILES}releases.json", ocds_files.releases_json, name="ocds_releases"),
    path(f"{FILES}records.json", ocds_files.records_json, name="ocds_records"),
    path(f"{FILES}phases/<int:number>.json", ocds_files.phase_json, name="ocds_phase"),
]
