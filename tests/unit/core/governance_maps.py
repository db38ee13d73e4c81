"""Governance maps for tests: those of three papers, and larger ones made by rule."""

import json
from pathlib import Path

from django.conf import settings

from commissioning.core.charts import GovernanceMap, MapBody, MapLink

DEMO = Path(settings.BASE_DIR) / "fixtures" / "demo"
KINDS = ("reports_to", "accountable_to", "escalates_to", "line_managed_by", "advises", "links_with")
LONG = "Quality, Safety and Safeguarding Oversight Sub-committee of the Integrated Partnership Board"


def nottinghamshire() -> GovernanceMap:
    """The chain as the paper of the Health and Wellbeing Board prints it (paras 28 and 34)."""
    chain = json.loads((DEMO / "nottinghamshire.json").read_text())["governance"]["accountability_chain"]
    reading = json.loads((DEMO / "nottinghamshire_reading.json").read_text())
    kinds = reading["link_kinds"]
    one = {"Hub": "Integrated Commissioning Hub", "Hub team": "Integrated Commissioning Hub"}
    ends = [(one.get(link["from"], link["from"]), one.get(link["to"], link["to"]), link) for link in chain]
    names = dict.fromkeys(name for source, target, _ in ends for name in (source, target))
    names["Children and Young People's Committee"] = None
    links = [
        MapLink(
            source,
            target,
            kinds[link["type"]],
            link["type"] if kinds[link["type"]] == "links_with" else "",
            "if agreed" in link["type"],
        )
        for source, target, link in ends
    ]
    return GovernanceMap(
        [MapBody(name, name, is_sovereign=name in {"Health and Wellbeing Board", "CCGs"}) for name in names],
        links,
        uid="nottinghamshire",
    )


def hampshire() -> GovernanceMap:
    """Five bodies, one link (paras 3.8, 5.1, 6.1)."""
    bodies = json.loads((DEMO / "hampshire.json").read_text())["governance"]["bodies"]
    return GovernanceMap(
        [
            MapBody(body["id"], body["name"], is_programme_board=body["name"] == "Programme board")
            for body in bodies
        ],
        [
            MapLink(body["id"], body["escalates_to"], "escalates_to")
            for body in bodies
            if "escalates_to" in body
        ],
        uid="hampshire",
    )


def derby() -> GovernanceMap:
    """Five bodies; the commissioning groups report to the board, and it to the other (paras 1.5, 1.6)."""
    reading = json.loads((DEMO / "derby_reading.json").read_text())
    chain = json.loads((DEMO / "derby.json").read_text())["governance"]["chain"]
    bodies = [
        MapBody(body["name"], body["name"], is_programme_board=body.get("is_programme_board", False))
        for body in reading["bodies"]
    ]
    kind = reading["link_kinds"]["chain"]
    return GovernanceMap(bodies, [MapLink(link["from"], link["to"], kind) for link in chain], uid="derby")


def eight_groups() -> GovernanceMap:
    """Eight that report to one: a single line with branches on each row."""
    groups = [f"Commissioning group {number}" for number in range(1, 9)]
    names = ("Integrated Commissioning Board", "Health and Well-being Board", *groups)
    links = [MapLink(group, names[0], "reports_to") for group in groups]
    return GovernanceMap(
        [MapBody(name, name) for name in names], [*links, MapLink(*names[:2], "reports_to")], uid="eight"
    )


def many(bodies: int = 25, links: int = 30, words: str = LONG, *, circles: bool = False) -> GovernanceMap:
    """Long names, every kind of link, many rows; with circles, links run both up and down."""
    made: dict[tuple[str, str, str], MapLink] = {}
    for number in range(links):
        low, high = (number * 7 + 3) % bodies, (number * 5 + number // 3) % bodies
        if low == high:
            continue
        if low < high and not circles:
            low, high = high, low
        kind = KINDS[number % len(KINDS)]
        made[f"B{low:02}", f"B{high:02}", kind] = MapLink(
            f"B{low:02}", f"B{high:02}", kind, f"note {number}", number % 8 == 5
        )
    return GovernanceMap(
        [
            MapBody(f"B{n:02}", f"{words} {n}", "Statutory partnership board", n % 4 == 0, n == 3)
            for n in range(bodies)
        ],
        list(made.values()),
        uid="many",
    )


def all_maps() -> dict[str, GovernanceMap]:
    return {
        "nottinghamshire": nottinghamshire(),
        "hampshire": hampshire(),
        "derby": derby(),
        "eight groups": eight_groups(),
        "ten": many(10, 12),
        "twenty-five": many(),
        "in circles": many(25, 40, circles=True),
        "short names": many(25, 30, "CCG"),
        "one word": many(12, 14, "Pneumonoultramicroscopicsilicovolcanoconiosisgroup"),
        "no link": GovernanceMap([MapBody("A", "A board"), MapBody("B", "B board")], []),
        "none": GovernanceMap([], []),
    }
