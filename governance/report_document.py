"""A highlight report as a board paper: blocks made from its content alone, so that a frozen one needs no record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from commissioning.core.charts import Mark, Timeline, draw_one
from commissioning.core.documents.blocks import (
    Block,
    Bullets,
    Chart,
    Column,
    DataTable,
    Document,
    Facts,
    Heading,
    Paragraph,
)
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.rules.words import counted
from governance.selectors.report_parts import when_of

COLOUR: Final = "#1f3b57"
LETTERS, NARROWEST, WIDEST = 18, 1.2, 3.6  # letters to one part of a column's width; its least and its most
MADE_UP: Final = (
    "Illustrative: some of what this report tells is made up, to show what the pages do. No paper prints it."
)
OPEN: Final = "This report is not approved. Its figures are those of the records when this paper was made."
NOTHING_WRITTEN: Final = "Its author has written nothing here."


def document_of(content: Mapping[str, Any]) -> Document:
    """The report as a document. The same content gives the same document, whenever and wherever it is made."""
    about = content["report"]
    return Document(
        title=f"Highlight report, {about['period']}",
        subtitle=f"{about['place']}: {about['programme']}. {about['scope']}",
        author=about["author"] or "Not stated",
        on=date.fromisoformat(content["filters"]["on"]),
        colour=COLOUR,
        reference=about["reference"],
        blocks=tuple(_blocks(content)),
    )


def chart_of(content: Mapping[str, Any], uid: str = "report-milestones") -> Timeline | None:
    """The drawing of the milestones told of, from the chart's data; None where there are none."""
    data = content["chart"]
    if not data["marks"]:
        return None
    marks = [
        Mark(
            mark["row"],
            f"{mark['label']} {when_of(mark['when']).printed}".strip(),
            when_of(mark["when"]),
            mark["state"],
        )
        for mark in data["marks"]
    ]
    return Timeline(
        uid,
        "Milestones of this report",
        chart_words(content),
        data["rows"],
        [],
        marks,
        date.fromisoformat(content["filters"]["on"]),
    )


def chart_words(content: Mapping[str, Any]) -> str:
    """What the drawing says, in words: each row with its milestones and their dates."""
    said = []
    for row in content["chart"]["rows"]:
        own = [mark for mark in content["chart"]["marks"] if mark["row"] == row]
        listed = "; ".join(
            f"{mark['label']}, {when_of(mark['when']).printed or 'without a date'}" for mark in own
        )
        said.append(f"{row}: {listed}.")
    return " ".join(said)


def chart_finding(content: Mapping[str, Any]) -> str:
    """ "2 milestones met, 1 overdue, 3 due next." """
    states = [mark["state"] for mark in content["chart"]["marks"]]
    met, late, due = (states.count(state) for state in ("done", "risk", "planned"))
    return f"{counted(met, 'milestone')} met in the period, {late} overdue, {due} due next."


def _blocks(content: Mapping[str, Any]) -> list[Block]:
    texts, about = content["texts"], content["report"]
    found: list[Block] = [Facts(_facts(about))]
    if not about["approved_by"]:
        found.append(Paragraph(OPEN, "warning"))
    if content["illustrative"]:
        found.append(Paragraph(MADE_UP, "note"))
    found += [Heading("Summary"), *_text(texts["summary"], "lead")]
    found += [Heading("Delivery confidence"), _ratings(content["ratings"], about)]
    if about["previous"]:
        found += [Heading("What has changed since the report before"), _changes(content, about)]
    found += [Heading("Done in the period"), *_text(texts["done"]), *_section(content, "done")]
    found += [Heading("Next period"), *_text(texts["coming"]), *_section(content, "coming"), *_chart(content)]
    others = [row for row in content["sections"] if row["key"] not in {"done", "coming"}]
    for row in others:
        found += [Heading(row["title"]), _table(row)]
    found += [Heading("Lessons"), *_text(texts["lessons"])]
    return found


def _facts(about: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return (
        ("Period", about["period"]),
        ("About", about["scope"]),
        ("For", about["body"]),
        ("Written by", about["author"]),
        ("Approved by", ", ".join(part for part in (about["approved_by"], about["approved_on"]) if part)),
        ("Figures as at", about["figures_on"]),
    )


def _text(text: str, kind: Any = "normal") -> list[Block]:
    """Several lines become a list, as authors write one thing to a line."""
    lines = [line.strip().removeprefix("-").strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return [Paragraph(NOTHING_WRITTEN, "note")]
    return [Paragraph(lines[0], kind)] if len(lines) == 1 else [Bullets(tuple(lines))]


def _ratings(ratings: Sequence[Mapping[str, str]], about: Mapping[str, str]) -> DataTable:
    """The word carries the rating; no colour does."""
    columns = (
        Column("Dimension", 2.4),
        Column("Stated", 0.9),
        Column("Last report", 1.1),
        Column("The records suggest", 2.6),
        Column("Why it differs", 2),
    )
    rows = [
        (
            (row["label"], row["tolerance"]),
            label_of(row["stated"]),
            label_of(row["last"]) if row["last"] else "no report before",
            (label_of(row["suggested"]), row["suggested_because"]),
            row["because"] if row["stated"] != row["suggested"] else "as the records suggest",
        )
        for row in ratings
    ]
    overall = next(row for row in ratings if row["dimension"] == "overall")
    words = Confidence(overall["stated"]).words
    return DataTable(
        f"Delivery confidence, {about['period']}",
        columns,
        tuple(rows),  # type: ignore[arg-type]  # a cell may be given as text or (text, note)
        finding=f"Overall {label_of(overall['stated']).lower()}: {words[:1].lower()}{words[1:]}.",
    )


def label_of(code: str) -> str:
    return str(Confidence(code).label)


def _changes(content: Mapping[str, Any], about: Mapping[str, str]) -> DataTable:
    rows = tuple((row["label"], row["then"] or "–", row["now"] or "–") for row in content["since_previous"])
    return DataTable(
        f"Since {about['previous']}, {about['previous_period']}",
        (Column("Figure", 3), Column("Then", 1.6), Column("Now", 1.6)),
        rows,  # type: ignore[arg-type]
        finding=f"{counted(len(rows), 'figure or rating', 'figures and ratings')} changed.",
    )


def _section(content: Mapping[str, Any], key: str) -> list[Block]:
    return [_table(row) for row in content["sections"] if row["key"] == key]


def _table(row: Mapping[str, Any]) -> DataTable:
    columns = tuple(
        Column(column["text"], _width([cells[place] for cells in row["rows"]]), column["numeric"])
        for place, column in enumerate(row["columns"])
    )
    rows = tuple(tuple((cell["text"], cell["note"]) for cell in cells) for cells in row["rows"])
    finding = row["finding"] if row["rows"] else f"{row['finding']} {row['empty']}"
    caption = f"{row['title']}, from the records"
    return DataTable(caption, columns, rows, finding)  # type: ignore[arg-type]


def _width(cells: Sequence[Mapping[str, Any]]) -> float:
    """Room by the longest words of a column, within reason."""
    longest = max((len(cell["text"]) for cell in cells), default=0)
    return min(max(longest / LETTERS, NARROWEST), WIDEST)


def _chart(content: Mapping[str, Any]) -> list[Block]:
    drawing = chart_of(content)
    if drawing is None:
        return []
    return [Chart(str(draw_one(drawing)), chart_finding(content), chart_words(content))]
