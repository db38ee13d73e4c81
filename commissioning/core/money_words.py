"""The words papers put round an amount, and what each says about it."""

from __future__ import annotations

import re
from typing import Final

from commissioning.core.money_format import UNIT_PATTERN
from commissioning.core.money_value import Basis, NetGross, Qualifier

BLANKS: Final = frozenset({"", "-", "--"})
ABSENT: Final = (
    (
        Qualifier.TBC,
        re.compile(r"(?:£|gbp)?\s*(?:tbc|t\.b\.c|tbd|to be (?:confirmed|agreed|determined|advised))\b\D*"),
    ),
    (Qualifier.AWAITED, re.compile(r"(?:\D*\bawait(?:ed|ing)\b\D*|pending)")),
    (
        Qualifier.NOT_STATED,
        re.compile(r"not (?:yet )?(?:stated|known|given|available|specified|recorded)|unknown|unstated"),
    ),
)
NIL: Final = re.compile(r"(?:£\s*)?(?:nil|zero)(?: cost)?|no cost|(?:£\s*)?0(?:\.00)?")

BEFORE: Final = (
    (
        Qualifier.APPROX,
        re.compile(r"(?:~|≈|approximately\b|approx\b\.?|about\b|around\b|circa\b|ca?\.|c(?=\s*£))"),
    ),
    (
        Qualifier.OVER,
        re.compile(
            r"(?:(?:just|well|slightly) )?(?:over|above|more than|in excess of|exceeding|at least)\b|>"
        ),
    ),
    (
        Qualifier.UNDER,
        re.compile(r"(?:(?:just|well|slightly) )?(?:under|below|less than|up to|at most|no more than)\b|<"),
    ),
)
AFTER: Final = (
    (Qualifier.APPROX, re.compile(r"\(?(?:approximately|approx\b\.?)\)?$")),
    (Qualifier.OVER, re.compile(r"(?:\+|or more)$")),
    (Qualifier.UNDER, re.compile(r"or less$")),
)
A_YEAR: Final = r"(?:p\.?\s?a\b\.?|per annum|per year|a year|each year|annually|/\s?year)"
BASES: Final = (
    (Basis.PER_CHILD_PER_ANNUM, re.compile(rf"(?:per|a) child,? {A_YEAR}$")),
    (Basis.PER_CHILD, re.compile(r"(?:per|a) child$")),
    (Basis.PER_CONTACT, re.compile(r"(?:per|a) contact$")),
    (Basis.PER_100_PATIENTS, re.compile(r"per 100 patients$")),
    (Basis.PER_ANNUM, re.compile(rf"{A_YEAR}$")),
    (Basis.ONE_OFF, re.compile(r"\(?one[- ]off\)?$")),
    (Basis.TOTAL_CONTRACT_VALUE, re.compile(r"(?:total )?contract value$")),
    (Basis.BUDGET_YEAR, re.compile(r"budget$")),
)
NET_GROSS: Final = (
    (NetGross.NET, re.compile(r"\(?net\)?$")),
    (NetGross.GROSS, re.compile(r"\(?gross\)?$")),
)
# A trailing remark that changes no digit: "£115,505 to £129,652 a year, excluding on-costs".
REMARK: Final = re.compile(r"[,;(]?\s*\b((?:excluding|including|excl\b\.?|incl\b\.?|plus) [^\d£]+?)\)?$")
YEAR: Final = re.compile(r",?\s*(?:\b(?:in|for)\s+)?\b(?:20)?(\d\d)/(\d\d)$")
IN_BRACKETS: Final = re.compile(r"(.*\S)\s*\(([^()]*)\)")

AMOUNT: Final = (
    rf"(?P<minus{{0}}>-)?(?P<pound{{0}}>£|gbp)?\s*(?P<inner{{0}}>-)?\s*"
    rf"(?P<number{{0}}>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<unit{{0}}>{UNIT_PATTERN})?"
)
ONE_AMOUNT: Final = re.compile(AMOUNT.format(1))
TWO_AMOUNTS: Final = re.compile(
    rf"(?:between |from )?{AMOUNT.format(1)}\s*(?:-|\bto\b|\band\b)\s*{AMOUNT.format(2)}"
)
