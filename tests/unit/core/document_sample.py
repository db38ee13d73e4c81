"""A board paper of every kind of block, from Hampshire's board paper of 13 December 2018; the rest is made up."""

from datetime import date
from decimal import Decimal

from commissioning.core.charts import Bar, Funder, Mark, StackedValues, StackRow, Timeline, draw_one
from commissioning.core.documents.blocks import (
    Bullets,
    Cell,
    Chart,
    Column,
    DataTable,
    Document,
    Facts,
    Heading,
    Paragraph,
)
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import parse_money

ON = date(2018, 12, 13)
COLOUR = "#1f3b57"
FUNDERS = (
    Funder("PH HCC", "Public Health"),
    Funder("NHS E", "NHS England"),
    Funder("CCG", "Hampshire CCGs"),
    Funder("HCC CS", "Children’s Services"),
)


def value_chart() -> Chart:
    rows = (
        StackRow(
            "Phase 1", {"PH HCC": Decimal(19500000), "NHS E": Decimal(1450000)}, 0, parse_money("~£20.5m")
        ),
        StackRow("Phase 2", {"CCG": Decimal(11600000), "HCC CS": Decimal(870000)}, 2, parse_money("~£13m")),
        StackRow("Phase 3", {"CCG": Decimal(13700000)}, 1, parse_money("~£12m")),
    )
    drawing = draw_one(StackedValues("value", "Known lines", "By phase and funder", rows, FUNDERS))
    alt = "Known lines are £20.95m in phase 1, £12.47m in phase 2 and £13.70m in phase 3; the paper states about £45m."
    return Chart(str(drawing), "Phase 1 reconciles; phases 2 and 3 cannot be judged yet.", alt)


def timeline_chart() -> Chart:
    marks = (
        Mark("Phase 1", "Go-live", parse_fuzzy_date("Aug 2020")),
        Mark("Phase 2", "Contract award", parse_fuzzy_date("2022/23")),
    )
    bars = (Bar("Phase 1", "Procurement", date(2019, 1, 1), date(2020, 3, 31), "doing"),)
    drawing = draw_one(
        Timeline("line", "Phases", "When each phase goes live", ("Phase 1", "Phase 2"), bars, marks, ON)
    )
    return Chart(str(drawing), "Phase 1 goes live in August 2020.", "Phase 1 is procured until March 2020.")


def lines_table(count: int = 3) -> DataTable:
    columns = (
        Column("Budget line", 2.4),
        Column("Commissioner", 1.4),
        Column("Value", 1.1, numeric=True),
        Column("Status", 1.2),
    )
    rows = (
        (
            Cell("Public Health Nursing 0–19"),
            Cell("Hampshire County Council"),
            Cell("~£19.5m", "approximate"),
            Cell("In procurement"),
        ),
        (
            Cell("Speech and Language Therapy"),
            Cell("Five Hampshire CCGs"),
            Cell("TBC", "not known"),
            Cell("Scoping"),
        ),
        (Cell("School-aged Immunisations"), Cell("NHS England"), Cell("£1.45m"), Cell("Contract to 2020")),
    )
    return DataTable(
        "Budget lines",
        columns,
        tuple(rows[place % 3] for place in range(count)),
        "One line in three has no value yet: not known (3 of 3 TBC) in speech and language.",
    )


def document(*blocks, title="Commissioning of health services for children and young people") -> Document:
    return Document(
        title,
        "Report to the Health and Wellbeing Board",
        "Joint commissioning partnership",
        ON,
        COLOUR,
        "Pack 3, version 2",
        blocks,
    )


def board_paper(long: int = 60) -> Document:
    return document(
        Heading("What needs the board’s attention"),
        Paragraph(
            "Phase 2 cannot be judged: two of its eight lines are still to be confirmed by their commissioners.",
            "lead",
        ),
        Paragraph(
            "Figures of this paper are as stated on 13 December 2018. KPI series are illustrative.", "note"
        ),
        Paragraph("This pack was regenerated after its agreement: three figures have changed.", "warning"),
        Facts(
            (
                ("Meeting", "13 December 2018"),
                ("Report author", "Director of Public Health"),
                (
                    "Quorum",
                    "four organisations, of which one is the county council; see the terms of reference",
                ),
                ("Declared interests", ""),
            )
        ),
        Heading("Decisions for this meeting", 2),
        Bullets(
            (
                "Agree: the scope of phase 2, as set out in Table 1.",
                "Note: the risk to continuity of service.",
            ),
            numbered=True,
        ),
        Bullets(
            (
                "Every unknown is counted, never summed.",
                "A longer point that has to run over the end of a line, as points in real papers do, and hangs.",
            )
        ),
        Heading("Phases and milestones"),
        Paragraph(
            "The partnership commissions in three phases. " * 6
            + "\n\nA second paragraph.\nAnd a line of its own."
        ),
        timeline_chart(),
        Heading("Value", new_page=True),
        value_chart(),
        Heading("Lines", 2),
        lines_table(long),
        Heading("Risks", 3),
        DataTable("Risks above appetite", (Column("Risk", 3), Column("Score", 1, numeric=True)), ()),
    )
