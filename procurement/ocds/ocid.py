"""The open contracting identifier (ocid): how one is made, reused and never made (OCDS 1.1.5, `ocid`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PATTERN: Final = re.compile(r"ocds-[a-z0-9]{6}-\S+")
PREFIX: Final = re.compile(r"ocds-[a-z0-9]{6}")
# What stays readable in an address and in a file name; OCDS itself only forbids spaces.
LOCAL_ID: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._~/-]*[A-Za-z0-9])?")

# The prefix in the standard's own examples: it belongs to nobody, so nothing real may be published under it.
EXAMPLE_PREFIX: Final = "ocds-213czf"
FIND_A_TENDER: Final = "ocds-h6vhtk"
CONTRACTS_FINDER: Final = "ocds-b5fd17"
PORTALS: Final = {FIND_A_TENDER: "Find a Tender", CONTRACTS_FINDER: "Contracts Finder"}


class OcidError(ValueError):
    """An identifier that cannot be made, with what to do about it."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


class PublishingRefused(OcidError):  # noqa: N818  # says what happened, not that something broke
    """Nothing may be published under this prefix."""


def is_ocid(text: object) -> bool:
    """True for `ocds-`, six lower-case letters or digits, and a local part; case counts, spaces are not allowed."""
    return isinstance(text, str) and PATTERN.fullmatch(text) is not None


def prefix_of(ocid: str) -> str:
    """The registered prefix of an ocid, "" where the text is not one."""
    return ocid[: len(EXAMPLE_PREFIX)] if is_ocid(ocid) else ""


def portal_of(ocid: str) -> str:
    """The public portal that gave this ocid ("Find a Tender"), "" for any other."""
    return PORTALS.get(prefix_of(ocid), "")


def make_ocid(prefix: str, local_id: str) -> str:
    """A new ocid from our registered prefix and an id that is ours and never changes.

    The example prefix is accepted, because drafts and the made-up programme need identifiers; `check_publishing`
    refuses it. Raises PublishingRefused for the prefix of a portal, since only the portal may make ocids under it,
    and OcidError where either part is malformed.
    """
    if prefix in PORTALS:
        raise PublishingRefused(
            f"The prefix {prefix} belongs to {PORTALS[prefix]}: no ocid may be made under it.",
            "Set the prefix registered for your own organisation; an ocid the portal gave is entered as it stands.",
        )
    _check_prefix(prefix)
    if not LOCAL_ID.fullmatch(local_id):
        raise OcidError(
            f"“{local_id}” cannot be the local part of an ocid.",
            "Use letters, digits, full stops, hyphens, slashes and underscores, starting and ending with a letter "
            "or digit.",
        )
    return f"{prefix}-{local_id}"


def check_publishing(prefix: str, ocids: Iterable[str] = ()) -> None:
    """Refuses to publish while the prefix, or that of any ocid in the package, is the standard's example.

    An ocid that a portal gave may be published again: reuse is right, making is not. Raises PublishingRefused for
    the example and for a portal's prefix as our own, OcidError for a malformed one.
    """
    if prefix in PORTALS:
        raise PublishingRefused(
            f"The prefix setting is {prefix}, which belongs to {PORTALS[prefix]}.",
            "Set the prefix that the Open Contracting Partnership registered for your organisation.",
        )
    _check_prefix(prefix)
    examples = [ocid for ocid in ocids if prefix_of(ocid) == EXAMPLE_PREFIX]
    if prefix == EXAMPLE_PREFIX or examples:
        where = f"{examples[0]} is under" if examples else "The prefix setting is still"
        raise PublishingRefused(
            f"{where} {EXAMPLE_PREFIX}, the example in the standard: nothing is published under it.",
            "Register a prefix with the Open Contracting Partnership (free) and set it; then publish again.",
        )


def _check_prefix(prefix: str) -> None:
    if not PREFIX.fullmatch(prefix):
        raise OcidError(
            f"“{prefix}” is not an ocid prefix.",
            "A prefix is ocds-, then six lower-case letters or digits, like ocds-a1b2c3.",
        )


@dataclass(frozen=True)
class Identity:
    """The ocid of a contracting process and every other it has been known by, oldest first."""

    ocid: str
    aliases: tuple[str, ...] = ()

    def knows(self, ocid: str) -> bool:
        """True when this process has that ocid or once had it; case counts."""
        return ocid == self.ocid or ocid in self.aliases


def adopted(identity: Identity, portal_ocid: str) -> Identity:
    """The identity once a portal's ocid is seen for the same process: the portal's leads, ours stays as an alias.

    The first portal wins: where the leading ocid is a portal's already, the newcomer becomes an alias. Raises
    OcidError where the text is not an ocid.
    """
    if not is_ocid(portal_ocid):
        raise OcidError(
            f"“{portal_ocid}” is not an ocid.",
            "Copy it from the notice exactly: ocds-, six small letters or digits, a hyphen, the rest.",
        )
    if identity.knows(portal_ocid):
        return identity
    if portal_of(identity.ocid) or not portal_of(portal_ocid):
        return Identity(identity.ocid, (*identity.aliases, portal_ocid))
    return Identity(portal_ocid, (*identity.aliases, identity.ocid))
