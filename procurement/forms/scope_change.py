"""The forms that change scope: they read what a person typed; whether it may be done is for the doors to say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm, EffectiveField, ReasonField
from procurement.models import ProcurementPhase
from procurement.rules import move_problem
from procurement.selectors.scope_change import PayingLine, ScopeRecord, flag_words
from procurement.services.scope import ScopeCommand
from procurement.words import amount_words
from programmes.models import Organisation
from programmes.models.services import ScopeState
from programmes.rules import NOTHING_SETTLED, Act, Inclusion, acts_open_to, name_problem

Choices = list[tuple[str, str]]


class ChangeForm(DoorForm):
    """Change the scope of one service. Every act has its own fields; only those of the chosen act are read."""

    act = forms.ChoiceField(
        label="What do you want to change?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you want to change",
            "invalid_choice": "Select what you want to change",
        },
    )
    name = forms.CharField(label="New name", required=False, max_length=200)
    phase = forms.ChoiceField(label="New phase", required=False)
    lines = forms.MultipleChoiceField(
        label="Budget lines that move with it", required=False, widget=forms.CheckboxSelectMultiple
    )
    inclusion = forms.ChoiceField(label="Its inclusion in the scope", required=False)
    commissioner = forms.ChoiceField(label="Its lead commissioner", required=False)
    into_phase = forms.ChoiceField(label="Phase that is to procure it", required=False)
    inclusion_tbc = forms.BooleanField(label="Its inclusion is still to be confirmed", required=False)
    commissioner_tbc = forms.BooleanField(label="Its commissioner is still to be confirmed", required=False)
    effective = EffectiveField()
    reason = ReasonField()
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    mark_optional = False
    lines_note = ""  # what is said of shared lines where there is none to tick
    by_act: Mapping[Act, Sequence[str]] = {
        Act.RENAME: ("name",),
        Act.MOVE: ("phase", "lines"),
        Act.SETTLE: ("inclusion", "commissioner"),
        Act.REMOVE: (),
        Act.BRING_IN: ("into_phase", "inclusion_tbc", "commissioner_tbc"),
    }

    def __init__(
        self,
        *given: Any,
        record: ScopeRecord,
        phases: Iterable[ProcurementPhase],
        leads: Iterable[Organisation],
        lines: Iterable[PayingLine],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.record = record
        self.phases = {str(phase.number): phase for phase in phases}
        self.leads = {lead.reference: lead for lead in leads}
        self._offer_acts()
        self._offer_phases()
        self._offer_lines(tuple(lines))
        self._offer_settling()
        if self.data.get("act") == Act.BRING_IN:
            self.door_fields = {"phase": "into_phase"}

    # --- what is offered ---

    def _offer_acts(self) -> None:
        """What applies to the service; and what was asked for already, so that a refusal can say why it does not."""
        acts = list(acts_open_to(self.record.scope.state, has_phases=bool(self.phases)))
        asked = self.data.get("act")
        acts += [act for act in Act if act == asked and act not in acts]
        self.fields["act"].choices = [(act.value, self._act_words(act)) for act in acts]  # type: ignore[attr-defined]

    def _act_words(self, act: Act) -> str:
        removed = self.record.scope.state == ScopeState.REMOVED
        return {
            Act.RENAME: "Change its name",
            Act.MOVE: "Move it to another phase" if self.record.phase else "Place it in a phase",
            Act.SETTLE: "Settle what is to be confirmed",
            Act.REMOVE: "Remove it from the scope",
            Act.BRING_IN: "Put it back into the scope" if removed else "Put it into the scope",
        }[act]

    def _offer_phases(self) -> None:
        every = [(number, str(phase)) for number, phase in self.phases.items()]
        present = str(self.record.phase.number) if self.record.phase else ""
        others = [choice for choice in every if choice[0] != present or choice[0] == self.data.get("phase")]
        self.fields["phase"].choices = [("", "Choose a phase"), *others]  # type: ignore[attr-defined]
        self.fields["into_phase"].choices = [("", "None yet"), *every]  # type: ignore[attr-defined]
        if self.record.phase:
            self.fields["phase"].help_text = f"It is in {self.record.phase} now"

    def _offer_lines(self, lines: Sequence[PayingLine]) -> None:
        """Shared lines are not offered: the hint says that they stay. One ticked meanwhile is refused by the door."""
        movable = [paying.line for paying in lines if paying.can_move]
        asked = set(self._values("lines"))
        offered = movable + [p.line for p in lines if not p.can_move and str(p.line.pk) in asked]
        choices = [
            (str(line.pk), f"{line.label}: {amount_words(line.money)} ({line.reference})") for line in offered
        ]
        field = self.fields["lines"]
        field.choices = choices  # type: ignore[attr-defined]
        field.help_text = _lines_hint([paying for paying in lines if not paying.can_move], bool(movable))
        if not choices:
            self.lines_note, field.widget = field.help_text, forms.MultipleHiddenInput()

    def _offer_settling(self) -> None:
        scope, lead = self.record.scope, self.record.lead
        self.fields["inclusion"].choices = [  # type: ignore[attr-defined]
            ("", "Leave it as it is"),
            (Inclusion.CONFIRMED.value, "Confirmed: it is in scope"),
            (Inclusion.REFUSED.value, "Refused: it leaves the scope"),
        ]
        self.fields["inclusion"].help_text = f"Now: {flag_words(scope.inclusion_tbc)}"
        names = [(reference, organisation.name) for reference, organisation in self.leads.items()]
        self.fields["commissioner"].choices = [("", "Leave it as it is"), *names]  # type: ignore[attr-defined]
        who = f", {lead.name}" if lead else ""
        self.fields["commissioner"].help_text = f"Now: {flag_words(scope.commissioner_tbc)}{who}"

    # --- what was typed ---

    def clean(self) -> dict[str, Any]:
        """Only what is missing: the door says what is wrong, after it has seen whether the record moved on."""
        cleaned: dict[str, Any] = super().clean() or {}
        missing = {
            Act.RENAME: lambda: {"name": name_problem(cleaned.get("name", ""), {})},
            Act.MOVE: lambda: {"phase": "" if cleaned.get("phase") else move_problem(None, None)},
            Act.SETTLE: lambda: {
                "inclusion": ""
                if cleaned.get("inclusion") or cleaned.get("commissioner")
                else NOTHING_SETTLED
            },
        }.get(cleaned.get("act", ""))
        for field, problem in (missing() if missing else {}).items():
            if problem and field not in self.errors:
                self.add_error(field, problem)
        return cleaned

    def command(self) -> ScopeCommand:
        """What a valid form asks for."""
        given = self.cleaned_data
        act = Act(given["act"])
        return ScopeCommand(
            act=act,
            effective=given["effective"],
            reason=given["reason"],
            name=given["name"],
            phase=self.phases.get(given["into_phase" if act == Act.BRING_IN else "phase"]),
            lines=frozenset(int(pk) for pk in given["lines"]) if act == Act.MOVE else frozenset(),
            inclusion=Inclusion(given["inclusion"]) if given["inclusion"] else None,
            commissioner=self.leads.get(given["commissioner"]),
            inclusion_tbc=given["inclusion_tbc"],
            commissioner_tbc=given["commissioner_tbc"],
        )


NO_COMMISSIONER = (
    "No commissioner is recorded for this programme yet. Add one in data entry, as a programme partner with the role "
    "“Lead commissioner”; until then, leave the lead open."
)


class AddForm(DoorForm):
    """Add a service that the programme has not named before."""

    name = forms.CharField(
        label="Name of the service",
        max_length=200,
        help_text="As the programme’s papers are to print it",
        error_messages={"required": "Enter the service’s name"},
    )
    description = forms.CharField(
        label="What it is", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    lead = forms.ChoiceField(label="Lead commissioner", required=False)
    phase = forms.ChoiceField(label="Phase that is to procure it", required=False)
    inclusion_tbc = forms.BooleanField(label="Its inclusion is still to be confirmed", required=False)
    commissioner_tbc = forms.BooleanField(label="Its commissioner is still to be confirmed", required=False)
    effective = EffectiveField()
    reason = ReasonField()

    mark_optional = False

    def __init__(
        self,
        *given: Any,
        phases: Iterable[ProcurementPhase],
        leads: Sequence[Organisation],
        may_leave_open: bool,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.phases = {str(phase.number): phase for phase in phases}
        self.leads = {lead.reference: lead for lead in leads}
        names: Choices = [(reference, lead.name) for reference, lead in self.leads.items()]
        nobody: Choices = [("", "Not known yet")] if may_leave_open else []
        lead_field, phase_field = self.fields["lead"], self.fields["phase"]
        lead_field.choices = [*nobody, *names]  # type: ignore[attr-defined]
        lead_field.required = not may_leave_open
        if not names:
            lead_field.help_text = NO_COMMISSIONER
        if len(names) == 1 and not nobody:
            lead_field.help_text = "You may add services that your own organisation leads"
        every = [(number, str(phase)) for number, phase in self.phases.items()]
        phase_field.choices = [("", "None yet"), *every]  # type: ignore[attr-defined]
        self.fields["description"].label = "What it is (optional)"

    def asked(self) -> dict[str, Any]:
        """What a valid form asks of the door, by the door's own names."""
        given = {**self.cleaned_data}
        return {**given, "lead": self.leads.get(given["lead"]), "phase": self.phases.get(given["phase"])}


def _lines_hint(shared: Sequence[PayingLine], any_movable: bool) -> str:
    """What happens to lines that move at once, and to shared ones, which never do."""
    told = ["A line that you tick moves at once, whatever date you enter below."] if any_movable else []
    for paying in shared:
        others = " and ".join(paying.shared_with)
        told.append(
            f"“{paying.line.label}” ({amount_words(paying.line.money)}) also pays for {others}: "
            "it is never split, and stays."
        )
    return " ".join(told)
