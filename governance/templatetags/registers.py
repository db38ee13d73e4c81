"""What pages of risks, decisions and milestones show of the registers beside them, each by one tag of one query."""

from typing import Any

from django import template

from commissioning.core.access import Permission
from commissioning.core.components import Link, Tag
from governance.rules.register_fields import REGISTERS, Register
from governance.selectors.registers import RegisterRow, rows_about
from governance.tables_registers import state_tag
from programmes.access import NOTHING
from programmes.addresses import Addresses

register = template.Library()
PAGES = {"risks": "Risks", **{page: each.many.capitalize() for page, each in REGISTERS.items()}}


def _addresses(context: dict[str, Any]) -> Addresses:
    return Addresses(context["programme"].key, context.get("keep_day", ""))


@register.inclusion_tag("governance/_register_nav.html", takes_context=True)
def register_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """The risks and the four registers, each as a link with whether it is the page that one is on; no query."""
    to = _addresses(context)
    return {"tabs": [(Link(words, to.of(page)), page == current) for page, words in PAGES.items()]}


@register.inclusion_tag("governance/_register_links.html", takes_context=True)
def issues_of_risk(context: dict[str, Any], reference: str) -> dict[str, Any]:
    """The issues that a risk has become, and for who may keep registers the way to record another."""
    found = _about(context, "issues", risk__reference=reference)
    return {
        **found,
        "heading": "Has it come true?",
        "none": "No issue is recorded of it.",
        "id": "came-true",
    } | (
        {
            "add": Link(
                "This risk came true: record it as an issue",
                _addresses(context).of("issue_add", risk=reference),
            )
        }
        if found["may_edit"]
        else {}
    )


@register.inclusion_tag("governance/_register_links.html", takes_context=True)
def requests_of_decision(context: dict[str, Any], reference: str) -> dict[str, Any]:
    """The requests for change that a decision decided."""
    found = _about(context, "change_requests", decision__reference=reference)
    return {**found, "heading": "Requests for change that it decides", "id": "requests-for-change"}


@register.inclusion_tag("governance/_register_links.html", takes_context=True)
def dependencies_of_milestone(context: dict[str, Any], reference: str) -> dict[str, Any]:
    """What a milestone needs from others, or gives them; for who may keep registers the way to record more."""
    found = _about(context, "dependencies", milestone__reference=reference)
    words = {"heading": "What it needs from others, or gives them", "id": "dependencies"}
    if not found["may_edit"]:
        return {**found, **words}
    add = Link(
        "Record a dependency of this milestone", _addresses(context).of("dependency_add", milestone=reference)
    )
    return {**found, **words, "none": "No dependency on others is recorded.", "add": add}


@register.inclusion_tag("governance/_action_link.html", takes_context=True)
def record_action(context: dict[str, Any], words: str, **comes_from: str) -> dict[str, Any]:
    """A link to record a board's action that comes from `meeting=` or `decision=`, for who may; no query."""
    grants = getattr(context["request"], "grants", NOTHING)
    may = grants.may(Permission.EDIT_PLAN, context["programme"].pk)
    return {"link": Link(words, _addresses(context).of("action_add", **comes_from)) if may else None}


def _about(context: dict[str, Any], page: str, **of: str) -> dict[str, Any]:
    """The rows of a register that hang on a record; today where the page stands on no day."""
    asked = REGISTERS[page]
    programme, request = context["programme"], context["request"]
    rows = rows_about(asked, programme, context.get("on") or request.today, **of)
    grants = getattr(request, "grants", NOTHING)
    return {
        "rows": [_row(asked, row, _addresses(context)) for row in rows],
        "may_edit": grants.may(Permission.EDIT_RISKS, programme.pk),
    }


def _row(asked: Register, row: RegisterRow, to: Addresses) -> dict[str, Any]:
    tags = [state_tag(row), *([Tag("Illustrative")] if row.illustrative else [])]
    due = row.due.printed if row.is_open else ""
    return {
        "link": Link(row.title, to.of(asked.noun, row.reference)),
        "tags": tags,
        "due": f"{asked.due.lower()} {due}" if due else "",
        "clash": getattr(row, "clash", "") if row.is_open else "",
    }
