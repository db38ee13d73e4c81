"""The programme that the table walks has a record of every kind, so that no kind escapes the walk."""

from tests.audit.tables import tracked_models

MADE_OTHERWISE = {
    "core.User": "the cast",
    "programmes.RoleAssignment": "the cast",
    "programmes.Fact": "citing",
    "programmes.SourceReference": "citing",
    "procurement.BudgetLineService": "a budget line's services",
    "procurement.BudgetLineFunder": "a budget line's funders",
    "exchange.ApiToken": "a person's own, of no programme",
    "procurement.ContractsReplaced": "existing contracts' phases",
}


def test_the_world_holds_a_record_of_every_kind(own):
    made = {model._meta.label for model in own.records} | set(MADE_OTHERWISE)
    assert {model._meta.label for model in tracked_models()} - made == set()
