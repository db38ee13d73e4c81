"""Settings of publishing, checked when settings load: nothing here may touch models, apps or settings."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from procurement.ocds.ocid import EXAMPLE_PREFIX, PORTALS, PREFIX

__all__ = ["EXAMPLE_PREFIX", "REGISTER_FIELDS", "checked_prefix", "read_headers"]

# The fields of the contract register and their usual headings, in the usual order: what the Local Government
# Transparency Code 2015 asks for in Part 2.2, then our additions.
REGISTER_FIELDS: Final[Mapping[str, str]] = {
    "reference": "Reference",
    "title": "Title",
    "description": "Description",
    "department": "Department",
    "supplier_name": "SupplierName",
    "supplier_number": "SupplierNumber",
    "total_value": "TotalValue",
    "annual_value": "AnnualValue",
    "value_qualifier": "ValueQualifier",
    "irrecoverable_vat": "IrrecoverableVAT",
    "start_date": "StartDate",
    "end_date": "EndDate",
    "review_date": "ReviewDate",
    "procurement_route": "ProcurementRoute",
    "sme": "SME",
    "vcse": "VCSE",
    "vcse_number": "VCSENumber",
    "ocid": "OCID",
    "maximum_end_date": "MaximumEndDate",
    "notice_by_date": "NoticeByDate",
    "cpv": "CPV",
    "notice_url": "NoticeURL",
}


def checked_prefix(prefix: str) -> str:
    """The ocid prefix, if it is written as one and is nobody else's. Raises ImproperlyConfigured with the cure."""
    if prefix in PORTALS:
        raise ImproperlyConfigured(
            f"OCID_PREFIX: {prefix} belongs to {PORTALS[prefix]}. Set the prefix registered for your organisation."
        )
    if not PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(
            f"OCID_PREFIX: {prefix!r} is not an ocid prefix. Write ocds- and six lower-case letters or digits."
        )
    return prefix


def read_headers(given: Sequence[str]) -> dict[str, str]:
    """The register's fields and headings in their order, from field=Heading; the usual ones where nothing is given.

    Raises ImproperlyConfigured for a field that there is not, or that is there twice, and for a heading used twice.
    """
    if not given:
        return dict(REGISTER_FIELDS)
    headers: dict[str, str] = {}
    for part in given:
        name, _, heading = (piece.strip() for piece in part.partition("="))
        if name not in REGISTER_FIELDS:
            raise ImproperlyConfigured(
                f"REGISTER_HEADERS: there is no field {name!r}. Use some of {', '.join(REGISTER_FIELDS)}."
            )
        heading = heading or REGISTER_FIELDS[name]
        if name in headers or heading.casefold() in {known.casefold() for known in headers.values()}:
            raise ImproperlyConfigured(
                f"REGISTER_HEADERS: {part.strip()!r} is there twice. Keep one of them."
            )
        headers[name] = heading
    return headers
