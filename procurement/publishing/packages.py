"""Packages of releases and of records, under the publisher's name, declaring the extensions that they really use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from procurement.ocds import merging
from procurement.ocds.dates import moment
from procurement.ocds.used import extensions_used
from procurement.publishing.words import Json, kept


def publisher() -> Json:
    """Who publishes: the name and the address of the settings."""
    name = settings.OCDS_PUBLISHER or settings.BRANDING["service_name"]
    return kept({"name": name, "uri": settings.OCDS_PUBLISHER_URI})


def release_package_of(releases: Sequence[Json], *, uri: str, at: datetime) -> Json:
    """These releases as a package; `at` is when the package as a whole was last published."""
    return merging.release_package(
        uri=uri,
        published=moment(at),
        publisher=publisher(),
        releases=releases,
        licence=settings.OCDS_LICENCE,
        extensions=extensions_used(releases),
        policy=settings.OCDS_POLICY,
    )


def record_package_of(releases: Sequence[Json], *, uri: str, at: datetime) -> Json:
    """Every process with all its releases and the compiled one, merged by the standard's own rules."""
    return merging.record_package(
        uri=uri,
        published=moment(at),
        publisher=publisher(),
        releases=releases,
        licence=settings.OCDS_LICENCE,
        extensions=extensions_used(releases),
        policy=settings.OCDS_POLICY,
    )


def address_of(name: str, *args: object) -> str:
    """The full address of a file outside a request: by the first name under which the site is reached."""
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return f"https://{hosts[0] if hosts else 'localhost'}{reverse(name, args=args)}"
