"""What a person typed or a sheet holds, read as a figure or as a reason why there is none. Pure; nothing is guessed.

Nought is a figure. A blank says nothing. Words and marks for “no figure” each have one meaning or are refused with
the readings they could have, so that “n/a” and “-” never turn into a value or into the wrong reason.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from outcomes.models.measurements import Missing

# Marks of the UK's statistical services ([c], [x], [z]) beside the plain words.
REASONS: Final = {
    "*": Missing.SUPPRESSED,
    "[c]": Missing.SUPPRESSED,
    "suppressed": Missing.SUPPRESSED,
    "not reported": Missing.NOT_REPORTED,
    "no return": Missing.NOT_REPORTED,
    "not received": Missing.NOT_REPORTED,
    "[x]": Missing.NOT_REPORTED,
    "not applicable": Missing.NOT_APPLICABLE,
    "[z]": Missing.NOT_APPLICABLE,
    "not yet due": Missing.NOT_YET_DUE,
    "not stated": Missing.NOT_STATED,
}
NOUGHT: Final = frozenset({"nil", "zero", "nought"})
BLANK_CURE: Final = "leave the boxes of this period empty to send it later"
AMBIGUOUS: Final = {
    "tbc": f"write “not reported” if nobody sent it in time, or {BLANK_CURE}",
    "tba": f"write “not reported” if nobody sent it in time, or {BLANK_CURE}",
    "awaited": f"write “not reported” if nobody sent it in time, or {BLANK_CURE}",
    "n/a": "write “not applicable”, or “not reported” where it was not available",
    "na": "write “not applicable”, or “not reported” where it was not available",
    "-": "write 0 for nought, “suppressed”, “not applicable” or “not reported”",
    "none": "write 0 for nought, or “not reported”",
    "null": f"write 0 for nought, “not reported”, or {BLANK_CURE}",
    "unknown": "write “not reported”, or “not stated” where a paper leaves it out",
    "no data": "write 0 for nought, or “not reported”",
    ".": "write 0 for nought, or “not reported”",
    "..": "write “not applicable” or “not reported”",
    "?": f"write “not reported”, or {BLANK_CURE}",
}
DASHES: Final = {"–": "-", "—": "-", "−": "-", "--": "-"}
SPREADSHEET_ERROR: Final = re.compile(
    r"#(?:n/a|div/0!|ref!|value!|name\?|num!|null!|spill!|calc!)", re.IGNORECASE
)
PLAIN: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
SPACED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:\.[0-9]*)?")
DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d{1,2}|[+-]?\d+,\d{4,}|[+-]?\d{1,3}(?:\.\d{3})+,\d+")
SMALL: Final = re.compile(r"[<≤]\s*\d+")
ABOUT: Final = re.compile(
    r"(?:~|≈|c\.?|circa|about|approx\.?|approximately|over|under|>)\s*[\d£].*", re.IGNORECASE
)
EXPONENT: Final = re.compile(r"[+-]?\d+(?:\.\d+)?e[+-]?\d+", re.IGNORECASE)
DATED: Final = re.compile(
    r"\d{1,4}[/-]\d{1,2}[/-]\d{2,4}(?:[ T].*)?|\d{1,2}[- ][a-z]{3,9}(?:[- ]\d{2,4})?", re.IGNORECASE
)
SHORTHAND: Final = re.compile(r"[+-]?[\d.,]+\s*(?:k|m|bn|thousand|million)", re.IGNORECASE)
WHOLE_DIGITS: Final = 12
LONGEST_FIGURE: Final = 60  # letters, as many as a box of the form takes


@dataclass(frozen=True)
class Entry:
    """What one box says: a number, a reason, a problem, or (all empty) nothing. `percent` where it bore the sign."""

    number: Decimal | None = None
    missing: str = ""
    problem: str = ""
    percent: bool = False

    @property
    def is_blank(self) -> bool:
        return self.number is None and not self.missing and not self.problem


BLANK: Final = Entry()


def read_entry(text: str) -> Entry:
    """One box, as typed: “1,234”, “55%”, “(12)” (twelve below nought), “not reported”, “*”; never raises.

    A problem names what was found and what to write instead.
    """
    plain = " ".join(text.replace("\u00a0", " ").split())
    folded = DASHES.get(plain, plain).casefold()
    if not folded:
        return BLANK
    if folded in REASONS:
        return Entry(missing=REASONS[folded])
    if folded in NOUGHT:
        return Entry(number=Decimal(0))
    if folded in AMBIGUOUS:
        return Entry(problem=f"“{plain}” can mean several things: {AMBIGUOUS[folded]}.")
    return _number(plain)


def _number(plain: str) -> Entry:
    bare = plain.replace("\N{MINUS SIGN}", "-")
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    below = bare.startswith("(") and bare.endswith(")")  # how accountants write what is below nought
    bare = bare[1:-1].strip() if below else bare
    if bare.startswith(("£", "-£")):
        bare = bare.replace("£", "", 1)
    if len(bare) > LONGEST_FIGURE:
        return Entry(problem=f"“{plain[:LONGEST_FIGURE]}…” is too long for a figure: check the cell.")
    number = _digits(bare)
    if number is None or (below and number < 0):
        return Entry(problem=_why_not(plain, bare))
    if abs(number) >= Decimal(10) ** WHOLE_DIGITS:
        return Entry(
            problem=f"“{plain}” is too large: a figure has at most {WHOLE_DIGITS} digits before the point."
        )
    return Entry(number=-number if below else number, percent=percent)


def _digits(bare: str) -> Decimal | None:
    if GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    elif SPACED.fullmatch(bare):
        bare = re.sub(r"[ \u00a0\u202f]", "", bare)
    elif not PLAIN.fullmatch(bare):
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def _why_not(plain: str, bare: str) -> str:
    """What kind of wrong a text is, and the cure; tried in order, the plain refusal last."""
    kinds = (
        (
            SPREADSHEET_ERROR,
            f"“{plain}” is a spreadsheet’s error, not a figure: mend the formula in the sheet.",
        ),
        (SMALL, f"“{plain}” hides a small number: write “suppressed” instead."),
        (
            ABOUT,
            f"“{plain}” is not exact: write the figure alone, and say in the comment that it is rounded.",
        ),
        (EXPONENT, f"“{plain}” is in scientific notation: write the figure in full."),
        (SHORTHAND, f"“{plain}” is shorthand: write the figure in full, such as 12,000."),
        (
            DATED,
            f"“{plain}” looks like a date: in Excel, set the cell’s format to Number and type the figure again.",
        ),
    )
    for pattern, words in kinds:
        if pattern.fullmatch(bare) or pattern.fullmatch(plain):
            return words
    if DECIMAL_COMMA.fullmatch(bare):
        point, none = bare.replace(".", "").replace(",", "."), bare.replace(",", "").replace(".", "")
        return f"“{plain}” can be {point} or {none}: write it with a point for decimals."
    return f"“{plain}” is not a figure: write digits alone, or a reason such as “not reported”."


YES: Final = frozenset({"yes", "y", "true", "1", "provisional", "on", "p", "[p]"})
NO: Final = frozenset({"", "no", "n", "false", "0", "final", "f"})


def read_provisional(text: str) -> tuple[bool, str]:
    """(provisional?, problem) from “yes”, “provisional”, “no”, “final” or blank, which means final."""
    folded = text.strip().casefold()
    if folded in YES:
        return True, ""
    return (
        False,
        ""
        if folded in NO
        else f"“{text.strip()}” is neither yes nor no: write yes if provisional, no if final.",
    )


def read_reason(text: str) -> tuple[str, str]:
    """(code, problem) of the reason why there is no figure, by its code, its words or its mark; blank is no reason."""
    folded = DASHES.get(text.strip(), text.strip()).casefold()
    by_label = {str(choice.label).casefold(): str(choice.value) for choice in Missing}
    if not folded or folded in Missing.values:
        return folded, ""
    if folded in by_label:
        return by_label[folded], ""
    if folded in REASONS:
        return str(REASONS[folded]), ""
    if folded in AMBIGUOUS:
        return "", f"“{text.strip()}” can mean several things: {AMBIGUOUS[folded]}."
    listed = ", ".join(str(choice.label).lower() for choice in Missing)
    return "", f"“{text.strip()}” is not one of the reasons: {listed}."
