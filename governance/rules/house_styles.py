"""Three house styles for committee papers, with the headings that one paper of each council prints, in their order.

The headings are those of the Hampshire report of 13 December 2018, the Nottinghamshire report of 10 June 2013 and the
Derby progress report of about August 2013; which are mandatory, and every hint, is a choice of this product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from governance.models.papers import ImplicationArea as Area

from .paper_style import RECOMMENDING, Asking, Demand, HouseStyle, Numbering, Placing, Section, may, must

__all__ = [
    "DERBY",
    "HAMPSHIRE",
    "HOUSE_STYLES",
    "NOTTINGHAMSHIRE",
    "Asking",
    "Demand",
    "HouseStyle",
    "Numbering",
    "Placing",
    "Problem",
    "Section",
    "missing_for_ready",
]

ASKED: Final = "Shown from the record of recommendations"

HAMPSHIRE: Final = HouseStyle(
    name="hampshire",
    label="Hampshire County Council",
    source="Report to the Hampshire Health and Wellbeing Board, 13 December 2018",
    header=("Committee/Panel", "Date", "Title", "Report From"),
    numbering=Numbering.WITHIN_SECTION,
    numbers_headings=True,
    asking=Asking("The {body} is asked to:", "That the {body}", "{verb}", "bullets"),
    sections=(
        must("recommendations", "Recommendations", ASKED, Placing.RECOMMENDATIONS_TOP),
        must("summary", "Summary", "What has changed, what is planned and what it is worth, in a page"),
        must("context", "Contextual information", "What led to the proposals, and who was asked"),
        may("benefits", "Benefits and delivery of integration", "What people will notice, and how"),
        may("planning", "Programme planning and governance", "Who decides, who runs it and by when"),
        must("challenges", "Key issues/challenges", "What may go wrong, and what is done about it"),
        may("next_steps", "Timelines/next steps", "What happens next, each step with its date", level=2),
        must("conclusion", "Conclusion", "What the board should take away, in a few lines"),
        must("recommendations_again", "Recommendations", ASKED, Placing.RECOMMENDATIONS_BOTTOM),
        may("appendices", "Appendices", "One heading for each, by letter", Placing.APPENDIX),
    ),
    # The paper prints no section on implications; a board that pays is owed these three all the same.
    implications=(
        Demand(Area.FINANCIAL, "Financial implications", is_ours=True),
        Demand(Area.LEGAL, "Legal implications", is_ours=True),
        Demand(Area.EQUALITIES, "Equalities implications", is_ours=True),
    ),
)

NOTTINGHAMSHIRE: Final = HouseStyle(
    name="nottinghamshire",
    label="Nottinghamshire County Council",
    source="Report to the Children and Young People's Committee, 10 June 2013",
    header=("Date", "Agenda Item", "Report of", "Title"),
    numbering=Numbering.CONTINUOUS,
    numbers_headings=False,
    asking=Asking("", "That the {body}:", "{verb}s", "1)"),
    sections=(
        must("purpose", "Purpose of the Report", "What the committee is told and what it is asked"),
        must("information", "Information and Advice", "What the committee needs to know to decide"),
        may("context", "National and Local Policy Context", hint="The policy it follows from", level=2),
        may("duties", "Duties and legislation", hint="Each duty with its Act", level=2),
        may("response", "Local Response", hint="What was done so far, and with whom", level=2),
        may(
            "vision", "Proposed Vision for the Integrated Commissioning Hub", hint="In one sentence", level=2
        ),
        may("model", "Proposed model for the Integrated Commissioning Hub", hint="How it will work", level=2),
        may("scope", "Initial scope: areas of commissioning", hint="What is in, and who leads it", level=2),
        may("future", "Areas for further/future consideration", hint="What may follow", level=2),
        may("governance", "Governance and accountability", hint="Who answers to whom", level=2),
        may("risks", "Identified Risks", hint="Cause, event and effect of each", level=2),
        must("options", "Other Options Considered", "Those rejected and why, or that there were none"),
        must("reasons", "Reason/s for Recommendation/s", "Why this and why now"),
        must(
            "implications",
            "Statutory and Policy Implications",
            "Which areas were considered; say so where none is touched",
            Placing.IMPLICATION,
        ),
        must("financial", "Financial Implications", "Whose money it is, and until when", Placing.IMPLICATION),
        must(
            "equalities",
            "Equalities Implications",
            "How the public sector equality duty was met",
            Placing.IMPLICATION,
        ),
        must(
            "personnel",
            "Human Resources Implications",
            "Posts, and what the trade unions were told",
            Placing.IMPLICATION,
        ),
        must("recommendations", "RECOMMENDATIONS", ASKED, Placing.RECOMMENDATIONS_BOTTOM),
        must(
            "constitutional",
            "Constitutional Comments",
            "Whether the committee may decide this",
            Placing.IMPLICATION,
        ),
        must("financial_comments", "Financial Comments", "By the finance officer", Placing.CLOSING),
        must(
            "background",
            "Background Papers and Published Documents",
            "Each with its date, or that there are none",
            Placing.CLOSING,
        ),
        must(
            "members",
            "Electoral Division(s) and Member(s) Affected",
            "Which divisions, or that all are",
            Placing.CLOSING,
        ),
        may("appendices", "Appendices", hint="One heading for each, by number", placing=Placing.APPENDIX),
    ),
    implications=(
        Demand(Area.OTHER, "Statutory and Policy Implications"),
        Demand(Area.FINANCIAL, "Financial Implications"),
        Demand(Area.EQUALITIES, "Equalities Implications"),
        Demand(Area.PERSONNEL, "Human Resources Implications"),
        Demand(Area.CONSTITUTIONAL, "Constitutional Comments"),
        Demand(Area.LEGAL, "Legal implications", is_mandatory=False, is_ours=True),
    ),
)

DERBY: Final = HouseStyle(
    name="derby",
    label="Derby City Council",
    source="Progress report to the Health and Well-being Board, about August to September 2013",
    header=("Title",),
    numbering=Numbering.WITHIN_SECTION,
    numbers_headings=False,
    asking=Asking("", "", "To {verb}", "2.1"),
    sections=(
        must("summary", "SUMMARY", "What was done since the last report and what comes next"),
        must("recommendations", "RECOMMENDATIONS", ASKED, Placing.RECOMMENDATIONS_TOP),
        must("reasons", "REASONS FOR RECOMMENDATIONS", "Why the board is asked this now"),
        must("information", "SUPPORTING INFORMATION", "Progress against each action and intention"),
        may("timeline", "Indicative Timeline", "Each step with its date", level=2),
        may("next_steps", "Next Steps for the Integrated Commissioning Group", hint="What it does", level=2),
        must(
            "approvals",
            "This report has been approved by the following officers:",
            "The role that approved each part; never a name",
            Placing.CLOSING,
        ),
        must("contact", "For more information contact:", "A role", Placing.CLOSING),
        may("background", "Background papers:", "Each with its date", Placing.CLOSING),
        must("appendix_list", "List of appendices:", "Number and title of each", Placing.CLOSING),
        must("implications", "IMPLICATIONS", "Appendix 1, area by area", Placing.IMPLICATION),
        may("appendices", "Appendices", hint="From number 2", placing=Placing.APPENDIX),
    ),
    implications=(
        Demand(Area.FINANCIAL, "Financial"),
        Demand(Area.LEGAL, "Legal"),
        Demand(Area.PERSONNEL, "Personnel"),
        Demand(Area.EQUALITIES, "Equalities Impact"),
        Demand(Area.HEALTH_AND_SAFETY, "Health and Safety"),
    ),
)

HOUSE_STYLES: Final[Mapping[str, HouseStyle]] = {
    style.name: style for style in (HAMPSHIRE, NOTTINGHAMSHIRE, DERBY)
}
# What people type to get past a field: no answer to what a decision means for money, law or people.
NO_ANSWER: Final = re.compile(
    r"n\s*/?\s*a|not applicable|tbc|tba|to be confirmed|to follow|x+|\W*", re.IGNORECASE
)


@dataclass(frozen=True)
class Problem:
    """What keeps a paper from being ready: the field it is about, and a message that says what to do."""

    field: str
    message: str


def missing_for_ready(
    style: HouseStyle,
    sections: Mapping[str, str],
    implications: Mapping[str, str],
    recommendations: Sequence[str],
) -> tuple[Problem, ...]:
    """What a paper lacks before it can be marked ready, all at once; empty when it lacks nothing.

    `sections` gives each section's text by code, `implications` each area's by code, `recommendations` the texts asked.
    Sections that records fill are not looked for in `sections`. "No implications" is said in words ("None"), so that
    nobody takes a field left blank for a considered answer. Fields: "section_<code>", "implication_<area>",
    "recommendations".
    """
    return (
        *_section_problems(style, sections),
        *_implication_problems(style, implications),
        *_recommendation_problems(recommendations),
    )


def _section_problems(style: HouseStyle, sections: Mapping[str, str]) -> Iterator[Problem]:
    for each in style.sections:
        from_record = each.placing in (*RECOMMENDING, Placing.IMPLICATION)
        if each.is_mandatory and not from_record and not sections.get(each.code, "").strip():
            yield Problem(f"section_{each.code}", f"“{each.heading}” is blank. Write it: {_hint(each)}.")


def _implication_problems(style: HouseStyle, implications: Mapping[str, str]) -> Iterator[Problem]:
    for demand in style.implications:
        if not demand.is_mandatory:
            continue
        said = implications.get(demand.area, "").strip()
        field = f"implication_{demand.area}"
        if not said:
            yield Problem(
                field,
                f"“{demand.heading}” is blank. Say what it means, or write “None” where it means nothing.",
            )
        elif NO_ANSWER.fullmatch(said.rstrip(".")):
            yield Problem(
                field,
                f"“{demand.heading}” says only “{said}”. Say what is known, and who finds out the rest and by when, "
                "or write “None”.",
            )


def _recommendation_problems(recommendations: Sequence[str]) -> Iterator[Problem]:
    if not recommendations:
        yield Problem(
            "recommendations", "Nothing is asked. Add at least one recommendation, if only to note."
        )
    for place, text in enumerate(recommendations, start=1):
        if not text.strip():
            yield Problem(
                "recommendations", f"Recommendation {place} is blank. Say what the body is asked to do."
            )


def _hint(section: Section) -> str:
    hint = section.hint or section.heading
    return hint[:1].lower() + hint[1:]
