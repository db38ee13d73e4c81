"""What the address of a list asks for, for the file of it: its filter, and the rows it holds in words."""

from collections.abc import Callable
from functools import partial

from commissioning.core.forms.filters import ViewForm
from commissioning.reporting.exports.material import Material
from commissioning.reporting.exports.registers import listing_of
from governance.rules.register_fields import REGISTERS
from outcomes.forms import FigureForm
from programmes.forms.commissioning import PartsForm
from programmes.views.lists import chips_of


def form_of(material: Material, name: str) -> ViewForm | PartsForm | None:
    """The filter of the list that a table is the export of; None for a table that is always whole."""
    lists: dict[str, Callable[[], ViewForm | PartsForm | None]] = {
        "services": lambda: material.services.form,
        "discrepancies": lambda: material.discrepancies.form,
        "budget_lines": lambda: material.lines.form,
        "intentions": lambda: material.intentions.form,
        "milestones": lambda: material.milestones.form,
        "runway": lambda: material.runway.form,
        "calendar": lambda: material.calendar.form,
        "actions": lambda: material.actions.form,
        "decisions": lambda: material.decisions.form,
        "positions": lambda: material.decisions.form,
        **{each: partial(_register_form, material, each) for each in REGISTERS},
        "risks": lambda: material.risks.form,
        "benefits": lambda: material.benefits.form,
        "feedback": lambda: material.feedback.form,
        "stages": lambda: material.stages.form,
        "notices": lambda: material.notices.form,
        "returns": lambda: material.returns.form,
        "responsibilities": lambda: material.parts.form if material.parts else None,
        "impact_figures": lambda: material.figures.form if material.figures else None,
        "kpis": lambda: material.kpis.form,
        "contracts": lambda: material.contracts.form,
    }
    return lists[name]() if name in lists else None


def _register_form(material: Material, name: str) -> ViewForm:
    return listing_of(material, name).form


def view_words(material: Material, name: str) -> str:
    """Which rows a file holds, in words, for its cover."""
    form = form_of(material, name)
    chips = _chips(form)
    sort = material.params.get("sort", "")
    words = "; ".join(chips) or "No filter"
    return (
        f"{words}. Sorted by {sort.removeprefix('-')}{', descending' if sort.startswith('-') else ''}."
        if sort
        else words
    )


def _chips(form: ViewForm | PartsForm | None) -> list[str]:
    if form is None:
        return []
    if isinstance(form, PartsForm):
        return ["Every term of the services that fit", *(words for _, words in form.chips)]
    if isinstance(form, FigureForm) and not form.chosen("kind"):
        return [*chips_of(form), "Impacts only, without context"]
    return chips_of(form)
