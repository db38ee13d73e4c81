"""Adding a budget line and putting right what one says: the doors of data entry, files and the API (domain: money)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.history import changes_of
from commissioning.core.money import parse_money
from procurement.models import BudgetLine, BudgetLineChange
from procurement.services.budget import add_budget_line, change_budget_line, settle_budget_line
from programmes.access import Grants, grants_for
from programmes.models import Programme
from tests.factories import (
    BudgetLineFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    ServiceFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
REASON = "Agreed by the finance group"


@pytest.fixture
def programme() -> Programme:
    found: Programme = ProgrammeFactory(reference="HAM-PROG")
    return found


def who(programme: Programme, role: Role = Role.FINANCE_LEAD) -> dict[str, Any]:
    person = person_with(role, programme=programme)
    return {"by": person, "grants": grants_for(person, date(2019, 3, 3)), "reason": REASON}


def errors_of(act: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        act()
    found: dict[str, list[str]] = refused.value.message_dict
    return found


def test_a_line_is_added_last_with_its_services_and_funders(programme: Programme) -> None:
    BudgetLineFactory(programme=programme, position=7)
    service, council = ServiceFactory(programme=programme), OrganisationFactory()
    ProgrammePartnerFactory(programme=programme, organisation=council)
    phase = ProcurementPhaseFactory(programme=programme)
    values = {
        "label": " Portage ",
        "phase": phase,
        "money": parse_money("£0.2m p.a."),
        "status": "indicative",
    }

    line = add_budget_line(programme, values, services=[service], funders=[council], **who(programme))

    line.refresh_from_db()
    assert (line.label, line.phase, line.money.printed, line.status) == (
        "Portage",
        phase,
        "£0.2m p.a.",
        "indicative",
    )
    assert (line.position, list(line.services.all()), list(line.funders.all())) == (8, [service], [council])
    assert line.reference.startswith("HAM-BL-")
    assert changes_of(line)[0].why == REASON


def test_a_line_of_which_no_amount_is_known_is_to_be_confirmed(programme: Programme) -> None:
    line = add_budget_line(programme, {"label": "Portage"}, **who(programme))

    assert (line.status, line.money.is_known) == ("tbc", False)


@pytest.mark.parametrize(
    ("values", "field", "part"),
    [
        ({"label": " "}, "label", "Name the line"),
        ({"money": parse_money("£1m"), "status": "tbc"}, "status", "choose another status"),
        ({"money": parse_money("£1m")}, "status", "Say how sure"),
        ({"status": "confirmed"}, "status", "needs its amount"),
        ({"money": parse_money("-£5,000"), "status": "forecast"}, "money", "£0 or more"),
        ({"money": parse_money("about half"), "status": "tbc"}, "money", "cannot be read"),
    ],
)
def test_what_a_new_line_says_has_to_agree(
    programme: Programme, values: dict[str, Any], field: str, part: str
) -> None:
    given = {"label": "Portage", **values}

    found = errors_of(lambda: add_budget_line(programme, given, **who(programme)))

    assert list(found) == [field]
    assert part in found[field][0]
    assert not BudgetLine.objects.exists()


def test_a_line_marked_as_a_saving_may_be_below_nought(programme: Programme) -> None:
    values = {
        "label": "Saving",
        "money": parse_money("-£5,000"),
        "status": "forecast",
        "may_be_negative": True,
    }

    assert add_budget_line(programme, values, **who(programme)).money.amount == -5000


def test_only_what_belongs_to_the_programme_is_tied_to_a_line(programme: Programme) -> None:
    service, council = ServiceFactory(), OrganisationFactory(name="Elsewhere Council")
    phase = ProcurementPhaseFactory()
    values = {"label": "Portage", "phase": phase}

    found = errors_of(
        lambda: add_budget_line(programme, values, services=[service], funders=[council], **who(programme))
    )

    assert found["services"] == [f"Not services of this programme: {service.name}."]
    assert found["funders"] == ["Not commissioners of this programme: Elsewhere Council."]
    assert found["phase"] == ["Choose a phase of this programme."]


def test_what_was_entered_wrongly_is_put_right_with_a_reason(programme: Programme) -> None:
    line = BudgetLineFactory(programme=programme, label="Portge", money="£1m", may_be_negative=False)
    values = {"label": "Portage", "money": parse_money("£1.1m")}

    change_budget_line(line, values, expected=line.version, **who(programme))

    line.refresh_from_db()
    assert (line.label, line.money.printed, line.version) == ("Portage", "£1.1m", 2)
    assert changes_of(line)[0].why == REASON
    assert not BudgetLineChange.objects.exists()
    with pytest.raises(StaleEdit):
        change_budget_line(line, {"note": "Late"}, expected=1, **who(programme))
    unreasoned = {**who(programme), "reason": " "}
    assert "reason" in errors_of(
        lambda: change_budget_line(line, {"note": "Why?"}, expected=line.version, **unreasoned)
    )


def test_an_amount_for_a_line_without_one_is_settled_and_not_corrected(programme: Programme) -> None:
    line = BudgetLineFactory(programme=programme, money="TBC")
    values = {"money": parse_money("£1m"), "status": "confirmed"}

    found = errors_of(lambda: change_budget_line(line, values, expected=line.version, **who(programme)))

    assert "settle it" in found["money"][0]
    change_budget_line(line, {"money": parse_money("awaited")}, expected=line.version, **who(programme))
    line.refresh_from_db()
    assert line.money.qualifier == "awaited"


def test_services_and_funders_become_exactly_those_given(programme: Programme) -> None:
    old, new = ServiceFactory(programme=programme), ServiceFactory(programme=programme)
    line = BudgetLineFactory(programme=programme, services=[old])

    change_budget_line(line, {}, services=[new], expected=line.version, **who(programme))

    line.refresh_from_db()
    assert (list(line.services.all()), line.version) == ([new], 2)
    change_budget_line(line, {}, services=[new], expected=line.version, **who(programme))
    line.refresh_from_db()
    assert line.version == 2


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER, Role.BOARD_MEMBER])
def test_finance_keeps_lines_and_nobody_else_does(programme: Programme, role: Role) -> None:
    line = BudgetLineFactory(programme=programme, money="TBC")
    theirs = who(programme, role)
    settling = {"money": parse_money("£1m"), "status": "confirmed", "expected": 1}
    on = date(2019, 3, 3)
    for act in (
        lambda: add_budget_line(programme, {"label": "Portage"}, **theirs),
        lambda: change_budget_line(line, {"note": "x"}, expected=1, **theirs),
        lambda: settle_budget_line(line, **settling, on=on, **theirs),
    ):
        with pytest.raises(PermissionDenied):
            act()
    add_budget_line(programme, {"label": "Portage"}, **who(programme))
    elsewhere: dict[str, Any] = {**who(programme), "grants": Grants()}
    with pytest.raises(PermissionDenied):
        add_budget_line(programme, {"label": "Portage"}, **elsewhere)


def test_a_field_that_no_line_has_is_a_mistake_of_the_caller(programme: Programme) -> None:
    with pytest.raises(KeyError, match="position"):
        add_budget_line(programme, {"label": "Portage", "position": 3}, **who(programme))
