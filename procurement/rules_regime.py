"""Under which rules something is bought, suggested from what it is, who buys it and when the procurement began.

The dates, code lists and kinds of buyer are data (`RegimeTable`), as they change. A person decides; this only suggests,
says why, and names what it could not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from procurement.rules_thresholds import ThresholdRow, above_words, is_above, threshold_for

__all__ = [
    "CpvError",
    "RegimeSuggestion",
    "RegimeTable",
    "Subject",
    "ThresholdRow",
    "above_words",
    "in_list",
    "is_above",
    "read_cpv",
    "regime_problem",
    "suggest_regime",
    "threshold_for",
]

CPV: Final = re.compile(r"(?P<code>\d{8})(?:-\d)?")
LISTED: Final = re.compile(r"\d{2,8}")
REGIMES: Final = {
    "psr": "the Provider Selection Regime",
    "pcr2015": "the Public Contracts Regulations 2015",
    "pa2023": "the Procurement Act 2023",
    "exempt": "exempt",
}


class CpvError(ValueError):
    """Text that is no CPV code, or a list with something else in it; says how to write one."""


@dataclass(frozen=True)
class RegimeTable:
    """The dates and lists that decide, in force on the day they are used.

    `psr_cpv` and `light_touch_cpv` hold whole codes or leading digits: "851" is every code that begins so. A day given
    as "from" is the first that counts. `pcr_from` is None where procurements older than the 2015 regulations need not
    be told apart. Raises CpvError for a list entry that is not 2 to 8 digits.
    """

    psr_from: date
    psr_buyers: frozenset[str]
    psr_cpv: tuple[str, ...]
    act_from: date
    light_touch_cpv: tuple[str, ...]
    thresholds: tuple[ThresholdRow, ...] = ()
    pcr_from: date | None = None

    def __post_init__(self) -> None:
        for entry in (*self.psr_cpv, *self.light_touch_cpv):
            if not LISTED.fullmatch(entry):
                raise CpvError(f"“{entry}” cannot stand in a list of CPV codes. Write 2 to 8 digits.")


@dataclass(frozen=True)
class Subject:
    """What is bought, by which kind of buyer, and when the procurement began; None or "" is not known.

    `health_care` asks whether the subject, or the main subject of a mixed contract, is health care to individuals.
    `mixed` says that other things are bought with it, and `mixed_separable` whether these could reasonably be supplied
    separately. `exempt_reason` is why a person holds it to be exempt. Raises CpvError for a code of another form.
    """

    health_care: bool | None
    main_cpv: str
    bought_by: str
    begun_on: date | None
    mixed_separable: bool | None = None
    mixed: bool | None = False
    exempt_reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "main_cpv", read_cpv(self.main_cpv))


@dataclass(frozen=True)
class RegimeSuggestion:
    """The regime that follows ("" while it cannot be told), why, and what is not known, each with what to enter."""

    regime: str
    light_touch: bool
    reasons: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        return bool(self.regime) and not self.unsure

    @property
    def words(self) -> str:
        """ "the Procurement Act 2023, light touch"."""
        if not self.regime:
            return "not known yet"
        return REGIMES[self.regime] + (", light touch" if self.light_touch else "")


@dataclass(frozen=True)
class _Test:
    """One condition of the Provider Selection Regime: met, not met, or (None) not known; `words` say which."""

    met: bool | None
    words: str


def suggest_regime(subject: Subject, table: RegimeTable) -> RegimeSuggestion:
    """The regime in the order of the law: Provider Selection Regime, 2015 regulations, Act; exempt only if claimed.

    - Health care to individuals, with a listed main CPV, bought by a listed kind of buyer, begun since the regime came
      in, is under the Provider Selection Regime whatever its value; mixed with other things only if these could not
      reasonably be supplied separately (SI 2023/1348).
    - Anything else begun before the Act stays under the 2015 regulations to its end, later notices included.
    - Anything else is under the Act, light touch where its main CPV is listed for that.

    One condition not met settles that it is not under the Provider Selection Regime, whatever else is unknown. Where
    none fails and one is unknown, nothing is suggested.
    """
    tests = _psr_tests(subject, table)
    if all(test.met for test in tests):
        found = RegimeSuggestion("psr", light_touch=False, reasons=tuple(test.words for test in tests))
    elif any(test.met is False for test in tests):
        not_met = tuple(test.words for test in tests if test.met is False)
        found = _without_psr(subject, table, not_met)
    else:
        met = tuple(test.words for test in tests if test.met)
        asked = tuple(test.words for test in tests if test.met is None)
        found = RegimeSuggestion("", light_touch=False, reasons=met, unsure=asked)
    if not subject.exempt_reason.strip():
        return found
    claimed = (
        f"Held to be exempt: {subject.exempt_reason.strip().rstrip('.')}.",
        f"If it were not: {found.words}.",
    )
    return RegimeSuggestion(
        "exempt", light_touch=False, reasons=(*claimed, *found.reasons), unsure=found.unsure
    )


def regime_problem(chosen: str, suggestion: RegimeSuggestion, reason: str, *, begun: bool = False) -> str:
    """Why a regime cannot be recorded, with the cure, or "".

    An exemption, and any choice other than the suggestion, needs a reason. Once the procurement has begun the regime
    stays as it is.
    """
    if begun:
        return "The procurement has begun, so its regime stays as it is. Close this one and begin another."
    if chosen not in REGIMES:
        return f"Choose the regime: {', '.join(REGIMES.values())}."
    if reason.strip():
        return ""
    if chosen == "exempt":
        return "Say why the procurement is exempt."
    if suggestion.regime != chosen:
        return f"What is recorded points to “{suggestion.words}”. Choose that, or say why it is {REGIMES[chosen]}."
    return ""


def read_cpv(text: str) -> str:
    """The eight digits of a CPV code written with or without its check digit; "" stays "". Raises CpvError."""
    if not text.strip():
        return ""
    found = CPV.fullmatch(text.strip())
    if not found:
        raise CpvError(f"“{text}” is not a CPV code. Write eight digits, such as 85100000 or 85100000-0.")
    return found["code"]


def in_list(cpv: str, listed: Iterable[str]) -> bool | None:
    """Whether the code is listed, whole or by its leading digits; None for no code."""
    return any(cpv.startswith(entry) for entry in listed) if cpv else None


def _psr_tests(subject: Subject, table: RegimeTable) -> tuple[_Test, ...]:
    code = subject.main_cpv
    begun = subject.begun_on
    return (
        _test(
            subject.health_care,
            "It is health care to individuals.",
            "It is not health care to individuals.",
            "Say whether it is health care to individuals.",
        ),
        _test(
            in_list(code, table.psr_cpv),
            f"CPV {code} is listed for the Provider Selection Regime.",
            f"CPV {code} is not listed for the Provider Selection Regime.",
            "Enter the main CPV code.",
        ),
        _test(
            (subject.bought_by in table.psr_buyers) if subject.bought_by else None,
            "The buyer is of a kind that the Provider Selection Regime covers.",
            "The buyer is of a kind that the Provider Selection Regime does not cover.",
            "Say which kind of organisation buys it.",
        ),
        _test(
            None if begun is None else begun >= table.psr_from,
            f"It began on or after {_day(table.psr_from)}.",
            f"It began before the Provider Selection Regime came in on {_day(table.psr_from)}.",
            "Enter the day on which the procurement began.",
        ),
        *_mixed_test(subject),
    )


def _mixed_test(subject: Subject) -> tuple[_Test, ...]:
    if subject.mixed is False:
        return ()
    if subject.mixed is None:
        return (_Test(None, "Say whether anything else is bought with it."),)
    separable = subject.mixed_separable
    return (
        _test(
            None if separable is None else not separable,
            "It is mixed, and the rest could not reasonably be supplied separately.",
            "It is mixed, and the rest could reasonably be supplied separately. Procure the health care by itself.",
            "Say whether the rest could reasonably be supplied separately.",
        ),
    )


def _test(met: bool | None, yes: str, no: str, unknown: str) -> _Test:
    return _Test(met, unknown if met is None else yes if met else no)


def _without_psr(subject: Subject, table: RegimeTable, reasons: tuple[str, ...]) -> RegimeSuggestion:
    begun = subject.begun_on
    if begun is None:
        asked = "Enter the day on which the procurement began."
        return RegimeSuggestion("", light_touch=False, reasons=reasons, unsure=(asked,))
    if table.pcr_from is not None and begun < table.pcr_from:
        older = f"It began before {_day(table.pcr_from)}, under older rules. Record it as exempt with that reason."
        return RegimeSuggestion("", light_touch=False, reasons=reasons, unsure=(older,))
    if begun < table.act_from:
        why = f"It began before {_day(table.act_from)}, so the 2015 regulations apply to its end."
        return RegimeSuggestion("pcr2015", light_touch=False, reasons=(*reasons, why))
    return _under_the_act(subject, table, (*reasons, f"It began on or after {_day(table.act_from)}."))


def _under_the_act(subject: Subject, table: RegimeTable, reasons: tuple[str, ...]) -> RegimeSuggestion:
    light = in_list(subject.main_cpv, table.light_touch_cpv)
    if light is None:
        asked = "Enter the main CPV code: light touch depends on it."
        return RegimeSuggestion("pa2023", light_touch=False, reasons=reasons, unsure=(asked,))
    if light:
        reasons = (*reasons, f"CPV {subject.main_cpv} is listed for light touch contracts.")
    return RegimeSuggestion("pa2023", light_touch=light, reasons=reasons)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
