"""The one form of a paper: its head, every section and implication of its style, its appendices and recommendations.

Rows are numbered fields, so that it works without scripts: two are always empty, and a button gives more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from governance.forms_papers import (
    ReasonField,
    author_field,
    dated_field,
    purpose_field,
    style_field,
    title_field,
)
from governance.models import BoardPaper
from governance.models.papers import ImplicationArea
from governance.models.recommendations import CommitteeVerb
from governance.rules.house_styles import HOUSE_STYLES, Demand, Placing, Section
from governance.rules.paper_layout import APPENDIX_LIST, heading_elsewhere, homeless, homeless_areas
from governance.rules.paper_text import Appendix, PaperText
from governance.services.paper_asks import AskGiven
from governance.services.papers import LONGEST, PaperGiven

SPARE_ROWS = 2
MOST_ROWS = 60
HEAD = ("title", "style", "purpose", "dated", "author_role")
OURS = "Asked for by this product: the paper whose style this is prints no such heading."
KEPT = "Written under another style, and kept. It is not part of the paper as it reads now."
ANSWER = "What it means, or “None” where it means nothing. Blank is no answer."
VERBS = [("", "Choose"), *((value, str(label)) for value, label in CommitteeVerb.choices)]


@dataclass(frozen=True)
class RowGroup:
    """A kind of rows: the beginning of their fields' names, the name of the hidden count, and what is in a row."""

    name: str
    prefix: str
    parts: tuple[str, ...]

    @property
    def counter(self) -> str:
        return f"{self.name}_rows"

    def field(self, place: int, part: str) -> str:
        return f"{self.prefix}_{place}_{part}"


ASKS = RowGroup("recommendations", "ask", ("order", "verb", "text", "ref"))
APPENDICES = RowGroup("appendices", "appendix", ("label", "title"))
GROUPS = (ASKS, APPENDICES)


