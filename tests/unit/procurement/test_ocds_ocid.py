"""The rules of the ocid: made under our own prefix, reused from a portal, never published under the example."""

import pytest

from procurement.ocds.ocid import (
    CONTRACTS_FINDER,
    EXAMPLE_PREFIX,
    FIND_A_TENDER,
    Identity,
    OcidError,
    PublishingRefused,
    adopted,
    check_publishing,
    is_ocid,
    make_ocid,
    portal_of,
)

OWN = "ocds-zz9abc"
FTS = "ocds-h6vhtk-04f1aa"


def test_an_ocid_is_the_prefix_a_hyphen_and_our_own_id():
    assert make_ocid(OWN, "P1-2026") == "ocds-zz9abc-P1-2026"


@pytest.mark.parametrize(
    "prefix", ["ocds-ZZ9ABC", "ocds-zz9ab", "ocds-zz9abcd", "zz9abc", "", "ocds-zz9abc-"]
)
def test_a_malformed_prefix_makes_nothing_and_says_what_one_looks_like(prefix):
    with pytest.raises(OcidError) as refused:
        make_ocid(prefix, "P1")
    assert "six lower-case letters or digits" in refused.value.cure


@pytest.mark.parametrize("local", ["", "a b", "-a", "a-", "phase\n1", "é"])
def test_a_local_part_that_could_not_stand_in_an_address_is_refused(local):
    with pytest.raises(OcidError, match="local part"):
        make_ocid(OWN, local)


@pytest.mark.parametrize("prefix", [FIND_A_TENDER, CONTRACTS_FINDER])
def test_nothing_is_made_under_a_portals_prefix(prefix):
    with pytest.raises(PublishingRefused, match="belongs to"):
        make_ocid(prefix, "P1")


def test_a_portals_ocid_may_be_published_again_but_its_prefix_is_never_ours():
    check_publishing(OWN, [FTS])
    with pytest.raises(PublishingRefused, match="Find a Tender"):
        check_publishing(FIND_A_TENDER, [FTS])


def test_the_example_prefix_serves_drafts_and_refuses_publication_with_its_cure():
    assert make_ocid(EXAMPLE_PREFIX, "P1") == "ocds-213czf-P1"
    check_publishing(OWN, ["ocds-zz9abc-P1"])
    for prefix, ocids in ((EXAMPLE_PREFIX, []), (OWN, ["ocds-213czf-P1"])):
        with pytest.raises(PublishingRefused) as refused:
            check_publishing(prefix, ocids)
        assert "ocds-213czf" in refused.value.message
        assert "Register a prefix" in refused.value.cure


def test_case_counts():
    assert is_ocid("ocds-zz9abc-P1")
    assert not is_ocid("OCDS-zz9abc-P1")
    assert not is_ocid("ocds-ZZ9abc-P1")
    assert not is_ocid("ocds-zz9abc")
    assert not is_ocid(7)
    assert not Identity("ocds-zz9abc-P1").knows("ocds-zz9abc-p1")


def test_a_portals_ocid_takes_the_lead_and_ours_stays_as_an_alias():
    after = adopted(Identity("ocds-zz9abc-P1"), FTS)
    assert after == Identity(FTS, ("ocds-zz9abc-P1",))
    assert adopted(after, FTS) == after
    assert after.knows("ocds-zz9abc-P1")


def test_the_first_portal_keeps_the_lead():
    after = adopted(Identity(FTS), "ocds-b5fd17-0b3c")
    assert after == Identity(FTS, ("ocds-b5fd17-0b3c",))
    assert (portal_of(after.ocid), portal_of(after.aliases[0])) == ("Find a Tender", "Contracts Finder")
    with pytest.raises(OcidError, match="not an ocid"):
        adopted(after, "04f1aa")
