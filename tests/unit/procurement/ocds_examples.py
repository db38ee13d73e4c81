"""A small package that is right in every respect, for tests to break in one. Names and figures are made up."""

import copy
import json

from procurement.ocds import schemas
from procurement.ocds.hazards import read_package

OCID = "ocds-zz9abc-P1"
COUNCIL = {"id": "GB-LAE-XXX", "name": "Sample County Council"}
SUPPLIER = {"id": "GB-COH-00000001", "name": "Sample Care Limited"}

_RELEASE = {
    "ocid": OCID,
    "id": "P1-1",
    "date": "2026-07-01T10:00:00+01:00",
    "tag": ["award", "contract"],
    "initiationType": "tender",
    "language": "en",
    "parties": [
        {
            **COUNCIL,
            "identifier": {"scheme": "GB-LAE", "id": "XXX", "legalName": "Sample County Council"},
            "roles": ["buyer", "procuringEntity", "sourceParty"],
        },
        {
            **SUPPLIER,
            "identifier": {"scheme": "GB-COH", "id": "00000001", "legalName": "Sample Care Limited"},
            "roles": ["supplier"],
            "details": {"scale": "sme", "vcse": False},
        },
    ],
    "buyer": COUNCIL,
    "planning": {
        "budget": {
            "budgetBreakdown": [
                {
                    "id": "L1",
                    "description": "Illustrative line",
                    "amount": {"amount": 400000, "currency": "GBP"},
                    "period": {
                        "startDate": "2027-04-01T00:00:00+01:00",
                        "endDate": "2028-03-31T23:59:59+01:00",
                    },
                    "sourceParty": COUNCIL,
                }
            ]
        }
    },
    "tender": {
        "id": "P1",
        "title": "Illustrative service",
        "status": "complete",
        "procurementMethod": "open",
        "mainProcurementCategory": "services",
        "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
        "procuringEntity": COUNCIL,
        "value": {"amount": 1200000, "amountGross": 1440000, "currency": "GBP"},
        "lots": [{"id": "1", "title": "Illustrative lot", "hasRenewal": True}],
        "items": [
            {
                "id": "S1",
                "description": "Illustrative service",
                "relatedLot": "1",
                "classification": {"scheme": "CPV", "id": "85323000"},
            }
        ],
        "documents": [
            {
                "id": "n1",
                "documentType": "tenderNotice",
                "noticeType": "UK4",
                "url": "https://www.example.org/notice/1",
            }
        ],
    },
    "awards": [
        {
            "id": "A1",
            "status": "active",
            "suppliers": [SUPPLIER],
            "relatedLots": ["1"],
            "value": {"amount": 1150000, "currency": "GBP"},
        }
    ],
    "contracts": [
        {
            "id": "C1",
            "awardID": "A1",
            "title": "Illustrative contract",
            "status": "active",
            "value": {"amount": 1150000, "currency": "GBP"},
            "period": {
                "startDate": "2027-04-01T00:00:00+01:00",
                "endDate": "2030-03-31T23:59:59+01:00",
                "maxExtentDate": "2032-03-31T23:59:59+01:00",
            },
        }
    ],
}

_PACKAGE = {
    "uri": "https://www.example.org/ocds/P1.json",
    "version": "1.1",
    "extensions": schemas.urls_of(),
    "publishedDate": "2026-07-02T09:00:00+01:00",
    "publisher": {"name": "Sample County Council"},
    "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "releases": [_RELEASE],
}


def a_release(**changes):
    """The release, with these fields instead of its own."""
    return {**copy.deepcopy(_RELEASE), **changes}


def a_package(*releases, **changes):
    """The package, holding these releases or the one above."""
    return {**copy.deepcopy(_PACKAGE), "releases": list(releases) or [a_release()], **changes}


def read(content):
    """Reads content as a file from elsewhere."""
    return read_package(json.dumps(content).encode())


def codes(received):
    """The codes of everything odd in it."""
    return {caution.code for caution in received.warnings}


def delta(number, day="2026-07-02", **fields):
    """A release that changes these fields alone."""
    base = {"ocid": OCID, "id": f"P1-{number}", "date": f"{day}T10:00:00+01:00", "tag": ["tenderUpdate"]}
    return {**base, "initiationType": "tender", **fields}
