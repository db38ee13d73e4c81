"""What a row says of a figure: read by the rules of `outcomes`, beside the figure that stands. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Permission
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.intake.values import Unread, is_blank
from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.measured import MEMBER, PERIOD, Measured
from outcomes.models import KPI, Measurement
from outcomes.models.measurements import MeasureQualifier, Missing
from outcomes.rules_entry import read_reason
from outcomes.rules_lines import Given, Line, given_of
from outcomes.rules_returns import check, check_beside
from outcomes.selectors.returns_lines import line_of
from outcomes.services.kpi_door import REFUSED
from outcomes.services.measurements import REPLACED, return_problem

FIGURES: Final = {
    "value": "value",
    "marker": "missing",
    "numerator": "numerator",
    "denominator": "denominator",
}
WORDS: Final = ("qualifier", "text", "source", "comment")
HIDDEN: Final = (
    "This figure is not shown: it is small, or would give a small number away. So a file cannot be compared with it. "
    "Leave the cell as the export has it, and correct the figure on the KPI’s page."
)
ANOTHER: Final = (
    "{what} of a figure on record is not changed: add the other figure as a row without a reference."
)
APPROVED_WORDS: Final = (
    "This figure was approved: its words and source are corrected with the figure, by a return."
)
ONLY_EXACT: Final = (
    "A return takes exact figures only: write exact, or say in the comment that it is rounded."
)
NOT_SAVED: Final = "Your role does not let you send returns of {kpi}."


@dataclass(frozen=True)
class Wanted:
    """What a row would have stand. `line` is None where the figures stay as they are; `words` has what is said of the
    others, `is_final` None where nothing is.
    """

    kpi: KPI
    period: FuzzyDate
    member_id: int | None
    record: Measurement | None
    line: Line | None
    is_final: bool | None
    words: Mapping[str, str]
    by_return: bool

    @property
    def says_anything(self) -> bool:
        return self.record is None or self.line is not None or self.is_final is not None or bool(self.words)


def new_figure(values: Mapping[str, Any], measured: Measured, act: Act) -> Wanted:
    """A figure that is not on record. Raises ValidationError with every problem, by attribute, and PermissionDenied."""
    kpi, period, member_id = _named(values, measured)
    given = Given(
        **{field: values.get(name, "") for name, field in FIGURES.items()},
        provisional="yes" if values.get("provisional") else "",
        comment=values.get("comment", ""),
    )
    by_return = bool(return_problem(kpi, period.start))
    _may(kpi, act, by_return=by_return)
    words = {name: values[name] for name in WORDS if values.get(name)}
    if by_return:
        words = _sendable(words)
    line = _checked(kpi, period, given, member_id, act, by_return=by_return)
    return Wanted(kpi, period, member_id, None, line, line.is_final, words, by_return)


def changed_figure(
    record: Measurement, values: Mapping[str, Any], measured: Measured, act: Act, *, is_hidden: bool
) -> Wanted:
    """A figure on record with what a row says otherwise of it. Raises as `new_figure` does."""
    kpi = measured.kpis.get(record.kpi_id) or record.kpi
    _refuse_moves(record, kpi, values, measured)
    by_return = record.kpi_return_id is not None or bool(return_problem(kpi, record.period.start))
    if is_hidden:
        values = _without_suppressed(values)
        _refuse_hidden(values, everything=by_return)
    said = {field: values[name] for name, field in FIGURES.items() if name in values}
    words = _changed_words(record, values)
    final = None
    if "provisional" in values and (not values["provisional"]) != record.is_final:
        final = not values["provisional"]
    line = None
    if said:
        given = _beside(record, said, values, final)
        line = _checked(kpi, record.period, given, record.member_id, act, by_return=by_return)
        if line.figures[:4] == line_of(record).figures[:4]:
            line = None
    wanted = Wanted(kpi, record.period, record.member_id, record, line, final, words, by_return)
    if wanted.says_anything:
        if not record.is_current:
            raise ValidationError({"measurement": REPLACED})
        _may(kpi, act, by_return=by_return)
        if by_return and line is None and final is None:
            raise ValidationError(dict.fromkeys(words, APPROVED_WORDS))
        if by_return:
            _sendable({name: word for name, word in words.items() if name == "qualifier"})
    return wanted


def put(wanted: Wanted, figure: Measurement) -> None:
    """Put what is wanted into a measurement that is not stored yet, or as it stands."""
    if wanted.record is None:
        figure.period, figure.member_id = wanted.period, wanted.member_id
    if wanted.line is not None:
        line = wanted.line
        figure.numerator, figure.denominator, figure.value = line.numerator, line.denominator, line.value
        figure.missing = line.missing
    if wanted.is_final is not None:
        figure.is_final = wanted.is_final
    for name, word in wanted.words.items():
        setattr(figure, name, word)


# --- parts of it ------------------------------------------------------------------------------------------------------


def _named(values: Mapping[str, Any], measured: Measured) -> tuple[KPI, FuzzyDate, int | None]:
    problems: dict[str, str] = {}
    try:
        kpi = measured.kpi(values.get("kpi", ""))
    except Unread as unread:
        raise ValidationError({"kpi": str(unread)}) from unread
    period, member_id = None, None
    try:
        cells = values.get("period", {})
        period = measured.period(kpi.frequency, *(cells.get(heading) for heading in PERIOD))
    except Unread as unread:
        problems["period"] = str(unread)
    try:
        cells = values.get("member", {})
        member_id = measured.member(*(cells.get(heading) for heading in MEMBER))
    except Unread as unread:
        problems["member"] = str(unread)
    if problems or period is None:
        raise ValidationError(problems)
    return kpi, period, member_id


def _may(kpi: KPI, act: Act, *, by_return: bool) -> None:
    if by_return:
        if not act.grants.may_submit_return(kpi.programme_id, kpi.owner_id):
            raise PermissionDenied(NOT_SAVED.format(kpi=kpi.reference))
    elif not act.grants.may(Permission.EDIT_DATA, kpi.programme_id):
        raise PermissionDenied(REFUSED[Permission.EDIT_DATA])


def _sendable(words: Mapping[str, str]) -> dict[str, str]:
    if words.get("qualifier", MeasureQualifier.EXACT) != MeasureQualifier.EXACT:
        raise ValidationError({"qualifier": ONLY_EXACT})
    return {name: word for name, word in words.items() if name != "qualifier"}


def _checked(
    kpi: KPI, period: FuzzyDate, given: Given, member_id: int | None, act: Act, *, by_return: bool
) -> Line:
    if by_return:
        checked = check(kpi, period, given, on=act.on, member_id=member_id)
    else:
        checked = check_beside(kpi, period, given, member_id=member_id)
    if checked.line is None:
        raise ValidationError(dict(checked.problems))
    return checked.line


def _refuse_moves(record: Measurement, kpi: KPI, values: Mapping[str, Any], measured: Measured) -> None:
    """A figure stays of its KPI, its period and its place, however these are spelt."""
    problems: dict[str, str] = {}
    try:
        if "kpi" in values and measured.kpi(values["kpi"]).pk != kpi.pk:
            problems["kpi"] = ANOTHER.format(what="The KPI")
        if "period" in values and not _same_period(record, kpi, values["period"], measured):
            problems["period"] = ANOTHER.format(what="The period")
        if "member" in values:
            named = measured.member(*(values["member"].get(heading) for heading in MEMBER))
            if named != record.member_id:
                problems["member"] = ANOTHER.format(what="The place, service or group")
    except Unread as unread:
        attribute = {PERIOD[0]: "period", PERIOD[1]: "period", PERIOD[2]: "period", "Of": "member"}
        problems[attribute.get(unread.heading, "kpi")] = str(unread)
    if problems:
        raise ValidationError(problems)


def _same_period(record: Measurement, kpi: KPI, cells: Mapping[str, Any], measured: Measured) -> bool:
    kept: dict[str, Any] = {}
    if is_blank(cells.get(PERIOD[0])):
        kept = {PERIOD[1]: record.period.start, PERIOD[2]: record.period.end}
    named = measured.period(kpi.frequency, *(cells.get(heading, kept.get(heading)) for heading in PERIOD))
    return (named.start, named.end) == (record.period.start, record.period.end)


def _without_suppressed(values: Mapping[str, Any]) -> dict[str, Any]:
    """A cell that says “suppressed” of what is hidden says nothing new, in whichever column it stands."""
    return {
        name: value
        for name, value in values.items()
        if name not in FIGURES or read_reason(value)[0] != Missing.SUPPRESSED
    }


def _refuse_hidden(values: Mapping[str, Any], *, everything: bool) -> None:
    """Nothing is told of a hidden figure by what becomes of a row: the answer is the same whatever the row says."""
    kept = () if everything else ("provisional", "source")
    touched = [name for name in values if name not in {"kpi", "period", "member", *kept}]
    if touched:
        raise ValidationError(dict.fromkeys(touched, HIDDEN))


def _changed_words(record: Measurement, values: Mapping[str, Any]) -> dict[str, str]:
    said = {name: values[name] or "" for name in WORDS if name in values}
    if "qualifier" in said:
        said["qualifier"] = said["qualifier"] or MeasureQualifier.EXACT.value
    return {name: word for name, word in said.items() if word != getattr(record, name)}


def _beside(
    record: Measurement, said: Mapping[str, str], values: Mapping[str, Any], final: bool | None
) -> Given:
    """The row as typed: what it says, and what stands for the rest. A new figure does away with the reason for none."""
    stands = given_of(line_of(record))
    merged = {field: getattr(stands, field) for field in FIGURES.values()} | dict(said)
    if any(said.get(field) for field in ("value", "numerator", "denominator")) and "missing" not in said:
        merged["missing"] = ""
    is_final = record.is_final if final is None else final
    return Given(
        **merged, provisional="" if is_final else "yes", comment=values.get("comment", record.comment) or ""
    )
