"""What a house style for committee papers is made of: its sections, its numbering, and what it demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from governance.models.papers import ImplicationArea


class Placing:
    """What fills a section, by code. Recommendations and implications come from their records, wherever they stand."""

    BODY: Final = "body"
    RECOMMENDATIONS_TOP: Final = "recommendations_top"
    RECOMMENDATIONS_BOTTOM: Final = "recommendations_bottom"
    IMPLICATION: Final = "implication"
    CLOSING: Final = "closing"
    APPENDIX: Final = "appendix"


RECOMMENDING: Final = (Placing.RECOMMENDATIONS_TOP, Placing.RECOMMENDATIONS_BOTTOM)


class Numbering:
    """How paragraphs are numbered, by code: 2.1 within section 2, or 1 to the end of the paper."""

    WITHIN_SECTION: Final = "within_section"
    CONTINUOUS: Final = "continuous"


@dataclass(frozen=True)
class Section:
    """A heading as the style prints it; level 2 stands under the last of level 1. `hint` is ours, for the author."""

    code: str
    heading: str
    is_mandatory: bool = False
    hint: str = ""
    placing: str = Placing.BODY
    level: int = 1


def must(code: str, heading: str, hint: str, placing: str = Placing.BODY, level: int = 1) -> Section:
    """A section without which a paper is not ready."""
    return Section(code, heading, is_mandatory=True, hint=hint, placing=placing, level=level)


def may(code: str, heading: str, hint: str, placing: str = Placing.BODY, level: int = 1) -> Section:
    """A section that is left out where there is nothing to say."""
    return Section(code, heading, is_mandatory=False, hint=hint, placing=placing, level=level)


@dataclass(frozen=True)
class Demand:
    """Implications that a paper in the style states. `is_ours`: asked for by this product, not printed in the paper."""

    area: str
    heading: str
    is_mandatory: bool = True
    is_ours: bool = False

    def __post_init__(self) -> None:
        ImplicationArea(self.area)


@dataclass(frozen=True)
class Asking:
    """How recommendations are worded: the line that leads in, with {body}; the verb ("{verb}s"); the marks."""

    lead_in_top: str
    lead_in_bottom: str
    verb: str
    marks: str

    def verb_words(self, verb: str) -> str:
        """ "Agree", "agrees" or "To agree", for the verb's code."""
        return verb.capitalize() if self.verb == "{verb}" else self.verb.format(verb=verb)


@dataclass(frozen=True)
class HouseStyle:
    """A council's style, by the one paper of it that was read. `source` says which."""

    name: str
    label: str
    source: str
    sections: tuple[Section, ...]
    implications: tuple[Demand, ...]
    asking: Asking
    numbering: str
    numbers_headings: bool
    header: tuple[str, ...]

    @property
    def recommendations_at(self) -> tuple[str, ...]:
        """ "top", "bottom" or both, in order: one record of recommendations is shown at each."""
        return tuple(
            each.placing.rpartition("_")[2] for each in self.sections if each.placing in RECOMMENDING
        )

    def section(self, code: str) -> Section:
        """The section with the code. Raises ValueError naming those there are."""
        found = next((each for each in self.sections if each.code == code), None)
        if found is None:
            codes = ", ".join(each.code for each in self.sections)
            raise ValueError(f"The style “{self.name}” has no section “{code}”. Choose one of: {codes}.")
        return found

    def lead_in(self, placing: str, body: str) -> str:
        """The line before the recommendations at a place, naming the body asked; empty where the style has none."""
        pattern = (
            self.asking.lead_in_top if placing == Placing.RECOMMENDATIONS_TOP else self.asking.lead_in_bottom
        )
        return pattern.format(body=body)

    def paragraph_labels(self, counts: Sequence[int]) -> tuple[tuple[str, ...], ...]:
        """The number of each paragraph, section by section, from how many numbered paragraphs each has."""
        if self.numbering == Numbering.WITHIN_SECTION:
            return tuple(
                tuple(f"{place}.{number}" for number in range(1, count + 1))
                for place, count in enumerate(counts, start=1)
            )
        starts = [sum(counts[:place]) for place in range(len(counts))]
        return tuple(
            tuple(str(start + number) for number in range(1, count + 1))
            for start, count in zip(starts, counts, strict=True)
        )
