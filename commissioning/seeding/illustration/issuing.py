"""The paper of the illustrative county on which its board decided: issued through the door of papers, once."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from commissioning.core.models import User
from commissioning.seeding.load import Load
from governance.models import BoardPaper
from governance.services.paper_issues import issue_paper
from programmes.access import Grants

DECIDED_ON: Final = "ILL-PAPER-2"
ISSUED_ON: Final = date(2026, 10, 13)
ANY: Final = Grants(everything=True)


def load_issues(load: Load, people: Mapping[str, User]) -> None:
    """Issue it unless it was issued before, or a person has deleted it or taken it back to draft meanwhile."""
    mark = f"{DECIDED_ON}-ISSUED"
    if not load.is_new(mark):
        load.kept += 1
        return
    load.enter(mark)
    paper = BoardPaper.objects.filter(reference=DECIDED_ON, programme=load.programme, state="ready").first()
    if paper is None:
        return
    issue_paper(
        paper,
        version=paper.version,
        on=ISSUED_ON,
        reason="Sent out with the agenda",
        by=people["manager"],
        grants=ANY,
    )
    load.created += 1
