"""Any JSON at all, leaning towards the names and shapes of OCDS so that the odd ones are reached."""

from hypothesis import strategies as st

NAMES = st.sampled_from(
    [
        "ocid", "id", "date", "tag", "parties", "buyer", "tender", "awards", "contracts", "value", "amount", "currency",
        "period", "startDate", "endDate", "maxExtentDate", "suppliers", "awardID", "lots", "relatedLots", "renewal",
        "maximumRenewals", "identifier", "additionalIdentifiers", "scheme", "name", "documents", "url", "title",
        "description", "releases", "records", "compiledRelease", "amendments", "items", "classification", "links",
        "publishedDate", "publisher", "extensions", "status", "legalBasis", "hasRenewal", "roles",
    ]
)  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "ocds-h6vhtk-04f1aa",
            "2026-07-01",
            "2026-07-01T10:00:00Z",
            "GB-COH",
            "GBP",
            "compiled",
            "0001-01-01T00:00:00",
        ]
    )
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=8)
    ),
    max_leaves=40,
)
