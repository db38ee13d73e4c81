"""Which records of this app search finds, and by which of their words."""

from programmes.models.search import Gathered, searched

from .budget import BudgetLine
from .contracts import Contract
from .funding import Contribution, Funding
from .phases import ExistingContracts, Procurement, ProcurementPhase
from .pools import PooledFund
from .stated import StatedValue

searched(BudgetLine, "r.label", ("r.money_text", "r.note"))
searched(StatedValue, "r.covers", ("r.money_text",))
searched(
    Funding,
    "r.name",
    ("r.nature_as_printed", "r.money_text", "r.note"),
    gathers=(Gathered(Contribution, "funding_id", "funder_as_printed"),),
)
searched(Contract, "r.name", ("r.number", "r.description", "r.note"))
searched(PooledFund, "r.name", ("r.agreement",))
searched(
    ProcurementPhase, "'Phase ' || r.number || ': ' || r.name", ("r.led_by", "r.description", "r.rationale")
)
searched(Procurement, "r.chosen", ("r.rejected", "r.reason"))
searched(ExistingContracts, "r.text", ("r.extension",))
