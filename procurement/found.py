"""Where the records of this app are read that search finds."""

from programmes.found import Found

FOUND = (
    Found("procurement.budgetline", "Budget line", "money", "budget_lines"),
    Found("procurement.statedvalue", "Stated value", "money", "money"),
    Found("procurement.funding", "Funding", "money", "hub"),
    Found("procurement.pooledfund", "Fund", "money", "funds"),
    Found("procurement.contract", "Contract", "money", "contract", "reference"),
    Found("procurement.procurementphase", "Phase", "money", "phase", "number"),
    Found("procurement.procurement", "Procurement model", "money", "about"),
    Found("procurement.existingcontracts", "Existing contracts", "money", "milestones"),
)
