"""The risks that areas of a review name, and which mitigation serves which of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissioning.core.components import Link
from commissioning.core.tables import Cell, Column, Row, Table
from governance.rules.words import counted
from outcomes.selectors.area_risks import AreaRisks, AreaRiskShown
from programmes.addresses import Addresses
from programmes.tables import source_cell


@dataclass(frozen=True)
class AreaSection:
    """One area on the page: what it names, and where one mitigation serves several risks which serves which."""

    key: str
    link: Link
    finding: str
    risks: Table
    matrix: Table | None


def area_sections(areas: Sequence[AreaRisks], to: Addresses) -> list[AreaSection]:
    return [
        AreaSection(
            key=area.key.lower(),
            link=Link(area.name, f"{to.of('area', area.key)}#risks", "its risks on its own page"),
            finding=area_finding(area),
            risks=_risks(area, to),
            matrix=_matrix(area) if area.shared else None,
        )
        for area in areas
    ]


def areas_summary(areas: Sequence[AreaRisks]) -> str:
    """ "9 areas name 31 risks; 12 are without a mitigation, and 5 of 21 mitigations serve several risks." """
    risks = sum(len(area.risks) for area in areas)
    mitigations = sum(len(area.mitigations) for area in areas)
    shared = sum(area.shared for area in areas)
    bare = sum(area.unmitigated for area in areas)
    one = len(areas) == 1
    parts = [f"{counted(len(areas), 'area')} {'names' if one else 'name'} {counted(risks, 'risk')}"]
    parts.append(f"{bare or 'none'} {'is' if bare == 1 else 'are'} without a mitigation")
    if shared:
        serve = "serves" if shared == 1 else "serve"
        parts.append(f"{shared} of {counted(mitigations, 'mitigation')} {serve} several risks")
    return "; ".join(parts) + "."


def area_finding(area: AreaRisks) -> str:
    """ "3 risks and 5 mitigations, each of which serves all 3 risks." """
    said = f"{counted(len(area.risks), 'risk')} and {counted(len(area.mitigations), 'mitigation')}"
    if not area.mitigations:
        return f"{counted(len(area.risks), 'risk')}; no mitigation is named."
    if area.shared and all(len(each.serves) == len(area.risks) for each in area.mitigations):
        return f"{said}, each of which serves all {len(area.risks)} risks."
    bare = f"; {counted(area.unmitigated, 'risk')} without any" if area.unmitigated else ""
    return f"{said}{bare}."


def _risks(area: AreaRisks, to: Addresses) -> Table:
    texts = {each.reference: each.text for each in area.mitigations}
    body = [
        Row(
            (
                Cell(_capital(risk.text), note=risk.label),
                _done(risk, area, texts),
                source_cell(risk.places, risk.fact_id, to),
            ),
            id=risk.reference,
        )
        for risk in area.risks
    ]
    columns = (Column("Risk"), Column("What is done about it"), Column("Printed in"))
    return Table(f"Risks of {area.name}", columns, body, caption_hidden=True)


def _done(risk: AreaRiskShown, area: AreaRisks, texts: dict[str, str]) -> Cell:
    if not risk.mitigations:
        return Cell("none named", unknown=True)
    if area.shared:
        return Cell(counted(len(risk.mitigations), "mitigation"), note="see which serve which, below")
    return Cell("; ".join(_capital(texts[each]) for each in sorted(risk.mitigations)))


def _matrix(area: AreaRisks) -> Table:
    """A row for each mitigation, a column for each risk; a cell says in words whether the one serves the other."""
    body = [
        Row(
            (
                Cell(_capital(each.text)),
                *(
                    Cell("yes") if risk.reference in each.serves else Cell("–", words="no")
                    for risk in area.risks
                ),
            ),
            id=each.reference,
        )
        for each in area.mitigations
    ]
    columns = (Column("Mitigation"), *(Column(_capital(risk.text)) for risk in area.risks))
    notes = dict.fromkeys(each.note for each in area.mitigations if each.note)
    return Table(
        f"Which mitigation of {area.name} serves which risk",
        columns,
        body,
        caption_note="; ".join(notes),
        caption_size="s",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
