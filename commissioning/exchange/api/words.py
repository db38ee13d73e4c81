"""What the API's description and its pages say in words."""

from collections.abc import Mapping
from typing import Final

ABOUT: Final = (
    "Every register and table of the programmes that you may see, as your own pages and files show them; registers "
    "can also be written, through the same rules. Decimals are strings (“1250000.00”), days are 2018-12-13, an empty "
    "cell is null and never 0: why it is empty stands in the marker beside it. A parameter, column or operator that is "
    "not known is refused, never ignored. Every column is a parameter for its very value; behind its name, __gt, "
    "__gte, __lt, __lte (numbers and days), __contains (text), __in (with commas; double quotes round a value that "
    "holds one) and __isnull can stand."
)
REFUSALS: Final[Mapping[int, str]] = {
    400: "The request cannot be read: a parameter, a header or the body. errors names each.",
    401: "Nobody is signed in, or the token does not work.",
    403: "Your role, or your token's scope, does not allow this; or a browser's mark is missing.",
    404: "There is nothing here, or nothing that you may see.",
    405: "This address does not know that method.",
    406: "This address has no such format.",
    409: "There is such a record already, or another record stands in the way.",
    412: "The row has changed since it was read. Read it again.",
    413: "The body is too long.",
    415: "The body is not application/json.",
    422: "Understood, but refused: errors names each field and says why. Nothing was written.",
    428: "If-Match is missing.",
    429: "Too many requests. Wait for the seconds that Retry-After says.",
    500: "Something went wrong here. Nothing was written.",
    503: "The service is not available for a moment. Ask again after the seconds that Retry-After says.",
}
# The types of problem that have a name of their own; the others are named by their status.
CODES: Final[Mapping[str, str]] = {
    "bad-parameter": "A parameter of the address is not known here, is given twice, or cannot be read.",
    "bad-header": "A header cannot be read.",
    "bad-body": "The body has a member or column that is not taken, or lacks one.",
    "not-json": "The body is not one JSON object in UTF-8, names something twice, or holds what no text may hold.",
    "not-acceptable": "The address has no such format.",
    "scope": "The token's scope does not allow it.",
    "csrf": "A browser's session writes only with this site's mark.",
    "if-match": "A change needs the ETag of the row as it was read.",
    "changed": "The row has changed since it was read.",
    "exists": "There is such a record already.",
    "clashes": "Another record stands in the way.",
    "refused": "A value cannot be read, or a rule of the register does not allow it.",
    "key-used": "The idempotency key was used with another request.",
}
