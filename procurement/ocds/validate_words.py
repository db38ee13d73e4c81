"""What a JSON Schema validator finds, in words that say what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jsonschema import ValidationError

from procurement.ocds.nodes import path_of
from procurement.ocds.problems import Problem

KIND: Final = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
EMPTY: Final = frozenset({"minLength", "minItems", "minProperties"})
# Longer lists and texts are cut: a person has to see the sentence.
LONGEST_LIST: Final = 12
LONGEST_TEXT: Final = 60


def problem_in_words(error: ValidationError) -> Iterator[Problem]:
    """One finding of the validator as problems; none for a null, which a rule of its own reports everywhere."""
    if error.validator in {"oneOf", "anyOf"} and error.context:
        for inner in _branch(error):
            yield from problem_in_words(inner)
        return
    if error.validator == "type" and error.instance is None:
        return
    words, cure = _words(error)
    yield Problem(path_of(tuple(error.absolute_path)), words, cure)


def _branch(error: ValidationError) -> list[ValidationError]:
    """The findings of the alternative that was meant: in a record, releases in full rather than links to them."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or []:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    items = error.instance if isinstance(error.instance, list) else []
    if list(branches) == [0, 1] and any(isinstance(item, dict) and "url" in item for item in items):
        return branches[0]
    return max(branches.items(), key=lambda branch: (_depth(branch[1]), branch[0]))[1]


def _depth(errors: list[ValidationError]) -> int:
    return max(len(error.absolute_path) for error in errors)


def _words(error: ValidationError) -> tuple[str, str]:
    name = str(error.validator)
    if name in EMPTY:
        return "It is empty.", "Give it content, or leave the field out."
    if name == "uniqueItems":
        return "The same entry is there twice.", "Keep one of them."
    say = SAYING.get(name)
    if say:
        return say(error)
    return f"It breaks the rule “{name}” of the standard.", "Compare the field with the OCDS 1.1.5 schema."


def _missing(error: ValidationError) -> tuple[str, str]:
    # The validator reports each missing name by itself, and says which only in its sentence.
    given = error.instance if isinstance(error.instance, dict) else {}
    required = error.validator_value if isinstance(error.validator_value, list) else []
    absent = [name for name in required if name not in given]
    named = next((name for name in absent if error.message.startswith(repr(name))), "a field")
    return f"“{named}” is missing.", f"Add “{named}”."


def _wrong_type(error: ValidationError) -> tuple[str, str]:
    allowed = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    wanted = " or ".join(KIND.get(str(kind), str(kind)) for kind in allowed if kind != "null")
    return f"{_shown(error.instance)} is not {wanted}.", f"Give {wanted}, or leave the field out."


def _wrong_format(error: ValidationError) -> tuple[str, str]:
    if error.validator_value == "date-time":
        return (
            f"{_shown(error.instance)} is not a date with its time and zone.",
            "Write it like 2026-07-01T00:00:00+01:00.",
        )
    return (
        f"{_shown(error.instance)} is not a full web address.",
        "Write it with https:// and without spaces.",
    )


def _not_listed(error: ValidationError) -> tuple[str, str]:
    codes = error.validator_value if isinstance(error.validator_value, list) else []
    listed = [str(code) for code in codes if code is not None]
    shown = ", ".join(listed[:LONGEST_LIST]) + (" …" if len(listed) > LONGEST_LIST else "")
    return f"{_shown(error.instance)} is not a code of this list.", f"Use one of: {shown}."


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "An object"
    if isinstance(value, list):
        return "A list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"“{text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + '…'}”"


def _wrong_pattern(error: ValidationError) -> tuple[str, str]:
    return (
        f"{_shown(error.instance)} is not written as it must be.",
        f"Write it to fit {error.validator_value}.",
    )


SAYING: Final = {
    "required": _missing,
    "type": _wrong_type,
    "format": _wrong_format,
    "enum": _not_listed,
    "pattern": _wrong_pattern,
}
