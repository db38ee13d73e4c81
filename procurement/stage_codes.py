"""The stages that rules speak of by their code; every other stage is data alone (`StageKind`)."""

from typing import Final

DECISION_TO_PROCURE: Final = "decision"
TENDER_ISSUED: Final = "tender"
BIDS_DUE: Final = "bids"
AWARD_DECISION: Final = "award"
CONTRACT_SIGNED: Final = "signature"
GO_LIVE: Final = "go_live"
