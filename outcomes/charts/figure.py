"""A control chart as a page shows it: finding, both drawings, warnings, icons and data, for components/app-spc.html."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.charts import draw
from commissioning.core.components import Citation, Figure, Panel, Tone
from outcomes.charts.spc_chart import SpcChart
from outcomes.tables_chart import data_table
from outcomes.words import provisional_words, too_few, too_few_words
from outcomes.words_warnings import MIXED, warnings_in_words


@dataclass(frozen=True)
class SpcFigure:
    """`prominent` warnings stand above the chart, `notes` beneath it; icons are codes, None where there is none."""

    figure: Figure
    variation: str | None
    assurance: str | None
    prominent: Sequence[Panel] = ()
    notes: Sequence[str] = ()
    no_variation: str = ""
    no_assurance: str = ""


def spc_figure(
    chart: SpcChart,
    *,
    parts: Mapping[date, str] | None = None,
    missing: Mapping[date, str] | None = None,
    printed: Mapping[date, str] | None = None,
    notes: Mapping[date, str] | None = None,
    series: str = "",
    illustrative: bool = False,
    sources: Sequence[Citation] = (),
    level: int = 3,
) -> SpcFigure:
    """Everything for `{% app_spc %}`. `series` is “rolling” or “cumulative” where the values are; `level` that of the
    heading. `parts`, `missing`, `printed` and `notes` as for `outcomes.tables_chart.data_table`.
    """
    analysis = chart.analysis
    wide, narrow = draw(chart)
    warned = warnings_in_words(analysis, series=series, frequency=chart.frequency, needed=chart.needed)
    said = {
        MIXED,  # the finding names the rules
        provisional_words(analysis),
        f"{too_few_words(analysis, chart.needed)}: too few for limits and icons.",
    }
    return SpcFigure(
        figure=Figure(
            heading=chart.finding,
            wide=wide,
            narrow=narrow,
            note=_note(chart),
            table=data_table(chart, parts=parts, missing=missing, printed=printed, notes=notes)
            if analysis.points
            else None,
            sources=sources,
            illustrative=illustrative,
            level=level,
        ),
        variation=analysis.variation,
        assurance=analysis.assurance,
        prominent=[
            Panel("Read with care", warning.text, Tone.WARN, level=level)
            for warning in warned
            if warning.prominent
        ],
        notes=[warning.text for warning in warned if not warning.prominent and warning.text not in said],
        no_variation=_no_variation(chart),
        no_assurance=_no_assurance(chart),
    )


def _note(chart: SpcChart) -> str:
    """The line under the finding: what is drawn, and how far its limits can be relied on."""
    analysis = chart.analysis
    if not analysis.points:
        return chart.name
    if too_few(analysis):
        return (
            f"{chart.name}. Run chart, {too_few_words(analysis, chart.needed)}: no limits and no icons yet."
        )
    return " ".join(part for part in (f"{chart.name}.", provisional_words(analysis)) if part)


def _no_variation(chart: SpcChart) -> str:
    return "" if chart.analysis.variation else f"No icon: {too_few_words(chart.analysis, chart.needed)}"


def _no_assurance(chart: SpcChart) -> str:
    """Why there is no assurance icon, so that “no target” is never mistaken for “not judged yet”."""
    analysis = chart.analysis
    if analysis.assurance:
        return ""
    if analysis.target is None:
        return "No icon: no target"
    if chart.improvement == "neither":
        return "No icon: neither direction is stated to be an improvement"
    return f"No icon: {too_few_words(analysis, chart.needed)}" if too_few(analysis) else "No icon: no limits"
