"""Which dates of phases are late: those that no stage of the phase says have happened."""

from datetime import date

import pytest

from governance.selectors.actions import late_and_slipped
from procurement.stage_codes import GO_LIVE
from tests.factories import ProcurementPhaseFactory, ProcurementStageFactory, StageKindFactory

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 1)


def test_a_phase_that_its_stages_call_live_is_late_with_none_of_its_dates():
    phase = ProcurementPhaseFactory(procurement_start="1 April 2019", go_live="1 April 2020")
    assert [row.days_late for row in late_and_slipped(phase.programme, ON)] == [427, 61]
    stage = ProcurementStageFactory(
        programme=phase.programme, phase=phase, kind=StageKindFactory(code=GO_LIVE), planned="1 April 2020"
    )
    assert len(late_and_slipped(phase.programme, ON)) == 2  # planned only: nobody says that it happened
    stage.actual = stage.planned
    stage.save()
    assert late_and_slipped(phase.programme, ON) == ()
