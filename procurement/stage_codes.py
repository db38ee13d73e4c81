"""The stages that rules speak of by their code; every other stage is data alone (`StageKind`)."""

from typing import Final

DECISION_TO_PROCURE: Final = "decision_to_procure"
TENDER_ISSUED: Final = "tender_issued"
AWARD_DECISION: Final = "award_decision"
CONTRACT_SIGNED: Final = "contract_signed"
GO_LIVE: Final = "go_live"
ENDED: Final = "ended"
