"""Where the records of this app are read that search finds."""

from programmes.found import Found

FOUND = (
    Found("outcomes.outcomesframework", "Outcomes framework", "outcome", "outcomes"),
    Found("outcomes.strategy", "Strategy", "outcome", "outcomes"),
    Found("outcomes.strategyaim", "Aim of a strategy", "outcome", "outcomes"),
    Found("outcomes.outcomedomain", "Domain of outcomes", "outcome", "outcomes"),
    Found("outcomes.commitment", "Commitment", "outcome", "measurability"),
    Found("outcomes.outcome", "Outcome", "outcome", "outcomes"),
    Found("outcomes.highimpactarea", "High impact area", "outcome", "outcomes"),
    Found("outcomes.kpi", "Indicator", "outcome", "kpi", "reference"),
    Found("outcomes.caremodelarea", "Area", "area", "area", "key"),
    Found("outcomes.areastatement", "Statement of an area", "area", "area", "area__key"),
    Found("outcomes.learningpoint", "Learning point", "learning", "area", "area__key"),
    Found("outcomes.arearisk", "Risk of an area", "risk", "area", "area__key"),
    Found("outcomes.areamitigation", "Mitigation of an area", "risk", "area", "area__key"),
    Found("outcomes.theme", "Theme", "theme", "theme", "key"),
    Found("outcomes.themepoint", "Point of a theme", "theme", "theme", "theme__key"),
    Found("outcomes.impactfigure", "Figure", "figure", "area", "area__key"),
    Found("outcomes.populationfigure", "Population", "figure", "impacts"),
)
