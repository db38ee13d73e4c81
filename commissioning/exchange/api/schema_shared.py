"""What operations have in common, said once: refusals and parameters as components that each refers to."""

from typing import Any, Final

PROBLEM: Final = "application/problem+json"
COMMON: Final = frozenset(
    {
        "as_at",
        "cursor",
        "fields",
        "format",
        "limit",
        "order",
        "search",
        "Idempotency-Key",
        "If-Match",
        "row",
        "key",
    }
)


def share(found: dict[str, Any]) -> dict[str, Any]:
    """The description with references in the place of what is said again and again."""
    responses: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"] = {
                status: _refusal(status, response, responses)
                for status, response in operation["responses"].items()
            }
            operation["parameters"] = [
                _parameter(each, parameters) for each in operation.get("parameters", [])
            ]
            operation.pop("security", None)
    found["components"] |= {"responses": responses, "parameters": parameters}
    return found


def _refusal(status: str, response: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    if PROBLEM not in response.get("content", {}):
        return response
    shared[f"Refused{status}"] = response
    return {"$ref": f"#/components/responses/Refused{status}"}


def _parameter(given: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """A parameter of a common name; one that differs from the others of its name stays where it is."""
    name = given["name"]
    if name not in COMMON or shared.setdefault(name, given) != given:
        return given
    return {"$ref": f"#/components/parameters/{name}"}