class PaperForm(DoorForm):
    """A draft, whole. `seen` keeps what the author was shown of each text, so that a later save of somebody else's is
    told from their own change."""

    mark_optional = False  # nothing is needed to save a draft; what is needed for ready says so

    title = title_field()
    style = style_field()
    purpose = purpose_field()
    dated = dated_field()
    author_role = author_field()

    def __init__(
        self,
        data: Any = None,
        *,
        paper: BoardPaper,
        text: PaperText,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        """`typed` is shown again without being judged: somebody asked for more rows, or for a starting text."""
        self.shown = initial_of(paper, text)
        self.typed_already: Mapping[str, Any] = data or typed or {}
        super().__init__(data, initial={**self.shown, **(typed or {})})
        self.paper, self.text = paper, text
        style = HOUSE_STYLES[text.style]
        self.sections = [each for each in style.sections if is_written(each)]
        self.demands = list(style.implications)
        for section in self.sections:
            self.fields[f"section_{section.code}"] = _area(section.heading, _hint_of(section))
        for demand in self.demands:
            self.fields[f"implication_{demand.area}"] = _area(demand.heading, _said_of(demand), rows=4)
        self.kept = self._add_kept()
        for group in GROUPS:
            self._add_rows(group)
        self.fields["reason"] = ReasonField("What did you change?")
        self.fields["version"] = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        stamp = {"version": paper.version, "seen": json.dumps(self.prints(self.shown), sort_keys=True)}
        self.initial = {**stamp, **self.initial}

    def _add_kept(self) -> list[str]:
        """Texts without a heading in the style, also those of a form opened before somebody chose another style."""
        stored = [f"section_{code}" for code in homeless(self.text)]
        stored += [f"implication_{area}" for area in homeless_areas(self.text)]
        posted = [name for name in self.typed_already if name in KNOWN and self.typed_already[name].strip()]
        names = [name for name in dict.fromkeys([*stored, *posted]) if name not in self.fields]
        for name in names:
            self.fields[name] = _area(KNOWN.get(name, name), KEPT, rows=4)
        return names

    def _add_rows(self, group: RowGroup) -> None:
        self.fields[group.counter] = forms.IntegerField(
            required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput
        )
        for place in range(1, self.count(group) + 1):
            for part in group.parts:
                self.fields[group.field(place, part)] = _row_field(group, part, place)

    def count(self, group: RowGroup) -> int:
        """How many rows the form has; a count that cannot be read is that of what the paper holds."""
        given = str(self.typed_already.get(group.counter, ""))
        held = int(self.shown[group.counter])
        return min(int(given[:6]), MOST_ROWS) if given.isdecimal() else held

    # --- what was typed ---

    def given(self) -> PaperGiven:
        """What the door takes, once the form is valid. Every field of the style that was asked for is among it."""
        told = self.cleaned_data
        return PaperGiven(
            **{name: told[name] for name in HEAD},
            sections={name[8:]: told[name] for name in self.fields if name.startswith("section_")},
            implications={name[12:]: told[name] for name in self.fields if name.startswith("implication_")},
            asks=[each for _, each in self.asks()],
            appendices=self.appendices(),
        )

    def asks(self) -> list[tuple[int, AskGiven]]:
        """Each recommendation with the place of its row, in the order that the author gave."""
        rows = []
        for place in range(1, self.count(ASKS) + 1):
            order, verb, text, ref = (self.cleaned_data.get(ASKS.field(place, part)) for part in ASKS.parts)
            if ref or verb or (text or "").strip():
                rows.append((order or place, place, AskGiven(ref or "", verb or "", text or "")))
        return [(place, ask) for _, place, ask in sorted(rows, key=lambda row: row[:2])]

    def appendices(self) -> list[Appendix]:
        pairs = (
            [self.cleaned_data.get(APPENDICES.field(place, part)) or "" for part in APPENDICES.parts]
            for place in range(1, self.count(APPENDICES) + 1)
        )
        return [
            Appendix(label.strip(), title.strip()) for label, title in pairs if label.strip() or title.strip()
        ]

    @property
    def door_fields(self) -> Mapping[str, str]:  # type: ignore[override]
        """The door counts recommendations as given; the form's rows may stand in another order."""
        return {f"ask_{at}": ASKS.field(place, "text") for at, (place, _) in enumerate(self.asks(), start=1)}

    # --- telling one's own changes from somebody else's ---

    def texts(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Each thing that two people may both change, in words: fields one by one, rows of a kind together."""
        single = [
            name for name in self.fields if name in HEAD or name.startswith(("section_", "implication_"))
        ]
        return {
            **{name: _words(values.get(name)) for name in single},
            **{group.name: _rows_in_words(group, values) for group in GROUPS},
        }

    def prints(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: fingerprint(text) for name, text in self.texts(values).items()}

    def label_of(self, name: str) -> str:
        return {"recommendations": "Recommendations", "appendices": "Appendices"}.get(name) or str(
            self.fields[name].label
        )


def _known() -> dict[str, str]:
    """Every field that some style has, with its words: what a form may bring that its own style does not ask for."""
    codes = {each.code for style in HOUSE_STYLES.values() for each in style.sections if is_written(each)}
    areas = {f"implication_{area}": f"Implications: {label}" for area, label in ImplicationArea.choices}
    return {**{f"section_{code}": heading_elsewhere(code) for code in sorted(codes)}, **areas}


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def is_written(section: Section) -> bool:
    """Whether an author writes its text; recommendations, implications and appendices come from rows of their own."""
    return section.placing in (Placing.BODY, Placing.CLOSING) and section.code != APPENDIX_LIST


def initial_of(paper: BoardPaper, text: PaperText) -> dict[str, Any]:
    """What the form shows of the paper as it stands."""
    shown: dict[str, Any] = {name: getattr(paper, name) for name in HEAD}
    shown |= {f"section_{code}": words for code, words in text.sections.items()}
    shown |= {f"implication_{area}": words for area, words in text.implications.items()}
    for place, ask in enumerate(text.asked, start=1):
        values = (place, ask.verb, ask.text, ask.reference)
        shown |= {ASKS.field(place, part): value for part, value in zip(ASKS.parts, values, strict=True)}
    for place, each in enumerate(text.appendices, start=1):
        shown |= {APPENDICES.field(place, "label"): each.label, APPENDICES.field(place, "title"): each.title}
    shown[ASKS.counter] = len(text.asked) + SPARE_ROWS
    shown[APPENDICES.counter] = len(text.appendices) + SPARE_ROWS
    return shown


def _area(label: str, hint: str, rows: int = 8) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


def _hint_of(section: Section) -> str:
    hint = f"{section.hint}." if section.hint else ""
    return (
        f"{hint} Needed before ready.".strip() if section.is_mandatory else f"{hint} May be left out.".strip()
    )


def _said_of(demand: Demand) -> str:
    parts = [f"{ANSWER} Needed before ready." if demand.is_mandatory else "May be left out."]
    return " ".join([*parts, *([OURS] if demand.is_ours else [])])


def _row_field(group: RowGroup, part: str, place: int) -> forms.Field:
    if part == "ref":
        return forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    if part == "order":
        small = forms.NumberInput({"class": "nhsuk-input--width-2", "min": 1})
        return forms.IntegerField(label=f"Place of row {place}", required=False, min_value=1, widget=small)
    if part == "verb":
        return forms.ChoiceField(label=f"Verb of row {place}", required=False, choices=VERBS)
    if group is ASKS:
        return forms.CharField(
            label=f"What row {place} asks",
            required=False,
            max_length=4000,
            widget=forms.Textarea({"rows": 2}),
        )
    if part == "label":
        narrow = forms.TextInput({"class": "nhsuk-input--width-5"})
        return forms.CharField(label=f"Label of row {place}", required=False, max_length=20, widget=narrow)
    return forms.CharField(label=f"Title of row {place}", required=False, max_length=300)


def _words(value: Any) -> str:
    printed = getattr(value, "printed", value)
    return str(printed or "").replace("\r\n", "\n").strip()


def _rows_in_words(group: RowGroup, values: Mapping[str, Any]) -> str:
    """The rows that say something, one to a line, in their order."""
    rows: list[tuple[int, str]] = []
    for place in range(1, MOST_ROWS + 1):
        told = {part: _words(values.get(group.field(place, part))) for part in group.parts}
        text = " ".join(told[part] for part in group.parts if part not in ("order", "ref")).strip()
        if text:
            order = told.get("order", "")
            rows.append((int(order[:6]) if order.isdecimal() else place, text))
    return "\n".join(text for _, text in sorted(rows, key=lambda row: row[0]))


KNOWN = _known()
