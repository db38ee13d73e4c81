"""Addresses that may lead to a room of the floor above, which this app must not know to be there."""

from django.urls import NoReverseMatch

from programmes.addresses import Addresses


def above(to: Addresses, name: str, *args: object, **query: str) -> str:
    """The address of a page that a higher floor keeps, such as a pack's; "" in a product without that floor."""
    try:
        return to.of(name, *args, **query)
    except NoReverseMatch:
        return ""
