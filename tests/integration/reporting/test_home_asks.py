"""The home page counts what bodies were asked and nobody has answered: neither drafts nor what a decision answers."""

from datetime import date

import pytest

from commissioning.reporting.selectors.home import needs
from programmes.access import Grants
from tests.factories import RecommendationFactory
from tests.factories.boards import BoardPaperFactory, DecisionFactory

pytestmark = pytest.mark.django_db


def test_a_draft_has_not_been_asked_and_what_a_decision_answers_has_an_outcome():
    asked = RecommendationFactory(state="asked")
    programme, body = asked.programme, asked.body
    paper = BoardPaperFactory(programme=programme, body=body)
    RecommendationFactory(programme=programme, body=body, document=None, paper=paper, state="drafted")
    answered = RecommendationFactory(programme=programme, body=body, state="agreed")
    DecisionFactory(programme=programme, body=body, recommendation=answered)
    told = [each.text for each in needs(Grants(everything=True), [programme], date(2026, 11, 22))]
    assert "1 ask has no recorded outcome" in told
